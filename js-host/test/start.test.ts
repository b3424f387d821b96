// The demonstration: the sample orders tie out, and a person's own order is taken as it is.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../node/start.ts', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../orders/uk-2001-vat-contained.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tillbridge-start-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, INIT_CWD: folder };
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', START, ...args], { encoding: 'utf8', env });
}

function own(name: string, change: (order: Record<string, unknown>) => void): string {
  const order = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, unknown>;
  change(order);
  writeFileSync(join(folder, name), JSON.stringify(order));
  return name;
}

test('the sample orders', () => {
  const { status, stdout } = start();
  assert.equal(status, 0, stdout);
  assert.match(stdout, /\n64 of 76 tied out, 12 raised the exception they were to raise, 0 were not as expected \([\d.]+ a second\)\.\n$/);
  // An hour of trade: nothing is oversold, and both sides end with one number.
  const hours = [...stdout.matchAll(/\n([RX]): \d+ till sales, \d+ web orders, \d+ receipts, \d+ writes of stock, (\d+) oversold; from the till to Shopify ([\d.]+) s \(p50\), ([\d.]+) s \(p99\)/g)];
  assert.deepEqual(hours.map(([, series, oversold]) => [series, oversold]), [['R', '0'], ['X', '0']]);
  const [r, x] = hours.map(([, , , , most]) => Number(most)) as [number, number];
  assert.ok(r <= 18 && x <= 3, `${r} ${x}`);
  const ends = stdout.split('\n').map((line) => line.trim().split(/ {2,}/)).filter((cells) => cells.length === 5 && /^\d+$/.test(cells[1] ?? ''));
  assert.ok(ends.length >= 5 && ends.every(([, a, b, c, d]) => a === b && c === d), JSON.stringify(ends));
  // What was sold is paid out, and both series have the same: the rows that are no sale are orders for a person.
  const paid = stdout.split('\nPaid out:\n')[1] ?? '';
  for (const line of [
    /us\.myshopify\.com\n {2}payout \d+ +R-Series +X-Series\n/, / {2}deposit +2,146\.27 paid +2,146\.27 paid\n/, / {2}certificate +27 rows = deposit +27 rows = deposit\n/,
    / {2}matched +25 rows +25 rows\n {2}sale missing +2 rows +2 rows\n/, / {2}in Lightspeed +4 lines = 0 +4 lines = 0\n/, / {2}matched +4 rows +4 rows\n/, / {2}deposit +13,885 paid +13,885 paid\n/,
  ]) assert.match(paid, line);
  for (const fault of ['duplicate', 'delayed', 'reordered']) assert.match(stdout, new RegExp(`us: \\d+ webhooks, of which .*\\d\\d ${fault}`));
  // What R-Series counts: 12 units for a customer that is known and up to 3 lines, 17 for a new one.
  const placed = stdout.split('\n').map((line) => line.split(/ {2,}/)).filter(([, series, story, , , tie]) => series === 'R' && story === 'place' && tie?.startsWith('= '));
  // A new customer is looked for and made: two rounds more.
  const costs = placed.filter(([name]) => name !== '#1029').map((cells) => ({ fresh: Number(cells[8]) > 5, units: Number(cells[10]) }));
  // And no round more than it takes.
  assert.ok(placed.every((cells) => Number(cells[8]) <= 6), stdout);
  const known = costs.filter(({ fresh }) => !fresh).map(({ units }) => units);
  const fresh = costs.filter((cost) => cost.fresh).map(({ units }) => units);
  assert.ok(known.length >= 8 && known.every((units) => units > 5 && units <= 12), known.join(' '));
  assert.ok(fresh.length >= 8 && fresh.every((units) => units > 5 && units <= 17), fresh.join(' '));
});

test('one\'s own order, with a path from where the command was given', () => {
  const { status, stdout } = start(own('mine.json', (order) => { order['name'] = 'ACME-77'; }));
  assert.equal(status, 0, stdout);
  assert.match(stdout, /derived: fulfilment orders, configuration, links/);
  assert.match(stdout, /ACME-77 +X .+ = 24\.00/);
});

test('an order that is not posted is exit code 1, and says why', () => {
  const { status, stdout } = start(own('estimate.json', (order) => { order['estimated_taxes'] = true; }));
  assert.equal(status, 1);
  assert.match(stdout, /ORDER_NOT_MAPPED .+ estimated tax/);
  assert.match(stdout, /\n0 of 2 tied out, 2 raised an exception, 0 were not as expected/);
});

test('help, and what is not an order', () => {
  assert.match(start('--help').stdout, /^npm --prefix js-host start/);
  writeFileSync(join(folder, 'other.json'), '{"a":1}');
  const { status, stderr } = start('other.json');
  assert.equal(status, 1);
  assert.match(stderr, /other\.json is not a Shopify order: it has no "id"/);
  assert.match(start('nowhere.json').stderr, /nowhere\.json cannot be read: ENOENT/);
});
