// Every GraphQL document of the module against the official Admin schema: fields, arguments,
// variables, nothing deprecated, and what it costs at most. The schema lies beside the repository;
// without it every test here is skipped, visibly.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { NoDeprecatedCustomRule, buildSchema, getVariableValues, parse, specifiedRules, validate } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { cost } from './graphql-cost.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'src', 'shopify', 'graphql');
const documents = readdirSync(folder).filter((name) => name.endsWith('.graphql')).sort();

/** The sizes that the module asks with: at first, and where a list was cut. */
const FIRST = sizes('FIRST');
const LONG = sizes('LONG');

function sizes(name: string): Record<string, number> {
  const text = readFileSync(join(root, 'src', 'shopify', 'sizes.rs'), 'utf8');
  const fields = new RegExp(`const ${name}: Self =\\s*Self \\{([^}]*)\\}`, 'u').exec(text)?.[1] ?? '';
  const camel = (word: string): string => word.replace(/_(.)/gu, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries([...fields.matchAll(/(\w+): (\d+)/gu)].map(([, word = '', size]) => [camel(word), Number(size)]));
}

/** What the module sends with each document. A document that is not here fails. */
const VARIABLES: Record<string, Record<string, unknown>[]> = {
  'balance_transactions.graphql': [{ first: 100, query: 'payments_transfer_id:148156579998' }, { first: 100, after: 'eyJsYXN0X2lkIjo0N30', query: 'payments_transfer_id:148156579998' }],
  'changed_orders.graphql': [{ first: 100, query: "updated_at:>='2026-11-22T10:00:00Z'" }, { first: 100, after: 'eyJsYXN0X2lkIjo0N30', query: "updated_at:>='2026-11-22T10:00:00Z'" }],
  'fulfillment_order.graphql': [{ id: 'gid://shopify/FulfillmentOrder/564786110' }],
  'keyed_orders.graphql': [{ first: 15, query: 'status:open' }, { first: 15, query: 'status:open', after: 'eyJsYXN0X2lkIjo0N30' }],
  'order.graphql': [
    { id: 'gid://shopify/Order/820982911946154508', ...FIRST },
    { id: 'gid://shopify/Order/820982911946154508', ...FIRST, after: 'eyJsYXN0X2lkIjo0N30' },
    { id: 'gid://shopify/Order/820982911946154508', ...LONG },
  ],
  'order_now.graphql': [FIRST, LONG].map(({ transactions, places, placeLines }) => (
    { id: 'gid://shopify/Order/820982911946154508', transactions, places, placeLines }
  )),
  'open_orders.graphql': [{ first: 100, query: 'status:open' }, { first: 100, query: 'status:open', after: 'eyJsYXN0X2lkIjo0N30' }],
  'payout.graphql': [{ id: 'gid://shopify/ShopifyPaymentsPayout/148156579998' }],
  'payouts.graphql': [{ first: 50 }, { first: 50, after: 'eyJsYXN0X2lkIjo0N30', query: "issued_at:>='2026-11-22T10:00:00Z'" }],
  'stock_set.graphql': [{
    input: {
      name: 'available', reason: 'correction', referenceDocumentUri: 'gid://tillbridge/Task/1',
      quantities: [
        { inventoryItemId: 'gid://shopify/InventoryItem/1', locationId: 'gid://shopify/Location/2', quantity: 3, changeFromQuantity: 5 },
        { inventoryItemId: 'gid://shopify/InventoryItem/2', locationId: 'gid://shopify/Location/2', quantity: 0, changeFromQuantity: null },
      ],
    },
    key: '0123456789abcdef01234567',
  }],
  'stock_activate.graphql': [{ inventoryItemId: 'gid://shopify/InventoryItem/1', locationId: 'gid://shopify/Location/2', available: 3, key: '0123456789abcdef01234567' }],
  'recent_orders.graphql': [{}],
  'subscribe.graphql': [{ topic: 'ORDERS_CREATE', subscription: { uri: 'https://bridge.example/webhooks/shopify/harbour', format: 'JSON' } }],
  'survey.graphql': [{}],
  'variant_levels.graphql': [
    { ids: Array.from({ length: 15 }, (_, number) => `gid://shopify/ProductVariant/${number + 1}`), levels: 12 },
    // One and two locations, and two more.
    { ids: Array.from({ length: 50 }, (_, number) => `gid://shopify/ProductVariant/${number + 1}`), levels: 3 },
    { ids: Array.from({ length: 40 }, (_, number) => `gid://shopify/ProductVariant/${number + 1}`), levels: 4 },
    { ids: ['gid://shopify/ProductVariant/1'], levels: 200 },
  ],
  'inventory_variant.graphql': [{ id: 'gid://shopify/InventoryItem/1' }],
  'turnover_orders.graphql': [
    { first: 100, query: "processed_at:>='2026-11-20T05:00:00Z' processed_at:<'2026-11-21T05:00:00Z'" },
    { first: 100, after: 'eyJsYXN0X2lkIjo0N30', query: "processed_at:>='2026-11-20T05:00:00Z' processed_at:<'2026-11-21T05:00:00Z'" },
  ],
  'variants.graphql': [{ first: 100 }, { first: 100, after: 'eyJsYXN0X2lkIjo0N30' }],
};

const file = findSchema();
const skip = file === undefined
  ? 'the official schema (../shared/schemas/shopify/admin_2026-10.graphql.gz) is not here: no document was validated'
  : false;
if (skip !== false) console.error(`SKIPPED: ${skip}`);

function findSchema(): string | undefined {
  const name = join('schemas', 'shopify', 'admin_2026-10.graphql.gz');
  const given = process.env['TILLBRIDGE_SHARED'];
  const places = given === undefined ? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')) : [given];
  return places.map((place) => join(place, name)).find((path) => existsSync(path));
}

let built: GraphQLSchema | undefined;
function schema(): GraphQLSchema {
  built ??= buildSchema(gunzipSync(readFileSync(file ?? '')).toString('utf8'), { assumeValidSDL: true });
  return built;
}

function faults(text: string): string[] {
  return validate(schema(), parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map((error) => error.message);
}

function operation(text: string): OperationDefinitionNode {
  const [first, ...rest] = parse(text).definitions.filter((definition) => definition.kind !== 'FragmentDefinition');
  assert.equal(rest.length, 0, 'one operation per document');
  assert.ok(first?.kind === 'OperationDefinition');
  return first;
}

function misfits(text: string, variables: Record<string, unknown>): string[] {
  const definitions = operation(text).variableDefinitions ?? [];
  const known = definitions.map((definition) => definition.variable.name.value);
  const unknown = Object.keys(variables).filter((name) => !known.includes(name)).map((name) => `\`${name}\` is not declared`);
  const { errors = [] } = getVariableValues(schema(), definitions, variables);
  return [...unknown, ...errors.map((error) => error.message)];
}

const source = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('GraphQL documents', () => {
  test('each has its variables here, and none is left over', () => {
    assert.deepEqual(documents, Object.keys(VARIABLES).sort());
  });

  for (const name of documents) {
    test(`${name} is valid in the official schema`, { skip }, () => {
      assert.deepEqual(faults(source(name)), []);
      for (const variables of VARIABLES[name] ?? []) assert.deepEqual(misfits(source(name), variables), []);
    });
  }

  for (const name of documents) {
    test(`${name} costs what its header says, and may be asked`, { skip }, () => {
      const header = source(name).replaceAll('\n# ', ' ');
      const said = /(\d+) points?\b/u.exec(header)?.[1];
      const points = cost(schema(), source(name), VARIABLES[name]?.[0] ?? {});
      assert.equal(Number(said), points);
      const long = /(\d+) by these rules/u.exec(header)?.[1];
      if (long !== undefined) assert.equal(cost(schema(), source(name), VARIABLES[name]?.at(-1) ?? {}), Number(long));
      assert.ok(points <= 1000, `${points} points`);
    });
  }

  test('costs are counted as Shopify documents them', { skip }, () => {
    // By hand: the order 1; two bags of 1 + 2.
    const bags = '{ order(id: "gid://shopify/Order/1") { id totalPriceSet { ...b } currentTotalTaxSet { ...b } } } fragment b on MoneyBag { shopMoney { amount } presentmentMoney { amount } }';
    assert.equal(cost(schema(), bags, {}), 7);
    // By hand: the order 1, the connection 1, its page 1, ten lines of 1 + 1 for the variant.
    const lines = 'query ($n: Int!) { order(id: "gid://shopify/Order/1") { lineItems(first: $n) { pageInfo { hasNextPage } nodes { id variant { id } } } } }';
    assert.equal(cost(schema(), lines, { n: 10 }), 23);
    // By hand: the order 1, three transactions of 1 + 1; of a union the dearest, here 2.
    const list = '{ order(id: "gid://shopify/Order/1") { transactions(first: 3) { parentTransaction { id } } purchasingEntity { ... on Customer { id } ... on PurchasingCompany { company { id } location { id } } } } }';
    assert.equal(cost(schema(), list, {}), 10);
  });

  test('planted faults are found', { skip }, () => {
    const good = source('order_now.graphql');
    const sizes = { transactions: 1, places: 1, placeLines: 1 };
    assert.equal(faults(good.replace('gateway', 'gatway')).length, 1);
    assert.equal(faults(good.replace('$places: Int!', '$places: String!')).length, 1);
    assert.equal(faults(good.replace('$id: ID!', '$id: Int!')).length, 1);
    // Of deprecated fields there must be one left in the schema for this to prove anything.
    assert.equal(faults('{ order(id: "gid://shopify/Order/1") { id totalPrice } }').length, 1);
    assert.equal(misfits(good, sizes).length, 1);
    assert.equal(misfits(good, { id: 'gid://shopify/Order/1', ...sizes, first: 5 }).length, 1);
  });
});
