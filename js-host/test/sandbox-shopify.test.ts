// The Shopify sandbox: one order's transactions over GraphQL, and signed webhooks.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';

type Any = any;

const QUERY = `query OrderTransactions($id: ID!) {
  order(id: $id) {
    id
    transactions(first: 100) { id kind status gateway test processedAt manualPaymentGateway
      amountSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
      parentTransaction { id } }
  }
}`;
const ORDER = `{"id":9007199254740993,"name":"#1040","test":false,"financial_status":"paid","currency":"USD","presentment_currency":"EUR",
  "total_price":"43.60","total_price_set":{"shop_money":{"amount":"43.60","currency_code":"USD"},"presentment_money":{"amount":"40.00","currency_code":"EUR"}},
  "payment_gateway_names":["shopify_payments"],"processed_at":"2026-11-20T04:15:02-05:00"}`;
const GID = 'gid://shopify/Order/9007199254740993';

let sandbox: Sandbox;
let clock = 0;

beforeEach(async () => {
  clock = Date.parse('2026-11-20T10:00:00Z');
  sandbox = await startSandbox({ now: () => new Date(clock), shopify: { throttle: { maximumAvailable: 12 } } });
});
afterEach(() => sandbox.close());

async function ask(query: string, variables: object = {}, token = sandbox.shopify.accessToken): Promise<{ status: number; body: Any }> {
  const answer = await fetch(`${sandbox.shopify.url}/admin/api/2026-07/graphql.json`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-shopify-access-token': token }, body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('transactions', () => {
  test('a paid order without given transactions has one sale over its total, marked derived', async () => {
    assert.equal(sandbox.shopify.seedOrder(ORDER), GID);
    const { status, body } = await ask(QUERY, { id: GID });
    assert.equal(status, 200);
    assert.deepEqual(body.data, {
      order: {
        id: GID,
        transactions: [{
          id: 'gid://shopify/OrderTransaction/900001', kind: 'SALE', status: 'SUCCESS', gateway: 'shopify_payments', test: false,
          processedAt: '2026-11-20T09:15:02Z', manualPaymentGateway: false,
          amountSet: { shopMoney: { amount: '43.6', currencyCode: 'USD' }, presentmentMoney: { amount: '40.0', currencyCode: 'EUR' } },
          parentTransaction: null,
        }],
      },
    });
    assert.equal(sandbox.shopify.dump().orders[0]?.transactions[0]?.derived, true);
    assert.deepEqual(body.extensions.cost, {
      requestedQueryCost: 6, actualQueryCost: 5, throttleStatus: { maximumAvailable: 12, currentlyAvailable: 7, restoreRate: 100 },
    });
  });

  test('given transactions with a parent, in the answer\'s own order and names', async () => {
    sandbox.shopify.seedOrder(ORDER.replace('"paid"', '"pending"'), [
      { id: '11', kind: 'AUTHORIZATION', amount: '50', currencyCode: 'USD' },
      { id: '12', parentId: '11', kind: 'CAPTURE', amount: '43.60', currencyCode: 'USD', gateway: 'manual', manualPaymentGateway: true },
    ]);
    const { body } = await ask('query($id: ID!) { found: order(id: $id) { name transactions(first: 9) { __typename kind parentTransaction { id } } } }', { id: GID });
    assert.deepEqual(body.data, {
      found: {
        name: '#1040',
        transactions: [
          { __typename: 'OrderTransaction', kind: 'AUTHORIZATION', parentTransaction: null },
          { __typename: 'OrderTransaction', kind: 'CAPTURE', parentTransaction: { id: 'gid://shopify/OrderTransaction/11' } },
        ],
      },
    });
  });

  test('an unpaid order has none; an unknown one is null', async () => {
    sandbox.shopify.seedOrder(ORDER.replace('"paid"', '"pending"'));
    assert.deepEqual((await ask(QUERY, { id: GID })).body.data.order.transactions, []);
    assert.deepEqual((await ask(QUERY, { id: 'gid://shopify/Order/1' })).body.data, { order: null });
  });

  test('an order\'s text is kept as it came', () => {
    sandbox.shopify.seedOrder(ORDER);
    assert.equal(sandbox.shopify.dump().orders[0]?.text, ORDER);
    assert.throws(() => sandbox.shopify.seedOrder('{"name":"#1"}'), /id/);
  });
});

