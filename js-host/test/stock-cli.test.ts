// `tillbridge stock` as a person uses it, against the sandbox: what is wrong is written, what is to
// rise is waited for, and an item says why its quantity is what it is.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Series } from '../node/demo/derive.ts';
import { openStockShop } from '../node/demo/stocked.ts';
import type { Good, StockShop } from '../node/demo/stocked.ts';

const BIN = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
type Ran = { code: number | null; stdout: string; stderr: string };

let folder: string;
let shop: StockShop;
let good: Good;
let other: Good;

async function open(series: Series, opened = true): Promise<void> {
  // The command has the machine's clock; nothing but the command publishes.
  shop = await openStockShop(series, { folder, opened, places: opened ? 1 : 2, stock: { confirm_after: 1 }, start: new Date() });
  [good, other] = shop.goods as [Good, Good];
  await shop.server.close();
}

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tillbridge-stock-cli-')); });
afterEach(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

function stock(...args: string[]): Promise<Ran> {
  const { sandbox, series, tenant: { config } } = shop;
  const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [BIN, 'stock', ...args, '--config', file, '--store', join(folder, `${config.tenant}.db`)], {
    env: {
      PATH: process.env['PATH'] ?? '', SHOPIFY_ACCESS_TOKEN: sandbox.shopify.accessToken, LIGHTSPEED_TOKEN: lightspeed.accessToken,
      TILLBRIDGE_SHOPIFY_URL: sandbox.shopify.url, TILLBRIDGE_LIGHTSPEED_URL: lightspeed.url,
    },
  });
  const ran: Ran = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => { ran.stdout += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { ran.stderr += text.toString(); });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ran, code })));
}

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    test('items are published, and what rises is read twice', async () => {
      await open(series);
      shop.till(good, 2);
      shop.receive(other, 3);
      const { code, stderr } = await stock('publish', good.item, other.item);
      assert.equal(code, 0, stderr);
      assert.deepEqual([shop.shows(good), shop.shows(other)], [3, 8]);
      assert.match(stderr, /Publishing …\nWaiting for a second read …\n/);
      assert.match(stderr, /\d+ looks at items, 2 writes, 0 exceptions, [\d.]+ s\.\n$/);
    });

    test('all are looked at, and only what differs is written', async () => {
      await open(series);
      for (const own of [good, other]) shop.till(own);
      const first = await stock('reconcile');
      assert.equal(first.code, 0, first.stderr);
      assert.deepEqual([shop.shows(good), shop.shows(other)], [4, 4]);
      const again = await stock('reconcile');
      assert.match(again.stderr, / 0 writes, 0 exceptions/);
    });

    test('an item says what is kept of it and why, and nothing is written', async () => {
      await open(series);
      shop.till(good);
      await stock('publish', good.item);
      // R-Series tells seconds: two sales of one second look alike, and are read again later.
      await new Promise((resolve) => { setTimeout(resolve, 1_100); });
      shop.till(good);
      const { code, stdout, stderr } = await stock('show', good.item);
      assert.equal(code, 0, stderr);
      assert.equal(shop.shows(good), 4);
      assert.match(stdout, new RegExp(`^item ${good.item}, variant ${good.variant}\n\nkept\n`));
      assert.match(stdout, /location\/78100001 .*written \{"quantity":4,/);
      assert.match(stdout, /\nin flight: nothing\n\nwhy\n {2}stock\//);
      assert.match(stdout, /\nwould be written now\n {2}stock\/5001@78100001\/1\n$/);
      const json = JSON.parse((await stock('show', good.item, '--json')).stdout) as { kept: unknown[]; explanations: unknown[] };
      assert.ok(json.kept.length >= 1 && json.explanations.length > 0);
    });
  });
}

