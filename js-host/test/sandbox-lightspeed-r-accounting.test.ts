// What the R-Series sandbox has for accounting: sales that come to nothing, drawer movements, reports.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { dec, print, sum } from '../sandbox/decimal.ts';
import { IDS, call, completed, line, sandbox, start } from './r-sandbox.ts';
import type { Answer } from './r-sandbox.ts';

type Any = any;

beforeEach(() => start());
afterEach(() => sandbox.close());

describe('accounting', () => {
  const payouts = (lines: object[], payments: object[] = [], more: object = {}): object => ({
    ...IDS, completed: true, taxCategoryID: 0, SaleLines: { SaleLine: lines }, ...(payments.length === 0 ? {} : { SalePayments: { SalePayment: payments } }), ...more,
  });
  const misc = (unitPrice: string, note: string): object => ({ itemID: 0, note, unitQuantity: 1, unitPrice, tax: false, taxClassID: 0 });
  const zeroSum = [misc('2274.00', 'Gross charges'), misc('-140.00', 'Refunds'), misc('-66.55', 'Fees'), misc('-273.52', 'Adjustments'), misc('-1793.93', 'Net to bank')];

  test('a sale whose lines come to nothing is completed, as it is set', async () => {
    const zero = { amount: '0', paymentTypeID: 9 };
    const attempt = async (payments: object[]): Promise<number> => (await call('POST', 'Sale.json', payouts(zeroSum, payments))).status;
    assert.deepEqual([await attempt([]), await attempt([zero])], [200, 200]);
    const [kept] = sandbox.r.dump().sales;
    assert.deepEqual([kept?.row['calcTotal'], kept?.row['completed'], kept?.lines.map(({ row }) => row['calcTotal'])], ['0', 'true', ['2274', '-140', '-66.55', '-273.52', '-1793.93']]);
    sandbox.r.setZeroTotal('needs_zero_payment');
    assert.deepEqual([await attempt([]), await attempt([zero])], [400, 200]);
    await sandbox.close();
    await start({ zeroTotal: 'refuse' });
    assert.deepEqual([await attempt([]), await attempt([zero])], [400, 400]);
    assert.deepEqual(sandbox.r.dump().sales, []);
    assert.equal((await call('POST', 'Sale.json', completed('42.51'))).status, 200);
  });

  test('drawer movements are posted, read, found by register and notes', async () => {
    const post = (body: object): Promise<Answer> => call('POST', 'RegisterWithdraw.json', body);
    const body = { amount: '-1793.93', notes: 'Shopify payout 148156579998', employeeID: '2', paymentTypeID: '9', registerID: '5' };
    const made = await post(body);
    const expected = { registerWithdrawID: '1', createTime: '2026-11-20T10:00:00+00:00', ...body };
    assert.deepEqual([made.status, made.body], [200, { '@attributes': { count: '1' }, RegisterWithdraw: expected }]);
    assert.equal((await post({ ...body, amount: 321, registerID: 6 })).body.RegisterWithdraw.amount, '321');
    assert.deepEqual((await call('GET', 'RegisterWithdraw.json?registerID=5')).body.RegisterWithdraw, expected);
    const notes = encodeURIComponent('Shopify payout 148156579998');
    assert.equal((await call('GET', `RegisterWithdraw.json?notes=${notes}`)).body.RegisterWithdraw.length, 2);
    const { RegisterWithdraw: single } = (await call('GET', 'RegisterWithdraw/1.json?load_relations=["PaymentType"]')).body;
    assert.equal(single.PaymentType.name, 'Shopify');
    for (const wrong of [{ ...body, registerID: 0 }, { ...body, employeeID: 77 }, { ...body, paymentTypeID: 1 }, { ...body, amount: 'x' }, { ...body, note: 'x' }]) {
      assert.equal((await post(wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.equal((await call('PUT', 'RegisterWithdraw/1.json', body)).status, 405);
    assert.equal(sandbox.r.dump().withdraws.length, 2);
    sandbox.r.revokeScope('employee:register_withdraw');
    assert.equal((await post(body)).status, 403);
  });
});

describe('reports', () => {
  const get = (name: string, query = 'startDate=2026-11-01&endDate=2026-11-30'): Promise<Answer> => call('GET', `Reports/Accounting/${name}.json?${query}`);
  const at = (completeTime: string): object => ({ completeTime });

  test('payments by the day of the shop, as documented: one row collapses', async () => {
    sandbox.r.seedPaymentType({ paymentTypeID: '1', name: 'Cash' });
    // 07:30 UTC is still the evening before in the shop's US/Pacific.
    await call('POST', 'Sale.json', completed('42.51', at('2026-11-19T07:30:00+00:00')));
    const { body } = await get('PaymentsByDay');
    assert.deepEqual(body, { '@attributes': { next: '', previous: '' }, Payments: { date: '11/18/2026', shopID: '1', paymentTypeName: 'Shopify', paymentTypeID: '9', amount: '42.51' } });
    await call('POST', 'Sale.json', completed('42.51', at('2026-11-19T07:59:59+00:00')));
    await call('POST', 'Sale.json', completed('42.51', at('2026-11-19T08:00:00+00:00')));
    await call('POST', 'Sale.json', completed('42.51', { ...at('2026-11-19T20:00:00+00:00'), shopID: 2, registerID: 6 }));
    const split = { SalePayments: { SalePayment: [{ amount: '40', paymentTypeID: 1 }, { amount: '2.51', paymentTypeID: 9 }] } };
    await call('POST', 'Sale.json', completed('42.51', { ...at('2026-11-19T21:00:00+00:00'), ...split }));
    await call('POST', 'Sale.json', { ...IDS, SaleLines: { SaleLine: line() }, SalePayments: { SalePayment: { amount: '42.51', paymentTypeID: 9 } } });
    const rows = (await get('PaymentsByDay')).body.Payments;
    assert.deepEqual(rows.map((row: Any) => [row.date, row.shopID, row.paymentTypeID, row.amount]), [
      ['11/18/2026', '1', '9', '85.02'], ['11/19/2026', '1', '1', '40.00'], ['11/19/2026', '1', '9', '45.02'], ['11/19/2026', '2', '9', '42.51'],
    ]);
    assert.ok(rows.every((row: Any) => Object.values(row).every((value) => typeof value === 'string')));
    const days = (query: string): Promise<string[]> => get('PaymentsByDay', query).then(({ body: answer }) => [answer.Payments ?? []].flat().map((row: Any) => row.date));
    assert.deepEqual(await days('startDate=2026-11-18&endDate=2026-11-18'), ['11/18/2026']);
    assert.deepEqual(await days('startDate=2026-11-19T08:00:00Z&endDate=2026-11-19T20:30:00Z'), ['11/19/2026', '11/19/2026']);
    assert.deepEqual((await get('PaymentsByDay', 'startDate=2026-11-20&endDate=2026-11-20')).body, { '@attributes': { count: '0', next: '', previous: '' } });
  });

  test('pages follow each other by their address', async () => {
    for (const day of ['02', '03', '04']) await call('POST', 'Sale.json', completed('42.51', at(`2026-11-${day}T20:00:00+00:00`)));
    const first = await get('PaymentsByDay', 'startDate=2026-11-01&endDate=2026-11-30&limit=2');
    assert.deepEqual(first.body.Payments.map((row: Any) => row.date), ['11/02/2026', '11/03/2026']);
    const second = await call('GET', first.body['@attributes'].next);
    assert.deepEqual([second.body.Payments.date, second.body['@attributes'].next], ['11/04/2026', '']);
  });

  test('sales by tax class without tax and discounts, taxes by category; returns take away', async () => {
    sandbox.r.seedTaxClass({ taxClassID: '7', name: 'Reduced' });
    const { body: sold } = await call('POST', 'Sale.json', completed('65.76', at('2026-11-19T20:00:00+00:00'),
      [line({ avgCost: '4.5', fifoCost: '4' }), { itemID: 901, unitQuantity: 1, unitPrice: '5.00', tax: false, taxClassID: 0 }, { itemID: 13, taxClassID: 7, unitQuantity: 2, unitPrice: '9.125', tax: false }]));
    assert.equal(sold.Sale?.completed, 'true', JSON.stringify(sold));
    // Contained in the price: 12.00 with 20 % is 10.00 and 2.00.
    const gross = await call('POST', 'Sale.json', completed('12', { ...at('2026-11-19T21:00:00+00:00'), taxCategoryID: 3 }, [line({ unitQuantity: 1, unitPrice: '12', discountAmount: 0 })]));
    assert.equal(gross.status, 200, JSON.stringify(gross.body));
    const { SalesDay } = (await get('TaxClassSalesByDay')).body;
    assert.deepEqual(SalesDay.map((row: Any) => [row.date, row.taxClassID, row.taxClassName, row.subtotal, row.fifoCost, row.avgCost]), [
      ['11/19/2026', '0', '', '5.00', '0.000000000', '0.000000000'], ['11/19/2026', '1', 'Item', '49.00', '8.000000000', '9.000000000'],
      ['11/19/2026', '7', 'Reduced', '18.25', '0.000000000', '0.000000000'],
    ]);
    const { Taxes } = (await get('TaxesByDay')).body;
    assert.deepEqual(Taxes, [
      { date: '11/19/2026', shopID: '1', taxCategoryID: '1', taxCategoryName: 'Sales Tax', tax: '3.51' },
      { date: '11/19/2026', shopID: '1', taxCategoryID: '3', taxCategoryName: 'Sales Tax', tax: '2.00' },
    ]);
    const back = await call('POST', `Sale/${sold.Sale.saleID}/refund.json`, { ...IDS, SalePayments: { SalePayment: { paymentTypeID: 9 } } });
    assert.equal(back.status, 200, JSON.stringify(back.body));
    const sums = (rows: Any[], field: string): string => print(sum(rows.map((row) => dec(row[field]))));
    assert.equal(sums((await get('TaxClassSalesByDay')).body.SalesDay, 'subtotal'), '10');
    assert.equal(sums((await get('PaymentsByDay')).body.Payments, 'amount'), '12');
  });

  test('the scope, the two dates, no writes; what is not covered says so', async () => {
    const { headers } = await get('PaymentsByDay');
    assert.equal(headers.get('x-ls-api-request-cost'), '1');
    for (const query of ['', 'startDate=2026-11-01', 'startDate=2026-11-01&endDate=soon', 'startDate=2026-11-01&endDate=2026-11-02&shopID=1']) {
      assert.equal((await get('PaymentsByDay', query)).status, 400, query);
    }
    assert.equal((await call('POST', 'Reports/Accounting/PaymentsByDay.json', {})).status, 405);
    assert.equal((await get('DiscountsByDay')).status, 501);
    sandbox.r.revokeScope('employee:reports');
    assert.equal((await get('PaymentsByDay')).status, 403);
  });
});
