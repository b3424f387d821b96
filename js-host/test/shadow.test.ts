// A tenant in shadow behind the server: all that happens to the sample orders, and nothing leaves.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { OrderFile } from '../node/demo/orders.ts';
import { expectations, sampleTenant, samples } from '../node/demo/sample.ts';
import { openShop, tell } from '../node/demo/shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillbridge-shadow-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Row = { tbl: string; key: string; value: string };
type Played = { written: string[]; made: number; tables: string[]; rows: Row[]; waiting: number; exceptions: string[] };

/** Lets all sample orders of a shop happen, and looks at what left. */
async function play(shop: string, orders: OrderFile[], shadow: boolean): Promise<Map<string, Played>> {
  const expected = await expectations();
  const own = mkdtempSync(join(folder, `${shop}-`));
  const tenantOf = async (series: 'R' | 'X') => {
    const { config, items } = await sampleTenant(shop, series, orders);
    return { items, config: shadow ? { ...config, shadow } : config };
  };
  const world = await openShop({ shop, orders, tenantOf }, expected, own);
  try {
    for (const order of orders) await tell(world, order, expected);
    return new Map(world.tenants.map(({ series, config, served }) => {
      const { r, x, shopify } = world.sandbox;
      const { requests } = series === 'R' ? r : x;
      const written = [
        ...requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
        ...shopify.requests.filter(({ body }) => body.includes('mutation')).map(({ path }) => `mutation ${path}`),
      ];
      const made = series === 'R'
        ? r.dump().sales.length + r.dump().saleLines.length + r.dump().customers.length
        : x.dump().sales.length + x.dump().customers.length;
      const database = new DatabaseSync(join(own, `${config.tenant}.db`));
      const rows = database.prepare('SELECT tbl, key, value FROM rows').all() as Row[];
      database.close();
      const exceptions = served.store.exceptions('open').map(({ code }) => code);
      return [series, { written, made, tables: [...new Set(rows.map(({ tbl }) => tbl))].sort(), rows, waiting: served.store.inbox.counts().waiting, exceptions }];
    }));
  } finally {
    await world.close();
  }
}

test('nothing of any sample order leaves in shadow, on either series, and the store has no row but its own', async (t) => {
  let subjects = 0;
  for (const [shop, orders] of await samples()) {
    for (const [series, { written, made, tables, rows, waiting }] of await play(shop, orders, true)) {
      assert.deepEqual(written, [], `${shop} ${series}`);
      assert.equal(made, 0, `${shop} ${series}`);
      assert.deepEqual(tables, ['links', 'shadow'], `${shop} ${series}`);
      assert.equal(waiting, 0);
      const of = rows.filter(({ key }) => key.startsWith('of/'));
      const sold = of.filter(({ value }) => (JSON.parse(value) as { sales?: unknown[] }).sales !== undefined);
      assert.ok(sold.length > orders.length / 2, `${shop} ${series}: ${sold.length} of ${orders.length}`);
      for (const { key, value } of rows) assert.doesNotMatch(`${key} ${value}`, /@|example\.com/, key);
      subjects += of.length;
    }
  }
  t.diagnostic(`${subjects} rows`);
});

test('the same orders leave much when the tenant is live', async () => {
  const orders = (await samples()).get('jp') ?? [];
  for (const [series, { written, made, tables }] of await play('jp', orders, false)) {
    assert.ok(written.length > 0 && made > 0, series);
    assert.ok(tables.includes('orders') && tables.includes('sales') && !tables.includes('shadow'), `${series} ${tables.join()}`);
  }
});
