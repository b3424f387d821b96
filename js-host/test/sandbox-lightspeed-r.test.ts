// The R-Series sandbox: each vendor quirk of the fact sheet.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { dec, print } from '../sandbox/decimal.ts';
import type { Request } from '../sandbox/http.ts';
import { parseJson } from '../sandbox/json.ts';
import { costOf } from '../sandbox/lightspeed-r/cost.ts';
import { computeLine, computeSale } from '../sandbox/lightspeed-r/totals.ts';
import { IDS, call, completed, line, pass, sandbox, start } from './r-sandbox.ts';
import type { Answer } from './r-sandbox.ts';

type Any = any;

beforeEach(() => start());
afterEach(() => sandbox.close());

describe('sales', () => {
  test('a balanced sale completes, debits its shop and the summary row, and shows its relations on request only', async () => {
    // 2 x 20.00 - 1.00 = 39.00; 9 % = 3.51; with 5.00 untaxed shipping 47.51.
    const body = completed('47.51', {
      customerID: 0, referenceNumber: '#1040', referenceNumberSource: 'Shopify', completeTime: '2026-11-20T09:15:02+00:00',
      SaleNotes: { InternalNote: { note: 'shopify 555' } },
      ShipTo: { firstName: 'Ann', shipped: false, Contact: { Addresses: { ContactAddress: { city: 'Anytown' } } } },
    }, [line({ Note: { note: 'shopify line 111' } }), { itemID: 901, unitQuantity: 1, unitPrice: '5.00', tax: false }]);
    const posted = await call('POST', 'Sale.json', body);
    assert.equal(posted.status, 200, JSON.stringify(posted.body));
    const sale = posted.body.Sale;
    assert.equal(sale.calcTotal, '47.51');
    assert.equal(sale.calcTax1, '3.51');
    assert.equal(sale.calcTaxable, '39');
    assert.equal(sale.calcNonTaxable, '5');
    assert.equal(sale.completed, 'true');
    assert.equal(sale.completeTime, '2026-11-20T09:15:02+00:00');
    assert.equal(sale.ticketNumber, String(220000000000n + BigInt(sale.saleID)));
    assert.equal(sale.balance, '0');
    for (const relation of ['SaleLines', 'SalePayments', 'SaleNotes', 'ShipTo']) assert.equal(sale[relation], undefined);
    assert.deepEqual(sandbox.r.dump().stock, { '12@1': '3', '12@2': '3', '12@0': '6' });

    const read = await call('GET', `Sale/${sale.saleID}.json?load_relations=["SaleLines","SaleLines.Note","SalePayments","SaleNotes","ShipTo"]`);
    assert.equal(read.body.Sale.SaleLines.SaleLine.length, 2);
    assert.equal(read.body.Sale.SaleLines.SaleLine[0].Note.note, 'shopify line 111');
    const first = read.body.Sale.SaleLines.SaleLine[0];
    // The discount is of the line, not of the unit.
    assert.deepEqual([first.calcSubtotal, first.calcLineDiscount, first.displayableSubtotal, first.calcTax1, first.calcTotal], ['40', '1', '39', '3.51', '42.51']);
    assert.equal(read.body.Sale.SalePayments.SalePayment.amount, '47.51');
    assert.equal(read.body.Sale.SaleNotes.InternalNote.note, 'shopify 555');
    assert.equal(read.body.Sale.ShipTo.shipped, 'false');
    assertAllStrings(read.body);
  });

  test('a completed sale that does not balance is refused, and nothing is kept', async () => {
    const refused = await call('POST', 'Sale.json', completed('42.50'));
    assert.equal(refused.status, 400);
    assert.match(refused.headers.get('content-type') ?? '', /text\/html/);
    assert.deepEqual(sandbox.r.dump().sales, []);
    assert.equal(sandbox.r.dump().stock['12@1'], '5');
    assert.equal((await call('POST', 'Sale.json', completed('42.51'))).body.Sale.saleID, '1');
  });

  test('two steps: open, then completed with a payment; an open sale moves no stock', async () => {
    const open = await call('POST', 'Sale.json', { ...IDS, SaleLines: { SaleLine: line() } });
    assert.equal(open.body.Sale.completed, 'false');
    assert.equal(open.body.Sale.calcTotal, '42.51');
    assert.equal(sandbox.r.dump().stock['12@1'], '5');
    const rounding = { itemID: 901, unitQuantity: 1, unitPrice: '-0.01', tax: false };
    const closing = { completed: true, SaleLines: { SaleLine: rounding }, SalePayments: { SalePayment: { amount: '42.50', paymentTypeID: 9 } } };
    const done = await call('PUT', `Sale/${open.body.Sale.saleID}.json`, closing);
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.equal(done.body.Sale.completed, 'true');
    assert.equal(sandbox.r.dump().stock['12@1'], '3');
    assert.equal((await call('PUT', `Sale/${open.body.Sale.saleID}.json`, closing)).status, 400);
  });

  test('a return puts stock back', async () => {
    const body = completed('-21.8', {}, [{ itemID: 12, unitQuantity: -1, unitPrice: '20.00', tax: true }]);
    assert.equal((await call('POST', 'Sale.json', body)).status, 200);
    assert.equal(sandbox.r.dump().stock['12@1'], '6');
  });

  for (const [what, body, message] of [
    ['employee 0', { ...IDS, employeeID: 0 }, /employeeID/],
    ['shop 0', { ...IDS, shopID: 0 }, /shopID/],
    ['register 0', { ...IDS, registerID: 0 }, /registerID/],
    ['no register', { employeeID: 2, shopID: 1 }, /registerID/],
    ['a register of another shop', { ...IDS, registerID: 6 }, /not in shop/],
    ['an unknown customer', { ...IDS, customerID: 99 }, /Customer 99/],
    ['an unknown item', { ...IDS, SaleLines: { SaleLine: [line({ itemID: 77 })] } }, /Item 77/],
    ['an unknown payment type', { ...IDS, SalePayments: { SalePayment: { amount: 1, paymentTypeID: 1 } } }, /paymentTypeID/],
    ['an unknown tax category', { ...IDS, taxCategoryID: 44 }, /TaxCategory 44/],
    ['a fraction of a unit', { ...IDS, SaleLines: { SaleLine: line({ unitQuantity: '1.5' }) } }, /integer/],
    ['two kinds of discount', { ...IDS, SaleLines: { SaleLine: line({ discountPercent: '0.1' }) } }, /not both/],
    ['a layaway line', { ...IDS, SaleLines: { SaleLine: line({ isLayaway: true }) } }, /SaleLine endpoint/],
    ['a time to come', { ...IDS, completeTime: '2026-11-20T10:00:01+00:00' }, /future/],
    ['a misspelt field', { ...IDS, refernceNumber: '1' }, /refernceNumber/],
    ['no JSON', '{', /JSON/],
  ] as [string, unknown, RegExp][]) {
    test(`refused: ${what}`, async () => {
      const answer = await call('POST', 'Sale.json', body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.message, message);
      assert.deepEqual(sandbox.r.dump().sales, []);
    });
  }

  test('tax: category 0 = none, absent = the shop\'s, else the customer\'s', async () => {
    const totalOf = async (more: object): Promise<string> =>
      (await call('POST', 'Sale.json', { ...IDS, SaleLines: { SaleLine: [{ itemID: 13, tax: true }] }, ...more })).body.Sale.calcTotal;
    assert.equal(await totalOf({ taxCategoryID: 0 }), '9.99');
    assert.equal(await totalOf({}), '10.89');
    assert.equal(await totalOf({ taxCategoryID: 3 }), '9.99');
    const customerID = sandbox.r.seedCustomer({ taxCategoryID: '2' });
    assert.equal(await totalOf({ customerID }), '11.49');
  });

  test('two rates: 9.99 at 5 % and 9.975 % as in the vendor\'s sample', () => {
    const rates = { tax1: dec('0.05'), tax2: dec('0.09975'), inclusive: false };
    const only = { unitQuantity: dec('1'), unitPrice: dec('9.99'), discount: dec('0'), taxed: true };
    const one = computeLine(only, rates);
    assert.equal(print(one.calcTax2), '0.9965025');
    assert.equal(print(one.calcTotal), '11.4860025');
    const sale = computeSale([{ ...only, unitPrice: dec('29.99') }], rates);
    assert.deepEqual([sale.calcTax1, sale.calcTax2, sale.calcTotal].map(print), ['1.5', '2.99', '34.48']);
  });

  test('each tax is rounded once for the sale, half up', () => {
    const rates = { tax1: dec('0.05'), tax2: dec('0'), inclusive: false };
    const cheap = { unitQuantity: dec('1'), unitPrice: dec('0.30'), discount: dec('0'), taxed: true };
    // Three times 0.015: 0.045 for the sale is 0.05; rounded a line it would be 0.06.
    assert.equal(print(computeSale([cheap, cheap, cheap], rates).calcTax1), '0.05');
    assert.equal(print(computeSale([{ ...cheap, unitQuantity: dec('-3') }], rates).calcTax1), '-0.05');
  });

  test('a line of another class of the category is taxed at that class\'s rates', async () => {
    const classes = [{ taxClassID: '2', tax1Rate: '0.05' }];
    sandbox.r.seedTaxCategory({ taxCategoryID: '4', tax1Rate: '0.05', tax2Rate: '0.07', classes });
    const lines = [
      { itemID: 13, unitPrice: '10.10', tax: true, taxClassID: 1 },
      { itemID: 13, unitPrice: '3.33', tax: true, taxClassID: 2 },
      { itemID: 901, unitPrice: '5.00', tax: false },
    ];
    // Tax 1: 0.505 + 0.1665 = 0.6715; tax 2: 0.707. Rounded a line, tax 1 would be 0.68.
    const { body: { Sale: sale } } = await call('POST', 'Sale.json?load_relations=["SaleLines"]', completed('19.81', { taxCategoryID: 4 }, lines));
    assert.deepEqual([sale.calcTax1, sale.calcTax2, sale.calcTotal], ['0.67', '0.71', '19.81']);
    assert.deepEqual([sale.calcTaxable, sale.calcNonTaxable], ['13.43', '5']);
    const rates = sale.SaleLines.SaleLine.map((row: Any) => [row.tax, row.tax1Rate, row.tax2Rate, row.calcTax2]);
    assert.deepEqual(rates, [['true', '0.05', '0.07', '0.707'], ['true', '0.05', '0', '0'], ['false', '0', '0', '0']]);
    const { body } = await call('GET', 'TaxCategory/4.json?load_relations=["TaxCategoryClasses"]');
    assert.equal(body.TaxCategory.TaxCategoryClasses.TaxCategoryClass.taxClassID, '2');
  });

  test('contained taxes of several classes are summed before they are rounded', async () => {
    const classes = [{ taxClassID: '2', tax1Rate: '0.05' }];
    sandbox.r.seedTaxCategory({ taxCategoryID: '4', tax1Rate: '0.2', isTaxInclusive: true, classes });
    const taxOf = async (prices: [string, number][]): Promise<string[]> => {
      const lines = prices.map(([unitPrice, taxClassID]) => ({ itemID: 13, unitPrice, tax: true, taxClassID }));
      const { body: { Sale: sale } } = await call('POST', 'Sale.json', { ...IDS, taxCategoryID: 4, SaleLines: { SaleLine: lines } });
      return [sale.calcTax1, sale.calcTotal];
    };
    // 10.00 / 6 = 1.6667 and 9.99 / 21 = 0.4757: 2.1424.
    assert.deepEqual(await taxOf([['10.00', 1], ['9.99', 2]]), ['2.14', '19.99']);
    // A sixth of 0.09 is 0.015 exactly, although no line's share has an end.
    assert.deepEqual(await taxOf([['0.02', 1], ['0.02', 1], ['0.05', 1]]), ['0.02', '0.09']);
  });

  test('one unit below zero takes money off, taxed or not', async () => {
    const lines = [line({ discountAmount: '0' }), { itemID: 901, unitQuantity: 1, unitPrice: '-3.50', tax: false }];
    // 40.00 and 9 % of it, less 3.50.
    assert.equal((await call('POST', 'Sale.json', completed('40.1', {}, lines))).body.Sale.calcTotal, '40.1');
    const taxed = [line({ discountAmount: '0' }), { itemID: 901, unitQuantity: 1, unitPrice: '-10.00', tax: true }];
    assert.equal((await call('POST', 'Sale.json', completed('32.7', {}, taxed))).body.Sale.calcTax1, '2.7');
  });

  test('a sale that comes to nothing completes without a payment', async () => {
    const free = { ...IDS, completed: true, SaleLines: { SaleLine: line({ discountAmount: '40.00' }) } };
    const { body: { Sale: sale } } = await call('POST', 'Sale.json', free);
    assert.deepEqual([sale.completed, sale.calcTotal, sale.calcDiscount], ['true', '0', '40']);
  });

  test('notes are internal or printed; what was sent is shipped', async () => {
    const SaleNotes = { InternalNote: { note: '{"key":1}' }, PrintedNote: { note: 'Ring twice' } };
    const ShipTo = { firstName: 'Ann', lastName: '', company: '', shipped: true };
    const posted = await call('POST', 'Sale.json?load_relations=["SaleNotes","ShipTo"]', completed('42.51', { SaleNotes, ShipTo }));
    const { SaleNotes: notes, ShipTo: to } = posted.body.Sale;
    assert.deepEqual([notes.InternalNote.note, notes.InternalNote.isPublic], ['{"key":1}', 'false']);
    assert.deepEqual([notes.PrintedNote.note, notes.PrintedNote.isPublic], ['Ring twice', 'true']);
    assert.equal(to.shipped, 'true');
    assert.equal((await call('GET', 'ShipTo.json?shipped=true')).body.ShipTo.firstName, 'Ann');
  });

  test('an inclusive category has the tax in the price', async () => {
    const body = completed('40', { taxCategoryID: 3 }, [line({ discountAmount: '0' })]);
    const { body: { Sale: sale } } = await call('POST', 'Sale.json', body);
    assert.deepEqual([sale.calcTotal, sale.calcTax1, sale.calcSubtotal, sale.isTaxInclusive], ['40', '6.67', '33.33', 'true']);
  });
});

