// Stock of the Shopify sandbox as the fact sheet has it (../shared/reference/shopify.md, 1.1, 2.0 to
// 2.2): quantities and how they move, compare-and-set of many rows, keys, activation, webhooks.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));
const sharedFile = (...path: string[]): string | undefined => {
  const file = join(shared ?? '', ...path);
  return shared !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

let sandbox: Sandbox;
let clock = 0;
let place = '';
let cap = '';
let mug = '';

const open = async (options: Parameters<typeof startSandbox>[0] = {}): Promise<void> => {
  sandbox = await startSandbox({ now: () => new Date(clock), ...options, shopify: { throttle: { enforced: false }, ...options.shopify } });
  place = sandbox.shopify.seedLocation({ name: 'Main' });
  cap = sandbox.shopify.seedVariant({ id: '4001', sku: 'CAP', stock: { [place]: 10 } }).inventoryItemId;
  mug = sandbox.shopify.seedVariant({ id: '4002', sku: 'MUG', stock: { [place]: 4 } }).inventoryItemId;
};
const item = (id: string): string => `gid://shopify/InventoryItem/${id}`;
const location = (id: string): string => `gid://shopify/Location/${id}`;

async function ask(query: string, variables: object = {}, version = '2026-07'): Promise<Any> {
  const answer = await fetch(`${sandbox.shopify.url}/admin/api/${version}/graphql.json`, {
    method: 'POST', headers: { 'x-shopify-access-token': sandbox.shopify.accessToken }, body: JSON.stringify({ query, variables }),
  });
  assert.equal(answer.status, 200);
  return answer.json();
}

const SET = `mutation ($input: InventorySetQuantitiesInput!, $key: String!) { inventorySetQuantities(input: $input) @idempotent(key: $key) {
  inventoryAdjustmentGroup { id createdAt reason referenceDocumentUri changes { name delta quantityAfterChange item { id } location { id } } }
  userErrors { code field message } } }`;
type Row = [item: string, quantity: number, from: number | null, location?: string];
const input = (rows: Row[], more: object = {}): object => ({
  name: 'available', reason: 'correction', referenceDocumentUri: 'gid://tillbridge/Level/1', ...more,
  quantities: rows.map(([id, quantity, changeFromQuantity, at]) => ({ inventoryItemId: item(id), locationId: location(at ?? place), quantity, changeFromQuantity })),
});
let keys = 0;
async function set(rows: Row[], { key = `k${keys += 1}`, version = '2026-07', ...more }: { key?: string; version?: string; name?: string; reason?: string; referenceDocumentUri?: string | null } = {}): Promise<Any> {
  const { data, errors } = await ask(SET, { input: input(rows, more), key }, version);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data.inventorySetQuantities;
}
const codes = (payload: Any): [string, string][] => payload.userErrors.map(({ code, field }: Any) => [code, field?.slice(1).join('.')]);
const units = (id: string, at = place): number[] => {
  const { available = NaN, committed = NaN, on_hand = NaN } = sandbox.shopify.stock(id, at) ?? {};
  return [available, committed, on_hand];
};
const order = (id: number, quantity: number): string => JSON.stringify({
  id, name: `#${id}`, currency: 'USD', financial_status: 'paid', total_price: '10.00', current_total_price: '10.00',
  line_items: [{ id: id * 10, variant_id: 4001, sku: 'CAP', title: 'Cap', quantity, price: '10.00' }],
});

beforeEach(async () => {
  clock = Date.parse('2026-11-20T10:00:00Z');
  await open();
});
afterEach(() => sandbox.close());

describe('quantities (2.2, states)', () => {
  const READ = `query ($id: ID!) { inventoryItem(id: $id) { id tracked inventoryLevels(first: 5) { nodes { id isActive updatedAt location { id }
    quantities(names: ["available", "committed", "on_hand", "incoming"]) { name quantity updatedAt } } } } }`;
  const read = async (id: string): Promise<Any> => (await ask(READ, { id: item(id) })).data.inventoryItem.inventoryLevels.nodes;

  test('placed: available to committed; fulfilled: committed and on hand fall; each state tells when it changed', async () => {
    const seconds = (at: number): string => new Date(at).toISOString().replace('.000', '');
    const seeded = clock;
    clock += 60_000;
    const placed = clock;
    const id = sandbox.shopify.acts.place(order(1, 3));
    clock += 60_000;
    const sent = clock;
    sandbox.shopify.acts.fulfil(id, [{ lineId: '10', quantity: 2 }]);
    assert.deepEqual(await read(cap), [{
      id: `gid://shopify/InventoryLevel/${place}?inventory_item_id=${cap}`, isActive: true, updatedAt: seconds(sent), location: { id: location(place) },
      quantities: [
        { name: 'available', quantity: 7, updatedAt: seconds(placed) }, { name: 'committed', quantity: 1, updatedAt: seconds(sent) },
        { name: 'on_hand', quantity: 8, updatedAt: seconds(sent) }, { name: 'incoming', quantity: 0, updatedAt: seconds(seeded) },
      ],
    }]);
    sandbox.shopify.acts.expectStock(cap, place, 40);
    assert.deepEqual((await read(cap))[0].quantities.map((each: Any) => each.quantity), [7, 1, 8, 40], 'incoming is outside of on hand');
  });

  test('setting available moves on hand by the same difference; setting on hand moves available', async () => {
    sandbox.shopify.acts.place(order(1, 3));
    const made = await set([[cap, 5, 7]]);
    assert.deepEqual(units(cap), [5, 3, 8]);
    assert.deepEqual(made.inventoryAdjustmentGroup.changes.map((each: Any) => [each.name, each.delta, each.quantityAfterChange, each.item.id, each.location.id]), [
      ['available', -2, 5, item(cap), location(place)], ['on_hand', -2, 8, item(cap), location(place)],
    ]);
    assert.deepEqual([made.inventoryAdjustmentGroup.reason, made.inventoryAdjustmentGroup.referenceDocumentUri], ['correction', 'gid://tillbridge/Level/1']);
    await set([[cap, 10, 8]], { name: 'on_hand' });
    assert.deepEqual(units(cap), [7, 3, 10]);
  });

  test('oversold: available below zero is kept and compared, but is never set', async () => {
    sandbox.shopify.acts.place(order(1, 12));
    assert.deepEqual(units(cap), [-2, 12, 10]);
    assert.deepEqual(codes(await set([[cap, -1, -2]])), [['INVALID_QUANTITY_NEGATIVE', 'quantities.0.quantity']]);
    assert.deepEqual(codes(await set([[cap, 0, -2]])), []);
    assert.deepEqual(units(cap), [0, 12, 12]);
  });

  test('items and nodes in batches, levels of a location in pages', async () => {
    const many = sandbox.shopify.seedVariants(Array.from({ length: 7 }, (_, at) => ({ sku: `S${at}`, stock: { [place]: at } })));
    const { data } = await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on InventoryItem { sku inventoryLevel(locationId: "${location(place)}") { quantities(names: ["available"]) { quantity } } } } }`,
      { ids: [...many.slice(0, 2).map((each) => item(each.inventoryItemId)), item('1')] });
    assert.deepEqual(data.nodes.map((node: Any) => node === null ? null : [node.sku, node.inventoryLevel.quantities[0].quantity]), [['S0', 0], ['S1', 1], null]);
    const items = await ask('{ inventoryItems(first: 2, query: "sku:S*") { pageInfo { hasNextPage } nodes { sku } } }');
    assert.deepEqual([items.data.inventoryItems.nodes.map((node: Any) => node.sku), items.data.inventoryItems.pageInfo.hasNextPage], [['S0', 'S1'], true]);

    const PAGE = `query ($id: ID!, $after: String, $query: String) { location(id: $id) { inventoryLevels(first: 4, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor } nodes { item { sku } quantities(names: ["available"]) { quantity } } } } }`;
    const page = async (after: string | null, query: string | null = null): Promise<Any> => (await ask(PAGE, { id: location(place), after, query })).data.location.inventoryLevels;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const one: Any = await page(after);
      seen.push(...one.nodes.map((node: Any) => node.item.sku));
      after = one.pageInfo.hasNextPage ? one.pageInfo.endCursor : null;
      sandbox.shopify.acts.adjustStock(cap, place, 1);
    } while (after !== null);
    assert.deepEqual(seen, ['CAP', 'MUG', 'S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6'], 'what changes meanwhile moves nothing');
    clock += 60_000;
    sandbox.shopify.acts.adjustStock(mug, place, 1);
    assert.deepEqual((await page(null, `updated_at:>'2026-11-20T10:00:30Z'`)).nodes.map((node: Any) => node.item.sku), ['MUG']);
  });

  test('a page without levels, with half of them, cut off; the item itself is no page', async () => {
    sandbox.shopify.seedVariants(Array.from({ length: 4 }, (_, at) => ({ sku: `S${at}`, stock: { [place]: at } })));
    const read = async (): Promise<Any> => (await ask(`{ location(id: "${location(place)}") { inventoryLevels(first: 4) { pageInfo { hasNextPage } nodes { item { sku } } } } }`)).data.location.inventoryLevels;
    sandbox.shopify.faults.set([{ kind: 'empty_page' }, { kind: 'short_page', nth: 2 }, { kind: 'truncated', nth: 3 }]);
    assert.deepEqual(await read(), { pageInfo: { hasNextPage: false }, nodes: [] });
    assert.deepEqual(await read(), { pageInfo: { hasNextPage: false }, nodes: [{ item: { sku: 'CAP' } }, { item: { sku: 'MUG' } }] });
    await assert.rejects(read(), SyntaxError);
    assert.deepEqual([(await read()).nodes.length, sandbox.shopify.faults.spoilt], [4, { truncated: 1, empty_page: 1, short_page: 1 }]);
    sandbox.shopify.faults.set([{ kind: 'empty_page' }]);
    assert.equal((await ask(`{ inventoryItem(id: "${item(cap)}") { sku } }`)).data.inventoryItem.sku, 'CAP');
  });

  test('reading costs by the page, and what is named by ids by their number; a bucket that is empty refuses (2.0)', async () => {
    const requested = async (query: string, variables: object = {}): Promise<number> => (await ask(query, variables)).extensions.cost.requestedQueryCost;
    const QUERY = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    assert.deepEqual([await requested(QUERY, { ids: [item(cap)] }), await requested(QUERY, { ids: Array.from({ length: 100 }, () => item(cap)) })], [1, 100]);
    const over = await ask(QUERY, { ids: Array.from({ length: 251 }, () => item(cap)) });
    assert.equal(over.errors[0].extensions.code, 'MAX_INPUT_SIZE_EXCEEDED');
    await sandbox.close();
    await open({ shopify: { throttle: { maximumAvailable: 15, restoreRate: 1, enforced: true } } });
    await set([[cap, 9, 10]]);
    const { errors, extensions } = await ask(SET, { input: input([[cap, 8, 9]]), key: 'later' });
    assert.deepEqual([errors[0].extensions.code, extensions.cost.requestedQueryCost, extensions.cost.throttleStatus.currentlyAvailable], ['THROTTLED', 10, 5]);
    assert.deepEqual(units(cap), [9, 0, 9]);
  });
});

describe('inventorySetQuantities (2.2)', () => {
  test('one stale row refuses all rows, and its index says which', async () => {
    const made = await set([[mug, 3, 4], [cap, 9, 11]]);
    assert.deepEqual(made, {
      inventoryAdjustmentGroup: null,
      userErrors: [{ code: 'CHANGE_FROM_QUANTITY_STALE', field: ['input', 'quantities', '1', 'changeFromQuantity'], message: 'The changeFromQuantity argument no longer matches the persisted quantity.' }],
    });
    assert.deepEqual([units(mug), units(cap)], [[4, 0, 4], [10, 0, 10]]);
    const official = sharedFile('fixtures', 'shopify', 'derived-synthetic', 'graphql_inventory_set_stale.json');
    if (official !== undefined) assert.deepEqual(JSON.parse(official).data.inventorySetQuantities, (await set([[cap, 9, 11]])));
  });

  test('the documents of the fact sheet are answered as they are', async (context) => {
    const [setting, activating] = ['inventory_set_quantities', 'inventory_activate'].map((name) => sharedFile('fixtures', 'shopify', 'graphql-docs', `${name}.graphql`));
    if (setting === undefined || activating === undefined) return context.skip('the documents are not here');
    for (const version of ['2026-04', '2026-07', '2026-10']) {
      const from = units(cap)[0] ?? 0;
      const { data } = await ask(setting, { input: input([[cap, from - 1, from]]), key: `set ${version}` }, version);
      assert.deepEqual([data.inventorySetQuantities.userErrors, data.inventorySetQuantities.inventoryAdjustmentGroup.changes.length], [[], 2]);
      const other = sandbox.shopify.seedLocation({ name: version });
      const made = await ask(activating, { itemId: item(cap), locationId: location(other), available: 2, key: `activate ${version}` }, version);
      assert.deepEqual([made.data.inventoryActivate.userErrors, made.data.inventoryActivate.inventoryLevel.isActive], [[], true]);
    }
    assert.match((await ask(activating, { itemId: item(cap), locationId: location(place), key: 'old' }, '2026-01')).errors[0].message, /isActive/);
  });

  test('an order between the read and the write makes the write stale: any act can happen just before a request', async () => {
    sandbox.shopify.faults.set(({ body }) => {
      if (body.includes('inventorySetQuantities')) sandbox.shopify.acts.place(order(1, 1));
      return undefined;
    });
    assert.deepEqual(codes(await set([[cap, 10, 10]])), [['CHANGE_FROM_QUANTITY_STALE', 'quantities.0.changeFromQuantity']]);
    assert.deepEqual(units(cap), [9, 1, 10]);
  });

  test('null compares nothing; a missing one is an error from 2026-04 on, and not before', async () => {
    await set([[cap, 3, null]]);
    assert.deepEqual(units(cap), [3, 0, 3]);
    const bare = { name: 'available', reason: 'correction', quantities: [{ inventoryItemId: item(cap), locationId: location(place), quantity: 2 }] };
    const refused = await ask(SET, { input: bare, key: 'a' });
    assert.deepEqual([refused.data.inventorySetQuantities, refused.errors[0].extensions.code, refused.errors[0].message],
      [null, 'INVALID_FIELD_ARGUMENTS', 'InventoryQuantityInput must include the following argument: changeFromQuantity.']);
    assert.deepEqual((await ask(SET, { input: bare, key: 'a' }, '2026-01')).data.inventorySetQuantities.userErrors, []);
    assert.deepEqual(units(cap), [2, 0, 2]);
  });

  test('at most 250 rows; one item and location twice; names, reasons, documents, limits', async () => {
    const many = sandbox.shopify.seedVariants(Array.from({ length: 251 }, (_, at) => ({ sku: `M${at}`, stock: { [place]: 1 } })));
    const rows = many.map(({ inventoryItemId }): Row => [inventoryItemId, 2, 1]);
    const over = await ask(SET, { input: input(rows), key: 'over' });
    assert.deepEqual([over.errors[0].extensions.code, over.errors[0].message], ['MAX_INPUT_SIZE_EXCEEDED', 'The input array size of 251 is greater than the maximum allowed of 250.']);
    assert.equal((await set(rows.slice(0, 250))).userErrors.length, 0);
    assert.deepEqual(sandbox.shopify.stock(many[250]?.inventoryItemId ?? '', place)?.available, 1);

    const twice = 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR';
    assert.deepEqual(codes(await set([[cap, 1, 10], [mug, 1, 4], [cap, 2, 10]])), [[twice, 'quantities.0.locationId'], [twice, 'quantities.2.locationId']]);
    assert.deepEqual(codes(await set([[cap, 1, 10]], { name: 'committed', reason: 'because', referenceDocumentUri: 'gid://tillbridge/Level' })),
      [['INVALID_NAME', 'name'], ['INVALID_REASON', 'reason'], ['INVALID_REFERENCE_DOCUMENT', 'referenceDocumentUri']]);
    assert.deepEqual(codes(await set([[cap, 1_000_000_001, 10], [mug, -1_000_000_001, 4]])),
      [['INVALID_QUANTITY_TOO_HIGH', 'quantities.0.quantity'], ['INVALID_QUANTITY_TOO_LOW', 'quantities.1.quantity']]);
    assert.deepEqual([units(cap), units(mug)], [[10, 0, 10], [4, 0, 4]]);
    await set([[cap, 1_000_000_000, 10]], { referenceDocumentUri: 'https://example.com/count/1' });
    assert.deepEqual(units(cap)[0], 1_000_000_000);
  });

  test('unknown items and locations, deactivated locations; not stocked until 2026-07, anywhere from 2026-10', async () => {
    const other = sandbox.shopify.seedLocation({ name: 'Other' });
    const closed = sandbox.shopify.seedLocation({ name: 'Closed', active: false });
    assert.deepEqual(codes(await set([['1', 1, null], [cap, 1, null, '1'], [mug, 1, null, closed], [mug, 1, null, other]])), [
      ['INVALID_INVENTORY_ITEM', 'quantities.0.inventoryItemId'], ['INVALID_LOCATION', 'quantities.1.locationId'],
      ['INVALID_LOCATION', 'quantities.2.locationId'], ['ITEM_NOT_STOCKED_AT_LOCATION', 'quantities.3.locationId'],
    ]);
    assert.equal(sandbox.shopify.stock(mug, other), undefined);
    assert.deepEqual(codes(await set([[mug, 1, 0, other]], { version: '2026-10' })), []);
    assert.deepEqual(units(mug, other), [1, 0, 1]);
    sandbox.shopify.acts.unstockItem(mug, other);
    assert.deepEqual(codes(await set([[mug, 1, 0, other]])), [['ITEM_NOT_STOCKED_AT_LOCATION', 'quantities.0.locationId']]);
    sandbox.shopify.acts.setLocation(place, false);
    assert.deepEqual(codes(await set([[mug, 1, 4]])), [['INVALID_LOCATION', 'quantities.0.locationId']]);
  });

  test('an untracked item has no units, and none are kept', async () => {
    sandbox.shopify.acts.trackItem(cap, false);
    const made = await set([[cap, 3, 0]]);
    assert.deepEqual([made.userErrors, made.inventoryAdjustmentGroup], [[], null]);
    sandbox.shopify.acts.trackItem(cap, true);
    assert.deepEqual(units(cap), [10, 0, 10]);
  });

  test('without write_inventory it is denied', async () => {
    sandbox.shopify.scopes.drop('write_inventory');
    const { data, errors } = await ask(SET, { input: input([[cap, 1, 10]]), key: 'k' });
    assert.deepEqual([data.inventorySetQuantities, errors[0].extensions.code], [null, 'ACCESS_DENIED']);
    assert.deepEqual(units(cap), [10, 0, 10]);
  });
});

describe('@idempotent (2.1)', () => {
  const BARE = SET.replace(' @idempotent(key: $key)', '').replace(', $key: String!', '');

  test('required from 2026-04; a blank key is none', async () => {
    const refused = await ask(BARE, { input: input([[cap, 1, 10]]) });
    assert.deepEqual([refused.data.inventorySetQuantities, refused.errors[0].extensions.code, refused.errors[0].message],
      [null, 'BAD_REQUEST', 'The @idempotent directive is required for this mutation but was not provided.']);
    assert.equal((await ask(SET, { input: input([[cap, 1, 10]]), key: ' \t' })).errors[0].extensions.code, 'BAD_REQUEST');
    assert.deepEqual(units(cap), [10, 0, 10]);
    assert.deepEqual((await ask(BARE, { input: input([[cap, 1, 10]]) }, '2026-01')).data.inventorySetQuantities.userErrors, []);
  });

  test('a repeat answers as the first time and changes nothing, though the world moved on', async () => {
    const first = await set([[cap, 6, 10]], { key: 'same' });
    sandbox.shopify.acts.place(order(1, 2));
    assert.deepEqual(await set([[cap, 6, 10]], { key: 'same' }), first);
    assert.deepEqual(units(cap), [4, 2, 6]);
  });

  test('another input under the same key is refused, after 24 hours it is a new one', async () => {
    await set([[cap, 6, 10]], { key: 'same' });
    const other = await set([[cap, 5, 6]], { key: 'same' });
    assert.deepEqual(other.userErrors, [{ code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH', field: null, message: 'The same idempotency key cannot be used with different operation parameters.' }]);
    assert.deepEqual(units(cap), [6, 0, 6]);
    clock += 24 * 3600 * 1000;
    assert.deepEqual((await set([[cap, 5, 6]], { key: 'same' })).userErrors, []);
    assert.deepEqual(units(cap), [5, 0, 5]);
  });

  test('a failed attempt: its key is spent, or tries again, as configured', async () => {
    assert.deepEqual(codes(await set([[cap, 6, 9]], { key: 'failed' })), [['CHANGE_FROM_QUANTITY_STALE', 'quantities.0.changeFromQuantity']]);
    sandbox.shopify.acts.adjustStock(cap, place, -1);
    assert.equal((await set([[cap, 6, 9]], { key: 'failed' })).userErrors[0].code, 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED');
    assert.deepEqual(units(cap), [9, 0, 9]);
    await sandbox.close();
    await open({ shopify: { failedKey: 'again' } });
    await set([[cap, 6, 9]], { key: 'failed' });
    sandbox.shopify.acts.adjustStock(cap, place, -1);
    assert.deepEqual((await set([[cap, 6, 9]], { key: 'failed' })).userErrors, []);
  });

  test('in flight, on demand: nothing is done, the same key works later', async () => {
    sandbox.shopify.acts.refuseKeys('IDEMPOTENCY_CONCURRENT_REQUEST', 2);
    const code = async (): Promise<string | undefined> => (await set([[cap, 6, 10]], { key: 'busy' })).userErrors[0]?.code;
    assert.deepEqual([await code(), await code(), units(cap)[0], await code(), units(cap)[0]], ['IDEMPOTENCY_CONCURRENT_REQUEST', 'IDEMPOTENCY_CONCURRENT_REQUEST', 10, undefined, 6]);
  });

  test('a time-out after the effect: the repeat with the key finds it done', async () => {
    sandbox.shopify.faults.set([{ kind: 'timeout_after' }]);
    await assert.rejects(set([[cap, 6, 10]], { key: 'lost' }));
    assert.deepEqual([units(cap)[0], sandbox.shopify.faults.effectsHidden], [6, 1]);
    assert.deepEqual((await set([[cap, 6, 10]], { key: 'lost' })).userErrors, []);
    assert.deepEqual(codes(await set([[cap, 6, 10]], { key: 'new' })), [['CHANGE_FROM_QUANTITY_STALE', 'quantities.0.changeFromQuantity']], 'without the key it would be stale');
  });
});

describe('inventoryActivate (2.2)', () => {
  const ACTIVATE = `mutation ($item: ID!, $at: ID!, $available: Int, $onHand: Int, $key: String!) {
    inventoryActivate(inventoryItemId: $item, locationId: $at, available: $available, onHand: $onHand) @idempotent(key: $key) {
      inventoryLevel { id quantities(names: ["available", "on_hand"]) { quantity } } userErrors { field message } } }`;
  const run = async (at: string, more: object = {}, version = '2026-07'): Promise<Any> =>
    (await ask(ACTIVATE, { item: item(cap), at: location(at), key: `a${keys += 1}`, ...more }, version)).data.inventoryActivate;

  test('stocks an item with or without a number; a number on an active level is refused', async () => {
    const other = sandbox.shopify.seedLocation({ name: 'Other' });
    assert.deepEqual(await run(other, { available: 3, key: 'one' }), {
      inventoryLevel: { id: `gid://shopify/InventoryLevel/${other}?inventory_item_id=${cap}`, quantities: [{ quantity: 3 }, { quantity: 3 }] }, userErrors: [],
    });
    assert.deepEqual((await run(other, { available: 3, key: 'one' })).userErrors, [], 'a repeat');
    assert.deepEqual((await run(other, { available: 5, key: 'one' })).userErrors[0].message, 'The same idempotency key cannot be used with different operation parameters.');
    assert.deepEqual(await run(other, { available: 5 }), {
      inventoryLevel: null, userErrors: [{ field: ['available'], message: 'Not allowed to set available quantity when the item is already active at the location.' }],
    });
    assert.deepEqual((await run(other)).inventoryLevel.quantities, [{ quantity: 3 }, { quantity: 3 }], 'from 2026-04 quantities stay');
    assert.deepEqual((await run(other, {}, '2026-01')).inventoryLevel.quantities, [{ quantity: 0 }, { quantity: 0 }], 'before, they were zeroed');
  });

  test('unknown and deactivated places; what was ended can begin again', async () => {
    const closed = sandbox.shopify.seedLocation({ name: 'Closed', active: false });
    assert.deepEqual([(await run('1')).userErrors[0].field, (await run(closed)).userErrors[0].field, (await run(closed, { item: item('1') })).userErrors[0].field],
      [['locationId'], ['locationId'], ['inventoryItemId']]);
    sandbox.shopify.acts.unstockItem(cap, place);
    const levels = async (inactive: boolean): Promise<Any> =>
      (await ask(`{ inventoryItem(id: "${item(cap)}") { inventoryLevels(first: 5, includeInactive: ${inactive}) { nodes { isActive } } } }`)).data.inventoryItem.inventoryLevels.nodes;
    assert.deepEqual([await levels(false), await levels(true)], [[], [{ isActive: false }]]);
    assert.deepEqual((await run(place, { available: 2 })).userErrors, []);
    assert.deepEqual([await levels(false), units(cap)], [[{ isActive: true }], [2, 0, 2]]);
    const directive = await ask(ACTIVATE.replace(' @idempotent(key: $key)', '').replace(', $key: String!', ''), { item: item(cap), at: location(place) });
    assert.equal(directive.errors[0].extensions.code, 'BAD_REQUEST');
  });
});