test('before the first write a person sees what it changes, per location, and accepts that', async () => {
  await open('R', false);
  const [first = '', second = ''] = shop.locations;
  const { acts } = shop.sandbox.shopify;
  acts.setStock(good.inventoryItem, first, 12);
  acts.setStock(other.inventoryItem, first, 1);
  acts.unstockItem(other.inventoryItem, second);
  shop.till(good, 5, 1);
  const count = shop.goods.length;
  assert.match((await stock('opening', 'show')).stderr, /there is no tie-out yet: `tillbridge stock opening run`/);
  const shut = await stock('publish', good.item);
  assert.match(shut.stderr, /STOCK_NOT_OPENED on stock \(retail_ops\).*\n {2}next step: .*stock opening run/);
  const csv = join(folder, 'opening.csv');
  const ran = await stock('opening', 'run', '--csv', csv);
  if (process.env['SHOW'] !== undefined) console.log(`${ran.stdout}\n${ran.stderr}`);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /Comparing what is linked …\n/);
  const name = /accept ([0-9a-f]{12})\n/.exec(ran.stderr)?.[1] ?? '';
  assert.match(ran.stdout, new RegExp(`^Opening tie-out ${name} of \\d{4}-.* UTC: ${count} items are linked\\.\nNo tie-out of this configuration was accepted`));
  // Lightspeed sells, in flight, held back, kits, as they are, other, would show, shows now, difference.
  assert.match(ran.stdout, new RegExp(`\nlocation ${first} +${5 * count} +0 +0 +0 +0 +0 +${5 * count} +${5 * count + 3} +-3\n`));
  assert.match(ran.stdout, new RegExp(`\nlocation ${second} +${5 * count - 5} +0 +0 +0 +0 +0 +${5 * count - 5} +${5 * count - 5} +0\n`));
  assert.match(ran.stdout, new RegExp(`\nall +${10 * count - 5} .* -3\n`));
  assert.match(ran.stdout, new RegExp(`Largest differences, location ${second}\n\nitem .*\n-.*\n${good.item} +\\d+ +0 +0 +0 +0 +5 +-5 +to zero\n`));
  const lines = readFileSync(csv, 'utf8').trim().split('\n');
  assert.deepEqual([lines.length, lines[0]?.startsWith('row,location,item,'), lines[1]?.startsWith(`total,location ${first},`)], [7, true, true]);
  assert.match((await stock('opening', 'accept', 'abc')).stderr, new RegExp(`it is not the last tie-out\n.*\nThe last tie-out is ${name}`));
  const accepted = await stock('opening', 'accept', name, '--by', 'Ada');
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.match(accepted.stdout, /\nAccepted by Ada at .* UTC\.\n/);
  assert.equal((await stock('reconcile')).code, 0);
  assert.deepEqual([shop.shows(good), shop.shows(other), shop.shows(good, 1), shop.shows(other, 1)], [5, 5, 0, 5]);
  assert.equal((JSON.parse((await stock('opening', 'show', '--json')).stdout) as { accepted: { by: string } }).accepted.by, 'Ada');
});

test('what it cannot do is said, and --help tells the rest', async () => {
  await open('R');
  assert.match((await stock('--help')).stdout, /^tillbridge stock publish ITEM…\|reconcile\|show ITEM\|opening/);
  const cases: [string[], number, RegExp][] = [
    [['count'], 2, /"count" is nothing that can be done with stock/],
    [['publish'], 2, /publish takes an item/],
    [['reconcile', '1'], 2, /reconcile takes no items/],
    [['show', '1', '2'], 2, /show takes one item/],
    [['publish', 'a b'], 1, /"a b" is no item/],
    [['opening', 'begin'], 2, /"begin" is nothing that can be done with an opening tie-out/],
    [['opening', 'accept'], 2, /accept takes the name of the tie-out that you saw/],
    [['opening', 'run', 'x'], 2, /opening run takes nothing more/],
    [['show', '4711'], 1, /item 4711 is linked to no variant/],
  ];
  for (const [args, code, words] of cases) {
    const ran = await stock(...args);
    assert.equal(ran.code, code, ran.stderr);
    assert.match(ran.stderr, words);
  }
});