describe('finding sales', () => {
  const post = async (referenceNumber: string, customerID = '0'): Promise<string> =>
    (await call('POST', 'Sale.json', { ...IDS, referenceNumber, customerID })).body.Sale.saleID;

  test('by reference: none, one as an object, several as a list', async () => {
    await post('#1');
    await post('#2');
    await post('#2');
    const find = async (reference: string): Promise<Any> => (await call('GET', `Sale.json?referenceNumber=${encodeURIComponent(reference)}`)).body;
    assert.equal((await find('#9')).Sale, undefined);
    assert.equal((await find('#9'))['@attributes'].count, '0');
    assert.equal((await find('#1')).Sale.referenceNumber, '#1');
    assert.equal((await find('#2')).Sale.length, 2);
  });

  test('with the filter ignored, recent sales come instead', async () => {
    await sandbox.close();
    await start({ ignoresReferenceFilter: true });
    for (const reference of ['#1', '#2', '#3']) await post(reference);
    const { body } = await call('GET', 'Sale.json?referenceNumber=%231&limit=2');
    assert.deepEqual(body.Sale.map((sale: Any) => sale.referenceNumber), ['#3', '#2']);
    assert.equal((await call('GET', 'Sale.json?referenceNumber=%231&saleID=2')).body.Sale.referenceNumber, '#2');
  });

  test('by timeStamp with operators, and by customer', async () => {
    const customerID = sandbox.r.seedCustomer({});
    for (const reference of ['#1', '#2', '#3']) {
      await post(reference, reference === '#2' ? customerID : '0');
      pass(60_000);
    }
    const refs = async (query: string): Promise<string[]> => {
      const { Sale: found } = (await call('GET', `Sale.json?${query}`)).body;
      return (found === undefined ? [] : Array.isArray(found) ? found : [found]).map((sale: Any) => sale.referenceNumber);
    };
    const middle = encodeURIComponent('2026-11-20T10:01:00+00:00');
    assert.deepEqual(await refs(`timeStamp=${middle}`), ['#2']);
    assert.deepEqual(await refs(`timeStamp=%3E,${middle}`), ['#3']);
    assert.deepEqual(await refs(`timeStamp=%3E%3D,${middle}&sort=-timeStamp`), ['#3', '#2']);
    assert.deepEqual(await refs(`timeStamp=%3C,${middle}`), ['#1']);
    assert.deepEqual(await refs(`timeStamp=%3E%3C,2026-11-20T10:00:00Z,2026-11-20T10:01:00Z`), ['#1', '#2']);
    assert.deepEqual(await refs(`customerID=${customerID}`), ['#2']);
    assert.deepEqual(await refs('saleID=IN,[1,3]'), ['#1', '#3']);
    assert.deepEqual(await refs('completeTime=%3C,2030-01-01T00:00:00Z'), []);
  });

  test('pages by the full address in next, "" at the end', async () => {
    for (let sale = 1; sale <= 5; sale += 1) await post(`#${sale}`);
    const seen: string[] = [];
    let next = 'Sale.json?limit=2&sort=-timeStamp';
    for (let pages = 0; next !== '' && pages < 9; pages += 1) {
      const { body } = await call('GET', next);
      seen.push(...(Array.isArray(body.Sale) ? body.Sale : [body.Sale]).map((sale: Any) => sale.saleID));
      next = body['@attributes'].next;
      if (next !== '') assert.match(next, /^http:\/\/127\.0\.0\.1:\d+\/API\/V3\/Account\/1\/Sale\.json\?.*after=/);
    }
    assert.deepEqual(seen, ['5', '4', '3', '2', '1']);
  });

  test('unknown filters, sorts, relations and limits are refused', async () => {
    for (const query of ['refrence=1', 'sort=note', 'load_relations=["Lines"]', 'load_relations=x', 'limit=101', 'limit=0', 'timeStamp=%3E,x']) {
      assert.equal((await call('GET', `Sale.json?${query}`)).status, 400, query);
    }
  });
});