describe('errors', () => {
  test('unknown fields are named, with HTTP 200 and no data', async () => {
    const { status, body } = await ask('query Q($id: ID!) {\n  order(id: $id) { id nope transactions { kidn } }\n}', { id: GID });
    assert.equal(status, 200);
    assert.equal(body.data, undefined);
    assert.deepEqual(body.errors[0], {
      message: "Field 'nope' doesn't exist on type 'Order'",
      locations: [{ line: 2, column: 23 }],
      path: ['query Q', 'order', 'nope'],
      extensions: { code: 'undefinedField', typeName: 'Order', fieldName: 'nope' },
    });
    assert.match(body.errors[1].message, /'kidn' doesn't exist on type 'OrderTransaction'/);
  });

  test('missing and unknown arguments, selections that do not fit, syntax, missing variables', async () => {
    const messages = async (query: string, variables: object = {}): Promise<string> => (await ask(query, variables)).body.errors[0].message;
    assert.match(await messages('{ order { id } }'), /missing required arguments: id/);
    assert.match(await messages('{ order(id: "x", name: "y") { id } }'), /doesn't accept argument 'name'/);
    assert.match(await messages('{ order(id: "x") }'), /Selections/);
    assert.match(await messages('{ order(id: "x") { id { x } } }'), /Selections/);
    assert.match(await messages('{ order(id: "x") { id '), /syntax error/);
    assert.match(await messages('{ order(id: "x") { ...F } }'), /Unknown fragment "F"/);
    assert.match(await messages('mutation { x }'), /mutations/);
    assert.match(await messages(QUERY), /Variable \$id of type ID! was provided invalid value/);
  });

  test('401 without the token, 404 elsewhere', async () => {
    assert.equal((await ask(QUERY, { id: GID }, 'wrong')).status, 401);
    const other = await fetch(`${sandbox.shopify.url}/admin/api/2026-07/orders.json`, { headers: { 'x-shopify-access-token': sandbox.shopify.accessToken } });
    assert.equal(other.status, 404);
  });

  test('throttled with HTTP 200, and restored by time', async () => {
    sandbox.shopify.seedOrder(ORDER);
    await ask(QUERY, { id: GID });
    await ask(QUERY, { id: GID });
    const { status, body } = await ask(QUERY, { id: GID });
    assert.equal(status, 200);
    assert.equal(body.errors[0].extensions.code, 'THROTTLED');
    assert.deepEqual(body.extensions.cost, {
      requestedQueryCost: 6, actualQueryCost: null, throttleStatus: { maximumAvailable: 12, currentlyAvailable: 2, restoreRate: 100 },
    });
    clock += 40;
    assert.equal((await ask(QUERY, { id: GID })).body.errors, undefined);
  });

  test('faults: 429 is THROTTLED, 500 is a 500', async () => {
    sandbox.shopify.faults.set([{ kind: '429' }, { kind: '500', nth: 2 }, { kind: 'timeout_after', nth: 3 }]);
    const throttled = await ask(QUERY, { id: GID });
    assert.deepEqual([throttled.status, throttled.body.errors[0].extensions.code], [200, 'THROTTLED']);
    assert.equal((await ask(QUERY, { id: GID })).status, 500);
    await assert.rejects(ask(QUERY, { id: GID }));
    assert.equal(sandbox.shopify.faults.effectsHidden, 0);
  });
});

describe('webhooks', () => {
  test('the raw body is signed and the headers say where it is from', () => {
    const payload = ORDER.replace('#1040', '#1040 ü');
    const { body, headers } = sandbox.shopify.webhook('orders/create', payload);
    assert.equal(new TextDecoder().decode(body), payload);
    assert.equal(headers['X-Shopify-Hmac-Sha256'], createHmac('sha256', sandbox.shopify.webhookSecret).update(payload, 'utf8').digest('base64'));
    assert.equal(headers['X-Shopify-Topic'], 'orders/create');
    assert.equal(headers['X-Shopify-Shop-Domain'], 'sandbox.myshopify.com');
    assert.equal(headers['X-Shopify-API-Version'], '2026-07');
    assert.equal(headers['X-Shopify-Triggered-At'], '2026-11-20T10:00:00.000Z');
    const again = sandbox.shopify.webhook('orders/create', payload).headers;
    assert.notEqual(again['X-Shopify-Webhook-Id'], headers['X-Shopify-Webhook-Id']);
  });
});

test('a sandbox on a file goes on where it stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  try {
    const databasePath = join(folder, 'sandbox.db');
    const first = await startSandbox({ databasePath });
    first.shopify.seedOrder(ORDER);
    first.r.seedShop({ name: 'Main' });
    await first.close();
    const second = await startSandbox({ databasePath });
    assert.equal(second.shopify.dump().orders[0]?.text, ORDER);
    assert.equal(second.r.seedShop({ name: 'Next' }), '2');
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
