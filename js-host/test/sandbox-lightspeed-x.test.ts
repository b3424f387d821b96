// The X-Series sandbox: each vendor quirk of the fact sheet.

import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { dec, print } from '../sandbox/decimal.ts';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox, XConfig } from '../sandbox/index.ts';
import { redact } from '../sandbox/lightspeed-x/redact.ts';
import { computeTotals, taxComponents } from '../sandbox/lightspeed-x/sale-totals.ts';

type Any = any;
type Answer = { status: number; headers: Headers; text: string; body: Any };

let sandbox: Sandbox;
let clock = 0;
let ids: { outlet: string; other: string; register: string; user: string; gst: string; noTax: string; pay: string; mug: string; ship: string };

async function start(config: XConfig = {}): Promise<void> {
  clock = Date.parse('2026-11-20T09:15:05Z');
  sandbox = await startSandbox({ now: () => new Date(clock), x: config });
  const { x } = sandbox;
  const gst = x.seedTax({ name: 'GST', rates: [{ rate: '0.15' }], isDefault: true });
  const noTax = x.seedTax({ name: 'No Tax', rates: [{ rate: '0' }] });
  const outlet = x.seedOutlet({ name: 'Main' });
  const other = x.seedOutlet({ name: 'Second' });
  ids = {
    outlet,
    other,
    register: x.seedRegister({ outletId: outlet }),
    user: x.seedUser({ username: 'api' }),
    gst,
    noTax,
    pay: x.seedPaymentType({ name: 'Shopify', typeId: 118 }),
    mug: x.seedProduct({ sku: 'MUG-Ä', price: '4.34783', taxId: gst, stock: { [outlet]: '5', [other]: '4' } }),
    ship: x.seedProduct({ sku: 'SHIP', hasInventory: false }),
  };
}