describe('customers', () => {
  const ann = { firstName: 'Ann', lastName: 'Other', Contact: { Emails: { ContactEmail: { address: 'Ann@Example.com', useType: 'Primary' } } } };

  test('consent flags are true unless sent false', async () => {
    const consents = async (contact: object): Promise<string[]> => {
      const { body } = await call('POST', 'Customer.json?load_relations=["Contact"]', { ...ann, Contact: contact });
      return ['noEmail', 'noPhone', 'noMail'].map((key) => body.Customer.Contact[key]);
    };
    assert.deepEqual(await consents({}), ['true', 'true', 'true']);
    assert.deepEqual(await consents({ noEmail: false, noPhone: 'false' }), ['false', 'false', 'true']);
  });

  test('found by e-mail when Contact is loaded; duplicates make a list', async () => {
    const search = 'Customer.json?load_relations=["Contact"]&Contact.email=ann%40example.com';
    assert.equal((await call('GET', search)).body.Customer, undefined);
    await call('POST', 'Customer.json', ann);
    const one = (await call('GET', search)).body.Customer;
    assert.equal(one.Contact.Emails.ContactEmail.address, 'Ann@Example.com');
    assert.equal(one.Contact.Phones, '');
    await call('POST', 'Customer.json', ann);
    assert.equal((await call('GET', search)).body.Customer.length, 2);
    assert.equal((await call('GET', 'Customer.json?Contact.email=ann%40example.com')).status, 400);
    assert.equal((await call('GET', 'Customer/1.json')).body.Customer.firstName, 'Ann');
    assert.equal((await call('GET', 'Customer/7.json')).status, 404);
  });

  test('archived ones are hidden unless asked for; two primary e-mails are refused', async () => {
    sandbox.r.seedCustomer({ firstName: 'Old', archived: true });
    assert.equal((await call('GET', 'Customer.json')).body.Customer, undefined);
    assert.equal((await call('GET', 'Customer.json?archived=true')).body.Customer.firstName, 'Old');
    const two = [{ address: 'a@b.c', useType: 'Primary' }, { address: 'd@e.f', useType: 'Primary' }];
    assert.equal((await call('POST', 'Customer.json', { Contact: { Emails: { ContactEmail: two } } })).status, 400);
  });
});

