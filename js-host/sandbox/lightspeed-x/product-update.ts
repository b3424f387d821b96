// Updates a product: `common` for its whole family, `details` for itself (sheet 1.X; Xpost 2.1;
// 2026-07 UpdateProduct). What it answers is not documented but for "an object": here an empty one.
// The tax of a tax-inclusive store is `all_outlets_tax` in 2026-07 and `all_outlet_tax` in the
// vendor's 2.1 collection; 2.1 takes both here.

import { dec } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { invalid, onlyKnown, optionalFlag, optionalObject, optionalText } from './fields.ts';
import type { Retailer, XProduct, XTax } from './model.ts';
import { setAllOutletsTax, taxOfProduct } from './outlet-taxes.ts';
import {
  applyInventory, applyOutletTaxes, checkKeys, pricesFrom, pricesIncluding, readCodes, readComponents, readOutletTaxes, readPrices, readTax,
} from './product-fields.ts';
import type { Prices } from './product-fields.ts';
import { knownProduct, saveProduct } from './products.ts';
import { isTaxExclusive } from './retailer.ts';

const COMMON = ['name', 'description', 'track_inventory'];
const COMMON_UNCOVERED = ['account_code_purchase', 'account_code_sale', 'brand_id', 'product_category_id', 'product_suppliers', 'tag_ids', 'variant_attributes'];
const DETAILS = ['is_active', 'price_including_tax', 'price_excluding_tax', 'product_codes', 'inventory', 'all_outlets_tax', 'outlet_taxes', 'composite_components'];
const DETAILS_UNCOVERED = ['dimensions_unit', 'height', 'length', 'loyalty_amount', 'packaging', 'product_suppliers', 'variant_attribute_values', 'weight', 'weight_unit', 'width'];

export function updateProduct(retailer: Retailer, id: string, body: JsonObject, dated: boolean): void {
  onlyKnown(body, ['common', 'details'], 'product');
  const common = optionalObject(body, 'common');
  const details = optionalObject(body, 'details');
  checkKeys(common, COMMON, COMMON_UNCOVERED, 'common');
  checkKeys(details, dated ? DETAILS : [...DETAILS, 'all_outlet_tax'], DETAILS_UNCOVERED, 'details');
  const product = knownProduct(retailer, id);
  updateFamily(retailer, product, common);
  updateOne(retailer, knownProduct(retailer, id), details);
}

function updateFamily(retailer: Retailer, product: XProduct, common: JsonObject): void {
  const name = optionalText(common, 'name');
  const description = optionalText(common, 'description');
  const tracked = optionalFlag(common, 'track_inventory');
  if (name?.trim() === '') invalid('name must not be empty');
  if (name === undefined && description === undefined && tracked === undefined) return;
  const first = product.parentId ?? product.id;
  const family = [retailer.products.get(first), ...retailer.products.byParent(first)];
  for (const member of family) {
    if (member === undefined || member.deletedAt !== null) continue;
    saveProduct(retailer, {
      ...member,
      ...(name === undefined ? {} : { name, variantName: variantName(name, member.options) }),
      ...(description === undefined ? {} : { description }),
      ...(tracked === undefined ? {} : { hasInventory: tracked }),
    });
  }
}

export function variantName(name: string, options: readonly { value: string }[]): string {
  return [name, ...options.map(({ value }) => value)].join(' / ');
}

function updateOne(retailer: Retailer, product: XProduct, details: JsonObject): void {
  if (Object.keys(details).length === 0) return;
  const taxed = applyTaxes(retailer, product, details);
  const tax = taxOfProduct(retailer, product.id);
  const codes = details['product_codes'] === undefined ? product.codes : readCodes(retailer, details);
  // "The first product code is used as the default product code."
  const sku = details['product_codes'] === undefined ? product.sku : codes[0]?.code ?? invalid('product_codes must not be empty');
  saveProduct(retailer, {
    ...product,
    codes,
    sku,
    active: optionalFlag(details, 'is_active') ?? product.active,
    components: details['composite_components'] === undefined ? product.components : readComponents(retailer, details, 'composite_components'),
    ...readPrices(details, tax) ?? (taxed ? repriced(retailer, product, tax) : {}),
  });
  if (details['inventory'] !== undefined && !product.hasInventory) invalid('the product does not track inventory');
  applyInventory(retailer, product.id, details);
}

/** Whether a tax was named. Each store has its own way of taxing; the other's does nothing, as when a product is created. */
function applyTaxes(retailer: Retailer, product: XProduct, details: JsonObject): boolean {
  if (isTaxExclusive(retailer)) {
    const taxes = readOutletTaxes(retailer, details);
    applyOutletTaxes(retailer, product.id, taxes);
    return taxes.length > 0;
  }
  const named = ['all_outlets_tax', 'all_outlet_tax'].map((key) => {
    const own = optionalObject(details, key);
    onlyKnown(own, key === 'all_outlet_tax' ? ['tax_id', 'is_default'] : ['tax_id'], key);
    return optionalFlag(own, 'is_default') === true ? '' : readTax(retailer, own);
  }).find((id) => id !== undefined);
  if (named !== undefined) setAllOutletsTax(retailer, product.id, named);
  return named !== undefined;
}

/** The price that the store sets stays when the tax is another; inferred. */
function repriced(retailer: Retailer, product: XProduct, tax: XTax | undefined): Prices {
  return isTaxExclusive(retailer) ? pricesFrom(dec(product.priceExcludingTax), tax) : pricesIncluding(dec(product.priceIncludingTax), tax);
}
