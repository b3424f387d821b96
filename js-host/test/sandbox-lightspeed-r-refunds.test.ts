// The R-Series sandbox: refunds, what stops over-refunding, units spent, and what holds
// after any sequence of sales, reservations, releases and refunds.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { add, dec, print, sum } from '../sandbox/decimal.ts';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { spent } from '../sandbox/lightspeed-r/spent.ts';

type Any = any;
type Answer = { status: number; body: Any };

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ now: () => new Date('2026-11-20T10:00:00Z'), r: { limits: { enforced: false } } });
  const { r } = sandbox;
  r.seedTaxCategory({ taxCategoryID: '1', tax1Rate: '0.09' });
  for (const shopID of ['1', '2']) {
    r.seedShop({ shopID, name: `Shop ${shopID}`, taxCategoryID: '1' });
    r.seedRegister({ registerID: `5${shopID}`, shopID });
  }
  r.seedEmployee({ employeeID: '2' });
  r.seedPaymentType({ paymentTypeID: '9', name: 'Shopify' });
  r.seedItem({ itemID: '12', description: 'Mug', price: '20', stock: { '1': '9', '2': '9' } });
  r.seedItem({ itemID: '13', description: 'Plate', price: '9.99', stock: { '1': '9', '2': '9' } });
  r.seedItem({ itemID: '901', description: 'Refund helper', itemType: 'non_inventory', tax: false });
  r.seedCustomer({ customerID: '77' });
});
afterEach(() => sandbox.close());

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${sandbox.r.url}/API/V3/Account/1/${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.r.accessToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const IDS = { employeeID: 2, registerID: 51, shopID: 1 };
const sale = (lines: object[], amount?: string, more: object = {}): object => ({
  ...IDS, completed: true, referenceNumber: '#7', SaleLines: { SaleLine: lines },
  ...(amount === undefined ? {} : { SalePayments: { SalePayment: [{ amount, paymentTypeID: 9 }] } }), ...more,
});
/** Two mugs at 20.00 less 1.00, and 9 %: 42.51; line 1 of sale 1. */
const sell = (): Promise<Answer> => call('POST', 'Sale.json', sale([{ itemID: 12, unitQuantity: 2, unitPrice: '20.00', discountAmount: '1.00', tax: true }], '42.51'));
const back = (units: number, more: object = {}): object =>
  ({ itemID: 12, unitQuantity: units, unitPrice: '20.00', discountAmount: String(units / 2), tax: true, parentSaleLineID: 1, ...more });
const onHand = (): string => sandbox.r.dump().stock['12@1'] ?? '';

describe('a sale of lines below zero', () => {
  test('restocks, and gives no more back than was sold', async () => {
    await sell();
    assert.equal(onHand(), '7');
    // 20.00 less 0.50, and 9 %: 21.255.
    const one = await call('POST', 'Sale.json', sale([back(-1)], '-21.26'));
    assert.equal(one.status, 200, JSON.stringify(one.body));
    assert.equal(onHand(), '8');
    const two = await call('POST', 'Sale.json', sale([back(-2)], '-42.51'));
    assert.deepEqual([two.status, onHand()], [400, '8']);
    assert.match(two.body.message, /1 left/);
    // Nor in two lines of one sale.
    assert.equal((await call('POST', 'Sale.json', sale([back(-1), back(-1)], '-42.51'))).status, 400);
  });

  test('without completed stays open and moves nothing; unbalanced is refused', async () => {
    await sell();
    const open = await call('POST', 'Sale.json', sale([back(-1)], '-21.26', { completed: false }));
    assert.deepEqual([open.body.Sale.completed, onHand()], ['false', '7']);
    assert.equal((await call('POST', 'Sale.json', sale([back(-1)], '-21.25'))).status, 400);
  });

  test('with a helper line that takes the money back needs no payment', async () => {
    await sell();
    const helper = { itemID: 901, unitQuantity: 2, unitPrice: '20.00', discountAmount: '1.00', tax: true, taxClassID: 1 };
    const { status, body } = await call('POST', 'Sale.json', sale([back(-2), helper]));
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body.Sale.calcTotal, body.Sale.completed, onHand()], ['0', 'true', '9']);
  });

  for (const [what, more] of [['an unknown parent', { parentSaleLineID: 99 }], ['another item', { itemID: 13 }],
    ['units above zero', { unitQuantity: 1 }]] as [string, object][]) {
    test(`refused: ${what}`, async () => {
      await sell();
      const answer = await call('POST', 'Sale.json', sale([back(-1, more)], '-21.26', { completed: false }));
      assert.deepEqual([answer.status, onHand()], [400, '7']);
    });
  }
});

