// Products and inventory items as their webhooks say them (sheet 1.3): ids as numbers, variants
// in full only for the first 100, every variant named in variant_gids.

import { number } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { variantsOf } from './catalogue-view.ts';
import { gid, levelsOf } from './shop.ts';
import type { Product, Shop, Variant } from './shop.ts';

const IN_FULL = 100;

export function productText(shop: Shop, product: Product): string {
  const variants = variantsOf(shop, product.id);
  const names = [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))];
  return JSON.stringify({
    admin_graphql_api_id: gid('Product', product.id), id: number(product.id), title: product.title, handle: product.handle, body_html: '',
    vendor: product.vendor, product_type: product.productType, status: product.status.toLowerCase(),
    created_at: product.createdAt, updated_at: product.updatedAt, published_at: product.status === 'ACTIVE' ? product.createdAt : null, published_scope: 'web',
    tags: '', template_suffix: null, category: null, has_variants_that_requires_components: false,
    options: names.map((name, at): JsonObject => ({ name, position: number(at + 1), values: [...new Set(variants.flatMap((each) => valueOf(each, name) ?? []))] })),
    images: [], image: null, media: [],
    variants: variants.slice(0, IN_FULL).map((each) => variantJson(shop, each)),
    variant_gids: variants.map((each) => ({ admin_graphql_api_id: gid('ProductVariant', each.id), updated_at: each.updatedAt })),
  });
}

function variantJson(shop: Shop, variant: Variant): JsonObject {
  const available = levelsOf(shop, variant.inventoryItemId).reduce((sum, level) => sum + Number(level.available), 0);
  const option = (at: number): Json => variant.options[at]?.value ?? null;
  return {
    admin_graphql_api_id: gid('ProductVariant', variant.id), id: number(variant.id), product_id: number(variant.productId), title: variant.title,
    sku: variant.sku, barcode: variant.barcode, price: variant.price, compare_at_price: null, position: number(variant.position),
    option1: option(0), option2: option(1), option3: option(2), taxable: true, inventory_policy: 'deny', inventory_item_id: number(variant.inventoryItemId),
    inventory_quantity: number(available), old_inventory_quantity: number(available), image_id: null, created_at: variant.createdAt, updated_at: variant.updatedAt,
  };
}

export function itemText(variant: Variant): string {
  return JSON.stringify({
    ...itemOrigin(variant), sku: variant.sku, tracked: variant.tracked, cost: null, requires_shipping: variant.requiresShipping,
    weight_value: number(0), weight_unit: 'kg', created_at: variant.createdAt, updated_at: variant.updatedAt,
  });
}

/** All that the webhook of a deleted item says. */
export function deletedItemText(variant: Variant): string {
  return JSON.stringify(itemOrigin(variant));
}

function itemOrigin({ inventoryItemId }: Variant): JsonObject {
  return {
    id: number(inventoryItemId), admin_graphql_api_id: gid('InventoryItem', inventoryItemId), country_code_of_origin: null, province_code_of_origin: null,
    harmonized_system_code: null, country_harmonized_system_codes: [],
  };
}

function valueOf(variant: Variant, name: string): string | undefined {
  return variant.options.find((option) => option.name === name)?.value;
}