describe('other reads', () => {
  test('shops with registers, items with stock rows: shops first, summary last', async () => {
    const { body: { Shop: shops } } = await call('GET', 'Shop.json?load_relations=["Registers"]');
    assert.equal(shops[0].Registers.Register.registerID, '5');
    const { body: { Item: item } } = await call('GET', 'Item/12.json?load_relations=["ItemShops"]');
    assert.deepEqual(item.ItemShops.ItemShop.map((row: Any) => [row.shopID, row.qoh]), [['1', '5'], ['2', '3'], ['0', '8']]);
    assert.equal(item.Prices.ItemPrice[0].useType, 'Default');
    const { body: { Item: rowless } } = await call('GET', 'Item/13.json?load_relations=["ItemShops"]');
    assert.equal(rowless.ItemShops, '');
    for (const entity of ['Register', 'Item', 'PaymentType', 'TaxCategory', 'ItemShop']) {
      const { status, body } = await call('GET', `${entity}.json`);
      assert.equal(status, 200);
      assertAllStrings(body);
    }
  });

  test('sellable is never below zero', async () => {
    sandbox.r.setStock('12', '1', '-2');
    const { body } = await call('GET', 'ItemShop.json?itemID=12&shopID=1');
    assert.deepEqual([body.ItemShop.qoh, body.ItemShop.sellable], ['-2', '0']);
  });

  test('no token, wrong account, unknown entity, uncovered write', async () => {
    const bare = await fetch(`${sandbox.r.url}/API/V3/Account/1/Shop.json`);
    assert.equal(bare.status, 401);
    assert.equal((await bare.json() as Any).hint, 'Access token could not be verified');
    assert.equal((await call('GET', `${sandbox.r.url}/API/V3/Account/2/Shop.json`)).status, 404);
    assert.equal((await call('GET', 'Vendor.json')).status, 404);
    assert.equal((await call('POST', 'Shop.json', {})).status, 405);
  });
});

