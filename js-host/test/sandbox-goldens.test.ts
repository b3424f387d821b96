// Every request that a golden of order.to_sale makes, against the sandbox: it is accepted, comes
// to the predicted total and tax, is paid in full or reserves in full, and keeps its texts. The
// sandbox computes by itself; its account is set up from the golden's configuration.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { add, dec, print } from '../sandbox/decimal.ts';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { parseJson, textOf } from '../sandbox/json.ts';

type Any = any;

const folder = fileURLToPath(new URL('../../tests/scenarios/order.to_sale', import.meta.url));
/** Numbers stay as they are written. */
const read = (slug: string, file: string): Any => parseJson(readFileSync(join(folder, slug, `${file}.json`), 'utf8'));
const slugs = readdirSync(folder).sort();

/** The items that a tenant's sales may name, and whether they have stock. */
function items(config: Any, context: Any): Map<string, boolean> {
  const { gift_card: giftCard, ...helpers } = config.helper_items;
  const found = new Map<string, boolean>([giftCard?.item, ...Object.values<string>(helpers)].map((item) => [item, false]));
  for (const { item } of context.links ?? []) found.set(String(item), true);
  return found;
}

const customers = (config: Any, context: Any): string[] =>
  [...new Set([context.customer, config.customers?.guest].filter((id) => id !== undefined).map(String))];

function seedR({ r }: Sandbox, config: Any, context: Any): void {
  const categories = new Map<string, Any[]>();
  for (const tax of config.taxes) categories.set(tax.id, [...categories.get(tax.id) ?? [], tax]);
  for (const [taxCategoryID, taxes] of categories) {
    const rates = ({ rate, components }: Any): { tax1Rate: string; tax2Rate: string } =>
      ({ tax1Rate: (components ?? [rate])[0], tax2Rate: components?.[1] ?? '0' });
    const own = taxes.find((tax) => tax.class === undefined) ?? taxes[0];
    const classes = taxes.filter((tax) => tax.class !== undefined).map((tax) => ({ taxClassID: tax.class, ...rates(tax) }));
    r.seedTaxCategory({ taxCategoryID, ...rates(own), isTaxInclusive: own.inclusive ?? false, classes });
  }
  r.seedEmployee({ employeeID: config.lightspeed.user });
  // A category of the shop, which would tax what names none.
  for (const { id, register } of config.outlets) {
    r.seedShop({ shopID: id, name: id, taxCategoryID: config.taxes[0].id });
    r.seedRegister({ registerID: register, shopID: id });
  }
  for (const { id, gateway } of config.payment_types) r.seedPaymentType({ paymentTypeID: id, name: gateway });
  for (const customerID of customers(config, context)) r.seedCustomer({ customerID });
  const stock = Object.fromEntries(config.outlets.map(({ id }: Any) => [id, '20000']));
  for (const [itemID, stocked] of items(config, context)) {
    r.seedItem({ itemID, description: itemID, price: '1', ...(stocked ? { stock } : { itemType: 'non_inventory', tax: false }) });
  }
}

function seedX({ x }: Sandbox, config: Any, context: Any): void {
  for (const { id, rate, components } of config.taxes) {
    x.seedTax({ id, name: rate, rates: (components ?? [rate]).map((part: string) => ({ rate: part })) });
  }
  x.seedUser({ id: config.lightspeed.user, username: 'shopify' });
  for (const { id, register } of config.outlets) {
    x.seedOutlet({ id, name: id });
    x.seedRegister({ id: register, outletId: id });
  }
  for (const { id, gateway } of config.payment_types) x.seedPaymentType({ id, name: gateway });
  for (const id of customers(config, context)) x.seedCustomer({ id, firstName: 'Known' });
  const stock = Object.fromEntries(config.outlets.map(({ id }: Any) => [id, '20000']));
  for (const [id, stocked] of items(config, context)) x.seedProduct({ id, sku: id, hasInventory: stocked, ...(stocked ? { stock } : {}) });
}

