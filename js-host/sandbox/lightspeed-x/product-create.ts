// Creates a product (X20 and 2026-07 CreateProduct); the answer is the list of its one id. The
// body has no field for untracked stock: that is an update. Variants are not covered. A SKU that
// another product has is taken, for it "should be unique" and need not (sheet 1.X).

import { dec, print } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { invalid, onlyKnown, optionalDecimal, optionalFlag, optionalObject, optionalText } from './fields.ts';
import { nextUuid } from './model.ts';
import type { Retailer, XProduct } from './model.ts';
import { defaultTax, setAllOutletsTax } from './outlet-taxes.ts';
import { applyInventory, applyOutletTaxes, checkKeys, pricesFrom, readCodes, readComponents, readOutletTaxes, readPrices, readTax } from './product-fields.ts';
import { blankProduct, saveProduct, withSku } from './products.ts';
import { isTaxExclusive, nextSku } from './retailer.ts';

const KEPT = ['name', 'description', 'handle', 'sku', 'product_codes', 'source', 'source_id', 'source_variant_id', 'is_active',
  'price_including_tax', 'price_excluding_tax', 'supply_price', 'supplier_code', 'inventory', 'all_outlets_tax', 'outlet_taxes', 'composite'];
const UNCOVERED = ['supplier_id', 'product_suppliers', 'product_type_id', 'product_category_id', 'brand_id', 'tag_ids', 'attributes', 'images',
  'account_code_sale', 'account_code_purchase', 'loyalty_amount', 'weight', 'weight_unit', 'length', 'width', 'height', 'dimensions_unit', 'variants'];
const SOURCES = ['USER', 'SHOPIFY'];

export function createProduct(retailer: Retailer, body: JsonObject): XProduct {
  checkKeys(body, KEPT, UNCOVERED, 'product');
  const name = optionalText(body, 'name')?.trim() ?? '';
  if (name === '') invalid('name is required');
  const source = optionalText(body, 'source') ?? 'USER';
  if (!SOURCES.includes(source)) invalid(`source must be one of ${SOURCES.join(', ')}`);
  const exclusive = isTaxExclusive(retailer);
  const own = exclusive ? undefined : readOwnTax(retailer, body);
  const outletTaxes = exclusive ? readOutletTaxes(retailer, body) : [];
  const tax = own === undefined ? defaultTax(retailer) : retailer.taxes.get(own);

  const codes = readCodes(retailer, body);
  const sku = optionalText(body, 'sku') ?? codes[0]?.code ?? nextSku(retailer);
  const components = readComponents(retailer, body, 'composite');
  const blank = blankProduct(retailer, nextUuid(retailer, 'prod'), name);
  const product = saveProduct(retailer, {
    ...blank,
    sku,
    codes: withSku(retailer, sku, codes),
    handle: optionalText(body, 'handle') ?? handleOf(name),
    description: optionalText(body, 'description') ?? null,
    supplierCode: optionalText(body, 'supplier_code') ?? null,
    source,
    sourceId: optionalText(body, 'source_id') ?? null,
    sourceVariantId: optionalText(body, 'source_variant_id') ?? null,
    active: optionalFlag(body, 'is_active') ?? true,
    cost: print(optionalDecimal(body, 'supply_price') ?? dec('0')),
    ...readPrices(body, tax) ?? pricesFrom(dec('0'), tax),
    components,
    hasInventory: components.length === 0,
  });
  if (own !== undefined) setAllOutletsTax(retailer, product.id, own);
  applyOutletTaxes(retailer, product.id, outletTaxes);
  applyInventory(retailer, product.id, body);
  return product;
}

/** `all_outlets_tax` is "only used for tax inclusive stores" and `outlet_taxes` for exclusive ones: elsewhere they do nothing. */
function readOwnTax(retailer: Retailer, body: JsonObject): string | undefined {
  const own = optionalObject(body, 'all_outlets_tax');
  onlyKnown(own, ['tax_id', 'is_default'], 'all_outlets_tax');
  const id = readTax(retailer, own);
  return optionalFlag(own, 'is_default') === true || id === '' ? undefined : id;
}

/** Not documented; examples look like this. */
function handleOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}
