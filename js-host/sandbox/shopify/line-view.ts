// Lines and shipping lines of an order as GraphQL answers them.

import { dec, printFixed, subtract, sum } from '../decimal.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { itemView } from './place-view.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';
import { allocations, attributes, bagOrZero, count, flag, objects, taxLines, textOrNull } from './views.ts';
import type { BagView, View } from './views.ts';

export function lineView(shop: Shop, order: JsonObject, line: JsonObject): View {
  const current = line['current_quantity'] === undefined ? count(line, 'quantity') : count(line, 'current_quantity');
  const group = objects(order['line_item_groups']).find((each) => textOf(each['id']) === textOf(line['sales_line_item_group_id']));
  const productId = textOf(line['product_id']);
  return {
    id: gid('LineItem', textOf(line['id']) ?? ''),
    name: textOf(line['name']) ?? textOf(line['title']) ?? '',
    title: textOf(line['title']) ?? '',
    variantTitle: textOrNull(line, 'variant_title'),
    sku: textOrNull(line, 'sku'),
    vendor: textOrNull(line, 'vendor'),
    quantity: count(line, 'quantity'),
    currentQuantity: current,
    refundableQuantity: current,
    unfulfilledQuantity: line['fulfillable_quantity'] === undefined ? current : count(line, 'fulfillable_quantity'),
    isGiftCard: flag(line, 'gift_card'),
    taxable: flag(line, 'taxable', true),
    requiresShipping: flag(line, 'requires_shipping', true),
    variant: () => variantView(shop, line),
    product: productId === undefined ? null : { id: gid('Product', productId) },
    lineItemGroup: group === undefined || line['sales_line_item_group_id'] === null ? null : { title: textOf(group['title']) ?? '' },
    customAttributes: () => attributes(line['properties']),
    originalUnitPriceSet: () => bagOrZero(order, line, 'price'),
    discountAllocations: () => allocations(order, line['discount_allocations']),
    taxLines: ({ first }: { first?: number | null }) => taxLines(order, line['tax_lines']).slice(0, first ?? undefined),
    duties: () => objects(line['duties']).map((duty) => ({ taxLines: () => taxLines(order, duty['tax_lines']) })),
  };
}

/** A variant nobody seeded is answered with an item of its own id and no stock. */
function variantView(shop: Shop, line: JsonObject): View | null {
  const id = textOf(line['variant_id']);
  if (id === undefined) return null;
  const variant = shop.variants.get(id);
  const unknown = { id: gid('InventoryItem', id), legacyResourceId: id, sku: textOrNull(line, 'sku'), tracked: false };
  return {
    id: gid('ProductVariant', id),
    sku: variant?.sku ?? textOrNull(line, 'sku'),
    title: variant?.title ?? textOf(line['variant_title']) ?? 'Default Title',
    barcode: variant?.barcode ?? null,
    inventoryItem: () => (variant === undefined ? unknown : itemView(shop, variant.inventoryItemId)),
  };
}

export function shippingView(order: JsonObject, line: JsonObject): View {
  const id = textOf(line['id']);
  return {
    id: id === undefined ? null : gid('ShippingLine', id),
    title: textOf(line['title']) ?? '',
    code: textOrNull(line, 'code'),
    source: textOrNull(line, 'source'),
    isRemoved: flag(line, 'is_removed'),
    originalPriceSet: () => bagOrZero(order, line, 'price'),
    discountedPriceSet: () => discounted(order, line),
    discountAllocations: () => allocations(order, line['discount_allocations']),
    taxLines: () => taxLines(order, line['tax_lines']),
  };
}

/** The price after discounts: as the order says it, else the price less what is allocated. */
function discounted(order: JsonObject, line: JsonObject): BagView {
  if (line['discounted_price'] !== undefined) return bagOrZero(order, line, 'discounted_price');
  const price = bagOrZero(order, line, 'price');
  const given = objects(line['discount_allocations']).map((each) => bagOrZero(order, each, 'amount'));
  const less = (side: keyof BagView): BagView['shopMoney'] => ({
    ...price[side],
    amount: printFixed(subtract(dec(price[side].amount), sum(given.map((each) => dec(each[side].amount)))), 1),
  });
  return { shopMoney: less('shopMoney'), presentmentMoney: less('presentmentMoney') };
}