describe('inventory_levels webhooks (1.1, 1.3)', () => {
  const sent = (): [string, Any][] => sandbox.shopify.deliveries.log.map(({ topic, body }) => [topic, JSON.parse(body)]);
  const listen = (): void => {
    for (const topic of ['inventory_levels/update', 'inventory_levels/connect', 'inventory_levels/disconnect']) {
      sandbox.shopify.deliveries.subscribe({ topic, url: 'http://127.0.0.1:9/', shape: (body) => body });
    }
    sandbox.shopify.deliveries.setFaults({ seed: 1, perMille: { dropped: 1000 } });
  };

  test('every change of what is available, ours too, and nothing else', async () => {
    listen();
    await set([[cap, 6, 10], [mug, 4, 4]]);
    await set([[cap, 7, 10]]);
    const id = sandbox.shopify.acts.place(order(1, 2));
    sandbox.shopify.acts.fulfil(id);
    sandbox.shopify.acts.setStock(mug, place, 9);
    sandbox.shopify.acts.expectStock(mug, place, 5);
    assert.deepEqual(sent().map(([topic, body]) => [topic, String(body.inventory_item_id), body.available]), [
      ['inventory_levels/update', cap, 6], ['inventory_levels/update', cap, 4], ['inventory_levels/update', mug, 9],
    ]);
    assert.equal(sent()[0]?.[1].updated_at, '2026-11-20T05:00:00-05:00', 'with the offset of the shop');
    sandbox.shopify.seedShop({ ianaTimezone: 'Australia/Adelaide' });
    sandbox.shopify.acts.setStock(mug, place, 8);
    assert.equal(sent().at(-1)?.[1].updated_at, '2026-11-20T20:30:00+10:30');
  });

  test('connected, and ended; the bodies have the keys of the official samples', async () => {
    listen();
    const other = sandbox.shopify.seedLocation({ name: 'Other' });
    sandbox.shopify.acts.stockItem(cap, other, 2);
    sandbox.shopify.acts.unstockItem(cap, other);
    assert.deepEqual(sent().map(([topic]) => topic), ['inventory_levels/connect', 'inventory_levels/update', 'inventory_levels/disconnect']);
    for (const [topic, body] of sent()) {
      const sample = sharedFile('fixtures', 'shopify', 'webhooks-2026-07', `${topic.replace('/', '__')}.json`);
      if (sample === undefined) continue;
      const official = JSON.parse(sample);
      assert.deepEqual(Object.entries(body).map(([key, value]) => [key, typeof value]), Object.entries(official).map(([key, value]) => [key, typeof value]), topic);
    }
  });
});
