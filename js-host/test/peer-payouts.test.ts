// A second opinion on payout.summarise: the peer under benches/peer was written from docs/payouts.md,
// shares no code with the module, and must come to the same families, lines, entries, certificates,
// reconciliations, ledgers, months and rejected rows on thousands of made payouts. What disagrees is
// named by its seed. The bank, the finance report, exports, the forms of other books and the words of
// exceptions are not the peer's.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Bridge } from 'tillbridge';

type Any = any;

const from = async (name: string): Promise<Any> => import(new URL(`../../benches/peer/${name}.mjs`, import.meta.url).href);
const { payoutSummarise, payoutTenant } = await from('payouts');
const { NAMES } = await from('payout-types');
const { VARIANTS, makePayouts, payoutConfig } = await from('generate-payouts');
const { randomOf } = await from('random');

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));

const MADE = 10_000;
/** Of a hundred payouts, so many at least are of every kind. */
const LEAST = 5;

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
type Call = { context: Any; payload: Any };

/** The tenants, each with its bridge. */
const tenants = Array.from({ length: VARIANTS }, (_, variant) => {
  const config = JSON.stringify(payoutConfig(variant));
  return { bridge: new Bridge(config), of: payoutTenant(config) };
});
after(() => tenants.forEach(({ bridge }) => bridge.free()));

function tenant(variant: number): { bridge: Bridge; of: Any } {
  const own = tenants[variant];
  if (own === undefined) throw new Error(`no tenant ${variant}`);
  return own;
}

function byModule(variant: number, { context, payload }: Call): Any {
  const given = [context, payload].map((part) => encoder.encode(JSON.stringify(part))) as [Uint8Array, Uint8Array];
  const decision = JSON.parse(decoder.decode(tenant(variant).bridge.decideBytes('payout.summarise', ...given)));
  assert.equal(decision.status, 'decided', JSON.stringify(decision.refusal));
  return decision.output;
}

function byPeer(variant: number, { context, payload }: Call): Any {
  return JSON.parse(JSON.stringify(payoutSummarise(tenant(variant).of, context, payload)));
}

/** What is posted of an answer, as the next call is told of it. */
function postedOf(output: Any): Any[] {
  return output.payouts.filter(({ posting }: Any) => posting === 'post').map(({ payout, lines }: Any) => ({ payout, times: 1, lines }));
}

/** Letter by letter; the long way only tells where. */
function agree(variant: number, call: Call, seed: number | string): Any {
  const [module, peer] = [byModule(variant, call), byPeer(variant, call)];
  if (JSON.stringify(module) !== JSON.stringify(peer)) {
    assert.deepEqual(peer, module, `${seed}`);
    assert.fail(`${seed}: the same in another order`);
  }
  return module;
}

const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);

test(`module and peer agree on ${MADE.toLocaleString('en-US')} made payouts`, (context) => {
  const [kinds, postings, statuses, entries] = Array.from({ length: 4 }, () => new Map<string, number>()) as [Map<string, number>, Map<string, number>, Map<string, number>, Map<string, number>];
  let [payouts, rows] = [0, 0];
  for (let seed = 1; payouts < MADE; seed += 1) {
    const made = makePayouts(seed);
    if (made.before !== undefined) made.context.posted = postedOf(agree(made.variant, made.before, `${seed}, before`));
    const output = agree(made.variant, made, seed);
    for (const { posting, held_for: held = [], certificate, reconciliation, entries: posted } of output.payouts) {
      for (const { reference, moved_from: moved } of posted) count(entries, `${reference.replace(/^P\d+/, '').replace(/-\d{4}$/, ' of a month')}${moved === undefined ? '' : ' moved'}`.trim() || 'first');
      count(postings, [posting, ...held].join(' '));
      for (const { status, why } of reconciliation?.rows ?? []) count(statuses, why === undefined ? status : `${status} ${why}`);
      rows += certificate.rows;
    }
    for (const own of made.kinds) for (const kind of own) count(kinds, kind);
    payouts += made.kinds.length;
  }
  const share = (times: number): string => `${((times / payouts) * 100).toFixed(1)} %`;
  const listed = (map: Map<string, number>, show: (times: number) => string): string =>
    [...map].sort(([, one], [, other]) => other - one).map(([key, times]) => `${key} ${show(times)}`).join(', ');
  context.diagnostic(`${payouts} payouts, ${(rows / payouts).toFixed(1)} rows each: ${listed(kinds, share)}`);
  context.diagnostic(listed(postings, share));
  context.diagnostic(listed(statuses, String));
  context.diagnostic(listed(entries, String));
  for (const [kind, times] of kinds) assert.ok((times / payouts) * 100 >= LEAST, `${kind}: ${share(times)}`);
  assert.ok(kinds.size >= 50, `${kinds.size} kinds`);
  for (const posting of ['post', 'nothing', 'waits', 'held residue', 'held rows', 'held status', 'held date']) assert.ok((postings.get(posting) ?? 0) >= 50, posting);
  for (const entry of ['first', 'of a month', 'moved', 'of a month moved', '-A1', '-A1 of a month', '-A1 moved']) assert.ok((entries.get(entry) ?? 0) >= 20, entry);
});

