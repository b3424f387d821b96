// The taxes that products have of their own, one row per product and outlet (sheet 1.X, tax;
// X20 GET /outlet_taxes). Not documented: which products have a row. Here those whose tax is not
// the default one; a product without a row is taxed as its outlet says. A row that is no longer
// needed is kept with its `deleted_at`, for the feed.

import type { JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { nextVersion, pairId, wireTime } from './model.ts';
import type { Retailer, XOutletTax, XTax } from './model.ts';

/** An empty `taxId` means the default tax (2026-07 UpdateProduct). */
export function setOutletTax(retailer: Retailer, productId: string, outletId: string, taxId: string): void {
  const key = pairId(productId, outletId);
  const row = retailer.outletTaxes.get(key);
  if (taxId === '') {
    if (row === undefined || row.deletedAt !== null) return;
    retailer.outletTaxes.put(key, { ...row, deletedAt: wireTime(retailer.now()), version: nextVersion(retailer) });
  } else if (row?.taxId !== taxId || row.deletedAt !== null) {
    retailer.outletTaxes.put(key, { productId, outletId, taxId, deletedAt: null, version: nextVersion(retailer) });
  }
}

/** One tax at all outlets. Where it is the outlet's default, no row is needed. */
export function setAllOutletsTax(retailer: Retailer, productId: string, taxId: string): void {
  for (const outlet of retailer.outlets.all()) {
    if (typeof outlet['deleted_at'] === 'string') continue;
    setOutletTax(retailer, productId, outlet.id, taxId === outlet['default_tax_id'] ? '' : taxId);
  }
}

/** The tax that a product has of its own at some outlet, else the retailer's default. */
export function taxOfProduct(retailer: Retailer, productId: string): XTax | undefined {
  for (const outlet of retailer.outlets.all()) {
    const row = retailer.outletTaxes.get(pairId(productId, outlet.id));
    if (row !== undefined && row.deletedAt === null) return retailer.taxes.get(row.taxId);
  }
  return defaultTax(retailer);
}

export function defaultTax(retailer: Retailer): XTax | undefined {
  const named = retailer.taxes.all().find(({ isDefault, deletedAt }) => isDefault && deletedAt === undefined);
  return named ?? retailer.taxes.get(String(retailer.outlets.all()[0]?.['default_tax_id'] ?? ''));
}

export function renderOutletTax(row: XOutletTax): JsonObject {
  return {
    outlet_id: row.outletId, product_id: row.productId, tax_id: row.taxId,
    ...(row.deletedAt === null ? {} : { deleted_at: row.deletedAt }), version: number(row.version),
  };
}
