// Staff took a sale back at the till, wholly or in part, before the order was cancelled in
// Shopify: against the sandbox's till, whole flows through the server.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { booksOf } from '../node/demo/books.ts';
import type { Series } from '../node/demo/derive.ts';
import { sampleTenant, samples } from '../node/demo/sample.ts';
import type { OrderFile } from '../node/demo/orders.ts';
import { openShop } from '../node/demo/shop.ts';
import type { Shop } from '../node/demo/shop.ts';
import type { DemoTenant } from '../node/demo/tenant.ts';
import type { Exception } from '../node/module.ts';
import { printFixed } from '../sandbox/decimal.ts';

type Any = any;

let folder: string;
let shop: Shop;
let order: OrderFile;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillbridge-staff-'));
  const all = (await samples()).get('us') ?? [];
  order = all.find(({ file }) => file === 'us-1002-three-of-a-line.json') as OrderFile;
  const job = { shop: 'us', orders: [order], tenantOf: (series: Series) => sampleTenant('us', series, [order]) };
  shop = await openShop(job, { known: true, stories: {}, ends: {} }, folder);
  shop.sandbox.shopify.acts.place(order.text, order.transactions === undefined ? {} : { transactions: order.transactions });
  await quiet();
});
afterEach(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

async function quiet(): Promise<void> {
  await shop.sandbox.shopify.deliveries.settled();
  await shop.server.idle(60_000);
}

async function cancel(): Promise<void> {
  shop.sandbox.shopify.acts.cancel(`gid://shopify/Order/${order.id}`, { refund: true });
  await quiet();
}

const tenant = (series: Series): DemoTenant => shop.tenants.find((one) => one.series === series) as DemoTenant;
const codes = (series: Series): string[] => tenant(series).served.store.exceptions('open').map(({ exception }) => (exception as Exception).code);
const books = (series: Series): [total: string, goods: string] => {
  const { total, goods } = booksOf(tenant(series), order);
  return [printFixed(total, 2), printFixed(goods, 0)];
};

/** At the till of X-Series. */
async function x(method: string, path: string, body?: unknown): Promise<Any> {
  const answer = await fetch(`${shop.sandbox.x.url}/api/2026-07/${path}`, {
    method, headers: { authorization: `Bearer ${shop.sandbox.x.accessToken}`, 'user-agent': 'till' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const document = await answer.json() as Any;
  assert.equal(answer.ok, true, JSON.stringify(document));
  return document.data;
}

/** A return of `units`, closed with `paid` or left as it is. */
async function returnX(units: number, paid?: number): Promise<void> {
  const [sale] = shop.sandbox.x.dump().sales;
  const stored = await x('GET', `sales/${sale?.id}`);
  if (stored.state === 'pending') await x('PUT', `sales/${sale?.id}`, plain(stored, 'closed', stored.payments));
  const made = await x('POST', `sales/${sale?.id}/actions/return`);
  for (const line of made.line_items) line.quantity = -units;
  const [payment] = stored.payments;
  const back = paid === undefined ? [] : [{ date: payment.date, amount: -paid, type: payment.type }];
  await x('PUT', `sales/${made.id}`, plain(made, paid === undefined ? 'parked' : 'closed', back));
}

/** What a PUT takes of what a GET gives. */
function plain(stored: Any, state: string, payments: Any[]): unknown {
  return {
    state, source: { author_id: stored.source.author.id, register_id: stored.source.register_id },
    line_items: stored.line_items.map(({ id, product, quantity, pricing, tax }: Any) => ({
      id, product: { id: product.id }, quantity, pricing: { price: pricing.price, discount: pricing.discount },
      tax: { id: tax.id, amount: tax.amount }, _metadata: { is_price_override: true },
    })),
    payments: payments.map(({ id, date, amount, type }: Any) => ({ ...(id === undefined ? {} : { id }), date, amount, type: { config_id: type.config_id } })),
  };
}

test('a part returned on X stays what it is, and is said', async () => {
  const before = books('X');
  await returnX(1, 21.76);
  const after = books('X');
  assert.notDeepEqual(after, before);
  await cancel();
  assert.deepEqual([codes('X'), books('X')], [['ORDER_CHANGED'], after]);
});

test('all returned on X is all', async () => {
  await returnX(3, Number(books('X')[0]));
  await cancel();
  assert.deepEqual([codes('X'), books('X')], [[], ['0.00', '0']]);
});

test('a return that was only prepared on X is finished', async () => {
  await returnX(3);
  await cancel();
  assert.deepEqual([codes('X'), books('X')], [[], ['0.00', '0']]);
});

test('a part refunded on R stays what it is, and is said', async () => {
  const { r } = shop.sandbox;
  const [sale] = r.dump().sales;
  const pay = sale?.payments[0]?.['paymentTypeID'];
  const { employeeID, registerID, shopID, saleID } = sale?.row ?? {};
  const lines = { SaleLine: { parentSaleLineID: sale?.lines[0]?.row['saleLineID'], unitQuantity: -1 } };
  const answer = await fetch(`${r.url}/API/V3/Account/1/Sale/${saleID}/refund.json`, {
    method: 'POST', headers: { authorization: `Bearer ${r.accessToken}` },
    body: JSON.stringify({ employeeID, registerID, shopID, SalePayments: { SalePayment: { paymentTypeID: pay } }, SaleLines: lines }),
  });
  assert.equal(answer.status, 200, await answer.text());
  const sales = r.dump().sales.length;
  await cancel();
  assert.deepEqual([codes('R'), r.dump().sales.length], [['VENDOR_REFUSED'], sales]);
  // X, where nobody did anything, has it back.
  assert.deepEqual([codes('X'), books('X')], [[], ['0.00', '0']]);
});
