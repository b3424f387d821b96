// Payouts against the sandbox: found by the poll, read page by page, posted once to the books and to
// Lightspeed, tied out against the orders that were sold. What Lightspeed takes of a record is in
// payout-records.test.ts, stops and lost answers are in crash-payouts.test.ts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { sum } from '../node/payout/amounts.ts';
import { registerOf } from '../node/demo/clearing.ts';
import { SERIES } from '../node/demo/derive.ts';
import type { Series } from '../node/demo/derive.ts';
import { fixed, number, openPayoutShop } from './payout-shop.ts';
import type { PayoutOptions, PayoutShop } from './payout-shop.ts';
import { key } from './till.ts';

type Any = any;

const ONE = 'us-1001-one-line.json';
const TWO = 'us-1006-untaxed.json';
const DISCOUNT = 'us-1007-discount.json';
const THREE = 'us-1014-authorised-then-captured.json';
const CANCELLED = 'us-1018-cancelled-and-refunded.json';
const DAY = 24;

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, options: PayoutOptions = {}): Promise<PayoutShop> => {
      const shop = await openPayoutShop(series, options);
      t.after(() => shop.close());
      return shop;
    };

    test('what was sold is paid out: one record, one balanced entry, each row matched', async (t) => {
      const shop = await open(t);
      const order = await shop.sell(ONE);
      for (const file of [TWO, DISCOUNT]) await shop.sell(file);
      shop.acts.dispute(order, { amount: '10.00' });
      const payout = settled(shop);
      await shop.pass(DAY);
      shop.written();
      await shop.poll();
      assert.deepEqual(shop.written().map((write) => write.replace('.json', '')), [series === 'R' ? 'POST Sale 200' : 'POST sales 200']);
      assert.deepEqual(shop.codes(), []);
      const row = await shop.row(payout);
      assert.deepEqual(row.counts, [{ status: 'matched', rows: 3, amount: row.totals.parts[0].gross }]);
      const { id, ...record } = shop.record(`P${number(payout)}`);
      const net = fixed(sum(Object.values(record.lines).filter((_, at) => at < 4)));
      assert.deepEqual(record, {
        reference: `P${number(payout)}`, register: registerOf(series), total: '0.00', payments: [],
        // Noon of its day in New York.
        at: '2026-11-20T17:00:00.000Z',
        note: `Shopify payout ${number(payout)} of 2026-11-20: 4 rows, ${net} USD to the bank.`,
        lines: { sale: row.totals.parts[0].gross, fee: `-${row.totals.parts[0].fee}`, dispute: '-10.00', dispute_fee: '-15.00', net: `-${net}` },
      });
      assert.equal(fixed(sum(Object.values(record.lines))), '0.00');
      assert.deepEqual([row.posted.times, row.posted.records, row.posted.seen], [1, [id], `paid ${net} USD`]);
      const [entry, ...more] = await shop.entries();
      assert.deepEqual([entry?.reference, entry?.date, entry?.debits, more], [`P${number(payout)}`, '2026-11-20', entry?.credits, []]);
      const names = Object.keys(await shop.rows());
      assert.deepEqual(names.filter((name) => !name.startsWith('paid/')), [number(payout), `entry/P${number(payout)}`, 'poll', 'way']);
      assert.equal(names.filter((name) => name.startsWith('paid/')).length, 3);
      assert.equal((await shop.db.scan('claims', '', undefined, 9)).rows.length, 0);
    });

    test('asked for again, nothing is written, and every row is as it was', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const payout = settled(shop);
      await shop.poll();
      const [rows, records] = [await shop.rows(), JSON.stringify(lightspeed(shop))];
      shop.written();
      for (const hours of [0, 1, 3 * DAY]) {
        await shop.pass(hours);
        await shop.poll();
      }
      assert.deepEqual(without(await shop.rows(), 'poll'), without(rows, 'poll'));
      // A reading that somebody asks for finds what stands: only that it was read again is new.
      await shop.read(payout);
      const row = await shop.row(payout);
      const before = rows[number(payout)] as Any;
      assert.deepEqual({ ...row, run: before.run, at: before.at }, before);
      assert.deepEqual([shop.written(), JSON.stringify(lightspeed(shop)), shop.codes()], [[], records, []]);
    });

    test('250 rows of every kind are three pages, and come to what all of them do at once', async (t) => {
      const shop = await open(t, { payouts: { unknown: 'suspense' } });
      const order = await shop.sell(ONE);
      const kinds: [string, string, string?][] = [
        ['SHIPPING_LABEL', '-8.12'], ['RESERVED_FUNDS', '-3.00'], ['RESERVED_FUNDS_REVERSAL', '1.50'], ['BILLING_DEBIT', '-0.29'], ['DISPUTE_WITHDRAWAL', '-7.00', '15.00'],
        ['DISPUTE_REVERSAL', '7.00', '-15.00'], ['CHARGEBACK_PROTECTION_CREDIT', '0.77'], ['LENDING_CREDIT', '40.00'], ['CUSTOMS_DUTY', '-0.33'], ['ADJUSTMENT', '0.01'],
        ['CHANNEL_CREDIT', '0.10'], ['MERCHANT_GOODWILL_CREDIT', '5.00'], ['BALANCE_TRANSFER_INBOUND', '2.00'], ['SHOP_CASH_CREDIT', '0.60'], ['SOMETHING_NEW', '0.07', '0.01'],
        ['CHARGE', '54.38', '1.88'], ['TAX_ADJUSTMENT_CREDIT', '0.09'],
      ];
      for (let row = 1; row < 250; row += 1) {
        const [type, amount, fee = '0'] = kinds[row % kinds.length] as [string, string, string?];
        shop.acts.adjust({ type, amount, fee, ...(type === 'CHARGE' ? { order } : {}), at: new Date(Date.parse('2026-10-29T12:00:00Z') + row * 5_400_000).toISOString() });
      }
      const payout = settled(shop);
      await shop.pass(DAY);
      const before = shop.shopify.requests.length;
      await shop.poll();
      const pages = shop.shopify.requests.slice(before).filter(({ body }) => body.includes('balanceTransactions('));
      assert.equal(pages.length, 3);
      const { payout: stated, transactions } = await asked(shop, payout);
      assert.equal(transactions.length, 250);
      const decided = shop.bridge.decide('payout.summarise', { transactions, payouts: [stated] }) as Any;
      const [whole] = decided.output?.payouts ?? [];
      assert.ok(whole !== undefined, JSON.stringify(decided));
      assert.equal(whole.posting, 'post');
      const row = await shop.row(payout);
      assert.deepEqual([row.run, row.page, row.after, row.totals.rows, row.totals.quarantined], [1, 3, undefined, 250, 14]);
      assert.deepEqual(row.totals.families, whole.families);
      assert.deepEqual(row.posted.lines, whole.lines.map((line: Any) => ({ part: 'whole', ...line })));
      const entries = await shop.entries();
      assert.ok(entries.length === 2 && new Set(whole.lines.map(({ family }: Any) => family)).size >= 16);
      assert.deepEqual(entries, whole.entries.toSorted((a: Any, b: Any) => (a.reference < b.reference ? -1 : 1)));
      for (const { debits, credits } of entries) assert.equal(debits, credits);
      const { lines, total } = shop.record(`P${number(payout)}`);
      assert.deepEqual([lines, total], [Object.fromEntries(whole.record.map(({ family, amount }: Any) => [family, fixed(amount)])), '0.00']);
    });

    test('a payout of two months, issued an hour before the end of a day of 25 hours', async (t) => {
      const shop = await open(t);
      shop.acts.adjust({ type: 'ADJUSTMENT', amount: '30.00', at: '2026-11-01T03:59:37Z' });
      shop.acts.adjust({ type: 'ADJUSTMENT', amount: '12.00', at: '2026-11-01T04:00:07Z' });
      const payout = settled(shop, { at: '2026-11-02T04:30:00Z' });
      await shop.poll();
      const entries = await shop.entries();
      assert.deepEqual(entries.map(({ reference, date, debits }) => [reference, date, debits]), [[`P${number(payout)}`, '2026-11-01', '42.00'], [`P${number(payout)}-2610`, '2026-10-31', '30.00']]);
      const { at, lines } = shop.record(`P${number(payout)}`);
      assert.deepEqual([at.slice(0, 10), lines], ['2026-11-01', { adjustment: '42.00', net: '-42.00' }]);
    });

    test('a day of 23 hours', async (t) => {
      const shop = await open(t);
      shop.acts.adjust({ type: 'ADJUSTMENT', amount: '30.00', at: '2026-03-08T05:00:00Z' });
      const payout = settled(shop, { at: '2026-03-09T03:30:00Z' });
      await shop.read(payout);
      const [entry] = await shop.entries();
      assert.deepEqual([entry?.date, shop.record(`P${number(payout)}`).at.slice(0, 10)], ['2026-03-08', '2026-03-08']);
    });

    test('rows that come late are waited for, poll by poll', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      await shop.sell(TWO);
      const payout = settled(shop);
      shop.acts.holdRows(payout, 1);
      shop.written();
      for (let hour = 0; hour < 3; hour += 1) {
        await shop.poll();
        await shop.pass(1);
      }
      assert.deepEqual([shop.written(), await shop.entries(), shop.codes(), (await shop.row(payout)).posted], [[], [], [], undefined]);
      assert.notEqual((await shop.rows())[`open/${number(payout)}`], undefined);
      shop.acts.releaseRows(payout);
      await shop.poll();
      assert.deepEqual([shop.records().length, (await shop.entries()).length, (await shop.row(payout)).counts[0].rows, shop.codes()], [1, 1, 2, []]);
      assert.equal((await shop.rows())[`open/${number(payout)}`], undefined);
      await shop.pass(2 * DAY);
      await shop.poll();
      assert.equal(shop.records().length, 1);
    });

    test('rows that never come are a person\'s after so many days, and posted when they do', async (t) => {
      const shop = await open(t, { payouts: { wait_days: 2 } });
      await shop.sell(ONE);
      await shop.sell(TWO);
      const payout = settled(shop);
      shop.acts.holdRows(payout, 1);
      await shop.poll();
      await shop.pass(2 * DAY - 1);
      await shop.poll();
      assert.deepEqual(shop.codes(), []);
      await shop.pass(1);
      await shop.poll();
      const [residue] = shop.raised();
      assert.deepEqual([shop.codes(), residue?.subject, (residue?.evidence as Any).rows], [['PAYOUT_RESIDUE'], `payout/${number(payout)}`, '1']);
      assert.deepEqual([shop.records(), await shop.entries()], [[], []]);
      shop.acts.releaseRows(payout);
      await shop.poll();
      assert.deepEqual([shop.codes(), shop.records().length], [[], 1]);
    });

    test('scheduled: nothing until it is paid', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const payout = settled(shop, { status: 'SCHEDULED' });
      await shop.poll();
      await shop.pass(2 * DAY);
      await shop.read(payout);
      await shop.poll();
      assert.deepEqual([shop.records(), await shop.entries(), shop.codes(), (await shop.row(payout)).posted], [[], [], [], undefined]);
      shop.acts.payPayout(payout);
      await shop.poll();
      assert.deepEqual([shop.records().length, (await shop.entries()).length, shop.codes()], [1, 1, []]);
    });

    test('turned down by the bank: the amount is taken back, and comes with the next payout', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const first = settled(shop);
      await shop.poll();
      await shop.pass(DAY);
      shop.acts.failPayout(first);
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_CAME_BACK']);
      assert.deepEqual(shop.record(`P${number(first)}-A1`).lines, { balance_move: '-52.50', net: '52.50' });
      const next = settled(shop);
      await shop.poll();
      assert.deepEqual(shop.record(`P${number(next)}`).lines, { balance_move: '52.50', net: '-52.50' });
      assert.deepEqual(await standing(shop, ['returned_payouts', 'clearing', 'bank', 'fees']), { returned_payouts: '0.00', clearing: '-54.38', bank: '52.50', fees: '1.88' });
    });

    test('turned down, and its rows are in the next payout: each is posted once', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const first = settled(shop);
      await shop.poll();
      shop.acts.failPayout(first, { keepRows: false });
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_CAME_BACK']);
      assert.deepEqual(shop.record(`P${number(first)}-A1`).lines, { sale: '-54.38', fee: '1.88', net: '52.50' });
      const next = settled(shop);
      await shop.poll();
      assert.deepEqual(shop.record(`P${number(next)}`).lines, { sale: '54.38', fee: '-1.88', net: '-52.50' });
      assert.deepEqual(await standing(shop, ['clearing', 'bank', 'fees']), { clearing: '-54.38', bank: '52.50', fees: '1.88' });
      assert.equal((await shop.row(first)).posted.times, 2);
    });

    test('cancelled before it was sent: nothing stands; its rows are the next one\'s', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const first = settled(shop, { status: 'SCHEDULED' });
      await shop.poll();
      shop.acts.cancelPayout(first);
      await shop.poll();
      assert.deepEqual([shop.records(), await shop.entries(), shop.codes()], [[], [], []]);
      const next = settled(shop);
      await shop.poll();
      assert.deepEqual(shop.records().map(({ reference }) => reference), [`P${number(next)}`]);
    });

    test('cancelled, and it keeps its rows: they stand on returned payouts', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const first = settled(shop, { status: 'SCHEDULED' });
      shop.acts.cancelPayout(first, { keepRows: true });
      await shop.poll();
      assert.deepEqual([shop.codes(), shop.record(`P${number(first)}`).lines], [['PAYOUT_CAME_BACK'], { sale: '54.38', fee: '-1.88', balance_move: '-52.50' }]);
      settled(shop);
      await shop.poll();
      assert.deepEqual(await standing(shop, ['returned_payouts', 'bank']), { returned_payouts: '0.00', bank: '52.50' });
    });

    test('a late row amends: what was posted is not touched, the difference stands beside it', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const payout = settled(shop);
      await shop.poll();
      const [stood] = shop.records();
      const entry = (await shop.rows())[`entry/P${number(payout)}`];
      for (const [at, amount] of ['-5.05', '-1.00'].entries()) {
        await shop.pass(DAY);
        shop.acts.lateRow(payout, { type: 'SHIPPING_LABEL', amount }, { changesNet: true });
        await shop.poll();
        const reference = `P${number(payout)}-A${at + 1}`;
        assert.deepEqual(shop.record(reference).lines, { shipping_label: amount, net: amount.slice(1) });
        const amended = (await shop.entries()).find((own) => own.reference === reference);
        assert.deepEqual([amended?.debits, amended?.credits], [amount.slice(1), amount.slice(1)]);
        assert.deepEqual(shop.codes(), ['PAYOUT_AMENDED']);
      }
      assert.deepEqual([shop.records()[0], (await shop.rows())[`entry/P${number(payout)}`]], [stood, entry]);
      const { times, records } = (await shop.row(payout)).posted;
      assert.deepEqual([times, records], [3, shop.records().map(({ id }) => id)]);
      await shop.poll();
      assert.equal(shop.records().length, 3);
    });

    test('a late row that the payout does not own up to is a residue, and what stands stays', async (t) => {
      const shop = await open(t, { payouts: { wait_days: 1 } });
      await shop.sell(ONE);
      const payout = settled(shop);
      await shop.poll();
      const rows = await shop.rows();
      shop.acts.lateRow(payout, { type: 'SHIPPING_LABEL', amount: '-5.05' });
      await shop.pass(2 * DAY);
      await shop.read(payout);
      assert.deepEqual([shop.codes(), shop.records().length, (await shop.row(payout)).posted], [['PAYOUT_RESIDUE'], 1, (rows as Any)[number(payout)].posted]);
    });

    for (const withdrawalNet of ['signed', 'absolute'] as const) {
      test(`a withdrawal, its net said ${withdrawalNet}`, async (t) => {
        const shop = await open(t);
        shop.shopify.seedPayments({ withdrawalNet });
        const order = await shop.sell(ONE);
        shop.acts.settle();
        await shop.poll();
        shop.acts.dispute(order);
        shop.acts.label('8.12');
        const payout = settled(shop);
        await shop.poll();
        assert.deepEqual(shop.record(`P${number(payout)}`).lines, { dispute: '-54.38', dispute_fee: '-15.00', shipping_label: '-8.12', net: '77.50' });
        const bank = (await shop.entries()).find(({ reference }) => reference === `P${number(payout)}`)?.lines.find(({ account }) => account === 'bank');
        assert.deepEqual([bank?.credit, bank?.debit, shop.codes()], ['77.50', undefined, []]);
      });
    }

    test('reserves and disputes come and go: their accounts end at nothing', async (t) => {
      const shop = await open(t);
      const order = await shop.sell(ONE);
      shop.acts.reserve('20.00');
      shop.acts.dispute(order);
      shop.acts.settle();
      await shop.poll();
      assert.deepEqual(await standing(shop, ['reserves', 'disputes', 'dispute_fees']), { reserves: '20.00', disputes: '54.38', dispute_fees: '15.00' });
      await shop.pass(DAY);
      shop.acts.releaseReserve('20.00');
      shop.acts.disputeWon(order);
      shop.acts.billing('29.00');
      shop.acts.settle();
      await shop.poll();
      assert.deepEqual(await standing(shop, ['reserves', 'disputes', 'dispute_fees', 'platform_fees']), { reserves: '0.00', disputes: '0.00', dispute_fees: '0.00', platform_fees: '29.00' });
      assert.deepEqual([shop.records().length, shop.codes()], [2, []]);
    });

    test('a type that nobody knows holds the payout; on suspense, if that is asked for', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      shop.acts.adjust({ type: 'FOO_CREDIT', amount: '3.00' });
      const payout = settled(shop);
      shop.written();
      await shop.poll();
      await shop.poll();
      const [only] = shop.raised();
      assert.deepEqual([shop.codes(), only?.subject, (only?.evidence as Any).type], [['PAYOUT_ROW_UNKNOWN'], `payout/${number(payout)}/rows/0`, 'FOO_CREDIT']);
      assert.deepEqual([shop.written(), shop.records(), await shop.entries(), (await shop.row(payout)).posted], [[], [], [], undefined]);
      shop.configure({ payouts: { ...shop.config.payouts, unknown: 'suspense' } as Any });
      await shop.poll();
      assert.deepEqual([shop.records().length, shop.codes()], [1, ['PAYOUT_ROW_UNKNOWN']]);
      assert.deepEqual(await standing(shop, ['suspense']), { suspense: '-3.00' });
    });

    test('a sale that Lightspeed lacks is said and posted; its refund is said until it stands', async (t) => {
      const shop = await open(t);
      const order = await shop.sell(TWO);
      const payout = settled(shop);
      await shop.poll();
      assert.deepEqual(shop.raised().map(({ code, evidence }) => [code, (evidence as Any).order, (evidence as Any).amount]), [['PAYOUT_SALE_MISSING', '5610000001001', '54.38']]);
      assert.deepEqual((await shop.row(payout)).counts.map(({ status, rows }: Any) => [status, rows]), [['sale_missing', 1], ['matched', 1]]);
      assert.deepEqual([shop.records().length, (await shop.entries()).length], [1, 1]);
      shop.acts.refund(order, [], '5.00');
      const next = settled(shop);
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_REFUND_PENDING', 'PAYOUT_SALE_MISSING']);
      assert.deepEqual(shop.record(`P${number(next)}`).lines, { refund: '-5.00', net: '5.00' });
      // Sold at last, and read again.
      await shop.sell(ONE);
      await shop.read(payout);
      assert.deepEqual([shop.codes(), (await shop.row(payout)).counts.map(({ status, rows }: Any) => [status, rows])], [['PAYOUT_REFUND_PENDING'], [['matched', 2]]]);
    });

    test('cancelled and paid back in Lightspeed, too: payment and refund match', async (t) => {
      const shop = await open(t);
      const order = await shop.sell(CANCELLED);
      shop.acts.cancel(order, { refund: true });
      await shop.again(CANCELLED);
      await shop.sell(ONE);
      const payout = settled(shop);
      await shop.poll();
      assert.deepEqual([(await shop.row(payout)).counts.map(({ status, rows }: Any) => [status, rows]), shop.codes()], [[['matched', 3]], []]);
    });

    test('captured later: the capture is its payment', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const order = await shop.sell(THREE);
      shop.acts.pay(order);
      await shop.again(THREE);
      const payout = settled(shop);
      await shop.poll();
      assert.deepEqual([(await shop.row(payout)).counts.map(({ status, rows }: Any) => [status, rows]), shop.codes()], [[['matched', 2]], []]);
    });

    test('a sale that staff keyed is found, and not compared', async (t) => {
      const shop = await open(t);
      await key(shop, { note: `web ${shop.order.name}`, total: shop.order.total });
      await shop.operate('adopt/read');
      const payout = settled(shop);
      await shop.poll();
      assert.deepEqual([(await shop.row(payout)).counts.map(({ status, rows }: Any) => [status, rows]), shop.codes()], [[['uncompared', 1]], []]);
      assert.equal(shop.records().length, 1);
    });

    test('Shopify\'s own summary may be wrong: that is said, and nothing is held', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      const payout = settled(shop);
      shop.acts.skewSummary(payout, '0.01');
      await shop.poll();
      assert.deepEqual([shop.codes(), shop.records().length], [['PAYOUT_SUMMARY_WRONG'], 1]);
    });

    test('books that are closed through the payout\'s day', async (t) => {
      const shop = await open(t, { payouts: { locked_through: '2026-11-30' } });
      await shop.sell(ONE);
      const payout = settled(shop);
      await shop.poll();
      const [entry] = await shop.entries();
      assert.deepEqual([shop.codes(), entry?.reference, entry?.date], [['PAYOUT_BOOKS_CLOSED'], `P${number(payout)}`, '2026-12-01']);
    });
  });
}

