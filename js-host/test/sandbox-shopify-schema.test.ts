// The sandbox's part of the Admin schema against Shopify's whole one, which lies beside the
// repository; and queries over what was seeded.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildSchema, isEnumType, isObjectType, isUnionType } from 'graphql';
import { startSandbox } from '../sandbox/index.ts';
import { adminSchema } from '../sandbox/shopify/schema.ts';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));
const file = shared === undefined ? undefined : join(shared, 'schemas', 'shopify', 'admin_2026-10.graphql.gz');
const skip = file === undefined || !existsSync(file) ? 'the official schema (../shared/schemas/shopify/admin_2026-10.graphql.gz) is not here' : false;
if (skip !== false) console.error(`SKIPPED: ${skip}`);

test('every type, field, argument and enum of the part is Shopify\'s own', { skip }, () => {
  const whole = buildSchema(gunzipSync(readFileSync(file ?? '')).toString('utf8'), { assumeValidSDL: true });
  let fields = 0;
  for (const type of Object.values(adminSchema().getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
    const official = whole.getType(type.name);
    assert.equal(official?.constructor, type.constructor, type.name);
    if (isEnumType(type) && isEnumType(official)) {
      assert.deepEqual(type.getValues().map((one) => [one.name, one.deprecationReason]), official.getValues().map((one) => [one.name, one.deprecationReason]), type.name);
    }
    if (isUnionType(type) && isUnionType(official)) assert.deepEqual(type.getTypes().map(String), official.getTypes().map(String));
    if (!isObjectType(type) || !isObjectType(official)) continue;
    for (const field of Object.values(type.getFields())) {
      const known: typeof field | undefined = official.getFields()[field.name];
      const print = (one: typeof field | undefined): unknown[] =>
        [String(one?.type), one?.deprecationReason, one?.args.map((argument) => [argument.name, String(argument.type), argument.defaultValue])];
      assert.deepEqual(print(field), print(known), `${type.name}.${field.name}`);
      fields += 1;
    }
  }
  assert.ok(fields > 250);
});

describe('orders', () => {
  const order = (id: number, updated: string): string => JSON.stringify({
    id, name: `#${id}`, currency: 'USD', financial_status: 'pending', processed_at: '2026-11-20T00:00:00Z', updated_at: updated,
    total_price: '12.50', current_total_price: '12.50', line_items: [{ id: id * 10, title: 'Cap', quantity: 1, price: '12.50' }],
  });
  const QUERY = `query ($q: String!, $after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT, query: $q) {
    pageInfo { hasNextPage endCursor } nodes { name currentTotalPriceSet { shopMoney { amount } } lineItems(first: 5) { nodes { title currentQuantity } } } } }`;

  test('are found by updated_at, in its order, page by page', async () => {
    const sandbox = await startSandbox();
    const { shopify } = sandbox;
    try {
      for (const [id, day] of [[1, 24], [2, 22], [3, 23], [4, 21]] as const) shopify.seedOrder(order(id, `2026-11-${day}T00:00:00+01:00`));
      const ask = async (after: string | null): Promise<Any> => {
        const answer = await fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
          method: 'POST', headers: { 'x-shopify-access-token': shopify.accessToken },
          body: JSON.stringify({ query: QUERY, variables: { q: "updated_at:>='2026-11-21T12:00:00Z'", after } }),
        });
        return (await answer.json() as Any).data.orders;
      };
      const first = await ask(null);
      assert.deepEqual(first.nodes.map((node: Any) => node.name), ['#2', '#3']);
      assert.deepEqual(first.nodes[0].lineItems.nodes, [{ title: 'Cap', currentQuantity: 1 }]);
      assert.equal(first.nodes[0].currentTotalPriceSet.shopMoney.amount, '12.5');
      assert.equal(first.pageInfo.hasNextPage, true);
      const second = await ask(first.pageInfo.endCursor);
      assert.deepEqual([second.nodes.map((node: Any) => node.name), second.pageInfo.hasNextPage], [['#1'], false]);
    } finally {
      await sandbox.close();
    }
  });
});