async function send(vendor: { url: string; accessToken: string }, method: string, path: string, body: Any): Promise<Any> {
  const answer = await fetch(`${vendor.url}${path}`, {
    method, headers: { authorization: `Bearer ${vendor.accessToken}` }, body: JSON.stringify(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${method} ${path}: ${text}\n${JSON.stringify(body)}`);
  return parseJson(text);
}

const total = (amounts: string[]): string => print(amounts.map((amount) => dec(amount)).reduce(add, dec('0')));
const same = (actual: Any, expected: Any, what: string): void =>
  assert.equal(print(dec(textOf(actual) ?? '')), print(dec(textOf(expected) ?? '')), what);

/** What was reserved earlier, by the ids that the sandbox gave it. */
async function reserveEarlier({ r }: Sandbox, base: string, decided: Any, body: Any): Promise<Any> {
  const lines: Any[] = [];
  for (const [at, line] of body.SaleLines.SaleLine.entries()) {
    if (line.saleLineID === undefined) {
      lines.push(line);
      continue;
    }
    const { item, quantity, unit_price: unitPrice, discount, taxed, tax_class: taxClassID } = decided.sale.lines[at];
    const { SaleLine: reserved } = await send(r, 'POST', `${base}SaleLine.json`, {
      customerID: body.customerID, employeeID: body.employeeID, shopID: body.shopID, itemID: item, isLayaway: true,
      requireFullReservation: true, unitQuantity: quantity, unitPrice, discountAmount: discount ?? '0', tax: taxed,
      ...(taxClassID === undefined ? {} : { taxClassID }),
    });
    lines.push({ saleLineID: reserved.saleLineID });
  }
  return { ...body, SaleLines: { SaleLine: lines } };
}

async function checkR(sandbox: Sandbox, config: Any, decided: Any): Promise<void> {
  const base = `/API/V3/Account/${config.lightspeed.account}/`;
  for (const { method, path, body } of decided.requests) {
    if (decided.mode === 'reserve') {
      const { SaleLine: line } = await send(sandbox.r, method, `${path}?load_relations=["InventorySales"]`, body);
      same(line.InventorySales.InventorySale.quantity, body.unitQuantity, 'reserved in full');
      continue;
    }
    const sent = await reserveEarlier(sandbox, base, decided, body);
    const { Sale: sale } = await send(sandbox.r, method, `${path}?load_relations=all`, sent);
    assert.equal(sale.completed, 'true');
    same(sale.calcTotal, decided.tie_out.sale_total.amount, 'total');
    same(total([sale.calcTax1, sale.calcTax2]), decided.tie_out.sale_tax.amount, 'tax');
    assert.equal(sale.SaleNotes.PrintedNote?.note, decided.sale.note);
    assert.equal(sale.ShipTo?.shipped, body.ShipTo === undefined ? undefined : String(body.ShipTo.shipped));
  }
  assert.deepEqual(sandbox.r.dump().saleLines.length, decided.mode === 'reserve' ? decided.requests.length : 0);
}

async function checkX({ x }: Sandbox, decided: Any): Promise<void> {
  const [{ method, path, body }, ...others] = decided.requests;
  assert.deepEqual(others, []);
  const { data } = await send(x, method, path, body);
  same(data.totals.price_incl_tax, decided.tie_out.sale_total.amount, 'total');
  same(data.totals.tax, decided.tie_out.sale_tax.amount, 'tax');
  const paid = total(data.payments.map(({ amount }: Any) => textOf(amount) ?? ''));
  same(paid, decided.mode === 'reserve' ? '0' : decided.tie_out.sale_total.amount, 'paid');
  // What the vendor would round or blacken without a word was not sent.
  const kept = x.dump().sales.find(({ id }) => id === body.id);
  assert.equal(kept?.note ?? undefined, body.note);
  assert.deepEqual(kept?.fulfillmentDetails.map(({ type, note }) => ({ type, note })), body.fulfillment_details ?? []);
  for (const [at, line] of body.line_items.entries()) {
    same(kept?.lines[at]?.price, line.pricing.price, 'unit price');
    same(kept?.lines[at]?.taxAmount, line.tax.amount, 'unit tax');
    same(kept?.lines[at]?.discount, line.pricing.discount, 'unit discount');
    assert.deepEqual(kept?.lines[at]?.attributes, line.attributes ?? []);
  }
}

let sales = 0;
let reservations = 0;

for (const slug of slugs) {
  const decisions: Any[] = read(slug, 'expected').output?.sales ?? [];
  if (decisions.length === 0) continue;
  test(slug, async () => {
    const [config, context] = [read(slug, 'config'), read(slug, 'context')];
    const r = { accountId: config.lightspeed.account, limits: { enforced: false } };
    const sandbox = await startSandbox({ now: () => new Date('2030-01-01T00:00:00Z'), r });
    try {
      const isR = config.lightspeed.series === 'R';
      if (isR) seedR(sandbox, config, context);
      else seedX(sandbox, config, context);
      for (const decided of decisions) {
        if (isR) await checkR(sandbox, config, decided);
        else await checkX(sandbox, decided);
        if (decided.mode === 'reserve') reservations += 1;
        else sales += 1;
      }
    } finally {
      await sandbox.close();
    }
  });
}

test('there were enough of them', () => {
  assert.ok(sales >= 80 && reservations >= 4, `${sales} sales, ${reservations} reservations`);
});
