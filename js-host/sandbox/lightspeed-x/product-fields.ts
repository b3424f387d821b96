// The fields that creating and updating a product share: prices, codes, stock, taxes and components
// (X20 ProductCreateBody, 2026-07 ProductUpdate21Request). What a body may hold but the sandbox does
// not keep is answered 501.

import { add, dec, divide, multiply, print, round } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { decimal, invalid, objects, onlyKnown, optionalDecimal, optionalText, unit, uuid } from './fields.ts';
import { nextUuid } from './model.ts';
import type { Retailer, XProduct, XTax } from './model.ts';
import { setOutletTax } from './outlet-taxes.ts';
import { rateOf } from './sale-totals.ts';
import { setStock } from './stock.ts';
import { Refusal } from './wire.ts';

const CODE_TYPES = ['CUSTOM', 'EAN', 'ISBN', 'ITF', 'JAN', 'UPC'];
const ONE = dec('1');
const PLACES = 5;

export type Prices = Pick<XProduct, 'priceExcludingTax' | 'priceIncludingTax'>;

export function checkKeys(body: JsonObject, kept: readonly string[], known: readonly string[], what: string): void {
  onlyKnown(body, [...kept, ...known], what);
  const uncovered = known.find((key) => body[key] !== undefined);
  if (uncovered !== undefined) throw new Refusal(501, `The sandbox does not cover ${what}.${uncovered}.`);
}

/** One of the two prices, the other worked out; undefined when the body has neither. */
export function readPrices(body: JsonObject, tax: XTax | undefined): Prices | undefined {
  const excluding = optionalDecimal(body, 'price_excluding_tax');
  const including = optionalDecimal(body, 'price_including_tax');
  if (excluding !== undefined && including !== undefined) invalid('price_including_tax and price_excluding_tax exclude each other');
  if (excluding !== undefined) return pricesFrom(excluding, tax);
  return including === undefined ? undefined : pricesIncluding(including, tax);
}

export function pricesFrom(excluding: Decimal, tax: XTax | undefined): Prices {
  return { priceExcludingTax: unit(excluding), priceIncludingTax: print(round(multiply(excluding, factor(tax)), PLACES)) };
}

export function pricesIncluding(including: Decimal, tax: XTax | undefined): Prices {
  return { priceExcludingTax: print(divide(including, factor(tax), PLACES)), priceIncludingTax: unit(including) };
}

function factor(tax: XTax | undefined): Decimal {
  return tax === undefined ? ONE : add(ONE, rateOf(tax));
}

/** A code's type is not required; CUSTOM then. */
export function readCodes(retailer: Retailer, body: JsonObject): XProduct['codes'] {
  return objects(body, 'product_codes').map((entry) => {
    onlyKnown(entry, ['id', 'type', 'code'], 'product_codes');
    const type = optionalText(entry, 'type') ?? 'CUSTOM';
    // Examples write the types in lower case, the schema in upper case.
    if (!CODE_TYPES.includes(type.toUpperCase())) invalid(`product_codes.type must be one of ${CODE_TYPES.join(', ')}`);
    return { id: optionalText(entry, 'id') ?? nextUuid(retailer, 'code'), type, code: optionalText(entry, 'code') ?? invalid('product_codes.code is required') };
  });
}

/** Components must be there and be no composites themselves; the latter is inferred. */
export function readComponents(retailer: Retailer, body: JsonObject, key: string): XProduct['components'] {
  return objects(body, key).map((entry) => {
    onlyKnown(entry, ['product_id', 'quantity'], key);
    const productId = uuid(entry, 'product_id', key);
    const part = retailer.products.get(productId);
    if (part === undefined || part.deletedAt !== null) return invalid(`${key}.product_id is not known`);
    if (part.components.length > 0) invalid(`${key}: a composite cannot be a component`);
    return { productId, quantity: print(decimal(entry, 'quantity', key)) };
  });
}

/** The tax named, '' when it is left empty, undefined when the body has none. */
export function readTax(retailer: Retailer, body: JsonObject): string | undefined {
  const id = optionalText(body, 'tax_id')?.toLowerCase();
  if (id === undefined || id === '') return id;
  return retailer.taxes.get(id) === undefined ? invalid('tax_id is not known') : id;
}

export type OutletTaxInput = { outletId: string; taxId: string };

export function readOutletTaxes(retailer: Retailer, body: JsonObject): OutletTaxInput[] {
  return objects(body, 'outlet_taxes').map((entry) => {
    onlyKnown(entry, ['outlet_id', 'tax_id'], 'outlet_taxes');
    return { outletId: readOutlet(retailer, entry, 'outlet_taxes'), taxId: readTax(retailer, entry) ?? invalid('outlet_taxes.tax_id is required') };
  });
}

export function applyOutletTaxes(retailer: Retailer, productId: string, taxes: OutletTaxInput[]): void {
  for (const { outletId, taxId } of taxes) setOutletTax(retailer, productId, outletId, taxId);
}

/** Absolute amounts; reorder points are read by nobody here and refused. */
export function applyInventory(retailer: Retailer, productId: string, body: JsonObject): void {
  for (const entry of objects(body, 'inventory')) {
    checkKeys(entry, ['outlet_id', 'current_amount'], ['reorder_point', 'reorder_amount'], 'inventory');
    setStock(retailer, productId, readOutlet(retailer, entry, 'inventory'), decimal(entry, 'current_amount', 'inventory'));
  }
}

function readOutlet(retailer: Retailer, entry: JsonObject, what: string): string {
  const id = uuid(entry, 'outlet_id', what);
  return retailer.outlets.get(id)?.id ?? invalid(`${what}.outlet_id is not known`);
}
