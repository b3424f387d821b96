// Lines and shipping lines of an order as GraphQL answers them.

import { dec, printFixed, subtract, sum } from '../decimal.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { productView, variantView } from './catalogue-view.ts';
import { utc } from './orders.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';
import { allocations, attributes, bagOrZero, count, flag, objects, page, taxLines, textOrNull } from './views.ts';
import type { BagView, PageArguments, View } from './views.ts';

export function lineView(shop: Shop, order: JsonObject, line: JsonObject): View {
  const current = line['current_quantity'] === undefined ? count(line, 'quantity') : count(line, 'current_quantity');
  const group = objects(order['line_item_groups']).find((each) => textOf(each['id']) === textOf(line['sales_line_item_group_id']));
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
    variant: () => variantOf(shop, order, line),
    product: () => productOf(shop, order, line),
    lineItemGroup: group === undefined || line['sales_line_item_group_id'] === null ? null : { title: textOf(group['title']) ?? '' },
    customAttributes: () => attributes(line['properties']),
    originalUnitPriceSet: () => bagOrZero(order, line, 'price'),
    discountAllocations: () => allocations(order, line['discount_allocations']),
    taxLines: ({ first }: { first?: number | null }) => taxLines(order, line['tax_lines']).slice(0, first ?? undefined),
    duties: () => objects(line['duties']).map((duty) => ({ taxLines: () => taxLines(order, duty['tax_lines']) })),
  };
}

/** A variant nobody seeded is answered with what the line says, an item of its own id and no stock; one that was deleted is null. */
function variantOf(shop: Shop, order: JsonObject, line: JsonObject): View | null {
  const id = textOf(line['variant_id']);
  if (id === undefined || shop.deleted.get(id) !== undefined) return null;
  const variant = shop.variants.get(id);
  if (variant !== undefined) return variantView(shop, variant);
  const title = textOf(line['variant_title']) ?? 'Default Title';
  const sku = textOrNull(line, 'sku');
  const times = timesOf(order);
  return {
    id: gid('ProductVariant', id), legacyResourceId: id, sku, title, barcode: null, displayName: `${textOf(line['title']) ?? ''} - ${title}`,
    price: textOf(line['price']) ?? '0.00', position: 1, selectedOptions: [{ name: 'Title', value: title }], ...times,
    product: () => productOf(shop, order, { product_id: id, ...line }),
    inventoryItem: {
      id: gid('InventoryItem', id), legacyResourceId: id, sku, tracked: false, requiresShipping: flag(line, 'requires_shipping', true), duplicateSkuCount: 0, ...times,
      inventoryLevel: null, inventoryLevels: (args: PageArguments) => page([], args, () => null, () => ''),
    },
  };
}

/** The same for its product: without the catalogue there is only what the line says. */
function productOf(shop: Shop, order: JsonObject, line: JsonObject): View | null {
  const id = textOf(line['product_id']);
  if (id === undefined || line['product_exists'] === false) return null;
  const product = shop.products.get(id);
  if (product !== undefined) return productView(shop, product);
  if (shop.deleted.all().some((gone) => gone.product.id === id)) return null;
  return {
    id: gid('Product', id), legacyResourceId: id, title: textOf(line['title']) ?? '', handle: `product-${id}`, status: 'ACTIVE', vendor: textOf(line['vendor']) ?? '',
    productType: '', isGiftCard: flag(line, 'gift_card'), ...timesOf(order),
    variants: (args: PageArguments) => page([], args, () => null, () => ''),
  };
}

function timesOf(order: JsonObject): View {
  const at = utc(textOf(order['created_at']) ?? textOf(order['processed_at'])) ?? '1970-01-01T00:00:00Z';
  return { createdAt: at, updatedAt: at };
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
