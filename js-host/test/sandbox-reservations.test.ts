// The R-Series sandbox: layaway lines keep stock until a sale of their customer names them
// (the fact sheet's section on reserving, R).

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';

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
  r.seedItem({ itemID: '12', description: 'Mug', price: '20', stock: { '1': '5', '2': '3' } });
  r.seedItem({ itemID: '901', description: 'Shipping', itemType: 'non_inventory', tax: false });
  r.seedCustomer({ customerID: '77', firstName: 'Ann' });
  r.seedCustomer({ customerID: '78', firstName: 'Bob' });
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

const LAYAWAY = {
  customerID: 77, employeeID: 2, shopID: 1, itemID: 12, isLayaway: true, requireFullReservation: true,
  unitQuantity: 2, unitPrice: '20.00', tax: true,
};
const reserve = (more: object = {}): Promise<Answer> =>
  call('POST', 'SaleLine.json?load_relations=["InventorySales","Note"]', { ...LAYAWAY, ...more });

/** On hand, sellable and on layaway of the mug in shop 1. */
async function stock(): Promise<string[]> {
  const { body: { ItemShop: row } } = await call('GET', 'ItemShop.json?itemID=12&shopID=1');
  return [row.qoh, row.sellable, row.onLayaway];
}

const sale = (more: object = {}): object => ({
  employeeID: 2, registerID: 51, shopID: 1, customerID: 77, completed: true,
  SaleLines: { SaleLine: [{ saleLineID: 1 }] },
  SalePayments: { SalePayment: [{ amount: '43.60', paymentTypeID: 9 }] }, ...more,
});

describe('a layaway line', () => {
  test('leaves sellable at once, shows as on layaway, and is in no sale', async () => {
    const { status, body: { SaleLine: line } } = await reserve({ Note: { note: 'shopify:1:2' }, discountAmount: '1.00' });
    assert.equal(status, 200);
    assert.deepEqual([line.saleID, line.isLayaway, line.customerID, line.discountAmount], ['0', 'true', '77', '1']);
    assert.equal(line.InventorySales.InventorySale.quantity, '2');
    assert.equal(line.Note.note, 'shopify:1:2');
    assert.deepEqual(await stock(), ['3', '3', '2']);
    assert.deepEqual(sandbox.r.dump().onLayaway, { '12@1': '2', '12@2': '0', '12@0': '2' });
    assert.deepEqual(sandbox.r.dump().sales, []);
  });

  test('is found by its customer and shop, and read by its id', async () => {
    await reserve();
    await reserve({ customerID: 78, unitQuantity: 1 });
    assert.equal((await call('GET', 'SaleLine.json?customerID=78&isLayaway=true')).body.SaleLine.saleLineID, '2');
    assert.equal((await call('GET', 'SaleLine.json?shopID=1')).body.SaleLine.length, 2);
    const one = (await call('GET', 'SaleLine/1.json')).body.SaleLine;
    assert.deepEqual([one.unitQuantity, one.InventorySales], ['2', undefined]);
    assert.equal((await call('GET', 'SaleLine/9.json')).status, 404);
  });

  test('with too little stock is refused when it must be full, else keeps what there is', async () => {
    const refused = await reserve({ unitQuantity: 6 });
    assert.equal(refused.status, 422);
    assert.deepEqual(sandbox.r.dump().saleLines, []);
    assert.deepEqual(await stock(), ['5', '5', '0']);
    const partial = await reserve({ unitQuantity: 6, requireFullReservation: false });
    assert.equal(partial.body.SaleLine.unitQuantity, '6');
    assert.equal(partial.body.SaleLine.InventorySales.InventorySale.quantity, '5');
    assert.deepEqual(await stock(), ['0', '0', '5']);
    // Nothing is left: an empty relation.
    const none = await reserve({ unitQuantity: 1, requireFullReservation: false });
    assert.equal(none.body.SaleLine.InventorySales, '');
  });

  test('of an item without stock keeps nothing', async () => {
    const { status, body } = await reserve({ itemID: 901 });
    assert.deepEqual([status, body.SaleLine.InventorySales], [200, '']);
  });

  for (const [what, more] of [
    ['no customer', { customerID: 0 }],
    ['an unknown customer', { customerID: 99 }],
    ['an unknown shop', { shopID: 9 }],
    ['no employee', { employeeID: 0 }],
    ['an unknown item', { itemID: 99 }],
    ['no units', { unitQuantity: 0 }],
    ['a misspelt field', { isLayAway: true }],
  ] as [string, object][]) {
    test(`refused: ${what}`, async () => {
      assert.equal((await reserve(more)).status, 400);
      assert.deepEqual(sandbox.r.dump().saleLines, []);
    });
  }

  test('a change of units or shop reserves anew; a deleted line gives back', async () => {
    await reserve();
    assert.equal((await call('PUT', 'SaleLine/1.json', { unitQuantity: 5 })).status, 200);
    assert.deepEqual(await stock(), ['0', '0', '5']);
    const short = await call('PUT', 'SaleLine/1.json', { unitQuantity: 6, requireFullReservation: true });
    assert.equal(short.status, 422);
    assert.deepEqual(await stock(), ['0', '0', '5']);
    const moved = await call('PUT', 'SaleLine/1.json', { shopID: 2, unitQuantity: 3 });
    assert.deepEqual([moved.body.SaleLine.saleLineID, moved.body.SaleLine.unitPrice], ['1', '20']);
    assert.deepEqual(await stock(), ['5', '5', '0']);
    assert.equal(sandbox.r.dump().onLayaway['12@2'], '3');
    assert.equal((await call('DELETE', 'SaleLine/1.json')).status, 200);
    assert.deepEqual(sandbox.r.dump().stock, { '12@1': '5', '12@2': '3', '12@0': '8' });
    assert.equal((await call('DELETE', 'SaleLine/1.json')).status, 404);
  });

  test('costs as a sale line does', async () => {
    await reserve();
    // Two drips, and 0.2 + 0.1 for the relations of one.
    assert.equal(sandbox.r.requests.at(-1)?.cost, 2.3);
  });
});