describe('refund.json', () => {
  const pay = { ...IDS, SalePayments: { SalePayment: { paymentTypeID: 9 } } };

  test('refunds all that is left, by ticket number too, for ten drips and its entities', async () => {
    const { ticketNumber } = (await sell()).body.Sale;
    const some = await call('POST', 'Sale/1/refund.json', { ...pay, SaleLines: { SaleLine: { parentSaleLineID: 1, unitQuantity: -1 } } });
    assert.deepEqual([some.status, some.body.Sale?.calcTotal, onHand()], [200, '-21.26', '8']);
    // A line and a payment.
    assert.equal(sandbox.r.requests.at(-1)?.cost, 11);
    const rest = await call('POST', `Sale/${ticketNumber}/refund.json`, pay);
    assert.deepEqual([rest.body.Sale?.completed, rest.body.Sale?.balance, onHand()], ['true', '0', '9']);
    assert.equal((await call('POST', 'Sale/1/refund.json', pay)).status, 400);
    assert.equal((await call('POST', 'Sale/99/refund.json', pay)).status, 404);
  });

  test('an amount that does not balance leaves nothing', async () => {
    await sell();
    const SalePayments = { SalePayment: { paymentTypeID: 9, amount: '-1' } };
    assert.equal((await call('POST', 'Sale/1/refund.json', { ...pay, SalePayments })).status, 400);
    assert.deepEqual([sandbox.r.dump().sales.length, onHand()], [1, '7']);
  });
});

test('units spent: of all requests, or of those that name an order', async () => {
  await sell();
  await call('GET', 'Shop.json');
  await call('GET', 'Sale.json?referenceNumber=%237');
  // 2 + 3 and two entities; then 1 and 1.
  assert.deepEqual(spent(sandbox.r.requests), { requests: 3, units: 8 });
  assert.deepEqual(spent(sandbox.r.requests, '#7'), { requests: 2, units: 7 });
});

for (const seed of [1, 2, 3]) {
  test(`any sequence keeps the count, seed ${seed}`, async () => {
    let state = seed;
    const draw = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    const done = { sold: 0, reserved: 0, released: 0, returned: 0 };
    for (let step = 0; step < 60; step += 1) {
      const shop = 1 + draw(2);
      const ids = { employeeID: 2, registerID: 50 + shop, shopID: shop, customerID: 77, completed: true };
      const itemID = 12 + draw(2);
      const standing = sandbox.r.dump().saleLines;
      const pick = standing[draw(Math.max(standing.length, 1))]?.row;
      const kind = draw(5);
      const free = { itemID, unitQuantity: 1 + draw(3), unitPrice: '0', tax: false };
      if (kind === 0) done.sold += Number((await call('POST', 'Sale.json', { ...ids, SaleLines: { SaleLine: free } })).status === 200);
      if (kind === 1) {
        const asked = { ...free, shopID: shop, employeeID: 2, customerID: 77, isLayaway: true, requireFullReservation: draw(2) === 0 };
        done.reserved += Number((await call('POST', 'SaleLine.json', asked)).status === 200);
      }
      if (kind === 2 && pick !== undefined) done.released += Number((await call('DELETE', `SaleLine/${pick['saleLineID']}.json`)).status === 200);
      if (kind === 3 && pick !== undefined) {
        const own = { ...ids, registerID: 50 + Number(pick['shopID']), shopID: pick['shopID'] };
        await call('POST', 'Sale.json', { ...own, SaleLines: { SaleLine: { saleLineID: pick['saleLineID'] } } });
      }
      const { sales } = sandbox.r.dump();
      const sold = sales[draw(Math.max(sales.length, 1))];
      if (kind === 4 && sold !== undefined) {
        const own = { employeeID: 2, registerID: sold.row['registerID'], shopID: sold.row['shopID'] };
        const line = { parentSaleLineID: sold.lines[0]?.row['saleLineID'], unitQuantity: -1 };
        done.returned += Number((await call('POST', `Sale/${sold.row['saleID']}/refund.json`, { ...own, SaleLines: { SaleLine: line } })).status === 200);
      }
    }
    for (const [kind, times] of Object.entries(done)) assert.ok(times > 0, kind);
    assertCounts();
  });
}

function assertCounts(): void {
  const { sales, saleLines, stock, onLayaway } = sandbox.r.dump();
  const units = (rows: Any[], item: string, shop: string): string =>
    print(sum(rows.filter((row) => row.itemID === item && row.shopID === shop).map((row) => dec(row.unitQuantity))));
  for (const item of ['12', '13']) {
    for (const shop of ['1', '2']) {
      const key = `${item}@${shop}`;
      const kept = print(sum(saleLines.filter(({ row }) => row['itemID'] === item && row['shopID'] === shop)
        .flatMap(({ reserved }) => reserved ?? []).map((row) => dec(row['quantity'] ?? '0'))));
      const sold = units(sales.flatMap(({ lines }) => lines.map(({ row }) => row)), item, shop);
      assert.equal(onLayaway[key], kept, key);
      // What layaways keep has left the count already.
      assert.equal(stock[key], print(sum([dec('9'), dec(`-${kept}`), add(dec('0'), { ...dec(sold), units: -dec(sold).units })])), key);
    }
    assert.equal(stock[`${item}@0`], print(add(dec(stock[`${item}@1`] ?? '0'), dec(stock[`${item}@2`] ?? '0'))));
  }
  for (const { row } of sales) assert.deepEqual([row['completed'], row['balance']], ['true', '0']);
}