beforeEach(() => start());
afterEach(() => sandbox.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${sandbox.x.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.x.accessToken}`, 'user-agent': 'tests', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

const SALE_ID = '6f1c9a52-3f0e-5d0a-9f3e-2c7f5b8f1a11';
const line = (more: object = {}): object => ({
  product: { id: ids.mug }, quantity: 3, pricing: { price: 4.30435 }, tax: { id: ids.gst, amount: 0.64565 },
  _metadata: { is_price_override: true }, ...more,
});
const sale = (more: object = {}): object => ({
  id: SALE_ID, state: 'pending', attributes: ['delivery'], source: { author_id: ids.user, register_id: ids.register },
  line_items: [line()], ...more,
});
const payment = (amount: number): object => ({ amount, type: { config_id: ids.pay } });
const level = (outlet: string): string | undefined => sandbox.x.dump().stock[`${ids.mug}@${outlet}`];

describe('totals', () => {
  test('3 x 4.30435 is 12.91, 3 x 0.64565 is 1.94', () => {
    const totals = computeTotals([{ quantity: '3', price: '4.30435', taxAmount: '0.64565', loyalty: '0' }]);
    assert.deepEqual(totals, { price: '12.91', tax: '1.94', priceInclTax: '14.85', loyalty: '0' });
  });
  test('a group tax is shared over its rates without losing a unit', () => {
    const tax = { id: 't', name: 'group', isDefault: false, version: '1', rates: [{ id: 'a', name: 'a', rate: '0.05' }, { id: 'b', name: 'b', rate: '0.09975' }] };
    assert.deepEqual(taxComponents(dec('1.49603'), tax).map(({ tax: part }) => print(part)), ['0.49951', '0.99652']);
  });
});

describe('sales', () => {
  test('numbers are numbers, exact to the digit', async () => {
    const { status, text, body } = await call('POST', '2026-07/sales', JSON.stringify(sale({ payments: [payment(14.85)] })).replace('4.30435', '4.304350'));
    assert.equal(status, 200, text);
    assert.match(text, /"price":4\.30435,"total":12\.91305/);
    assert.match(text, /"totals":\{"price":12\.91,"tax":1\.94,"price_incl_tax":14\.85,/);
    assert.equal(body.data.payments[0].type.name, 'Shopify');
    assert.equal(body.data.payments[0].type.id, '118');
    assert.equal(body.data.taxes[0].tax, 1.93695);
    const read = await call('GET', `2026-07/sales/${SALE_ID}`);
    assert.deepEqual(read.body, body);
  });

  test('each line has its own tax; a sum is rounded once', async () => {
    const reduced = sandbox.x.seedTax({ name: 'Reduced', rates: [{ rate: '0.05' }] });
    const lines = [line(), line({ quantity: 1, pricing: { price: 2.22222 }, tax: { id: reduced, amount: 0.11111 } })];
    const { status, body } = await call('POST', '2026-07/sales', sale({ line_items: lines }));
    assert.equal(status, 200);
    // 3 x 4.30435 + 2.22222 = 15.13527; 3 x 0.64565 + 0.11111 = 2.04806.
    assert.deepEqual([body.data.totals.price, body.data.totals.tax, body.data.totals.price_incl_tax], [15.14, 2.05, 17.19]);
    assert.deepEqual(body.data.taxes.map(({ tax }: Any) => tax).sort(), [0.11111, 1.93695]);
    assert.deepEqual(body.data.line_items.map((row: Any) => row.tax.id), [ids.gst, reduced]);
  });

  test('minus one unit at a positive price takes money off, with its tax', async () => {
    const lines = [line(), line({ product: { id: ids.ship }, quantity: -1, pricing: { price: 2 }, tax: { id: ids.gst, amount: 0.3 } })];
    const { body } = await call('POST', '2026-07/sales', sale({ state: 'closed', attributes: [], line_items: lines, payments: [payment(12.55)] }));
    // 12.91305 - 2 = 10.91305; 1.93695 - 0.3 = 1.63695.
    assert.deepEqual([body.data.totals.price, body.data.totals.tax], [10.91, 1.64]);
    assert.deepEqual(body.data.line_items.map((row: Any) => row.return.is_return), [false, true]);
  });

  test('the discount of a unit is told and changes no total', async () => {
    const { body } = await call('POST', '2026-07/sales', sale({ line_items: [line({ pricing: { price: 4.30435, discount: 1.5 } })] }));
    const { pricing } = body.data.line_items[0];
    assert.deepEqual([pricing.discount, pricing.discount_total, body.data.totals.price], [1.5, 4.5, 12.91]);
  });

  test('a sale that comes to nothing is closed without a payment', async () => {
    const free = line({ pricing: { price: 0, discount: 4.30435 }, tax: { id: ids.gst, amount: 0 } });
    const { status, body } = await call('POST', '2026-07/sales', sale({ state: 'closed', attributes: [], line_items: [free] }));
    assert.deepEqual([status, body.data.totals.price_incl_tax], [200, 0]);
  });

  test('a zero sum of lines above and below zero, closed as it is set', async () => {
    const part = (quantity: number, price: number): object =>
      ({ product: { id: ids.ship }, quantity, pricing: { price }, tax: { id: ids.noTax, amount: 0 }, _metadata: { is_price_override: true } });
    const summary = (): object[] => [part(1, 2274), part(-1, 140), part(-1, 66.55), part(-1, 273.52), part(-1, 1793.93)];
    const attempt = async (payments: object[]): Promise<Answer> =>
      call('POST', '2026-07/sales', { ...sale({ state: 'closed', attributes: [], line_items: summary(), payments }), id: undefined });
    const { status, body } = await attempt([]);
    assert.deepEqual([status, body.data.state, body.data.totals.price_incl_tax, body.data.line_items.map((each: Any) => each.pricing.total)],
      [200, 'closed', 0, [2274, -140, -66.55, -273.52, -1793.93]]);
    assert.equal((await attempt([payment(0)])).status, 200);
    sandbox.x.setZeroTotal('needs_zero_payment');
    assert.deepEqual([(await attempt([])).status, (await attempt([payment(0)])).status], [422, 200]);
    await sandbox.close();
    await start({ zeroTotal: 'refuse' });
    assert.deepEqual([(await attempt([])).status, (await attempt([payment(0)])).status], [422, 422]);
    assert.deepEqual(sandbox.x.dump().sales, []);
  });

  test('no sale books money within a register closure', async () => {
    const { register } = ids;
    const other = sandbox.x.seedRegister({ outletId: ids.outlet });
    sandbox.x.setClosures([{ from: '2026-11-18T20:00:00Z', to: '2026-11-19T09:00:00Z', registerId: register }]);
    const dated = (date: string, more: object = {}): Promise<Answer> =>
      call('POST', '2026-07/sales', { ...sale({ date, state: 'closed', attributes: [], payments: [payment(14.85)], ...more }), id: undefined });
    const refused = await dated('2026-11-19T09:00:00Z');
    assert.deepEqual([refused.status, refused.body.message], [422, 'date 2026-11-19T09:00:00Z is within a register closure']);
    assert.equal((await dated('2026-11-19T01:00:00Z', { state: 'pending' })).status, 422, 'a payment is money too');
    for (const [date, more] of [
      ['2026-11-19T09:00:01Z', {}], ['2026-11-18T19:59:59Z', {}], ['2026-11-19T01:00:00Z', { state: 'parked', payments: [] }],
      ['2026-11-19T01:00:00Z', { source: { author_id: ids.user, register_id: other } }],
    ] as [string, object][]) assert.equal((await dated(date, more)).status, 200, date);
    sandbox.x.setClosures([{ from: '2026-11-18T20:00:00Z', to: '2026-11-19T09:00:00Z' }]);
    assert.equal((await dated('2026-11-19T01:00:00Z', { source: { author_id: ids.user, register_id: other } })).status, 422, 'all registers');
  });

  test('payments of a period are read from its sales: by date, or by version', async () => {
    const dated = (date: string): Promise<Answer> => call('POST', '2026-07/sales', { ...sale({ date, state: 'closed', attributes: [], payments: [payment(14.85)] }), id: undefined });
    for (const day of ['17', '18', '19']) await dated(`2026-11-${day}T12:00:00Z`);
    const found = await call('GET', '2026-07/search?type=sales&date_from=2026-11-18T00:00:00Z&date_to=2026-11-19T00:00:00Z');
    assert.deepEqual(found.body.data.map((each: Any) => each.payments.map((paid: Any) => [paid.retailer_payment_type_id, paid.amount, paid.payment_date])),
      [[[ids.pay, 14.85, '2026-11-18T12:00:00+00:00']]]);
    const { data, version } = (await call('GET', '2026-07/sales?page_size=1')).body;
    const rest = (await call('GET', `2026-07/sales?after=${version.max}`)).body;
    assert.deepEqual([...data, ...rest.data].map((each: Any) => [each.date, each.payments[0].amount, each.payments[0].type.config_id]),
      ['17', '18', '19'].map((day) => [`2026-11-${day}T12:00:00Z`, 14.85, ids.pay]));
  });

  test('reserved unpaid, then the same document with payments: one sale, stock taken once', async () => {
    const pickup = sale({
      attributes: ['pickup'], note: 'Ring twice', fulfillment_outlet_id: ids.outlet,
      fulfillment_details: [{ type: 'PICKUP', note: 'The buyer picks it up.' }],
    }) as Any;
    assert.equal((await call('POST', '2026-07/sales', pickup)).status, 200);
    assert.equal(level(ids.outlet), '2');
    const { id: _, ...rest } = pickup;
    const { status, body } = await call('PUT', `2026-07/sales/${SALE_ID}`, { ...rest, payments: [payment(14.85)] });
    assert.deepEqual([status, body.data.state, body.data.note, body.data.payments.length], [200, 'pending', 'Ring twice', 1]);
    assert.equal(level(ids.outlet), '2');
    assert.equal(sandbox.x.dump().sales.length, 1);
    // The document is the whole sale: what it leaves out is gone.
    await call('PUT', `2026-07/sales/${SALE_ID}`, { ...rest, note: undefined, line_items: [line({ quantity: 1 })] });
    const [kept] = sandbox.x.dump().sales;
    assert.deepEqual([kept?.note, kept?.lines.length, kept?.payments.length], [null, 1, 0]);
    assert.equal(level(ids.outlet), '4');
  });

  test('more than five decimals are rounded to five', async () => {
    const { body } = await call('POST', '2026-07/sales', sale({ line_items: [line({ pricing: { price: 4.3043478 } })] }));
    assert.equal(body.data.line_items[0].pricing.price, 4.30435);
  });

  test('without is_price_override the catalogue price is taken', async () => {
    const { body } = await call('POST', '2026-07/sales', sale({ line_items: [line({ _metadata: {} })] }));
    const { pricing, tax } = body.data.line_items[0];
    assert.deepEqual([pricing.price, tax.amount, body.data.totals.price], [4.34783, 0.65217, 13.04]);
  });

  test('2.0 answers flat with a status, and does not take the post', async () => {
    await call('POST', '2026-07/sales', sale());
    const { body } = await call('GET', `2.0/sales/${SALE_ID}`);
    assert.deepEqual([body.data.status, body.data.total_price, body.data.sale_date], ['AWAITING_DISPATCH', 12.91, '2026-11-20T09:15:05+00:00']);
    assert.equal((await call('POST', '2.0/sales', sale())).status, 405);
  });

  test('an unknown sale is a 404 with error and message', async () => {
    const { status, body } = await call('GET', `2026-07/sales/${SALE_ID}`);
    assert.equal(status, 404);
    assert.deepEqual(Object.keys(body), ['error', 'message']);
  });

  test('a closed sale must be paid in full; a pending one need not be', async () => {
    const closed = (payments: object[]): object => sale({ state: 'closed', attributes: [], payments });
    assert.equal((await call('POST', '2026-07/sales', closed([]))).status, 422);
    assert.equal((await call('POST', '2026-07/sales', closed([payment(14.84)]))).status, 422);
    assert.equal((await call('POST', '2026-07/sales', closed([payment(14.86)]))).status, 422);
    assert.deepEqual(sandbox.x.dump().sales, []);
    assert.equal(level(ids.outlet), '5');
    assert.equal((await call('POST', '2026-07/sales', closed([payment(10), payment(4.85)]))).status, 200);
    assert.equal(level(ids.outlet), '2');
  });

  for (const [what, change] of [
    ['no author', () => ({ source: {} })],
    ['no state', () => ({ state: undefined })],
    ['an unknown state', () => ({ state: 'open' })],
    ['an id that is no UUID', () => ({ id: '1040' })],
    ['an unknown author', () => ({ source: { author_id: SALE_ID } })],
    ['an unknown register', () => ({ source: { author_id: ids.user, register_id: SALE_ID } })],
    ['an unknown customer', () => ({ customer_id: SALE_ID })],
    ['an unknown product', () => ({ line_items: [line({ product: { id: SALE_ID } })] })],
    ['an unknown tax', () => ({ line_items: [line({ tax: { id: SALE_ID, amount: 0 } })] })],
    ['no tax amount', () => ({ line_items: [line({ tax: { id: ids.gst } })] })],
    ['no price', () => ({ line_items: [line({ pricing: {} })] })],
    ['no quantity', () => ({ line_items: [line({ quantity: undefined })] })],
    ['a price as text', () => ({ line_items: [line({ pricing: { price: '4.30' } })] })],
    ['an unknown payment type', () => ({ payments: [{ amount: 1, type: { config_id: SALE_ID } }] })],
    ['a payment without amount', () => ({ payments: [{ type: { config_id: ids.pay } }] })],
    ['an unknown outlet', () => ({ fulfillment_outlet_id: SALE_ID })],
    ['the other spelling of the outlet', () => ({ fulfilment_outlet_id: ids.outlet })],
    ['both delivery and pickup', () => ({ attributes: ['delivery', 'pickup'] })],
    ['no body', () => undefined],
  ] as [string, () => object | undefined][]) {
    test(`422: ${what}`, async () => {
      const more = change();
      const { status, body } = await call('POST', '2026-07/sales', more === undefined ? '[]' : sale(more));
      assert.equal(status, 422);
      assert.equal(typeof body.message, 'string');
      assert.deepEqual(sandbox.x.dump().sales, []);
    });
  }

  test('a second post with the same id: 409, or an update when so configured', async () => {
    assert.equal((await call('POST', '2026-07/sales', sale())).status, 200);
    assert.equal((await call('POST', '2026-07/sales', sale())).status, 409);
    assert.equal(level(ids.outlet), '2');
    await sandbox.close();
    await start({ duplicateSaleId: 'update' });
    const first = await call('POST', '2026-07/sales', sale());
    const again = await call('POST', '2026-07/sales', sale({ line_items: [line({ quantity: 1 })] }));
    assert.equal(again.status, 200);
    assert.ok(again.body.data._metadata.version > first.body.data._metadata.version);
    assert.equal(sandbox.x.dump().sales.length, 1);
    assert.equal(level(ids.outlet), '4');
  });

  test('sale adjustments are said to be uncovered, not dropped', async () => {
    const pricing = { adjustments: [{ type: 'DISCOUNT', amount: { type: 'FIXED', value: '5.00' } }] };
    assert.equal((await call('POST', '2026-07/sales', sale({ pricing }))).status, 501);
  });
});

describe('stock', () => {
  test('pending delivery and pickup reserve at creation; closing moves the reserved; voiding gives back', async () => {
    await call('POST', '2026-07/sales', sale());
    assert.equal(level(ids.outlet), '2');
    assert.equal(sandbox.x.dump().reserved[`${ids.mug}@${ids.outlet}`], '3');
    const { id: _, ...rest } = sale({ state: 'closed', payments: [payment(14.85)] }) as Any;
    assert.equal((await call('PUT', `2026-07/sales/${SALE_ID}`, rest)).status, 200);
    assert.equal(level(ids.outlet), '2');
    assert.equal(sandbox.x.dump().reserved[`${ids.mug}@${ids.outlet}`], '0');
    const voided = await call('PUT', `2026-07/sales/${SALE_ID}`, { ...rest, state: 'voided' });
    assert.deepEqual(voided.body.data.payments, []);
    assert.equal(level(ids.outlet), '5');
  });

  test('parked, voided and plain pending sales take none; products without inventory have no rows', async () => {
    for (const [at, state] of ['parked', 'voided', 'pending'].entries()) {
      await call('POST', '2026-07/sales', sale({ id: SALE_ID.replace(/1$/, String(at)), state, attributes: [] }));
    }
    assert.equal(sandbox.x.dump().sales.length, 3);
    assert.equal(level(ids.outlet), '5');
    await call('POST', '2026-07/sales', sale({ line_items: [line({ product: { id: ids.ship } })] }));
    assert.equal(sandbox.x.dump().stock[`${ids.ship}@${ids.outlet}`], undefined);
  });

  test('the outlet is the line\'s (one l), else the sale\'s (two), else the register\'s', async () => {
    await call('POST', '2026-07/sales', sale({ fulfillment_outlet_id: ids.other }));
    assert.deepEqual([level(ids.outlet), level(ids.other)], ['5', '1']);
    await call('POST', '2026-07/sales', sale({ id: undefined, fulfillment_outlet_id: ids.outlet, line_items: [line({ quantity: 1, fulfilment_outlet_id: ids.other })] }));
    assert.deepEqual([level(ids.outlet), level(ids.other)], ['5', '0']);
  });
});

describe('customers', () => {
  test('created with 201, found by e-mail through search in either case, read by id', async () => {
    const created = await call('POST', '2.0/customers', { first_name: 'Ann', last_name: null, email: 'Ann@Example.com' });
    assert.equal(created.status, 201);
    assert.equal(created.body.data.last_name, null);
    assert.equal(created.body.data.do_not_email, false);
    assert.equal('phone' in created.body.data, false);
    await call('POST', '2026-07/customers', { first_name: 'Ann', last_name: 'Two', email: 'ann@example.com' });
    const found = await call('GET', '2.0/search?type=customers&email=ann@example.com');
    assert.equal(found.body.data.length, 2);
    const page = await call('GET', '2.0/search?type=customers&email=ann@example.com&offset=1&page_size=1');
    assert.equal(page.body.data[0].last_name, 'Two');
    assert.deepEqual((await call('GET', '2.0/search?type=customers&email=none@example.com')).body, { data: [] });
    assert.equal((await call('GET', `2.0/customers/${created.body.data.id}`)).body.data.email, 'Ann@Example.com');
  });

  test('422: missing names, a used code, an unknown field, an unknown search filter', async () => {
    assert.equal((await call('POST', '2.0/customers', { first_name: 'Ann' })).status, 422);
    const coded = { first_name: 'A', last_name: 'B', customer_code: 'C-1' };
    assert.equal((await call('POST', '2.0/customers', coded)).status, 201);
    assert.equal((await call('POST', '2.0/customers', coded)).status, 422);
    assert.equal((await call('POST', '2.0/customers', { first_name: 'A', last_name: 'B', mail: 'x' })).status, 422);
    assert.equal((await call('GET', '2.0/search?type=customers&mail=x')).status, 422);
    assert.equal((await call('GET', '2.0/search?type=things')).status, 422);
  });
});

describe('redaction', () => {
  test('card-like digit runs are altered, with success', async () => {
    const note = 'card 4111111111111111, order 5551234567890';
    const { status, body } = await call('POST', '2026-07/sales', sale({ note, invoice_number: '4111111111111111' }));
    assert.equal(status, 200);
    assert.equal(body.data.note, 'card ****************, order 5551234567890');
    assert.equal(body.data.invoice_number, '4111111111111111');
    const customer = await call('POST', '2.0/customers', { first_name: '4111111111111111', last_name: 'B', physical_address_1: '4111111111111111 St' });
    assert.deepEqual([customer.status, customer.body.data.first_name, customer.body.data.physical_address_1], [201, '*'.repeat(16), `${'*'.repeat(16)} St`]);
  });
  test('13 to 19 digits passing Luhn, and no others', () => {
    assert.equal(redact('4111111111111112'), '4111111111111112');
    assert.equal(redact('0'.repeat(12)), '0'.repeat(12));
    assert.equal(redact('0'.repeat(13)), '*'.repeat(13));
    assert.equal(redact('0'.repeat(19)), '*'.repeat(19));
    assert.equal(redact('0'.repeat(20)), '0'.repeat(20));
    assert.equal(redact('4111 1111-1111 1111!'), '**** ****-**** ****!');
  });
});

describe('reads, limits, access', () => {
  test('lists page by version and end with nulls', async () => {
    const first = await call('GET', '2.0/outlets?page_size=1');
    assert.equal(first.body.data.length, 1);
    const second = await call('GET', `2.0/outlets?after=${first.body.version.max}`);
    assert.equal(second.body.data[0].name, 'Second');
    assert.deepEqual((await call('GET', `2.0/outlets?after=${second.body.version.max}`)).body, { data: [], version: { min: null, max: null } });
    for (const resource of ['registers', 'users', 'taxes', 'payment_types', 'products', 'inventory', 'customers', 'sales']) {
      assert.equal((await call('GET', `2.0/${resource}`)).status, 200, resource);
    }
    assert.equal((await call('GET', '2.0/taxes')).body.data[0].rates[0].rate, 0.15);
    assert.equal((await call('GET', '2.0/things')).status, 404);
    assert.equal((await call('GET', '1.5/outlets')).status, 404);
  });

  test('product search wants the SKU in lower case; sales search by invoice number', async () => {
    assert.equal((await call('GET', `2.0/search?type=products&sku=${encodeURIComponent('mug-ä')}`)).body.data.length, 1);
    assert.equal((await call('GET', `2.0/search?type=products&sku=${encodeURIComponent('MUG-Ä')}`)).body.data.length, 0);
    await call('POST', '2026-07/sales', sale({ invoice_number: '#1040' }));
    assert.equal((await call('GET', '2.0/search?type=sales&invoice_number=%231040')).body.data[0].id, SALE_ID);
  });

  test('300 x registers + 50 a window; Retry-After is a date', async () => {
    const first = await call('GET', '2.0/outlets');
    assert.deepEqual([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')], ['350', '349']);
    for (let used = 1; used < 350; used += 1) await call('GET', '2.0/outlets?page_size=1');
    const refused = await call('GET', '2.0/outlets');
    assert.equal(refused.status, 429);
    assert.deepEqual(refused.body, { error: 'Too Many Requests', message: 'Rate limiting enforced' });
    assert.equal(refused.headers.get('retry-after'), 'Fri, 20 Nov 2026 09:20:00 GMT');
    clock = Date.parse('2026-11-20T09:20:00Z');
    assert.equal((await call('GET', '2.0/outlets')).headers.get('x-ratelimit-remaining'), '349');
  });

  test('a token and a User-Agent are required', async () => {
    assert.equal((await call('GET', '2.0/outlets', undefined, { authorization: 'Bearer x' })).status, 401);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${sandbox.x.url}/api/2.0/outlets`, { headers: { authorization: `Bearer ${sandbox.x.accessToken}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject).end();
    });
    assert.equal(status, 403);
  });

  test('faults: a 429 with a date, and a hidden effect', async () => {
    sandbox.x.faults.set([{ kind: '429', retryAfterSeconds: 10 }, { kind: 'timeout_after', nth: 2 }]);
    const limited = await call('POST', '2026-07/sales', sale());
    assert.equal(limited.headers.get('retry-after'), 'Fri, 20 Nov 2026 09:15:15 GMT');
    assert.equal(sandbox.x.dump().sales.length, 0);
    await assert.rejects(call('POST', '2026-07/sales', sale()));
    assert.equal(sandbox.x.dump().sales.length, 1);
    assert.equal((await call('POST', '2026-07/sales', sale())).status, 409);
    assert.equal(sandbox.x.faults.effectsHidden, 1);
  });
});

describe('returns and openings', () => {
  const paid = (amount: number): object => ({ id: 'e0000000-2222-4bbb-8bbb-000000000001', amount, type: { config_id: ids.pay } });
  const closed = (): object => sale({ state: 'closed', attributes: [], payments: [paid(14.85)] });

  test('a payment stays in the opening it was booked in, whatever the register does', async () => {
    await call('POST', '2026-07/sales', closed());
    const opening = async (): Promise<Any> => (await call('GET', `2026-07/registers/${ids.register}`)).body.data;
    const booked = async (): Promise<Any> => (await call('GET', `2026-07/sales/${SALE_ID}`)).body.data.payments[0]._metadata.register_open_sequence_id;
    assert.equal(await booked(), (await opening()).register_open_sequence_id);
    sandbox.x.closeRegister(ids.register);
    assert.equal((await opening()).is_open, false);
    sandbox.x.openRegister(ids.register);
    assert.equal((await opening()).is_open, true);
    assert.notEqual(await booked(), (await opening()).register_open_sequence_id);
    const { id: _, ...same } = closed() as { id: string };
    await call('PUT', `2026-07/sales/${SALE_ID}`, same);
    assert.notEqual(await booked(), (await opening()).register_open_sequence_id);
  });

  test('a return is parked with negative lines, closes with negative money, and puts goods back', async () => {
    await call('POST', '2026-07/sales', closed());
    const level = (): string => String(sandbox.x.dump().stock[`${ids.mug}@${ids.outlet}`]);
    assert.equal(level(), '2');
    const first = (await call('POST', `2026-07/sales/${SALE_ID}/actions/return`)).body.data;
    assert.deepEqual([first.state, first.line_items[0].quantity, first.return.original_sale_id], ['parked', -3, SALE_ID]);
    assert.equal(level(), '2');
    const second = (await call('POST', `2026-07/sales/${SALE_ID}/actions/return`)).body.data;
    const state = async (id: string): Promise<string> => (await call('GET', `2026-07/sales/${id}`)).body.data.state;
    assert.equal(await state(first.id), 'voided');
    const settle = (payments: object[], product = ids.mug): object => ({
      state: 'closed', source: { author_id: ids.user, register_id: ids.register }, payments,
      line_items: [line({ quantity: -3, product: { id: product } })],
    });
    const money = { amount: -14.85, type: { config_id: ids.pay } };
    assert.equal((await call('PUT', `2026-07/sales/${second.id}`, settle([]))).status, 422);
    assert.equal((await call('PUT', `2026-07/sales/${second.id}`, settle([money], ids.ship))).status, 422);
    assert.equal((await call('PUT', `2026-07/sales/${second.id}`, settle([money]))).status, 200);
    assert.equal(level(), '5');
    const original = (await call('GET', `2026-07/sales/${SALE_ID}`)).body.data;
    assert.deepEqual(original.return.return_sale_ids, [first.id, second.id]);
    assert.equal((await call('POST', `2026-07/sales/${second.id}/actions/return`)).status, 422);
  });

  test('a sale that waits for its goods is not returned but voided, and its money goes', async () => {
    await call('POST', '2026-07/sales', sale({ payments: [paid(14.85)] }));
    assert.equal((await call('POST', `2026-07/sales/${SALE_ID}/actions/return`)).status, 422);
    const { id: _, ...voided } = sale({ state: 'voided', payments: [] }) as { id: string };
    const answer = await call('PUT', `2026-07/sales/${SALE_ID}`, voided);
    assert.deepEqual([answer.body.data.state, answer.body.data.payments], ['voided', []]);
    assert.equal(sandbox.x.dump().stock[`${ids.mug}@${ids.outlet}`], '5');
  });
});