describe('limits', () => {
  const costs = (method: string, path: string, body?: object): number => {
    const url = new URL(path, 'http://x/');
    const request: Request = { method, path: url.pathname, query: url.searchParams, headers: {}, body: '', origin: '' };
    const name = url.pathname.split(/[/.]/)[1] ?? '';
    const relations = JSON.parse(url.searchParams.get('load_relations') ?? '[]') as string[];
    return costOf(request, name, /\d/.test(url.pathname), body === undefined ? undefined : parseJson(JSON.stringify(body)), relations);
  };

  test('what requests cost', () => {
    assert.equal(costs('GET', 'Shop.json'), 1);
    assert.equal(costs('GET', 'Customer.json?load_relations=["Contact"]'), 1.2);
    assert.equal(costs('GET', 'Customer/1.json?load_relations=["Contact"]'), 1.1);
    assert.equal(costs('GET', 'Sale.json?load_relations=["SaleLines","SalePayments"]'), 1.8);
    assert.equal(costs('GET', 'Sale.json?count=1'), 11);
    assert.equal(costs('POST', 'Customer.json', { firstName: 'A' }), 1);
    // A contact, its e-mail and its address.
    assert.equal(costs('POST', 'Customer.json', { Contact: { Emails: { ContactEmail: [{}] }, Addresses: { ContactAddress: {} } } }), 2.5);
    assert.equal(costs('POST', 'Sale.json', {}), 2);
    assert.equal(costs('POST', 'Sale.json', { completed: false }), 5);
    // Two lines, one note, one payment.
    assert.equal(costs('POST', 'Sale.json', completed('1', {}, [line(), line({ Note: { note: '' } })])), 7);
    assert.equal(costs('POST', 'Sale.json', { SaleLines: [{ SaleLine: line() }, { SaleLine: line() }] }), 3);
  });

  test('the bucket fills, refuses with seconds, drips, and tells its level', async () => {
    await sandbox.close();
    await start({ limits: { burst: 1000 } });
    let refused: Answer | undefined;
    let levels: string[] = [];
    for (let request = 0; refused === undefined && request < 60; request += 1) {
      const answer = await call('POST', 'Sale.json', IDS);
      if (answer.status === 429) refused = answer;
      else levels = [...levels, answer.headers.get('x-ls-api-bucket-level') ?? ''];
    }
    // Two registers: size 100, drip 1.5 a second; two drips a sale.
    assert.equal(levels.length, 50);
    assert.deepEqual([levels[0], levels.at(-1)], ['2/100', '100/100']);
    assert.equal(refused?.headers.get('x-ls-api-ratelimit-type'), 'api-leaky-bucket');
    assert.equal(refused?.headers.get('retry-after'), '2');
    assert.equal(refused?.headers.get('x-ls-api-drip-rate'), '1.5');
    assert.equal(refused?.headers.get('x-ls-api-request-cost'), '2');
    assert.match(refused?.headers.get('content-type') ?? '', /text\/html/);
    pass(2000);
    assert.equal((await call('POST', 'Sale.json', IDS)).headers.get('x-ls-api-bucket-level'), '99/100');
    assert.equal(sandbox.r.requests.at(-1)?.cost, 2);
    assert.equal(sandbox.r.requests.at(-2)?.cost, 0);
  });

  test('the burst limiter counts whole seconds', async () => {
    await sandbox.close();
    await start({ limits: { burst: 2 } });
    const statuses = async (): Promise<number[]> => [(await call('GET', 'Shop.json')).status, (await call('GET', 'Shop.json')).status, (await call('GET', 'Shop.json')).status];
    assert.deepEqual(await statuses(), [200, 200, 429]);
    assert.equal((await call('GET', 'Shop.json')).headers.get('x-ls-api-ratelimit-type'), 'api-burst-limiter');
    pass(1000);
    assert.deepEqual(await statuses(), [200, 200, 429]);
  });
});