function settled(shop: PayoutShop, options: Parameters<PayoutShop['acts']['settle']>[0] = {}): string {
  const [payout, ...more] = shop.acts.settle(options);
  assert.ok(payout !== undefined && more.length === 0);
  return payout;
}

/** What all entries together leave on accounts: debits above zero. */
async function standing(shop: PayoutShop, accounts: string[]): Promise<{ [account: string]: string }> {
  const lines = (await shop.entries()).flatMap((entry) => entry.lines);
  return Object.fromEntries(accounts.map((account) => [
    account, fixed(sum(lines.filter((line) => line.account === account).map(({ debit, credit }) => debit ?? `-${credit}`))),
  ]));
}

const without = (rows: { [key: string]: unknown }, name: string): { [key: string]: unknown } => Object.fromEntries(Object.entries(rows).filter(([own]) => own !== name));

function lightspeed({ series, sandbox }: { series: Series; sandbox: PayoutShop['sandbox'] }): unknown {
  return series === 'R' ? sandbox.r.dump() : sandbox.x.dump();
}

/** The payout and all its rows, as Shopify gives them. */
async function asked({ shopify }: PayoutShop, payout: string): Promise<{ payout: Any; transactions: Any[] }> {
  const money = '{ amount currencyCode }';
  const query = `query Rows($query: String!, $after: String) { shopifyPaymentsAccount {
    payouts(first: 50, sortKey: ID) { nodes { id legacyResourceId issuedAt status transactionType externalTraceId net ${money} } }
    balanceTransactions(first: 100, after: $after, query: $query, hideTransfers: true, sortKey: ID) { pageInfo { hasNextPage endCursor }
      nodes { id type test transactionDate amount ${money} fee ${money} net ${money} sourceType sourceOrderTransactionId adjustmentReason associatedOrder { id name } associatedPayout { id } } } } }`;
  const transactions: Any[] = [];
  for (let after: string | null = null; ;) {
    const answer: Response = await fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST', headers: { 'x-shopify-access-token': shopify.accessToken },
      body: JSON.stringify({ query, variables: { query: `payments_transfer_id:${number(payout)}`, after } }),
    });
    const { shopifyPaymentsAccount: account }: Any = (await answer.json() as Any).data;
    transactions.push(...account.balanceTransactions.nodes);
    after = account.balanceTransactions.pageInfo.endCursor;
    if (!account.balanceTransactions.pageInfo.hasNextPage) return { payout: account.payouts.nodes.find(({ id }: Any) => id === payout), transactions };
  }
}
