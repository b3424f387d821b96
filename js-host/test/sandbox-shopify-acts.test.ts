// The living shop: acts on orders move stock, change the order's text and send webhooks.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';

type Any = any;
type Got = { headers: Record<string, string>; body: string };

let sandbox: Sandbox;
let server: Server;
let url = '';
let got: Got[] = [];
let answer: () => number = () => 200;
let place = '';
let item = '';

// 3 x 10.00 less 3.00, tax 2.70 on top: 29.70.
const order = (status: string): string => JSON.stringify({
  id: 7001, name: '#7001', currency: 'USD', presentment_currency: 'USD', financial_status: status, fulfillment_status: null, taxes_included: false,
  total_price: '29.70', subtotal_price: '27.00', total_tax: '2.70', processed_at: '2026-11-20T00:00:00Z', updated_at: '2026-11-20T00:00:00Z',
  line_items: [{
    id: 71, variant_id: 4001, sku: 'CAP', title: 'Cap', quantity: 3, price: '10.00',
    discount_allocations: [{ amount: '3.00' }], tax_lines: [{ title: 'Tax', rate: 0.1, price: '2.70' }],
  }],
});

beforeEach(async () => {
  got = [];
  answer = () => 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      got.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  sandbox = await startSandbox({ shopify: { delivery: { timeScale: 1e-6 } } });
  place = sandbox.shopify.seedLocation({ name: 'Main' });
  item = sandbox.shopify.seedVariant({ id: '4001', sku: 'CAP', stock: { [place]: 10 } }).inventoryItemId;
});
afterEach(async () => {
  await sandbox.close();
  await new Promise((resolve) => server.close(resolve));
});

const topics = (): string[] => got.map(({ headers }) => headers['x-shopify-topic'] ?? '');
const text = (id: string): Any => JSON.parse(sandbox.shopify.acts.text(id));
const stock = (): number[] => {
  const { available = 0, committed = 0, on_hand = 0 } = sandbox.shopify.stock(item, place) ?? {};
  return [available, committed, on_hand];
};

describe('stock and the order\'s text', () => {
  test('placed, paid, fulfilled in two parts', () => {
    const { acts } = sandbox.shopify;
    const id = acts.place(order('pending'));
    assert.deepEqual(stock(), [7, 3, 10]);
    acts.pay(id);
    assert.equal(text(id).financial_status, 'paid');
    assert.deepEqual(sandbox.shopify.dump().orders[0]?.transactions.map(({ kind, shopMoney }) => [kind, shopMoney.amount]), [['SALE', '29.70']]);
    acts.fulfil(id, [{ lineId: '71', quantity: 1 }]);
    assert.deepEqual([stock(), text(id).fulfillment_status, text(id).line_items[0].fulfillable_quantity], [[7, 2, 9], 'partial', 2]);
    acts.fulfil(id);
    assert.deepEqual([stock(), text(id).fulfillment_status], [[7, 0, 7], 'fulfilled']);
    assert.throws(() => acts.fulfil(id), /nothing is left/);
  });

  test('cancelled with a refund: all back, and all money', () => {
    const { acts } = sandbox.shopify;
    const id = acts.place(order('paid'));
    acts.cancel(id, { reason: 'inventory', refund: true });
    const after = text(id);
    assert.deepEqual(stock(), [10, 0, 10]);
    assert.deepEqual([after.financial_status, after.cancel_reason, after.line_items[0].current_quantity, after.current_total_price], ['refunded', 'inventory', 0, '0.00']);
    assert.deepEqual(after.refunds[0].transactions.map((each: Any) => [each.kind, each.amount]), [['refund', '29.70']]);
    assert.deepEqual([after.refunds[0].refund_line_items[0].subtotal, after.refunds[0].refund_line_items[0].total_tax], [27, 2.7]);
  });

  test('cancelled without a refund keeps the money; unpaid it is voided', () => {
    const { acts } = sandbox.shopify;
    const paid = acts.place(order('paid'));
    acts.cancel(paid);
    assert.deepEqual([text(paid).financial_status, text(paid).refunds[0].transactions], ['paid', []]);
    acts.delete(paid);
    const open = acts.place(order('pending'));
    acts.cancel(open);
    assert.equal(text(open).financial_status, 'voided');
  });

  test('edited: one unit less, then two more', () => {
    const { acts } = sandbox.shopify;
    const id = acts.place(order('pending'));
    acts.edit(id, '71', 2);
    assert.deepEqual([stock(), text(id).line_items[0].quantity, text(id).line_items[0].current_quantity, text(id).current_total_price], [[8, 2, 10], 3, 2, '19.80']);
    acts.edit(id, '71', 4);
    assert.deepEqual([stock(), text(id).line_items[0].current_quantity], [[6, 4, 10], 4]);
  });

  test('a refund of a fulfilled unit puts it back on hand; a deleted order frees its units', () => {
    const { acts } = sandbox.shopify;
    const id = acts.place(order('paid'));
    acts.fulfil(id, [{ lineId: '71', quantity: 1 }]);
    acts.refund(id, [{ lineId: '71', quantity: 1, restock: 'return' }]);
    assert.deepEqual([stock(), text(id).financial_status, text(id).current_total_price], [[8, 2, 10], 'partially_refunded', '19.80']);
    acts.delete(id);
    assert.deepEqual(stock(), [10, 0, 10]);
  });

  test('assigned later: no fulfilment order and nothing committed before', () => {
    const { acts } = sandbox.shopify;
    const id = acts.place(order('paid'), { location: 'later' });
    assert.deepEqual(stock(), [10, 0, 10]);
    acts.assign(id);
    assert.deepEqual(stock(), [7, 3, 10]);
  });
});

