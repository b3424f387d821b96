// The Shopify sandbox beyond single orders: the shop, its catalogue in pages and while it changes,
// recent orders, access scopes, webhook subscriptions over GraphQL, and the messy shop.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildSchema, isInputObjectType } from 'graphql';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { SPELLINGS, seedMessyShop } from '../sandbox/shopify/messy-shop.ts';
import { adminSchema } from '../sandbox/shopify/schema.ts';

type Any = any;
type Answer = { status: number; body: Any };

let sandbox: Sandbox;
let clock = 0;

beforeEach(async () => {
  clock = Date.parse('2026-11-20T10:00:00Z');
  sandbox = await startSandbox({ now: () => new Date(clock), shopify: { throttle: { enforced: false }, delivery: { timeScale: 0.000001 }, apiVersion: '2026-10' } });
});
afterEach(() => sandbox.close());

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const answer = await fetch(`${sandbox.shopify.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-shopify-access-token': sandbox.shopify.accessToken }, body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function data(query: string, variables: object = {}): Promise<Any> {
  const { body } = await ask(query, variables);
  assert.equal(body.errors, undefined, JSON.stringify(body.errors));
  return body.data;
}

const VARIANT = `{ id sku barcode title displayName price selectedOptions { name value } updatedAt inventoryItem { id tracked requiresShipping }
  product { id title handle isGiftCard status vendor productType } }`;
const ONE = `query ($id: ID!) { productVariant(id: $id) ${VARIANT} }`;
const PAGE = `query ($first: Int!, $after: String, $query: String, $sortKey: ProductVariantSortKeys, $reverse: Boolean) {
  productVariants(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes ${VARIANT} } }`;
const skus = (page: Any): string[] => page.nodes.map((node: Any) => node.sku);
const found = async (query: string, more: object = {}): Promise<string[]> => skus((await data(PAGE, { first: 250, query, ...more })).productVariants);
const gid = (id: string): string => `gid://shopify/ProductVariant/${id}`;

test('input types of the part have Shopify\'s own fields', (context) => {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));
  const file = join(shared ?? '', 'schemas', 'shopify', 'admin_2026-10.graphql.gz');
  if (!existsSync(file)) return context.skip('the official schema is not here');
  const whole = buildSchema(gunzipSync(readFileSync(file)).toString('utf8'), { assumeValidSDL: true });
  let fields = 0;
  for (const type of Object.values(adminSchema().getTypeMap()).filter(isInputObjectType)) {
    const official = whole.getType(type.name);
    for (const field of Object.values(type.getFields())) {
      const known = isInputObjectType(official) ? official.getFields()[field.name] : undefined;
      assert.deepEqual([String(field.type), field.defaultValue, field.deprecationReason], [String(known?.type), known?.defaultValue, known?.deprecationReason], `${type.name}.${field.name}`);
      fields += 1;
    }
  }
  assert.equal(fields, 14);
});

describe('the shop', () => {
  test('says what it is, with what was seeded over the defaults', async () => {
    sandbox.shopify.seedShop({ name: 'Acme', currencyCode: 'EUR', taxesIncluded: true, plan: 'Plus', shopifyPlus: true, locationLimit: '200' });
    assert.deepEqual((await data(`{ shop { name myshopifyDomain currencyCode ianaTimezone taxesIncluded taxShipping
      plan { shopifyPlus partnerDevelopment publicDisplayName } resourceLimits { locationLimit maxProductOptions maxProductVariants redirectLimitReached } } }`)).shop, {
      name: 'Acme', myshopifyDomain: 'sandbox.myshopify.com', currencyCode: 'EUR', ianaTimezone: 'America/New_York', taxesIncluded: true, taxShipping: false,
      plan: { shopifyPlus: true, partnerDevelopment: false, publicDisplayName: 'Plus' },
      resourceLimits: { locationLimit: 200, maxProductOptions: 3, maxProductVariants: 2048, redirectLimitReached: false },
    });
  });
  test('locations: inactive ones and those of services only when asked for, by name, in pages', async () => {
    const { locations } = seedMessyShop(sandbox.shopify);
    const QUERY = `query ($first: Int!, $after: String, $inactive: Boolean, $legacy: Boolean) { locations(first: $first, after: $after, includeInactive: $inactive, includeLegacy: $legacy) {
      pageInfo { hasNextPage endCursor } nodes { id name isActive fulfillsOnlineOrders hasActiveInventory fulfillmentService { serviceName handle type } } } }`;
    const names = async (variables: object): Promise<string[]> => (await data(QUERY, { first: 9, ...variables })).locations.nodes.map((node: Any) => node.name);
    assert.deepEqual(await names({}), ['Main Street', 'Market stall']);
    assert.deepEqual(await names({ inactive: true }), ['Closed branch', 'Main Street', 'Market stall']);
    assert.deepEqual(await names({ legacy: true }), ['Main Street', 'Market stall', 'Parcel house']);
    const first = (await data(QUERY, { first: 2, inactive: true, legacy: true })).locations;
    const rest = (await data(QUERY, { first: 2, inactive: true, legacy: true, after: first.pageInfo.endCursor })).locations;
    assert.deepEqual([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage], [true, false]);
    assert.deepEqual([...first.nodes, ...rest.nodes].map((node: Any) => [node.id.split('/').at(-1), node.isActive, node.fulfillsOnlineOrders, node.hasActiveInventory, node.fulfillmentService]), [
      [locations.inactive, false, false, false, null], [locations.main, true, true, true, null], [locations.offline, true, false, true, null],
      [locations.service, true, true, false, { serviceName: 'Parcel House', handle: 'parcel-house', type: 'THIRD_PARTY' }],
    ]);
  });
  test('versions follow the calendar: four or five supported, a candidate, unstable', async () => {
    const versions = async (): Promise<string[]> => (await data('{ publicApiVersions { handle supported displayName } }')).publicApiVersions
      .map((each: Any) => `${each.supported ? '+' : '-'}${each.displayName}`);
    assert.deepEqual(await versions(), ['+2026-01', '+2026-04', '+2026-07', '+2026-10 (Latest)', '-2027-01 (Release candidate)', '-unstable']);
    clock = Date.parse('2027-10-15T00:00:00Z');
    assert.equal((await versions())[0], '+2026-10', 'supported until 2027-10-16');
  });
});