describe('a sale that names reserved lines', () => {
  test('has their prices, tax and notes, and takes what they kept', async () => {
    await reserve({ Note: { note: 'shopify:1:2' } });
    // 2 x 20.00 and 9 %: 43.60.
    const { status, body } = await call('POST', 'Sale.json?load_relations=["SaleLines","SaleLines.Note"]', sale());
    assert.equal(status, 200, JSON.stringify(body));
    const line = body.Sale.SaleLines.SaleLine;
    assert.deepEqual([body.Sale.calcTotal, line.saleLineID, line.saleID, line.isLayaway], ['43.6', '1', body.Sale.saleID, 'false']);
    assert.equal(line.Note.note, 'shopify:1:2');
    assert.deepEqual(await stock(), ['3', '3', '0']);
    assert.deepEqual(sandbox.r.dump().saleLines, []);
    assert.equal((await call('GET', 'SaleLine/1.json')).body.SaleLine.saleID, body.Sale.saleID);
  });

  test('stands beside new lines in one sale', async () => {
    await reserve();
    const lines = [{ saleLineID: 1 }, { itemID: 901, unitQuantity: 1, unitPrice: '5.00', tax: false }];
    const payments = { SalePayment: [{ amount: '48.60', paymentTypeID: 9 }] };
    const { body } = await call('POST', 'Sale.json', sale({ SaleLines: { SaleLine: lines }, SalePayments: payments }));
    assert.equal(body.Sale.calcTotal, '48.6');
  });

  test('takes from stock what they did not keep, below zero if need be', async () => {
    await reserve({ unitQuantity: 6, requireFullReservation: false });
    const payments = { SalePayment: [{ amount: '130.80', paymentTypeID: 9 }] };
    assert.equal((await call('POST', 'Sale.json', sale({ SalePayments: payments }))).status, 200);
    assert.deepEqual(await stock(), ['-1', '0', '0']);
  });

  for (const [what, more, message] of [
    ['of another customer', { customerID: 78 }, /another customer/],
    ['of no customer', { customerID: 0 }, /another customer/],
    ['of another shop', { shopID: 2, registerID: 52 }, /another shop/],
    ['that does not balance', { SalePayments: { SalePayment: [{ amount: '43.59', paymentTypeID: 9 }] } }, /do not match/],
    ['that names a line twice', { SaleLines: { SaleLine: [{ saleLineID: 1 }, { saleLineID: 1 }] } }, /SaleLine 1|'1'/],
    ['that names no line there is', { SaleLines: { SaleLine: [{ saleLineID: 8 }] } }, /'8'/],
  ] as [string, object, RegExp][]) {
    test(`refused: a sale ${what}; the line stays reserved`, async () => {
      await reserve();
      const refused = await call('POST', 'Sale.json', sale(more));
      assert.equal(refused.status, 400);
      assert.match(refused.body.message, message);
      assert.deepEqual(await stock(), ['3', '3', '2']);
      assert.equal(sandbox.r.dump().saleLines.length, 1);
    });
  }

  test('the other way: the line is put into an open sale, which keeps it until it is completed', async () => {
    await reserve();
    const { saleID } = (await call('POST', 'Sale.json', { employeeID: 2, registerID: 51, shopID: 1, customerID: 77 })).body.Sale;
    const put = await call('PUT', 'SaleLine/1.json', { saleID });
    assert.equal(put.body.SaleLine.saleID, saleID);
    assert.deepEqual(await stock(), ['3', '3', '2']);
    const done = await call('PUT', `Sale/${saleID}.json`, { completed: true, SalePayments: { SalePayment: { amount: '43.60', paymentTypeID: 9 } } });
    assert.equal(done.body.Sale.completed, 'true');
    assert.deepEqual(await stock(), ['3', '3', '0']);
    assert.equal((await call('PUT', 'SaleLine/1.json', { unitQuantity: 1 })).status, 400);
  });
});
