// What a run of `tillbridge payout` leaves for the next one: posted.json, so that only what is new or
// changed is posted, and nothing that was posted is forgotten.

import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXPORT, PAYOUT, TRANSACTIONS, ZONE, folder, json, parsed, payout, samplePayout, sampleRows, text } from './payout-files.ts';
import type { Ended, Row } from './payout-files.ts';
import { sum } from '../node/payout/amounts.ts';
import type { Entry } from '../node/payout/answer.ts';

type Posted = { payout: string; times: number; lines: { family: string; amount: string }[] };

const GID = 'gid://shopify/ShopifyPaymentsPayout/118400777431';
const JUNE = { payout: 'gid://shopify/ShopifyPaymentsPayout/5', times: 2, lines: [{ month: '2026-06', family: 'sale', amount: '1.00' }, { month: '2026-06', family: 'net', part: 'bank', amount: '-1.00' }] };

const place = (name: string): { out: string; posted: string } => ({ out: join(folder, name), posted: join(folder, name, 'posted.json') });
const entriesIn = (out: string): Entry[] => parsed<Entry[]>(join(out, 'journal.json'));
const booked = ({ lines }: Entry): [string, string][] => lines.map(({ code, debit, credit }) => [code, debit ?? `-${credit}`]);

/** A row that comes after its payout was posted: a label of 5.05, and the payout that has it. */
function late(): string[] {
  const [first] = sampleRows();
  const row: Row = { ...first, id: 9100460, type: 'shipping_label', amount: '-5.05', fee: '0.00', net: '-5.05', source_order_id: null, source_order_transaction_id: null, processed_at: '2026-12-01T10:00:00-05:00' };
  const { summary: _summary, ...own } = samplePayout();
  return [json('late.json', { transactions: [...sampleRows(), row] }), json('late-payout.json', { payout: { ...own, amount: '791.01' } })];
}

/** The sample with another status of the payout; `rows` says whether they are still its own. */
function turned(status: string, rows: boolean): string[] {
  return [json(`rows-${rows}.json`, { transactions: rows ? sampleRows() : [] }), json(`${status}.json`, { payout: { ...samplePayout(), status } })];
}

async function first(name: string, ...more: string[]): Promise<{ out: string; posted: string; ended: Ended }> {
  const own = place(name);
  const ended = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', own.out, ...more);
  assert.equal(ended.code, 0, ended.err);
  return { ...own, ended };
}

