// What a set-up program needs of the X-Series sandbox: reads of the account, the product feed,
// writes of helper items, scopes of the token, and the messy retailer.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { SCOPES } from '../sandbox/lightspeed-x/access.ts';
import type { Scope } from '../sandbox/lightspeed-x/access.ts';
import { seedMessyRetailer } from '../sandbox/lightspeed-x/messy-retailer.ts';
import type { MessyRetailer } from '../sandbox/lightspeed-x/messy-retailer.ts';
import { openRetailer } from '../sandbox/lightspeed-x/model.ts';
import { seeds } from '../sandbox/lightspeed-x/seeds.ts';
import { openStore } from '../sandbox/store.ts';

type Any = any;

let sandbox: Sandbox;
let messy: MessyRetailer;
const NOW = new Date('2026-11-20T09:15:05Z');

beforeEach(async () => {
  sandbox = await startSandbox({ now: () => NOW, x: { enforceLimit: false, delivery: { timeScale: 1e-6 } } });
  messy = seedMessyRetailer(sandbox.x);
});
afterEach(() => sandbox.close());

async function call(method: string, path: string, body?: unknown, x = sandbox.x): Promise<{ status: number; body: Any }> {
  const answer = await fetch(`${x.url}/api/${path}`, {
    method, headers: { authorization: `Bearer ${x.accessToken}`, 'user-agent': 'tests' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
const get = async (path: string): Promise<Any> => (await call('GET', path)).body.data;
const ids = (rows: Any[]): string[] => rows.map(({ id }) => id);
const product = (id: string, version = '2.0'): Promise<Any> => get(`${version}/products/${id}`);

describe('the account', () => {
  for (const version of ['2.0', '2026-07']) {
    test(`${version}: the retailer tells its currency, zone, prefix, way of pricing and untaxed tax`, async () => {
      const { name, domain_prefix, currency, timezone, tax_exclusive, no_tax_group_id, country } = await get(`${version}/retailer`);
      assert.deepEqual(
        [name, domain_prefix, currency, timezone, tax_exclusive, no_tax_group_id, country],
        ['Harbour Goods', 'harbourgoods', { code: 'NZD', symbol: '$' }, 'Pacific/Auckland', false, messy.taxes.noTax, 'NZ']);
    });

    for (const [list, without, all] of [
      ['outlets', 2, 3], ['registers', 3, 4], ['users', 3, 3], ['taxes', 4, 4], ['payment_types', version === '2.0' ? 6 : 5, 6], ['price_books', 1, 1],
    ] as const) {
      test(`${version}/${list}: deleted rows are hidden where the list has a parameter for them, else they carry deleted_at`, async () => {
        assert.deepEqual([(await get(`${version}/${list}`)).length, (await get(`${version}/${list}?deleted=true`)).length], [without, all]);
      });
    }

    test(`${version}: outlets are taxed and counted each in their own way`, async () => {
      const outlets = await get(`${version}/outlets`);
      assert.deepEqual(outlets.map((row: Any) => [row.name, row.time_zone, row.currency, row.display_prices, row.default_tax_id]), [
        ['Auckland', 'Pacific/Auckland', 'NZD', 'inclusive', messy.taxes.gst], ['Toronto', 'America/Toronto', 'CAD', 'exclusive', messy.taxes.hst],
      ]);
      const hst = (await get(`${version}/taxes`)).find(({ id }: Any) => id === messy.taxes.hst);
      assert.deepEqual(hst.rates.map(({ name, rate }: Any) => [name, rate]), [['GST', 0.05], ['PST', 0.08]]);
    });

    test(`${version}: lists declared without versions have none, the others have`, async () => {
      for (const list of ['taxes', 'price_books', 'webhooks']) assert.equal((await call('GET', `${version}/${list}`)).body.version, undefined, list);
      for (const list of ['outlets', 'registers', 'users', 'payment_types', 'outlet_taxes', 'products']) {
        assert.equal(typeof (await call('GET', `${version}/${list}`)).body.version.max, 'number', list);
      }
    });
  }

  test('staff who left, closed registers and the token\'s user can be told', async () => {
    const users = await get('2.0/users');
    assert.deepEqual(users.map((row: Any) => [row.username, row.account_type, row.deleted_at]),
      [['owner', 'admin', null], ['cashier', 'cashier', null], ['web', 'admin', '2026-11-20T09:15:05Z']]);
    assert.equal((await get('2.0/user')).id, messy.users.owner);
    assert.deepEqual((await get('2.0/registers')).filter((row: Any) => !row.is_open).map(({ id }: Any) => id), [messy.registers.closed]);
  });

  test('internal payment types are not listed; disabled ones are told by the date versions only; none can be made', async () => {
    const dated = await get('2026-07/payment_types');
    assert.deepEqual(dated.filter(({ disabled }: Any) => disabled).map(({ id }: Any) => id), [messy.paymentTypes.disabled]);
    assert.ok(!dated.some(({ name }: Any) => name === 'Rounding'));
    assert.equal('disabled' in (await get('2.0/payment_types'))[0], false);
    for (const version of ['2.0', '2026-07']) assert.equal((await call('POST', `${version}/payment_types`, { name: 'Shopify' })).status, 405);
  });

  test('price books name one group and outlet in 2.0, lists of them in date versions', async () => {
    const [old] = await get('2.0/price_books');
    assert.deepEqual([old.type, old.customer_group_id, old.customer_group.name, old.outlet], ['BASE', old.customer_group.id, 'All Customers', {}]);
    const [book] = await get('2026-07/price_books');
    assert.deepEqual([book.customer_groups.length, book.outlets, 'customer_group' in book], [1, [], false]);
  });

  test('a product\'s own tax is a row of its outlet', async () => {
    const rows = await get('2.0/outlet_taxes');
    assert.deepEqual(rows.map((row: Any) => [row.outlet_id, row.product_id, row.tax_id]), [[messy.outlets.toronto, messy.products.ownTax, messy.taxes.noTax]]);
    assert.deepEqual(await get(`2.0/outlet_taxes?outlet_id=${messy.outlets.auckland}`), []);
  });

  test('a register opens and closes, each once, with a new opening', async () => {
    const path = `2026-07/registers/${messy.registers.closed}`;
    const before = (await get(path)).register_open_sequence_id;
    assert.equal((await call('PUT', `${path}/actions/close`, { payments: [] })).status, 422);
    const opened = await call('PUT', `${path}/actions/open`, { register_open_time: '2026-11-20T08:00:00Z' });
    assert.deepEqual([opened.status, opened.body.data.is_open, opened.body.data.register_open_time], [200, true, '2026-11-20T08:00:00Z']);
    assert.notEqual(opened.body.data.register_open_sequence_id, before);
    assert.equal((await call('PUT', `${path}/actions/open`, {})).status, 422);
    const counted = (total: unknown): unknown => ({ payments: [{ payment_type_id: messy.paymentTypes.cash, total }] });
    assert.equal((await call('PUT', `${path}/actions/close`, counted(255))).status, 422);
    const closed = await call('PUT', `${path}/actions/close`, counted('255.00'));
    assert.deepEqual([closed.status, closed.body.data.is_open, closed.body.data.register_close_time], [200, false, '2026-11-20T09:15:05Z']);
    assert.equal((await call('PUT', `2.0/registers/${messy.registers.removed}/actions/open`, {})).status, 404);
  });

  test('what is not covered is 405 on a path that is known, else 404; a parameter 501', async () => {
    for (const [method, path, status] of [
      ['PUT', `2.0/products/${messy.products.inactive}`, 405], ['GET', '2.1/products', 405], ['GET', `2026-07/products/${messy.products.inactive}/inventory`, 405],
      ['GET', '2026-07/inventory', 405], ['POST', '2.0/outlets', 405], ['POST', '2026-07/registers', 405], ['GET', `2.0/taxes/${messy.taxes.gst}`, 405],
      ['GET', '2.0/brands', 404], ['GET', 'products', 405], ['POST', 'products', 410],
      ['GET', '2026-07/payment_types?currency=NZD', 501], ['GET', '2026-07/products?includes[]=composite_products', 501],
    ] as const) assert.equal((await call(method, path, method === 'GET' ? undefined : {})).status, status, `${method} ${path}`);
  });
});

describe('what a set-up must see', () => {
  test('helper items that were deleted, switched off or renamed; a payment type that was renamed', async () => {
    const helper = async (id: string): Promise<unknown[]> => {
      const { sku, name, variant_name, handle, active, has_inventory, deleted_at } = await product(id);
      return [sku, name, variant_name, handle, active, has_inventory, deleted_at !== undefined];
    };
    const { deletedHelper, inactiveHelper, renamedHelper } = messy.products;
    assert.deepEqual(await Promise.all([deletedHelper, inactiveHelper, renamedHelper].map(helper)), [
      ['SHOPIFY-SHIPPING', 'Shopify shipping', 'Shopify shipping', 'SHOPIFY-SHIPPING', true, false, true],
      ['SHOPIFY-DISCOUNT', 'Shopify discount', 'Shopify discount', 'SHOPIFY-DISCOUNT', false, false, false],
      ['SHOPIFY-ROUNDING', 'Sundries 2', 'Sundries 2', 'SHOPIFY-ROUNDING', true, false, false],
    ]);
    const before = (await call('GET', '2.0/payment_types')).body.version.max;
    sandbox.x.renamePaymentType(messy.paymentTypes.cash, 'Cash drawer');
    assert.deepEqual((await get(`2.0/payment_types?after=${before}`)).map(({ id, name }: Any) => [id, name]), [[messy.paymentTypes.cash, 'Cash drawer']]);
    const [old, dated] = await Promise.all(['2.0', '2026-07'].map(async (version) =>
      (await get(`${version}/payment_types`)).find(({ id }: Any) => id === messy.paymentTypes.renamed)));
    assert.deepEqual([old.name, 'name_changed_by_user' in old, dated.name, dated.name_changed_by_user], ['Web shop', false, 'Web shop', true]);
  });

  test('the vendor\'s own connection to Shopify shows by the source of its products and sales only', async () => {
    const of = async (list: string): Promise<string[]> => ids((await get(`2.0/${list}?page_size=1000`)).filter(({ source }: Any) => source === 'SHOPIFY'));
    assert.deepEqual([await of('products'), await of('sales')], [messy.products.fromShopify, [messy.saleFromShopify]]);
    assert.equal((await get(`2026-07/sales/${messy.saleFromShopify}`)).source.type, 'SHOPIFY');
  });

  test('the currency is the one asked for, and loyalty is told', async () => {
    const { outlets } = seedMessyRetailer(sandbox.x, { currency: 'USD' });
    const { currency, loyalty } = await get('2.0/retailer');
    assert.deepEqual([currency.code, loyalty.enabled, (await get(`2.0/outlets/${outlets.auckland}`)).currency], ['USD', true, 'USD']);
  });

  test('registers that staff close and open are told by the feed', async () => {
    const { max } = (await call('GET', '2.0/registers')).body.version;
    sandbox.x.closeRegister(messy.registers.counter);
    assert.deepEqual((await get(`2.0/registers?after=${max}`)).map((row: Any) => [row.id, row.is_open]), [[messy.registers.counter, false]]);
    sandbox.x.openRegister(messy.registers.counter);
    assert.equal((await get(`2.0/registers/${messy.registers.counter}`)).is_open, true);
  });

  test('codes of suppliers, and stock that has changed', async () => {
    const [soap = ''] = messy.products.components;
    const { supplier_code: code, product_suppliers: [row] } = await product(soap);
    assert.deepEqual([code, row.product_id, row.supplier_name, row.code, row.price], ['SP-1', soap, 'Soapworks', 'SP-1', 1.2]);
    const { max } = (await call('GET', '2.0/inventory?page_size=1000')).body.version;
    sandbox.x.setStock(soap, messy.outlets.toronto, '6');
    const changed = await get(`2.0/inventory?after=${max}`);
    assert.deepEqual(changed.map((each: Any) => [each.product_id, each.outlet_id, each.inventory_level]), [[soap, messy.outlets.toronto, 6]]);
  });
});

describe('products', () => {
  test('the feed tells of every product once, deleted ones on demand, and of changes after a version', async () => {
    const live = await call('GET', '2.0/products?page_size=1000');
    const all = await call('GET', '2.0/products?page_size=1000&deleted=true');
    assert.equal(all.body.data.length, live.body.data.length + 1);
    assert.equal(new Set(ids(all.body.data)).size, all.body.data.length);
    const versions = all.body.data.map(({ version }: Any) => version);
    assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
    assert.deepEqual(all.body.version, { min: versions[0], max: versions.at(-1) });
    const gone = all.body.data.find(({ id }: Any) => id === messy.products.deletedHelper);
    assert.deepEqual([gone.sku, gone.deleted_at], ['SHOPIFY-SHIPPING', '2026-11-20T09:15:05+00:00']);
    sandbox.x.renameProduct(messy.products.inactive, 'Cap');
    sandbox.x.deleteProduct(messy.products.trailingSpace);
    const after = `after=${all.body.version.max}`;
    assert.deepEqual(ids(await get(`2.0/products?${after}`)), [messy.products.inactive]);
    assert.deepEqual(ids(await get(`2.0/products?${after}&deleted=true`)), [messy.products.inactive, messy.products.trailingSpace]);
    assert.deepEqual(ids(await get(`2.0/products?deleted=true&before=${versions[1]}`)), [ids(all.body.data)[0]]);
    assert.deepEqual(await get(`2.0/products?${after}&page_size=1&deleted=true`), await get(`2.0/products?${after}`));
  });

  test('the SKU lookup heeds the case, knows every code, and disregards `deleted`', async () => {
    const by = async (sku: string): Promise<string[]> => ids(await get(`2.0/products?deleted=true&after=99999999&sku=${encodeURIComponent(sku)}`));
    assert.deepEqual(await by('TEE-01'), messy.products.oneSku);
    assert.deepEqual(await by('tee-01'), messy.products.otherCase.slice(0, 1));
    assert.deepEqual(await by('9421000000013'), [messy.products.trailingSpace]);
    assert.deepEqual(await by('SHOPIFY-SHIPPING'), []);
    assert.deepEqual(await by('00123'), messy.products.leadingZeros.slice(0, 1));
    assert.deepEqual(ids(await get('2.0/products?name=Jumper')), ids(await get('2.0/products?family_name=Jumper')));
    assert.deepEqual(ids(await get('2.0/products?name=Jumper')).sort(), [...messy.products.family].sort());
  });

  test('the search holds SKUs in lower case and takes several', async () => {
    const by = async (query: string): Promise<string[]> => ids(await get(`2.0/search?type=products&${query}`));
    assert.deepEqual(await by('sku=tee-01'), [...messy.products.oneSku, ...messy.products.otherCase]);
    assert.deepEqual(await by('sku=TEE-01'), []);
    assert.deepEqual(await by('sku=00123&sku=0123'), [messy.products.leadingZeros[0], messy.products.leadingZeros[2]]);
    assert.deepEqual(await by(`variant_parent_id=${messy.products.family[0]}`), messy.products.family.slice(1));
    assert.deepEqual([await by('sku=shopify-shipping'), await by('sku=shopify-shipping&deleted=true')], [[], [messy.products.deletedHelper]]);
    assert.deepEqual(await by(`sku=${encodeURIComponent('cap‑red‑01')}`), messy.products.hyphens.slice(0, 1));
    assert.deepEqual(await by(`sku=${encodeURIComponent('ｍｕｇ－０１')}`), messy.products.fullWidth.slice(0, 1));
  });

  test('a SKU that a product had is not found any more', async () => {
    const [id = ''] = messy.products.components;
    assert.deepEqual(ids(await get('2.0/products?sku=SOAP')), [id]);
    assert.equal((await call('PUT', `2.1/products/${id}`, { details: { product_codes: [{ code: 'SOAP-2' }, { code: 'SOAP-3', type: 'EAN' }] } })).status, 200);
    assert.deepEqual([await get('2.0/products?sku=SOAP'), ids(await get('2.0/products?sku=SOAP-3'))], [[], [id]]);
    assert.equal((await product(id)).sku, 'SOAP-2');
  });

  test('a family: the first has variants, the others name it, all share name and handle', async () => {
    const rows = await Promise.all(messy.products.family.map((id) => product(id)));
    assert.deepEqual(rows.map((row) => [row.name, row.variant_name, row.handle, row.has_variants, row.variant_parent_id]), [
      ['Jumper', 'Jumper / S', 'jumper', true, undefined], ...['M', 'L', 'XL'].map((size) => ['Jumper', `Jumper / ${size}`, 'jumper', false, rows[0].id]),
    ]);
    assert.deepEqual(rows[1].variant_options.map(({ name, value }: Any) => [name, value]), [['Size', 'M']]);
  });

  test('date versions tell what a composite is made of and never a null SKU; 2.0 leaves empty keys out', async () => {
    const [soap = '', box = ''] = messy.products.components;
    const dated = await product(messy.products.composite, '2026-07');
    assert.deepEqual([dated.is_composite, dated.composite_bom], [true, { [soap]: 3, [box]: 1 }]);
    assert.equal('composite_bom' in await product(messy.products.composite), false);
    const nothing = messy.products.blankSkus[2] ?? '';
    assert.deepEqual([(await product(nothing)).sku, (await product(nothing, '2026-07')).sku], [null, '']);
    assert.deepEqual([(await product(nothing)).product_codes, (await product(nothing, '2026-07')).product_codes], [undefined, []]);
    assert.deepEqual((await product(messy.products.fromShopify[0] ?? '')).source_variant_id, '42712340001');
  });

  test('stock is told per outlet; a composite has none of its own and takes that of its parts', async () => {
    const rows = await get(`2.0/products/${messy.products.family[1]}/inventory`);
    assert.deepEqual(rows.map((row: Any) => [row.outlet_id, row.inventory_level, row.current_amount]), [[messy.outlets.auckland, 2.5, 2.5], [messy.outlets.toronto, -1, -1]]);
    assert.deepEqual(await get(`2.0/products/${messy.products.composite}/inventory`), []);
    const sold = await call('POST', '2026-07/sales', {
      state: 'closed', source: { author_id: messy.users.owner, register_id: messy.registers.counter },
      payments: [{ amount: 11.5, type: { config_id: messy.paymentTypes.cash } }],
      line_items: [{ product: { id: messy.products.composite }, quantity: 1, pricing: { price: 10 }, tax: { id: messy.taxes.gst, amount: 1.5 }, _metadata: { is_price_override: true } }],
    });
    assert.equal(sold.status, 200);
    const { stock } = sandbox.x.dump();
    assert.deepEqual(messy.products.components.map((id) => stock[`${id}@${messy.outlets.auckland}`]), ['17', '2']);
  });
});

describe('helper items', () => {
  const create = async (body: object, version = '2.0'): Promise<string> => {
    const { status, body: answer } = await call('POST', `${version}/products`, body);
    assert.equal(status, 200, JSON.stringify(answer));
    assert.equal(answer.data.length, 1);
    return answer.data[0];
  };

  test('made, untracked, untaxed, then deleted', async () => {
    const id = await create({ name: 'Shopify discount', sku: 'SHOPIFY-DISCOUNT', price_including_tax: 0, all_outlets_tax: { tax_id: messy.taxes.noTax } });
    assert.equal((await product(id)).has_inventory, true);
    const updated = await call('PUT', `2.1/products/${id}`, { common: { name: 'Discount of an order', track_inventory: false }, details: { is_active: false } });
    assert.deepEqual([updated.status, updated.body], [200, {}]);
    const { name, sku, handle, active, has_inventory, product_codes } = await product(id);
    assert.deepEqual([name, sku, handle, active, has_inventory, product_codes],
      ['Discount of an order', 'SHOPIFY-DISCOUNT', 'shopify-discount', false, false, [{ type: 'CUSTOM', code: 'SHOPIFY-DISCOUNT' }]]);
    const taxes = (await get('2.0/outlet_taxes')).filter((row: Any) => row.product_id === id);
    assert.deepEqual(taxes.map((row: Any) => [row.outlet_id, row.tax_id]), [[messy.outlets.auckland, messy.taxes.noTax], [messy.outlets.toronto, messy.taxes.noTax]]);
    assert.equal((await call('DELETE', `2.0/products/${id}`)).status, 200);
    assert.equal((await product(id)).deleted_at, '2026-11-20T09:15:05+00:00');
    assert.equal((await call('DELETE', `2.0/products/${id}`)).status, 404);
    assert.equal((await call('PUT', `2.1/products/${id}`, { common: { name: 'x' } })).status, 404);
  });

  test('the tax goes under either name in 2.1 and under one in date versions; the default leaves a tombstone', async () => {
    const id = messy.products.inactive;
    const live = async (): Promise<number> => (await get('2.0/outlet_taxes')).filter((row: Any) => row.product_id === id).length;
    const put = async (version: string, details: object): Promise<number> => (await call('PUT', `${version}/products/${id}`, { details })).status;
    assert.deepEqual([await put('2.1', { all_outlet_tax: { tax_id: messy.taxes.noTax, is_default: false } }), await live()], [200, 2]);
    assert.deepEqual([await put('2026-07', { all_outlet_tax: { tax_id: messy.taxes.gst } }), await live()], [422, 2]);
    // What the store sets is the price with tax: 11.50 stays.
    assert.deepEqual([(await product(id)).price_including_tax, (await product(id)).price_excluding_tax], [11.5, 11.5]);
    assert.deepEqual([await put('2026-07', { all_outlets_tax: { tax_id: '' } }), await live()], [200, 0]);
    assert.equal((await product(id)).price_excluding_tax, 10);
    assert.equal((await get('2.0/outlet_taxes?deleted=true')).filter((row: Any) => row.product_id === id && row.deleted_at !== undefined).length, 2);
    assert.equal(await put('2.1', { all_outlets_tax: { tax_id: messy.products.inactive } }), 422);
  });

  test('a store without tax in its prices takes taxes per outlet, and disregards the one for all', async () => {
    sandbox.x.seedRetailer({ taxExclusive: true });
    const id = await create({
      name: 'Shipping', price_excluding_tax: 2, all_outlets_tax: { tax_id: messy.taxes.noTax },
      outlet_taxes: [{ outlet_id: messy.outlets.toronto, tax_id: messy.taxes.noTax }],
    });
    const rows = (await get('2.0/outlet_taxes')).filter((row: Any) => row.product_id === id);
    assert.deepEqual(rows.map((row: Any) => row.outlet_id), [messy.outlets.toronto]);
  });

  test('one price is given, the other worked out; no SKU is the next of the sequence', async () => {
    const first = await product(await create({ name: 'A', price_excluding_tax: 10 }, '2026-07'));
    assert.deepEqual([first.price_including_tax, first.sku], [11.5, '10000']);
    const second = await product(await create({ name: 'B', price_including_tax: 10 }));
    assert.deepEqual([second.price_excluding_tax, second.sku], [8.69565, '10001']);
    assert.equal((await get('2.0/retailer')).sku_sequence.value, 10002);
  });

  test('stock and components are set at once', async () => {
    const id = await create({ name: 'A', sku: 'A', inventory: [{ outlet_id: messy.outlets.auckland, current_amount: 7 }] });
    assert.equal(sandbox.x.dump().stock[`${id}@${messy.outlets.auckland}`], '7');
    await call('PUT', `2.1/products/${id}`, { details: { inventory: [{ outlet_id: messy.outlets.auckland, current_amount: 5 }] } });
    assert.equal(sandbox.x.dump().stock[`${id}@${messy.outlets.auckland}`], '5');
    const set = await create({ name: 'Set', composite: [{ product_id: id, quantity: 2 }] });
    assert.deepEqual((await product(set, '2026-07')).composite_bom, { [id]: 2 });
  });

  test('a name is of the family, the rest of one; a family is deleted by any of it', async () => {
    const [first = '', second = ''] = messy.products.family;
    await call('PUT', `2.1/products/${second}`, { common: { name: 'Sweater' }, details: { is_active: false } });
    const rows = await Promise.all(messy.products.family.map((id) => product(id)));
    assert.deepEqual(rows.map((row) => [row.variant_name, row.active]), [['Sweater / S', true], ['Sweater / M', false], ['Sweater / L', true], ['Sweater / XL', true]]);
    assert.equal((await call('DELETE', `2.0/products/${first}`)).status, 200);
    assert.deepEqual(ids(await get('2.0/products?name=Sweater')).length, 3);
    assert.equal((await call('DELETE', `2.0/products/${second}/all`)).status, 200);
    assert.deepEqual(await get('2.0/products?name=Sweater'), []);
  });

  for (const [what, status, body] of [
    ['no name', 422, { sku: 'A' }], ['both prices', 422, { name: 'A', price_including_tax: 1, price_excluding_tax: 1 }],
    ['a price as text', 422, { name: 'A', price_including_tax: '1' }], ['an unknown tax', 422, { name: 'A', all_outlets_tax: { tax_id: 'x' } }],
    ['an unknown outlet', 422, { name: 'A', inventory: [{ outlet_id: '00000000-0000-4000-8000-000000000000', current_amount: 1 }] }],
    ['untracked stock, which has no field when a product is made', 422, { name: 'A', has_inventory: false }],
    ['variants', 501, { name: 'A', variants: [] }], ['a brand', 501, { name: 'A', brand_id: 'x' }],
  ] as const) {
    test(`${status} and nothing made: ${what}`, async () => {
      const before = (await get('2.0/products?page_size=1000')).length;
      assert.equal((await call('POST', '2.0/products', body)).status, status);
      assert.equal((await get('2.0/products?page_size=1000')).length, before);
    });
  }
});

describe('scopes of the token', () => {
  const needs: [Scope, string, string][] = [
    ['retailer:read', 'GET', '2.0/retailer'], ['payment_types:read', 'GET', '2.0/retailer'], ['payment_types:read', 'GET', '2026-07/payment_types'],
    ['outlets:read', 'GET', '2.0/outlets'], ['outlets:read', 'GET', '2.0/outlet_taxes'], ['registers:read', 'GET', '2.0/registers'],
    ['register:open', 'PUT', '2.0/registers/x/actions/open'], ['register:close', 'PUT', '2.0/registers/x/actions/close'],
    ['users:read', 'GET', '2.0/users'], ['taxes:read', 'GET', '2.0/taxes'], ['products:read', 'GET', '2.0/products'],
    ['products:read', 'GET', '2.0/search?type=products&sku=a'], ['products:write', 'POST', '2.0/products'], ['products:write', 'PUT', '2.1/products/x'],
    ['products:write', 'DELETE', '2.0/products/x'], ['inventory:read', 'GET', '2.0/inventory'], ['products:read:price_books', 'GET', '2.0/price_books'],
    ['customers:read', 'GET', '2.0/customers'], ['customers:write', 'POST', '2.0/customers'], ['sales:read', 'GET', '2.0/sales'],
    ['sales:write', 'POST', '2026-07/sales'], ['webhooks', 'GET', '2.0/webhooks'], ['webhooks', 'POST', '2.0/webhooks'],
  ];
  for (const [scope, method, path] of needs) {
    test(`403 without ${scope}: ${method} ${path}`, async () => {
      const body = method === 'GET' ? undefined : {};
      sandbox.x.revokeScope(scope);
      const refused = await call(method, path, body);
      assert.deepEqual([refused.status, refused.body.error], [403, 'Forbidden']);
      assert.match(refused.body.message, new RegExp(scope));
      sandbox.x.grantScope(scope);
      assert.notEqual((await call(method, path, body)).status, 403);
    });
  }
  test('every scope is one that something needs', () => {
    assert.deepEqual([...new Set(needs.map(([scope]) => scope))].sort(), [...SCOPES].sort());
    assert.throws(() => sandbox.x.revokeScope('products:reed'), /not a scope/);
  });
  test('without the right to write nothing is written', async () => {
    sandbox.x.revokeScope('products:write');
    const path = `products/${messy.products.inactive}`;
    for (const [method, at] of [['PUT', `2.1/${path}`], ['DELETE', `2.0/${path}`]] as const) assert.equal((await call(method, at, { details: { is_active: true } })).status, 403);
    const { active, deleted_at } = await product(messy.products.inactive);
    assert.deepEqual([active, deleted_at], [false, undefined]);
  });
});

describe('size', () => {
  test('a feed of four times the products takes about four times as long, not sixteen', async () => {
    const page = async (count: number): Promise<number> => {
      const big = await startSandbox({ x: { enforceLimit: false } });
      try {
        big.x.seedProducts(Array.from({ length: count }, (_, at) => ({ sku: `SKU-${at}` })));
        const seen = new Set<string>();
        const from = performance.now();
        for (let after = 0; ;) {
          const { data, version } = (await call('GET', `2.0/products?after=${after}&page_size=200`, undefined, big.x)).body;
          if (data.length === 0) break;
          for (const { id } of data) seen.add(id);
          after = version.max;
        }
        const took = performance.now() - from;
        assert.equal(seen.size, count);
        assert.equal((await call('GET', `2.0/products?sku=SKU-${count - 1}`, undefined, big.x)).body.data.length, 1);
        return took;
      } finally {
        await big.close();
      }
    };
    const small = await page(5_000);
    const large = await page(20_000);
    assert.ok(large < small * 8 + 500, `${small.toFixed(0)} ms, then ${large.toFixed(0)} ms`);
  });

  test('a change that is taken back leaves no trace in feed and lookups', () => {
    const store = openStore(':memory:');
    const retailer = openRetailer(store, () => NOW);
    const x = seeds(retailer);
    const id = x.seedProduct({ sku: 'A' });
    const feed = (): (string | null)[] => [...retailer.products.after(0)].map(({ sku }) => sku);
    assert.deepEqual([feed(), retailer.products.byCode('a').length], [['A'], 1]);
    assert.throws(() => store.transaction(() => {
      x.renameProduct(id, 'B');
      x.seedProduct({ sku: 'C' });
      throw new Error('taken back');
    }));
    assert.deepEqual([feed(), retailer.products.byCode('c'), retailer.products.byName('b')], [['A'], [], []]);
    // The versions that were taken back are given out again.
    x.seedProduct({ sku: 'D' });
    x.renameProduct(id, 'E');
    assert.deepEqual([feed(), retailer.products.byName('e').length], [['D', 'A'], 1]);
    store.close();
  });
});
