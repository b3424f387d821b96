// X-Series products (sheet 1.X; X20 and 2026-07 Product): how one is made, printed and deleted.
// 2.0 leaves empty keys out; 2026-07 requires the empty lists and tells what a composite is made of.

import type { JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XProduct } from './model.ts';
import { offset } from './sale-render.ts';
import { productUpdate } from './webhooks.ts';
import { Refusal } from './wire.ts';

/** A product with nothing set, not kept yet. */
export function blankProduct(retailer: Retailer, id: string, name: string): XProduct {
  const now = wireTime(retailer.now());
  return {
    id, sku: null, name, variantName: name, handle: '', description: null, codes: [], supplierCode: null, suppliers: [], source: 'USER',
    sourceId: null, sourceVariantId: null, parentId: null, hasVariants: false, options: [], components: [], hasInventory: true, priceExcludingTax: '0',
    priceIncludingTax: '0', cost: '0', active: true, createdAt: now, updatedAt: now, deletedAt: null, version: '0',
  };
}

/** A SKU is among the codes, added when it is missing (2026-07 ProductAddVariantPayload.sku). */
export function withSku(retailer: Retailer, sku: string | null, codes: XProduct['codes']): XProduct['codes'] {
  if (sku === null || sku.trim() === '' || codes.some(({ code }) => code === sku)) return codes;
  return [{ id: nextUuid(retailer, 'code'), type: 'CUSTOM', code: sku }, ...codes];
}

export function saveProduct(retailer: Retailer, product: XProduct): XProduct {
  const saved = { ...product, updatedAt: wireTime(retailer.now()), version: nextVersion(retailer) };
  retailer.products.put(saved.id, saved);
  retailer.news.push(productUpdate(saved));
  return saved;
}

export function knownProduct(retailer: Retailer, id: string): XProduct {
  const product = retailer.products.get(id);
  if (product === undefined || product.deletedAt !== null) throw new Refusal(404, `No product with id ${id}.`);
  return product;
}

/** Soft: the row stays in the feed with its `deleted_at`. A second time there is none to delete. */
export function deleteProduct(retailer: Retailer, id: string): void {
  saveProduct(retailer, { ...knownProduct(retailer, id), deletedAt: wireTime(retailer.now()) });
}

/** All of a family, by the id of any of it. */
export function deleteFamily(retailer: Retailer, id: string): void {
  const product = knownProduct(retailer, id);
  const first = product.parentId ?? product.id;
  const family = [retailer.products.get(first), ...retailer.products.byParent(first)];
  for (const member of family) if (member?.deletedAt === null) deleteProduct(retailer, member.id);
}

/** `dated` is false for 2.0. A SKU may be null there only. */
export function renderProduct(product: XProduct, dated: boolean): JsonObject {
  const time = (text: string): string => dated ? text : offset(text);
  const suppliers = product.suppliers.map((row) => (
    { id: row.id, product_id: product.id, supplier_id: row.supplierId, supplier_name: row.name, code: row.code, price: number(row.price) }));
  const codes = product.codes.map(({ id, type, code }) => dated ? { id, type, code } : { type, code });
  return {
    id: product.id, name: product.name, variant_name: product.variantName, handle: product.handle,
    sku: dated ? product.sku ?? '' : product.sku,
    ...(product.supplierCode === null ? {} : { supplier_code: product.supplierCode }),
    active: product.active, has_inventory: product.hasInventory, is_composite: product.components.length > 0,
    ...(product.description === null ? {} : { description: product.description }),
    created_at: time(product.createdAt), updated_at: time(product.updatedAt),
    ...(product.deletedAt === null ? {} : { deleted_at: time(product.deletedAt) }),
    source: product.source,
    ...(product.sourceId === null ? {} : { source_id: product.sourceId }),
    ...(product.sourceVariantId === null ? {} : { source_variant_id: product.sourceVariantId }),
    ...(product.parentId === null ? {} : { variant_parent_id: product.parentId }),
    supply_price: number(product.cost), version: number(product.version),
    type: {}, supplier: {}, brand: {}, variant_options: product.options.map(({ id, name, value }) => ({ id, name, value })),
    categories: [], images: [], has_variants: product.hasVariants,
    price_including_tax: number(product.priceIncludingTax), price_excluding_tax: number(product.priceExcludingTax),
    is_active: product.active, tag_ids: [], attributes: [],
    ...(dated || codes.length > 0 ? { product_codes: codes } : {}),
    ...(dated || suppliers.length > 0 ? { product_suppliers: suppliers } : {}),
    ...(dated ? renderDated(product) : {}),
  };
}

/** What a composite is made of is an object of units by product id (2026-07, example of ListProducts). */
function renderDated(product: XProduct): JsonObject {
  const bom = Object.fromEntries(product.components.map(({ productId, quantity }) => [productId, number(quantity)]));
  return {
    family_id: product.parentId ?? product.id, skuImages: [], packaging: {}, customizations: [],
    ...(product.components.length === 0 ? {} : { composite_bom: bom }),
  };
}
