// Stock of the X-Series sandbox as the fact sheet has it (../shared/reference/lightspeed.md, 2.X, 7
// and 8.X): both shapes of its lists, what acts at the till and in the store room do to it,
// inventory.update, and what can go wrong with its pages.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { lightspeedPayload, verifyLightspeed } from '../src/verify.ts';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));
const sample = (...path: string[]): Any => {
  const file = join(shared ?? '', 'fixtures', 'lightspeed', ...path);
  return shared !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

let sandbox: Sandbox;
let clock = 0;
let ids: { main: string; second: string; mug: string; plate: string; kit: string };

beforeEach(async () => {
  clock = Date.parse('2026-11-20T10:00:00Z');
  sandbox = await startSandbox({ now: () => new Date(clock), x: { enforceLimit: false, delivery: { timeScale: 1e-6 } } });
  const { x } = sandbox;
  const gst = x.seedTax({ name: 'GST', rates: [{ rate: '0.15' }], isDefault: true });
  const [main, second] = [x.seedOutlet({ name: 'Main', defaultTaxId: gst }), x.seedOutlet({ name: 'Second', defaultTaxId: gst })];
  for (const outletId of [main, second]) x.seedRegister({ outletId });
  x.seedUser({ username: 'till' });
  x.seedPaymentType({ name: 'Cash' });
  const mug = x.seedProduct({ sku: 'MUG', price: '4.30435', cost: '1.5', stock: { [main]: '10', [second]: '2' } });
  const plate = x.seedProduct({ sku: 'PLATE', price: '9', cost: '3', stock: { [main]: '6' } });
  ids = { main, second, mug, plate, kit: x.seedProduct({ sku: 'KIT', price: '20', components: { [mug]: '2', [plate]: '1' } }) };
});
afterEach(() => sandbox.close());

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string; body: Any }> {
  const answer = await fetch(`${sandbox.x.url}/api/${path}`, {
    method, headers: { authorization: `Bearer ${sandbox.x.accessToken}`, 'user-agent': 'tests' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
}
const named = (id: string): string => Object.entries(ids).find(([, value]) => value === id)?.[0] ?? id;
const told = (rows: Any[]): string[] => rows.map((row) =>
  `${named(row.product_id)}@${named(row.outlet_id ?? row.location_id)} ${row.inventory_level ?? row.current_inventory_level}`);
const levels = (): Record<string, string> => Object.fromEntries(Object.entries(sandbox.x.dump().stock)
  .map(([key, level]) => [key.split('@').map(named).join('@'), level]));
const kinds = (row: Any): [string, string][] => Object.entries(row).map(([key, value]): [string, string] => [key, value === null ? 'null' : typeof value]).sort();

describe('lists (2.X)', () => {
  test('2.0: by version, in pages, until one is empty; a change moves its row to the end', async () => {
    const page = async (after: number): Promise<Any> => (await call('GET', `2.0/inventory?page_size=2&after=${after}`)).body;
    const first = await page(0);
    assert.deepEqual(told(first.data), ['mug@main 10', 'mug@second 2']);
    sandbox.x.tillSale({ outletId: ids.main, lines: [{ productId: ids.mug }] });
    const second = await page(first.version.max);
    assert.deepEqual(told(second.data), ['plate@main 6', 'mug@main 9']);
    assert.deepEqual(await page(second.version.max), { data: [], version: { min: null, max: null } });
    const official = sample('x-spec_v2', 'inventory_list.json');
    if (official !== undefined) assert.deepEqual(kinds(second.data[0]), kinds(official.data[0]));
  });

  test('2.0, one product: current_amount and the cost beside the level', async () => {
    const { data } = (await call('GET', `2.0/products/${ids.mug}/inventory`)).body;
    assert.deepEqual(data.map((row: Any) => [row.inventory_level, row.current_amount, row.average_cost]), [[10, 10, 1.5], [2, 2, 1.5]]);
    const official = sample('x-spec_v2', 'product_inventory.json');
    // Reorder points are not covered.
    if (official !== undefined) assert.deepEqual(kinds(data[0]), kinds(official.data[0]).filter(([key]) => !key.startsWith('reorder_')));
    assert.equal((await call('GET', `2.0/products/${ids.main}/inventory`)).status, 404);
  });

  test('2026-07: a POST with a bare list, newest first; ascending by version when it is read as a feed', async () => {
    const list = async (body: object): Promise<Any[]> => (await call('POST', '2026-07/inventory', body)).body;
    const all = await list({});
    assert.deepEqual(told(all), ['plate@main 6', 'mug@second 2', 'mug@main 10']);
    const feed = await list({ sort_direction: 'asc', size: 2 });
    assert.deepEqual(told(feed), ['mug@main 10', 'mug@second 2']);
    assert.deepEqual(told(await list({ sort_direction: 'asc', size: 2, after: feed[1].version })), ['plate@main 6']);
    assert.deepEqual(told(await list({ after: feed[0].version, size: 1 })), ['plate@main 6'], 'newest first skips what lies between');
    assert.deepEqual(told(await list({ product_id: ids.mug })), ['mug@second 2', 'mug@main 10']);
    assert.deepEqual(told(await list({ before: feed[1].version })), ['mug@main 10']);
    const official = sample('x-spec_2026_07', 'inventory_list_response.json');
    // The third sample has no reorder points either; average_cost is declared, and in no sample.
    if (official !== undefined) assert.deepEqual(kinds(all[0]).filter(([key]) => key !== 'average_cost'), kinds(official[2]));
    for (const [body, status] of [[{ size: 5001 }, 422], [{ sort_direction: 'up' }, 422], [{ page_size: 5 }, 422], [{ variants: true }, 501]] as const) {
      assert.equal((await call('POST', '2026-07/inventory', body)).status, status, JSON.stringify(body));
    }
    assert.equal((await call('GET', '2026-07/inventory')).status, 405);
    assert.equal((await call('POST', '2.0/inventory', {})).status, 405);
  });

  test('2026-07: deleted products only when asked for; one product, oldest first', async () => {
    sandbox.x.deleteProduct(ids.plate);
    assert.deepEqual(told((await call('POST', '2026-07/inventory', {})).body), ['mug@second 2', 'mug@main 10']);
    const [deleted] = (await call('POST', '2026-07/inventory', { include_deleted: true })).body;
    assert.deepEqual([named(deleted.product_id), deleted.deleted_at], ['plate', '2026-11-20T10:00:00Z']);
    assert.deepEqual(told((await call('GET', `2026-07/inventory/${ids.mug}`)).body), ['mug@main 10', 'mug@second 2']);
    assert.deepEqual(told((await call('GET', `2026-07/inventory/${ids.mug}?order_direction=desc&page_size=1`)).body), ['mug@second 2']);
  });

  test('2026-07: inventory_levels, with location_id, in pages by offset, what can be sold', async () => {
    const report = async (body: object): Promise<Any[]> => (await call('POST', '2026-07/inventory_levels', body)).body;
    const all = await report({});
    assert.deepEqual(told(all), ['mug@main 10', 'plate@main 6', 'mug@second 2']);
    assert.deepEqual([all[0].total_cost, all[0].root_product_id, all[0].outlet_id], [15, ids.mug, undefined]);
    assert.deepEqual(told(await report({ sort_direction: 'asc', offset: 1, size: 1 })), ['plate@main 6']);
    assert.deepEqual(told(await report({ location_ids: [ids.second.toUpperCase()], product_ids: [ids.mug] })), ['mug@second 2']);
    assert.deepEqual(told(await report({ sort_type: 'product_name', sort_direction: 'asc', size: 2 })), ['mug@main 10', 'mug@second 2']);
    sandbox.x.deactivateProduct(ids.plate);
    assert.deepEqual([(await report({})).length, (await report({ include_inactive: true })).length], [2, 3]);
    const official = sample('x-spec_2026_07', 'inventory_levels_response.json');
    if (official !== undefined) assert.deepEqual(kinds(all[0]), kinds(official[1]));
    for (const [body, status] of [[{ size: 10_001 }, 422], [{ product_ids: Array.from({ length: 1001 }, () => ids.mug) }, 422], [{ include_composites: true }, 501]] as const) {
      assert.equal((await call('POST', '2026-07/inventory_levels', body)).status, status);
    }
  });

  test('without inventory:read both are denied', async () => {
    sandbox.x.revokeScope('inventory:read');
    for (const [method, path] of [['GET', '2.0/inventory'], ['POST', '2026-07/inventory'], ['POST', '2026-07/inventory_levels']] as const) {
      assert.equal((await call(method, path, method === 'POST' ? {} : undefined)).status, 403, path);
    }
  });
});

describe('what moves stock (2.X)', () => {
  test('a till sale is a closed sale that is paid; a level may be negative', async () => {
    const id = sandbox.x.tillSale({ outletId: ids.second, lines: [{ productId: ids.mug, quantity: 3 }] });
    const { data } = (await call('GET', `2.0/sales/${id}`)).body;
    // 3 x 4.30435 = 12.91305, 3 x 0.64565 = 1.93695 (3.X, rounding).
    assert.deepEqual([data.status, data.total_price, data.total_tax, data.payments.map(({ amount }: Any) => amount)], ['CLOSED', 12.91, 1.94, [14.85]]);
    assert.equal(levels()['mug@second'], '-1');
    sandbox.x.tillSale({ outletId: ids.second, lines: [{ productId: ids.mug, quantity: -2 }] });
    assert.equal(levels()['mug@second'], '1');
  });

  test('a composite takes its parts; it has no row of its own', async () => {
    sandbox.x.tillSale({ outletId: ids.main, lines: [{ productId: ids.kit, quantity: 2 }] });
    assert.deepEqual(levels(), { 'mug@main': '6', 'mug@second': '2', 'plate@main': '4' });
    assert.throws(() => sandbox.x.stocktake({ outletId: ids.main, lines: [{ productId: ids.kit, quantity: 1 }] }), /composite/);
  });

  test('goods in add, a stocktake sets, in fractions too; both are all or nothing', async () => {
    sandbox.x.receive({ outletId: ids.second, lines: [{ productId: ids.plate, quantity: 2.5 }, { productId: ids.mug, quantity: 1 }] });
    sandbox.x.stocktake({ outletId: ids.main, lines: [{ productId: ids.mug, quantity: 0 }] });
    assert.deepEqual(levels(), { 'mug@main': '0', 'mug@second': '3', 'plate@main': '6', 'plate@second': '2.5' });
    assert.throws(() => sandbox.x.receive({ outletId: ids.main, lines: [{ productId: ids.mug, quantity: 1 }, { productId: 'none', quantity: 1 }] }), /product none/);
    assert.equal(levels()['mug@main'], '0');
  });

  test('10,000 rows are counted in one go, each with a version of its own', async () => {
    const many = sandbox.x.seedProducts(Array.from({ length: 10_000 }, (_, at) => ({ sku: `S${at}` })));
    const { version } = (await call('GET', '2.0/inventory')).body;
    sandbox.x.stocktake({ outletId: ids.main, lines: many.map((productId, at) => ({ productId, quantity: at })) });
    let after = version.max;
    const seen = new Set<string>();
    for (let page: Any; after !== null; after = page.version.max) {
      page = (await call('GET', `2.0/inventory?after=${after}&page_size=5000`)).body;
      for (const row of page.data) seen.add(row.product_id);
    }
    assert.equal(seen.size, 10_000);
  });
});

describe('inventory.update (7.X)', () => {
  test('one for each row that moved, signed, with what is available as a text', async () => {
    const got: { body: Uint8Array; signature: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        got.push({ body: new Uint8Array(Buffer.concat(chunks)), signature: String(request.headers['x-signature']) });
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { x } = sandbox;
      x.deliveries.subscribe({ topic: 'inventory.update', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      x.tillSale({ outletId: ids.main, lines: [{ productId: ids.kit }] });
      x.receive({ outletId: ids.second, lines: [{ productId: ids.mug, quantity: 1 }] });
      x.stocktake({ outletId: ids.main, lines: [{ productId: ids.plate, quantity: 5 }] });
      assert.throws(() => x.stocktake({ outletId: ids.main, lines: [{ productId: ids.mug, quantity: 1 }, { productId: 'none', quantity: 1 }] }));
      await x.deliveries.settled();
      const documents = got.map(({ body }): Any => JSON.parse(new TextDecoder().decode(lightspeedPayload(body))));
      assert.deepEqual(documents.map((each) => `${named(each.product_id)}@${named(each.outlet_id)} ${each.count}`),
        ['mug@main 8', 'plate@main 5', 'mug@second 3', 'plate@main 5'], 'also where the number stayed');
      assert.deepEqual(documents.map((each) => typeof each.count), ['string', 'string', 'string', 'string']);
      for (const { body, signature } of got) assert.equal(await verifyLightspeed(body, signature, [x.webhookSecret]), true);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('what goes wrong', () => {
  test('a sale is seen late, under the version it was made with: behind what was read already', async () => {
    const read = async (after: number): Promise<Any> => (await call('GET', `2.0/inventory?after=${after}`)).body;
    const { version } = await read(0);
    sandbox.x.delayStock(60_000);
    sandbox.x.tillSale({ outletId: ids.main, lines: [{ productId: ids.mug }] });
    clock += 30_000;
    sandbox.x.delayStock(1);
    sandbox.x.tillSale({ outletId: ids.second, lines: [{ productId: ids.mug }] });
    assert.equal(levels()['mug@main'], '9');
    clock += 1;
    const soon = await read(version.max);
    assert.deepEqual(told(soon.data), ['mug@second 1']);
    clock += 30_000;
    assert.deepEqual(told((await read(soon.version.max)).data), [], 'a feed that only goes on never sees it');
    assert.deepEqual(told((await read(version.max)).data), ['mug@main 9', 'mug@second 1']);
    assert.deepEqual(told((await call('POST', '2026-07/inventory', { product_id: ids.mug })).body), ['mug@second 1', 'mug@main 9']);
  });

  test('pages without rows, with half of them, cut off', async () => {
    for (const [method, path] of [['GET', '2.0/inventory'], ['POST', '2026-07/inventory']] as const) {
      sandbox.x.faults.set([{ kind: 'empty_page' }, { kind: 'short_page', nth: 2 }, { kind: 'truncated', nth: 3 }]);
      const ask = (): ReturnType<typeof call> => call(method, path, method === 'POST' ? {} : undefined);
      const rows = async (): Promise<Any[]> => { const { body } = await ask(); return body.data ?? body; };
      assert.deepEqual([(await rows()).length, (await rows()).length], [0, 1], path);
      await assert.rejects(ask(), SyntaxError);
      assert.equal((await rows()).length, 3);
    }
    assert.deepEqual(sandbox.x.faults.spoilt, { truncated: 2, empty_page: 2, short_page: 2 });
  });
});