describe('deliveries', () => {
  test('one act, one event id, a webhook id each; signed, with all headers', async () => {
    const { acts, deliveries, webhookSecret } = sandbox.shopify;
    deliveries.subscribe({ topic: '*', url, name: 'all' });
    acts.place(order('paid'));
    await deliveries.settled();
    assert.deepEqual(topics(), ['orders/create', 'orders/paid', 'fulfillment_orders/order_routing_complete', 'inventory_levels/update']);
    assert.equal(new Set(got.map(({ headers }) => headers['x-shopify-event-id'])).size, 1);
    assert.equal(new Set(got.map(({ headers }) => headers['x-shopify-webhook-id'])).size, 4);
    for (const { headers, body } of got) {
      assert.equal(headers['x-shopify-hmac-sha256'], createHmac('sha256', webhookSecret).update(body).digest('base64'));
      for (const name of ['shop-domain', 'api-version', 'triggered-at', 'name']) assert.ok(headers[`x-shopify-${name}`], name);
    }
  });

  test('a failing receiver is tried nine times with the same body, then the subscription ends', async () => {
    const { acts, deliveries } = sandbox.shopify;
    deliveries.subscribe({ topic: 'orders/create', url });
    answer = () => 503;
    acts.place(order('paid'));
    await deliveries.settled();
    assert.deepEqual(deliveries.log.map(({ tries, state }) => [tries.length, state]), [[9, 'failed']]);
    assert.equal(new Set(got.map(({ headers, body }) => headers['x-shopify-webhook-id'] + body)).size, 1);
    assert.deepEqual(deliveries.subscriptions(), []);
  });

  test('retried until it is taken', async () => {
    const { acts, deliveries } = sandbox.shopify;
    deliveries.subscribe({ topic: 'orders/create', url });
    answer = () => (got.length < 3 ? 302 : 200);
    acts.place(order('paid'));
    await deliveries.settled();
    assert.deepEqual(deliveries.log.map(({ tries, state }) => [tries, state]), [[[302, 302, 200], 'delivered']]);
  });

  test('faults: duplicate, dropped, reordered', async () => {
    const { acts, deliveries } = sandbox.shopify;
    deliveries.subscribe({ topic: 'orders/create', url });
    deliveries.subscribe({ topic: 'orders/paid', url });
    deliveries.setFaults({ seed: 1, perMille: { duplicate: 1000 } });
    const id = acts.place(order('pending'));
    await deliveries.settled();
    assert.equal(got.length, 2);
    assert.equal(got[0]?.headers['x-shopify-webhook-id'], got[1]?.headers['x-shopify-webhook-id']);
    deliveries.setFaults({ seed: 1, perMille: { dropped: 1000 } });
    acts.pay(id);
    await deliveries.settled();
    assert.equal(got.length, 2);
    deliveries.setFaults({ seed: 1, perMille: { reordered: 500 } });
    for (let at = 0; at < 20; at += 1) {
      acts.delete(id);
      acts.place(order('paid'));
    }
    await deliveries.settled();
    assert.equal(got.length, 42);
    assert.ok(topics().slice(2).some((topic, at) => topic !== (at % 2 === 0 ? 'orders/create' : 'orders/paid')));
  });
});
