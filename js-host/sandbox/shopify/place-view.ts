// Fulfilment orders as GraphQL answers them.

import { locationView } from './inventory-view.ts';
import { gid } from './shop.ts';
import type { FulfillmentOrder, Shop } from './shop.ts';
import { utc } from './orders.ts';
import { page } from './views.ts';
import type { PageArguments, View } from './views.ts';

/** `orderOf` and `lineOf` lead back to the order; the views must not build each other's files in. */
export function placeView(shop: Shop, place: FulfillmentOrder, orderOf: (id: string) => View | null, lineOf: (id: string) => View | null): View {
  const location = shop.locations.get(place.locationId);
  return {
    id: gid('FulfillmentOrder', place.id),
    orderId: gid('Order', place.orderId),
    orderName: () => shop.orders.get(gid('Order', place.orderId))?.name ?? '',
    order: () => orderOf(place.orderId),
    status: place.status,
    requestStatus: place.status === 'CLOSED' ? 'CLOSED' : 'UNSUBMITTED',
    createdAt: utc(place.createdAt),
    updatedAt: utc(place.updatedAt),
    assignedLocation: { name: location?.name ?? '', location: () => locationView(shop, place.locationId) },
    deliveryMethod: { methodType: place.methodType },
    lineItems: (args: PageArguments) => page(place.lines, args, (line) => ({
      id: gid('FulfillmentOrderLineItem', line.id),
      sku: line.sku,
      inventoryItemId: line.inventoryItemId === null ? null : gid('InventoryItem', line.inventoryItemId),
      totalQuantity: Number(line.total),
      remainingQuantity: Number(line.remaining),
      lineItem: () => lineOf(line.lineItemId),
    }), (line) => line.id),
  };
}