describe('module and peer on every type', () => {
  for (const sign of ['', '-']) {
    test(sign === '' ? 'above zero' : 'below zero', () => {
      assert.ok(NAMES.length >= 113);
      const words: [string, string | null][] = NAMES.map((name: string) => [name, null]);
      for (const reason of ['tax_adjustment', 'billing', 'channel_transfer', 'shop_cash_refund', 'shop_cash', 'chargeback_protection', 'anomaly', 'shopify_collective_debit', 'never_heard', null]) {
        words.push(['credit', reason], ['debit', reason]);
      }
      const payouts = words.map((_, number) => ({ id: 100 + number, status: 'paid', date: '2026-06-20', currency: 'USD', amount: `${sign}7.00` }));
      const transactions = words.map(([type, reason], number) => ({
        id: 500 + number, type, test: false, payout_id: 100 + number, payout_status: 'paid', currency: 'USD', amount: `${sign}7.00`, fee: '0.00', net: `${sign}7.00`, source_id: 1,
        source_type: type === 'credit' || type === 'debit' ? 'adjustment' : null, source_order_id: null, source_order_transaction_id: null, processed_at: '2026-06-18T09:00:00-04:00',
        adjustment_order_transactions: null, adjustment_reason: reason,
      }));
      for (const variant of [0, 1, 2]) {
        agree(variant, { context: { explain: 'none', payouts: { payouts } }, payload: { transactions } }, `variant ${variant}`);
        agree(variant, { context: { explain: 'none', payouts: { payouts }, recorded: [] }, payload: { transactions } }, `variant ${variant}, recorded`);
      }
    });
  }
});

test("module and peer on Shopify's own sample", (context) => {
  const [rows, payouts] = ['balance_transactions_for_payout', 'payouts'].map((name) => join(shared ?? '', 'fixtures', 'shopify', 'rest-2026-07', `${name}.json`)) as [string, string];
  if (!existsSync(rows)) return context.skip('the official samples are not here');
  const [payload, given] = [rows, payouts].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  for (let variant = 0; variant < VARIANTS; variant += 1) {
    for (const recorded of [undefined, []]) agree(variant, { context: { explain: 'none', payouts: given, ...(recorded === undefined ? {} : { recorded }) }, payload }, `variant ${variant}`);
  }
});

describe('what holds of every payout', () => {
  const seeds = Array.from({ length: 500 }, (_, number) => 50_001 + number);
  const minor = (text: string): bigint => BigInt(text.replace('.', ''));
  const sum = (texts: string[]): bigint => texts.reduce((total, text) => total + minor(text), 0n);

  test('entries balance, families come to the sum, lines to nothing', () => {
    let entries = 0;
    for (const seed of seeds) {
      const made = makePayouts(seed);
      for (const { families, lines, entries: posted, record, certificate } of byModule(made.variant, made).payouts) {
        assert.equal(sum(families.map(({ net }: Any) => net)), minor(certificate.sum), `${seed}: families`);
        assert.equal(minor(certificate.stated ?? certificate.sum) - minor(certificate.sum), minor(certificate.residue), `${seed}: residue`);
        assert.equal(sum(lines.map(({ amount }: Any) => amount)), 0n, `${seed}: lines`);
        assert.equal(sum(record.map(({ amount }: Any) => amount)), 0n, `${seed}: record`);
        for (const { debits, credits, lines: own } of posted) {
          entries += 1;
          assert.equal(debits, credits, `${seed}: an entry`);
          assert.equal(sum(own.map(({ debit = '0' }: Any) => debit)), minor(debits), `${seed}: debits`);
          assert.equal(sum(own.map(({ credit = '0' }: Any) => credit)), minor(credits), `${seed}: credits`);
        }
        assert.equal(sum(posted.map(({ debits }: Any) => debits)), minor(certificate.debits), `${seed}: the certificate`);
        const bank = posted.flatMap(({ lines: own }: Any) => own).filter(({ account }: Any) => account === 'bank');
        assert.equal(sum(bank.map(({ debit = '0', credit }: Any) => (credit === undefined ? debit : `-${credit}`))), minor(certificate.to_bank), `${seed}: to the bank`);
      }
    }
    assert.ok(entries > 300, `${entries} entries`);
  });

  test('the order of the rows changes nothing', () => {
    for (const seed of seeds) {
      const made = makePayouts(seed);
      const { between } = randomOf(seed + 7);
      const rows = [...made.payload.transactions];
      for (let at = rows.length - 1; at > 0; at -= 1) {
        const other = between(0, at);
        [rows[at], rows[other]] = [rows[other], rows[at]];
      }
      const again = byModule(made.variant, { context: made.context, payload: { transactions: rows } });
      assert.deepEqual(again, byModule(made.variant, made), `${seed}`);
    }
  });

  test('rows that come again change nothing but `twice`', () => {
    const bare = ({ payouts, ...output }: Any): Any => ({ ...output, payouts: payouts.map(({ certificate: { twice: _, ...certificate }, ...own }: Any) => ({ ...own, certificate })) });
    let more = 0;
    for (const seed of seeds) {
      const made = makePayouts(seed);
      if (made.kinds.some((own: Set<string>) => own.has('twice and differs'))) continue;
      const rows: Any[] = made.payload.transactions;
      const once = byModule(made.variant, made);
      // What is in no payout that was handed over has no `twice` to count in.
      const rejected = new Set((once.rejected ?? []).map(({ row }: Any) => row));
      const again = rows.filter(({ id, payout_id: own, associatedPayout: its }, place) =>
        place % 3 === 0 && (own ?? its?.id ?? null) !== null && !rejected.has(String(id).replace(/.*\//, '')));
      const twice = byModule(made.variant, { context: made.context, payload: { transactions: [...rows, ...again] } });
      assert.deepEqual(bare(twice), bare(once), `${seed}`);
      const counted = (output: Any): number => output.payouts.reduce((total: number, { certificate }: Any) => total + certificate.twice, 0);
      assert.equal(counted(twice), counted(once) + again.length, `${seed}`);
      more += again.length;
    }
    assert.ok(more > 1000, `${more} rows came again`);
  });
});