test('the second run posts nothing, and leaves the same figures', async () => {
  const { out, posted, ended } = await first('twice');
  const stands = text(posted);
  const [own, ...none] = JSON.parse(stands) as Posted[];
  assert.deepEqual([own?.payout, own?.times, none], [GID, 1, []]);
  assert.deepEqual([sum((own?.lines ?? []).map(({ amount }) => amount)), own?.lines.find(({ family }) => family === 'net')?.amount], ['0.00', '-796.06']);
  assert.match(ended.err, /Post the journal; the next run takes it as posted with --posted .+posted\.json\./);
  const { output } = JSON.parse((await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--json')).out) as { output: { payouts: { lines: unknown[] }[] } };
  assert.deepEqual(own?.lines, output.payouts[0]?.lines, 'what is left is what the decision says');

  const again = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', out, '--posted', posted);
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /\n {2}Journal: nothing to add to the books\.\n/);
  assert.match(again.out, /\n {2}All rows +7 +798\.00 +-1\.94 +796\.06\n/);
  assert.deepEqual([entriesIn(out), text(posted)], [[], stands]);
  assert.match(again.err, /The journal that was there before is replaced: it held P118400777431-2611, P118400777431\.\n/);
  assert.doesNotMatch(again.err, /Post the journal/);
  assert.deepEqual(readdirSync(out).filter((name) => name.endsWith('.tmp')), []);
});

test('a row that comes late is all that the next run posts', async () => {
  const { out, posted } = await first('late');
  const amended = await payout(...late(), ...ZONE, '--out', out, '--posted', posted);
  assert.equal(amended.code, 1, 'an amended payout is told to a person');
  assert.match(amended.out, /PAYOUT_AMENDED/);
  const [entry, ...none] = entriesIn(out);
  assert.ok(entry !== undefined && none.length === 0);
  assert.deepEqual([entry.reference, booked(entry)], ['P118400777431-A1', [['6030', '5.05'], ['1000', '-5.05']]]);
  assert.deepEqual(parsed<Posted[]>(posted).map(({ payout: own, times }) => [own, times]), [[GID, 2]]);

  const third = await payout(...late(), ...ZONE, '--out', out, '--posted', posted);
  assert.match(third.out, /\n {2}Journal: nothing to add to the books\.\n/);
  // And if the row is taken away again, so is what it posted.
  await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', out, '--posted', posted);
  const [back] = entriesIn(out);
  assert.deepEqual([back?.reference, back === undefined ? [] : booked(back)], ['P118400777431-A2', [['6030', '-5.05'], ['1000', '5.05']]]);
});

test('a payout that failed afterwards is reversed: from the bank, or wholly where its rows went back', async () => {
  for (const [rows, expected] of [
    [true, [['1000', '-796.06'], ['1155', '796.06']]],
    // Clearing had 553.10 of sales less 30.00 of refunds in its credit.
    [false, [['1000', '-796.06'], ['1150', '523.10']]],
  ] as const) {
    const { out, posted } = await first(`failed-${rows}`);
    const failed = await payout(...turned('failed', rows), ...ZONE, '--out', out, '--posted', posted);
    assert.equal(failed.code, 1, failed.err);
    assert.match(failed.out, /PAYOUT_CAME_BACK/);
    const entries = entriesIn(out);
    assert.ok(entries.every(({ reference }) => reference.startsWith('P118400777431-A1')));
    const all = entries.flatMap(booked);
    const on = (code: string): string => sum(all.filter(([own]) => own === code).map(([, amount]) => amount));
    for (const [code, amount] of expected) assert.equal(on(code), amount, `${code}, rows ${rows}`);
    assert.equal(sum(all.map(([, amount]) => amount)), '0.00');
    const [own] = parsed<Posted[]>(posted);
    assert.deepEqual([own?.times, own?.lines.length === 0], [2, !rows]);
    const again = await payout(...turned('failed', rows), ...ZONE, '--out', out, '--posted', posted);
    assert.match(again.out, /\n {2}Journal: nothing to add to the books\.\n/);
    assert.deepEqual(parsed<Posted[]>(posted), [own]);
  }
});

test('what other payouts stand at is carried on as it is, and what is held, waits or is nothing changes nothing', async () => {
  const before = json('before.json', [JUNE]);
  const { out, posted } = await first('carried', '--posted', before);
  assert.deepEqual(parsed<Posted[]>(posted).map(({ payout: own, times }) => [own, times]), [[JUNE.payout, 2], [GID, 1]]);
  assert.deepEqual(parsed<Posted[]>(posted)[0], JUNE);
  const stands = text(posted);

  const unknown = json('unknown-type.json', { transactions: sampleRows().map((row) => (row['id'] === 9100442 ? { ...row, type: 'no_such_type' } : row)) });
  const held = await payout(unknown, PAYOUT, ...ZONE, '--out', out, '--posted', posted);
  assert.match(held.out, /HELD: nothing is posted/);
  assert.deepEqual([held.code, text(posted)], [1, stands]);
  const waits = await payout(...turned('in_transit', true), ...ZONE, '--out', out, '--posted', posted);
  assert.match(waits.out, /Journal: not paid yet, nothing to post\./);
  assert.equal(text(posted), stands);
  // What an order is made of moves nothing where all of it stands on clearing.
  const part = (name: string, amount: string): Row => ({ part: name, amount });
  const orders = json('orders.json', [{ order: 5610000001201, sale: [part('gross_sales', '70.00'), part('tax', '5.00')], refund: [] }]);
  const parts = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', out, '--posted', posted, '--orders', orders);
  assert.match(parts.out, /Journal: nothing to add to the books\./);
  assert.equal(text(posted), stands);

  // Another export, its own payout: the file goes on.
  const more = await payout(EXPORT, ...ZONE, '--out', out, '--posted', posted);
  assert.equal(more.code, 0, more.err);
  assert.deepEqual(parsed<Posted[]>(posted).map(({ payout: own }) => own), [JUNE.payout, GID, 'gid://shopify/ShopifyPaymentsPayout/118400501203']);
  assert.ok(text(posted).startsWith(stands.slice(0, -'\n]\n'.length)), 'what was there is there as it was');
  assert.deepEqual(entriesIn(out).map(({ reference }) => reference), ['P118400501203']);
});

test('a payout is the same one by its number, its digits or its gid', async () => {
  const { posted } = await first('ids');
  const [own] = parsed<Posted[]>(posted);
  for (const id of [118400777431, '118400777431', '0118400777431', `${GID}?a=b`]) {
    const next = place(`ids-${String(id).length}-${typeof id}`);
    const before = json('ids.json', [{ ...own, payout: id }]);
    const amended = await payout(...late(), ...ZONE, '--out', next.out, '--posted', before);
    assert.equal(amended.code, 1, amended.err);
    assert.deepEqual(parsed<Posted[]>(next.posted).map(({ payout: one, times }) => [one, times]), [[GID, 2]]);
    const twice = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--posted', json('two.json', [own, JUNE, { ...own, payout: id }]));
    assert.equal(twice.code, 2);
    assert.match(twice.err, /two\.json: payout 118400777431 stands twice, at \$\.posted\[0\] and \$\.posted\[2\]: keep /);
  }
});

test('what was posted is not lost by a run that was not told of it', async () => {
  const { out, posted } = await first('kept');
  const [stands, journal] = [text(posted), text(join(out, 'journal.csv'))];
  for (const more of [[EXPORT], late(), [...late(), '--posted', json('none-posted.json', [])]]) {
    const lost = await payout(...more, ...ZONE, '--out', out);
    assert.equal(lost.code, 2, more.join());
    assert.match(lost.err, /kept\/posted\.json tells what was posted before, and was not handed over: payout 118400777431 would be lost; add --posted .+posted\.json, or write to another folder/);
    assert.deepEqual([text(posted), text(join(out, 'journal.csv'))], [stands, journal]);
  }
  // The same run again tells the same.
  assert.equal((await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', out)).code, 0);
  assert.deepEqual([text(posted), text(join(out, 'journal.csv'))], [stands, journal]);
  // A copy knows what the file does.
  assert.equal((await payout(EXPORT, ...ZONE, '--out', out, '--posted', json('copy.json', JSON.parse(stands)))).code, 0);
  assert.equal(parsed<Posted[]>(posted).length, 2);

  for (const [what, content, message] of [['notes', 'Dear Sir', /notes\/posted\.json is not JSON: /], ['object', '{}', /object\/posted\.json is there and is no list of what was posted: move it away/]] as const) {
    const own = place(what);
    mkdirSync(own.out);
    writeFileSync(own.posted, content);
    const { code, err } = await payout(EXPORT, ...ZONE, '--out', own.out);
    assert.equal(code, 2);
    assert.match(err, message);
    assert.deepEqual([text(own.posted), readdirSync(own.out)], [content, ['posted.json']]);
  }
});

test('nothing counts as posted whose journal could not be written; a link stays one', async () => {
  const own = place('blocked');
  mkdirSync(join(own.out, 'quickbooks.json'), { recursive: true });
  const blocked = await payout(EXPORT, ...ZONE, '--out', own.out);
  assert.equal(blocked.code, 2);
  assert.match(blocked.err, /quickbooks\.json cannot be written: EISDIR/);
  assert.deepEqual(readdirSync(own.out).filter((name) => name.startsWith('posted')), []);

  const { out, posted } = place('linked');
  mkdirSync(out);
  const shared = json('shared.json', [JUNE]);
  symlinkSync(shared, posted);
  assert.equal((await payout(EXPORT, ...ZONE, '--out', out, '--posted', shared)).code, 0);
  assert.ok(lstatSync(posted).isSymbolicLink());
  assert.deepEqual([parsed<Posted[]>(shared).length, readdirSync(folder).filter((name) => name.endsWith('.tmp'))], [2, []]);
});

test('a posted.json that is wrong is refused with its place, and stays', async () => {
  const { out, posted } = await first('wrong');
  const [own] = parsed<Posted[]>(posted);
  for (const [what, wrong, message] of [
    ['no times', [{ payout: own?.payout, lines: own?.lines }], /MISSING_FIELD at \$\.posted\[0\]\.times: .+\n {2}hint: .+\n {2}file: .+posted\.json/],
    ['a family', [JUNE, { ...own, lines: [{ month: '2026-11', family: 'sales', amount: '1.00' }] }], /INVALID_VALUE at \$\.posted\[1\]\.lines\[0\]\.family: [^]+file: .+posted\.json/],
    ['no payout', [{ ...own, payout: '7a' }], /at \$\.posted\[0\]\.payout: /],
    ['no list', own, /posted\.json is no JSON list, as --posted takes it/],
  ] as const) {
    writeFileSync(posted, JSON.stringify(wrong));
    const { code, err } = await payout(TRANSACTIONS, PAYOUT, ...ZONE, '--out', out, '--posted', posted);
    assert.equal(code, 2, `${what}: ${err}`);
    assert.match(err, message, what);
    assert.equal(text(posted), JSON.stringify(wrong), what);
  }
});