describe('the catalogue', () => {
  test('a variant with its item and product; one alone has a product of its own', async () => {
    const { id, variants: [made] } = sandbox.shopify.seedProduct({
      title: 'Blue Cap!', vendor: 'Acme', productType: 'Hats', variants: [{ sku: 'CAP', barcode: '0123', price: '12.50', options: [{ name: 'Size', value: 'M' }, { name: 'Colour', value: 'Blue' }] }],
    });
    const variant = (await data(ONE, { id: gid(made?.id ?? '') })).productVariant;
    assert.deepEqual(variant, {
      id: gid(made?.id ?? ''), sku: 'CAP', barcode: '0123', title: 'M / Blue', displayName: 'Blue Cap! - M / Blue', price: '12.50',
      selectedOptions: [{ name: 'Size', value: 'M' }, { name: 'Colour', value: 'Blue' }], updatedAt: '2026-11-20T10:00:00Z',
      inventoryItem: { id: `gid://shopify/InventoryItem/${made?.inventoryItemId}`, tracked: true, requiresShipping: true },
      product: { id: `gid://shopify/Product/${id}`, title: 'Blue Cap!', handle: 'blue-cap', isGiftCard: false, status: 'ACTIVE', vendor: 'Acme', productType: 'Hats' },
    });
    const alone = sandbox.shopify.seedVariant({ sku: 'ALONE' });
    assert.notEqual((await data(ONE, { id: gid(alone.id) })).productVariant.product.id, variant.product.id);
    assert.equal((await data(ONE, { id: gid('1') })).productVariant, null);
    assert.equal(sandbox.shopify.seedProduct({ title: 'Blue cap' }).variants.length, 1);
    assert.deepEqual((await data('{ products(first: 9) { nodes { handle } } }')).products.nodes.map((each: Any) => each.handle).filter((each: string) => each.startsWith('blue')), ['blue-cap', 'blue-cap-1']);
  });
  test('pages in the order of ids as numbers, back and forth', async () => {
    sandbox.shopify.seedVariants(['9', '10', '100', '11'].map((id) => ({ id, sku: `S${id}` })));
    const first = (await data(PAGE, { first: 2 })).productVariants;
    assert.deepEqual([skus(first), first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage], [['S9', 'S10'], true, false]);
    const second = (await data(PAGE, { first: 2, after: first.pageInfo.endCursor })).productVariants;
    assert.deepEqual([skus(second), second.pageInfo.hasNextPage, second.pageInfo.hasPreviousPage], [['S11', 'S100'], false, true]);
    assert.deepEqual(await found('', { reverse: true }), ['S100', 'S11', 'S10', 'S9']);
    assert.deepEqual(await found('', { sortKey: 'SKU' }), ['S10', 'S100', 'S11', 'S9']);
    const back = await data('query ($before: String) { productVariants(last: 1, before: $before) { pageInfo { hasPreviousPage hasNextPage } edges { cursor node { sku } } } }', { before: second.pageInfo.startCursor });
    assert.deepEqual(back.productVariants.edges.map((edge: Any) => edge.node.sku), ['S10']);
    assert.deepEqual(back.productVariants.pageInfo, { hasPreviousPage: true, hasNextPage: true });
    assert.equal((await ask(PAGE, { first: 2, after: 'nonsense' })).body.errors[0].message, 'Invalid cursor for current pagination sort.');
    assert.match((await ask('{ productVariants { nodes { id } } }')).body.errors[0].message, /first or last/);
  });
  test('filters', async () => {
    const { shopify } = sandbox;
    const { id } = shopify.seedProduct({ title: 'A', vendor: 'Acme', status: 'DRAFT', variants: [{ sku: 'A-1', barcode: '0001', updatedAt: '2026-11-01T00:00:00+01:00' }, { sku: 'A-2', updatedAt: '2026-11-02T00:00:00Z' }] });
    shopify.seedProduct({ title: 'B', variants: [{ sku: 'it\'s "B"', barcode: '1', updatedAt: '2026-11-03T12:00:00.700Z' }] });
    const cases: [string, string[]][] = [
      ['sku:A-1', ['A-1']], ['sku:a-1', ['A-1']], ['sku:A', []], ['sku:A-*', ['A-1', 'A-2']], [`sku:"it's \\"B\\""`, ['it\'s "B"']], ['barcode:0001', ['A-1']], ['barcode:1', ['it\'s "B"']],
      [`product_id:${id}`, ['A-1', 'A-2']], [`product_ids:${id},7`, ['A-1', 'A-2']], ['product_status:draft', ['A-1', 'A-2']], ['vendor:acme AND sku:A-2', ['A-2']],
      ["updated_at:>='2026-11-02T00:00:00Z'", ['A-2', 'it\'s "B"']], ['updated_at:>2026-11-02T00:00:00Z', ['it\'s "B"']], ['updated_at:<2026-11-01T00:00:00Z', ['A-1']],
      ['updated_at:2026-11-03T12:00:00Z', ['it\'s "B"']], [`product_id:${id} updated_at:>='2026-11-02'`, ['A-2']],
    ];
    for (const [query, wanted] of cases) assert.deepEqual(await found(query), wanted, query);
  });
  test('a field Shopify does not know is ignored with a warning; one the sandbox does not cover is refused', async () => {
    sandbox.shopify.seedVariants([{ sku: 'A' }, { sku: 'B' }]);
    const { body } = await ask(PAGE, { first: 9, query: 'sku:A colour:blue' });
    assert.deepEqual(skus(body.data.productVariants), ['A']);
    assert.deepEqual(body.extensions.search, [{
      path: ['productVariants'], query: 'sku:A colour:blue', warnings: [{ field: 'colour', message: 'Invalid search field for this query.', code: 'invalid_field' }],
    }]);
    assert.deepEqual(await found('colour:blue'), ['A', 'B']);
    for (const query of ['taxable:true', 'A', 'sku:A OR sku:B', '(sku:A)', '-sku:A']) {
      assert.match((await ask(PAGE, { first: 9, query })).body.errors[0].message, /does not search variants/, query);
    }
  });
  test('items tell how many others have their very SKU', async () => {
    const { variants } = seedMessyShop(sandbox.shopify);
    const same = async (id: string): Promise<number> => (await data('query ($id: ID!) { productVariant(id: $id) { inventoryItem { duplicateSkuCount } } }', { id: gid(id) })).productVariant.inventoryItem.duplicateSkuCount;
    assert.deepEqual([await same(variants.twins[0].id), await same(variants.tidy.id), await same(variants.barcodeOnly.id), await same(variants.spellings['CAP-01']?.id ?? '')], [1, 0, 0, 0]);
  });
  test('100,000 variants: a page costs what it does in a small shop, at the end as at the start', { timeout: 240_000 }, async () => {
    const seed = (from: number, to: number): unknown => sandbox.shopify.seedVariants(Array.from({ length: to - from }, (_, at) =>
      ({ id: String(1_000_000 + from + at), inventoryItemId: String(5_000_000 + from + at), sku: `SKU-${from + at}` })));
    const walk = async (sortKey = 'ID', pages = Infinity): Promise<{ ids: Set<string>; times: number[] }> => {
      const [ids, times] = [new Set<string>(), [] as number[]];
      for (let after: string | null | undefined; after !== null && times.length < pages;) {
        const start = performance.now();
        const page: Any = (await data(PAGE, { first: 250, after, sortKey })).productVariants;
        times.push(performance.now() - start);
        for (const node of page.nodes) ids.add(node.id);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      }
      return { ids, times };
    };
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    seed(0, 5000);
    await walk();
    const small = median((await walk()).times);
    seed(5000, 100_000);
    const { ids, times } = await walk();
    assert.deepEqual([ids.size, times.length], [100_000, 400]);
    const [early, late] = [median(times.slice(0, 100)), median(times.slice(-100))];
    const bySku = median((await walk('SKU', 20)).times);
    for (const taken of [early, late, bySku]) assert.ok(taken < small * 3 + 8, `a page took ${small} ms of 5,000; of 100,000 ${early}, then ${late}, by SKU ${bySku} ms`);
    assert.deepEqual(await found('sku:SKU-99999'), ['SKU-99999']);
  });
  test('a rolled back change is undone in memory too', async () => {
    assert.throws(() => sandbox.shopify.seedVariants([{ sku: 'GOOD' }, { sku: 'BAD', productId: '404' }]), /no product/);
    assert.deepEqual(await found(''), []);
    assert.deepEqual((await data('{ products(first: 9) { nodes { id } } }')).products.nodes, []);
  });
  test('a sandbox on a file has its catalogue, shop and subscriptions again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-catalogue-'));
    await sandbox.close();
    try {
      const databasePath = join(folder, 'sandbox.db');
      sandbox = await startSandbox({ databasePath });
      sandbox.shopify.seedVariant({ sku: 'KEPT' });
      sandbox.shopify.seedShop({ name: 'Kept' });
      await data('mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://example.com/a" }) { userErrors { message } } }');
      await sandbox.close();
      sandbox = await startSandbox({ databasePath });
      assert.deepEqual(await found(''), ['KEPT']);
      assert.equal((await data('{ shop { name } }')).shop.name, 'Kept');
      assert.deepEqual(sandbox.shopify.deliveries.subscriptions().map(({ topic, url }) => [topic, url]), [['orders/create', 'https://example.com/a']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('acts on the catalogue', () => {
  let sent: Any[];
  beforeEach(() => {
    sent = [];
    // Nobody listens there, and nothing is sent: the payloads are looked at on their way.
    sandbox.shopify.deliveries.subscribe({ topic: '*', url: 'http://127.0.0.1:9/', shape: (payload) => void sent.push(JSON.parse(payload)) });
  });
  test('a renamed SKU: found by the new one, by its time, and told by item and product', async () => {
    const { id, inventoryItemId } = sandbox.shopify.seedVariant({ sku: 'OLD' });
    assert.deepEqual(await found('vendor:*'), ['OLD']);
    clock += 60_000;
    sandbox.shopify.acts.renameSku(id, 'NEW');
    assert.deepEqual([await found('sku:OLD'), await found('sku:NEW'), await found("updated_at:>='2026-11-20T10:01:00Z'"), await found('vendor:*')], [[], ['NEW'], ['NEW'], ['NEW']]);
    assert.deepEqual(sent.map((body) => body.sku ?? body.variants[0].sku), ['NEW', 'NEW']);
    assert.deepEqual([sent[0].id, sent[1].variant_gids], [Number(inventoryItemId), [{ admin_graphql_api_id: gid(id), updated_at: '2026-11-20T10:01:00.000Z' }]]);
    assert.throws(() => sandbox.shopify.acts.renameSku('404', 'X'), /no variant/);
  });
  test('two SKUs swapped in one act', async () => {
    const [one, other] = sandbox.shopify.seedVariants([{ sku: 'ONE' }, { sku: 'OTHER' }]);
    sandbox.shopify.acts.swapSkus(one?.id ?? '', other?.id ?? '');
    assert.deepEqual(await found(''), ['OTHER', 'ONE']);
    assert.equal(sent.length, 4, 'two items and two products');
  });
  test('a deleted variant is missing from its product\'s variant_gids, and a page after it goes on', async () => {
    const { id, variants } = sandbox.shopify.seedProduct({ title: 'Cap', variants: ['A', 'B', 'C'].map((sku) => ({ sku })) });
    const [, second, third] = variants;
    const page = (await data(PAGE, { first: 2 })).productVariants;
    sandbox.shopify.acts.deleteVariant(second?.id ?? '');
    assert.deepEqual(skus((await data(PAGE, { first: 2, after: page.pageInfo.endCursor })).productVariants), ['C'], 'the cursor of a deleted variant');
    assert.deepEqual(sent.map((body) => Object.keys(body).length), [6, 22]);
    assert.deepEqual(sent[1].variant_gids.map((each: Any) => each.admin_graphql_api_id), [gid(variants[0]?.id ?? ''), gid(third?.id ?? '')]);
    assert.equal((await data('query ($id: ID!) { product(id: $id) { variants(first: 9) { nodes { sku } } } }', { id: `gid://shopify/Product/${id}` })).product.variants.nodes.length, 2);
    assert.throws(() => sandbox.shopify.acts.deleteVariant(second?.id ?? ''), /no variant/);
  });
  test('made anew: the same SKU under new ids; the old line leads nowhere', async () => {
    const { shopify } = sandbox;
    const location = shopify.seedLocation({ name: 'Main' });
    const old = shopify.seedVariant({ sku: 'CAP', barcode: '012', stock: { [location]: 3 } });
    const order = shopify.seedOrder(JSON.stringify({ id: 1, name: '#1', line_items: [{ id: 2, variant_id: Number(old.id), title: 'Cap', quantity: 1, price: '1.00' }] }));
    const line = async (): Promise<Any> => (await data('query ($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { variant { id } } } } }', { id: order })).order.lineItems.nodes[0].variant;
    assert.deepEqual(await line(), { id: gid(old.id) });
    shopify.acts.deleteVariant(old.id);
    assert.deepEqual([await line(), await found(''), shopify.stock(old.inventoryItemId, location)], [null, [], undefined]);
    const made = shopify.acts.recreateVariant(old.id);
    assert.notEqual(made.id, old.id);
    assert.notEqual(made.inventoryItemId, old.inventoryItemId);
    const { nodes } = (await data(PAGE, { first: 9, query: 'sku:CAP' })).productVariants;
    assert.deepEqual(nodes.map((node: Any) => [node.id, node.barcode]), [[gid(made.id), '012']]);
    const again = shopify.acts.recreateVariant(made.id);
    assert.deepEqual((await data(PAGE, { first: 9, query: 'sku:CAP' })).productVariants.nodes.map((node: Any) => node.id), [gid(again.id)], 'one that was still there');
  });
  test('an archived product keeps its variants and says so', async () => {
    const { id } = sandbox.shopify.seedProduct({ title: 'Cap', variants: [{ sku: 'CAP' }] });
    sandbox.shopify.acts.archiveProduct(id);
    assert.equal((await data(PAGE, { first: 9 })).productVariants.nodes[0].product.status, 'ARCHIVED');
    assert.deepEqual([sent.length, sent[0].status], [1, 'archived']);
    assert.deepEqual((await data('{ products(first: 9, query: "status:active") { nodes { id } } }')).products.nodes, []);
  });
});

describe('recent orders', () => {
  const order = (id: number, more: object): string => JSON.stringify({
    id, name: `#${id}`, currency: 'USD', financial_status: 'paid', created_at: `2026-11-${id}T00:00:00Z`, updated_at: `2026-11-${id}T00:00:00Z`, processed_at: `2026-11-${id}T00:00:00Z`,
    total_price: '1.00', payment_gateway_names: ['shopify_payments', 'gift_card'], line_items: [{ id: id * 10, title: 'Cap', quantity: 1, price: '1.00' }], ...more,
  });
  const QUERY = `query ($first: Int!, $after: String, $query: String, $reverse: Boolean, $sortKey: OrderSortKeys) { orders(first: $first, after: $after, query: $query, reverse: $reverse, sortKey: $sortKey) {
    pageInfo { hasNextPage endCursor } nodes { name paymentGatewayNames displayFulfillmentStatus } } }`;
  const names = (page: Any): string[] => page.nodes.map((node: Any) => node.name);

  beforeEach(() => {
    sandbox.shopify.seedOrder(order(10, {}));
    sandbox.shopify.seedOrder(order(11, { fulfillment_status: 'fulfilled', closed_at: '2026-11-12T00:00:00Z' }));
    sandbox.shopify.seedOrder(order(12, { fulfillment_status: 'partial' }));
    sandbox.shopify.seedOrder(order(13, { cancelled_at: '2026-11-13T00:00:00Z' }));
  });
  test('filters', async () => {
    const cases: [string, string[]][] = [
      ['', ['#10', '#11', '#12', '#13']], ['status:open', ['#10', '#12']], ['status:closed', ['#11']], ['status:cancelled', ['#13']], ['status:not_closed', ['#10', '#12', '#13']],
      ["created_at:>='2026-11-12T00:00:00Z'", ['#12', '#13']], ["updated_at:>='2026-11-11' status:open", ['#12']],
      ['fulfillment_status:unfulfilled', ['#10', '#13']], ['fulfillment_status:fulfilled', ['#11']], ['fulfillment_status:partial', ['#12']], ['fulfillment_status:unshipped,partial status:open', ['#10', '#12']],
      ['name:#11', ['#11']], ['id:>=12', ['#12', '#13']], ['financial_status:refunded', []],
    ];
    for (const [query, wanted] of cases) assert.deepEqual(names((await data(QUERY, { first: 9, query, sortKey: 'CREATED_AT' })).orders), wanted, query);
    assert.match((await ask(QUERY, { first: 9, query: 'tag:x' })).body.errors[0].message, /does not search orders by tag:x/);
    assert.equal((await ask(QUERY, { first: 9, query: 'nonsense:x' })).body.extensions.search[0].warnings[0].field, 'nonsense');
  });
  test('the newest first; an order that changes between pages moves no other', async () => {
    const first = (await data(QUERY, { first: 2, reverse: true, sortKey: 'UPDATED_AT' })).orders;
    assert.deepEqual([names(first), first.nodes[0].paymentGatewayNames], [['#13', '#12'], ['shopify_payments', 'gift_card']]);
    sandbox.shopify.acts.edit('gid://shopify/Order/12', '120', 2);
    const second = (await data(QUERY, { first: 2, reverse: true, sortKey: 'UPDATED_AT', after: first.pageInfo.endCursor })).orders;
    assert.deepEqual([names(second), second.pageInfo.hasNextPage], [['#11', '#10'], false]);
  });
});

describe('access scopes', () => {
  test('are listed as granted; a write scope contains the read scope and goes with it', async () => {
    const { scopes } = sandbox.shopify;
    const granted = async (): Promise<string[]> => (await data('{ currentAppInstallation { accessScopes { handle } } }')).currentAppInstallation.accessScopes.map((each: Any) => each.handle);
    assert.ok((await granted()).includes('read_products'));
    scopes.drop('read_products');
    scopes.grant('write_products');
    assert.deepEqual(await found(''), []);
    scopes.drop('read_products');
    assert.ok(!(await granted()).some((handle) => handle.endsWith('_products')));
  });
  test('a field without its scope: HTTP 200, ACCESS_DENIED, and all data null where the field must not be', async () => {
    sandbox.shopify.scopes.drop('read_products');
    const { status, body } = await ask('query Q {\n  productVariants(first: 1) { nodes { id } }\n  shop { name }\n}');
    assert.equal(status, 200);
    assert.equal(body.data, null);
    assert.deepEqual(body.errors, [{
      message: 'Access denied for productVariants field. Required access: `read_products` access scope.', locations: [{ line: 2, column: 3 }], path: ['productVariants'],
      extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes', requiredAccess: '`read_products` access scope.' },
    }]);
    assert.equal(body.extensions.cost.throttleStatus.restoreRate, 100);
  });
  test('a nullable field is null and the rest is answered', async () => {
    const { shopify } = sandbox;
    const id = shopify.seedOrder(JSON.stringify({ id: 1, name: '#1', created_at: '2026-11-19T00:00:00Z', customer: { id: 5 }, line_items: [] }));
    const location = shopify.seedLocation({ name: 'Main' });
    for (const scope of ['read_customers', 'read_locations']) shopify.scopes.drop(scope);
    const { body } = await ask('query ($id: ID!, $at: ID!) { order(id: $id) { name customer { id } } location(id: $at) { id name } }', { id, at: `gid://shopify/Location/${location}` });
    assert.deepEqual(body.data, { order: { name: '#1', customer: null }, location: null });
    assert.deepEqual(body.errors.map((each: Any) => each.path.join('.')).sort(), ['location', 'order.customer']);
  });
  test('without read_all_orders nothing older than 60 days is seen', async () => {
    const seed = (id: number, at: string): string => sandbox.shopify.seedOrder(JSON.stringify({ id, name: `#${id}`, created_at: at, line_items: [] }));
    const old = seed(1, '2026-09-20T00:00:00Z');
    seed(2, '2026-09-22T00:00:00Z');
    const QUERY = 'query ($id: ID!) { order(id: $id) { name } orders(first: 9) { nodes { name } } }';
    assert.deepEqual(await data(QUERY, { id: old }), { order: { name: '#1' }, orders: { nodes: [{ name: '#1' }, { name: '#2' }] } });
    sandbox.shopify.scopes.drop('read_all_orders');
    assert.deepEqual(await data(QUERY, { id: old }), { order: null, orders: { nodes: [{ name: '#2' }] } });
  });
});

describe('webhook subscriptions', () => {
  let server: Server;
  let url = '';
  let got: { headers: Record<string, Any>; body: string }[] = [];
  let answer = 200;

  beforeEach(async () => {
    got = [];
    answer = 200;
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        got.push({ headers: request.headers as Record<string, Any>, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  });
  afterEach(() => new Promise((resolve) => void server.close(resolve)));

  const CREATE = `mutation ($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
    webhookSubscription { id topic uri callbackUrl format filter includeFields name apiVersion { handle supported } createdAt } userErrors { field message } } }`;
  const UPDATE = 'mutation ($id: ID!, $input: WebhookSubscriptionInput!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) { webhookSubscription { id uri filter includeFields } userErrors { field message } } }';
  const DELETE = 'mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } } }';
  const LIST = 'query ($topics: [WebhookSubscriptionTopic!], $after: String) { webhookSubscriptions(first: 2, after: $after, topics: $topics) { pageInfo { hasNextPage endCursor } nodes { topic uri } } }';
  const create = async (topic: string, input: object = { uri: url }): Promise<Any> => (await data(CREATE, { topic, input })).webhookSubscriptionCreate;
  const place = async (id: number, total = '5.00'): Promise<void> => {
    sandbox.shopify.acts.place(JSON.stringify({ id, name: `#${id}`, financial_status: 'pending', total_price: total, line_items: [{ id: id * 10, sku: 'CAP', title: 'Cap', quantity: 1, price: total }] }));
    await sandbox.shopify.deliveries.settled();
  };
  test('created, it really delivers: signed, with its name and version', async () => {
    const made = await create('ORDERS_CREATE', { uri: url, name: 'ours' });
    assert.deepEqual([made.userErrors, { ...made.webhookSubscription, id: '' }], [[], {
      id: '', topic: 'ORDERS_CREATE', uri: url, callbackUrl: url, format: 'JSON', filter: null, includeFields: [], name: 'ours',
      apiVersion: { handle: '2026-10', supported: true }, createdAt: '2026-11-20T10:00:00Z',
    }]);
    await place(1);
    assert.equal(got.length, 1);
    const [{ headers, body } = { headers: {} as Record<string, Any>, body: '' }] = got;
    assert.deepEqual([headers['x-shopify-topic'], headers['x-shopify-name'], headers['x-shopify-api-version']], ['orders/create', 'ours', '2026-10']);
    assert.equal(headers['x-shopify-hmac-sha256'], createHmac('sha256', sandbox.shopify.webhookSecret).update(body).digest('base64'));
  });
  test('a second one of the same topic and address is refused, by whichever name the address goes', async () => {
    await create('ORDERS_CREATE');
    const message = 'Address for this topic has already been taken';
    assert.deepEqual(await create('ORDERS_CREATE'), { webhookSubscription: null, userErrors: [{ field: ['webhookSubscription', 'uri'], message }] });
    assert.deepEqual((await create('ORDERS_CREATE', { callbackUrl: url })).userErrors, [{ field: ['webhookSubscription', 'callbackUrl'], message }]);
    const other = await create('ORDERS_CREATE', { uri: `${url}/2` });
    assert.deepEqual(other.userErrors, []);
    assert.deepEqual((await data(UPDATE, { id: other.webhookSubscription.id, input: { uri: url } })).webhookSubscriptionUpdate.userErrors, [{ field: ['webhookSubscription', 'uri'], message }]);
    assert.deepEqual((await create('ORDERS_PAID')).userErrors, [], 'another topic');
    await place(1);
    assert.equal(got.length, 2);
  });
  test('listed in pages and by topic, without those of the handle', async () => {
    sandbox.shopify.deliveries.subscribe({ topic: 'orders/create', url });
    for (const topic of ['ORDERS_CREATE', 'ORDERS_PAID', 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE']) await create(topic);
    const first = (await data(LIST)).webhookSubscriptions;
    const rest = (await data(LIST, { after: first.pageInfo.endCursor })).webhookSubscriptions;
    assert.deepEqual([...first.nodes, ...rest.nodes].map((node: Any) => node.topic), ['ORDERS_CREATE', 'ORDERS_PAID', 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE']);
    assert.deepEqual((await data(LIST, { topics: ['ORDERS_PAID'] })).webhookSubscriptions.nodes, [{ topic: 'ORDERS_PAID', uri: url }]);
    assert.deepEqual(sandbox.shopify.deliveries.subscriptions().map(({ topic }) => topic), ['orders/create', 'orders/create', 'orders/paid', 'fulfillment_orders/order_routing_complete']);
  });
  test('filter and includeFields; updated, what is not named stays', async () => {
    const { webhookSubscription: { id } } = await create('ORDERS_CREATE', { uri: url, filter: 'total_price:>=10 AND line_items.sku:CAP', includeFields: ['id', 'line_items.sku'] });
    await place(1);
    assert.equal(got.length, 0);
    await place(2, '10.00');
    assert.deepEqual(got.map(({ body }) => JSON.parse(body)), [{ id: 2, line_items: [{ sku: 'CAP' }] }]);
    assert.equal(sandbox.shopify.deliveries.log[0]?.body, got[0]?.body);
    const { webhookSubscription } = (await data(UPDATE, { id, input: { filter: 'nothing_like_it:1' } })).webhookSubscriptionUpdate;
    assert.deepEqual(webhookSubscription, { id, uri: url, filter: 'nothing_like_it:1', includeFields: ['id', 'line_items.sku'] });
    await place(3, '10.00');
    assert.equal(got.length, 1, 'a field the payload does not have: no delivery');
    await data(UPDATE, { id, input: { filter: null, includeFields: null } });
    await place(4);
    assert.equal(JSON.parse(got[1]?.body ?? '{}').name, '#4');
  });
  test('deleted, it is gone; what does not exist is a user error', async () => {
    const { webhookSubscription: { id } } = await create('ORDERS_CREATE');
    assert.deepEqual((await data(DELETE, { id })).webhookSubscriptionDelete, { deletedWebhookSubscriptionId: id, userErrors: [] });
    await place(1);
    assert.equal(got.length, 0);
    const gone = (await data(DELETE, { id })).webhookSubscriptionDelete;
    assert.deepEqual([gone.deletedWebhookSubscriptionId, gone.userErrors[0].field], [null, ['id']]);
    assert.deepEqual((await data(UPDATE, { id, input: { uri: url } })).webhookSubscriptionUpdate.userErrors[0].field, ['id']);
    assert.equal((await data('query ($id: ID!) { webhookSubscription(id: $id) { id } }', { id })).webhookSubscription, null);
  });
  test('one whose deliveries all failed is deleted, and may be made again', async () => {
    await create('ORDERS_CREATE');
    answer = 500;
    await place(1);
    assert.equal(got.length, 9);
    assert.deepEqual((await data(LIST)).webhookSubscriptions.nodes, []);
    assert.deepEqual((await create('ORDERS_CREATE')).userErrors, []);
  });
  test('addresses: none, plain HTTP elsewhere, what the sandbox does not deliver to', async () => {
    assert.deepEqual((await create('ORDERS_CREATE', {})).userErrors[0].message, "Address can't be blank");
    for (const uri of ['http://example.com/', 'nonsense', 'http://127.0.0.1.example.com/']) assert.deepEqual((await create('ORDERS_CREATE', { uri })).userErrors[0].message, 'Address is invalid', uri);
    for (const input of [{ uri: 'pubsub://project:topic' }, { uri: 'arn:aws:events:x' }, { uri: url, format: 'XML' }]) {
      assert.match((await ask(CREATE, { topic: 'ORDERS_CREATE', input })).body.errors[0].message, /The sandbox does not/);
    }
    assert.match((await ask(CREATE, { topic: 'ORDERS_CREATE', input: { uri: url, filter: 'id:1 OR id:2' } })).body.errors[0].message, /does not search payloads/);
    assert.match((await ask(CREATE, { topic: 'TAX_SERVICES_CREATE', input: { uri: url } })).body.errors[0].message, /does not cover the topic/);
    assert.deepEqual((await data(LIST)).webhookSubscriptions.nodes, []);
  });
  test('a topic whose scope was dropped is refused', async () => {
    sandbox.shopify.scopes.drop('read_orders');
    assert.match((await create('ORDERS_CREATE')).userErrors[0].message, /missing access scope/);
    assert.deepEqual((await create('APP_UNINSTALLED')).userErrors, []);
  });
  test('a mutation costs 10; the others are not covered', async () => {
    const { body } = await ask(CREATE, { topic: 'ORDERS_CREATE', input: { uri: url } });
    assert.deepEqual([body.extensions.cost.requestedQueryCost, body.extensions.cost.actualQueryCost], [10, 10]);
    assert.match((await ask('mutation { orderClose(input: { id: "1" }) { userErrors { message } } }')).body.errors[0].message, /covers no mutations but/);
  });
});

describe('the messy shop', () => {
  test('has what it promises, as Shopify answers it', async () => {
    const { variants, products } = seedMessyShop(sandbox.shopify);
    const nodes: Any[] = (await data(PAGE, { first: 250 })).productVariants.nodes;
    const of = ({ id }: { id: string }): Any => nodes.find((node) => node.id === gid(id));
    assert.equal(new Set(nodes.map((node) => node.id)).size, nodes.length);
    const card = of(variants.giftCard);
    assert.deepEqual([card.product.isGiftCard, card.inventoryItem.tracked, card.inventoryItem.requiresShipping], [true, false, false]);
    assert.deepEqual([of(variants.untracked).inventoryItem.tracked, of(variants.untracked).sku], [false, 'ENGRAVE']);
    assert.deepEqual(variants.twins.map((each) => [of(each).sku, of(each).product.title]), [['SCARF', 'Red scarf'], ['SCARF', 'Blue scarf']]);
    assert.deepEqual([of(variants.barcodeOnly).sku, of(variants.barcodeOnly).barcode], [null, '0012345678905']);
    assert.deepEqual(variants.optionsOnly.map((each) => [of(each).sku, of(each).barcode, of(each).title]), [[null, null, 'M / Blue'], ['', '', 'L / Blue']]);
    assert.deepEqual([of(variants.draft).product.status, of(variants.archived).product.status], ['DRAFT', 'ARCHIVED']);
    assert.deepEqual(variants.leadingZeros.map((each) => of(each).sku), ['00123', '123']);
    assert.deepEqual(SPELLINGS.map((sku) => of(variants.spellings[sku] ?? { id: '' }).sku), SPELLINGS);
    assert.equal(new Set(SPELLINGS.map((sku) => sku.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}]/gu, ''))).size, 1, 'all of them mean the same');
    assert.deepEqual(await found(`product_id:${products.shirts}`), [null, '']);
    assert.deepEqual(await found('sku:SCARF'), ['SCARF', 'SCARF']);
    assert.deepEqual(await found('sku:CAP-01'), ['CAP-01', 'cap-01'], 'the search does not tell cases apart, nor does it fold anything else');
  });
});
