// `tillbridge stock` as a person uses it, against the sandbox: what is wrong is written, what is to
// rise is waited for, and an item says why its quantity is what it is.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

async function open(series: Series): Promise<void> {
  // The command has the machine's clock; nothing but the command publishes.
  shop = await openStockShop(series, { folder, stock: { confirm_after: 1 }, start: new Date() });
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

test('what it cannot do is said, and --help tells the rest', async () => {
  await open('R');
  assert.match((await stock('--help')).stdout, /^tillbridge stock publish ITEM…\|reconcile\|show ITEM/);
  const cases: [string[], number, RegExp][] = [
    [['count'], 2, /"count" is nothing that can be done with stock/],
    [['publish'], 2, /publish takes an item/],
    [['reconcile', '1'], 2, /reconcile takes no items/],
    [['show', '1', '2'], 2, /show takes one item/],
    [['publish', 'a b'], 1, /"a b" is no item/],
    [['show', '4711'], 1, /item 4711 is linked to no variant/],
  ];
  for (const [args, code, words] of cases) {
    const ran = await stock(...args);
    assert.equal(ran.code, code, ran.stderr);
    assert.match(ran.stderr, words);
  }
});