describe('faults', () => {
  test('timeout_after leaves the effect, timeout_before leaves none', async () => {
    sandbox.r.faults.set([{ kind: 'timeout_before', method: 'POST' }, { kind: 'timeout_after', method: 'POST', nth: 2 }]);
    await assert.rejects(call('POST', 'Sale.json', completed('42.51')));
    assert.equal(sandbox.r.dump().sales.length, 0);
    await assert.rejects(call('POST', 'Sale.json', completed('42.51')));
    assert.equal(sandbox.r.dump().sales.length, 1);
    assert.equal(sandbox.r.dump().stock['12@1'], '3');
    assert.equal(sandbox.r.faults.effectsHidden, 1);
    assert.deepEqual(sandbox.r.faults.counts, { '429': 0, '500': 0, timeout_before: 1, timeout_after: 1 });
    assert.deepEqual(sandbox.r.requests.map(({ fault, status }) => [fault, status]), [['timeout_before', undefined], ['timeout_after', undefined]]);
  });

  test('429 and 500 answer as the vendor does and do nothing', async () => {
    sandbox.r.faults.set([{ kind: '429', retryAfterSeconds: 4 }, { kind: '500', nth: 2 }]);
    const limited = await call('POST', 'Sale.json', IDS);
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '4']);
    const broken = await call('POST', 'Sale.json', IDS);
    assert.deepEqual([broken.status, broken.body.httpCode], [500, '500']);
    assert.equal(sandbox.r.dump().sales.length, 0);
  });
});

function assertAllStrings(value: Any): void {
  if (typeof value === 'object' && value !== null) return Object.values(value).forEach(assertAllStrings);
  assert.equal(typeof value, 'string');
}
