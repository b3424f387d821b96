// Fulfilment orders, inventory items and levels, and locations as GraphQL answers them.

import { GraphQLError } from 'graphql';
import { gid, idOf, levelGid, levelsOf, variantOfItem } from './shop.ts';
import type { FulfillmentOrder, Level, Location, Shop } from './shop.ts';
import { utc } from './orders.ts';
import { page } from './views.ts';
import type { PageArguments, View } from './views.ts';

/** States a level may be asked for; what the sandbox does not move stays 0. */
const STATES = ['available', 'committed', 'on_hand', 'incoming', 'reserved', 'damaged', 'safety_stock', 'quality_control'];

export function locationView(shop: Shop, id: string | null): View | null {
  const location = id === null ? undefined : shop.locations.get(id);
  return location === undefined ? null : viewOf(shop, location);
}

/** The merchant's own locations have no service: inferred, as no document says what they answer. */
function viewOf(shop: Shop, location: Location): View {
  const { id, service } = location;
  const slug = service?.toLowerCase().replace(/[^a-z0-9]+/g, '-') ?? '';
  return {
    id: gid('Location', id),
    legacyResourceId: id,
    name: location.name,
    isActive: location.active,
    fulfillsOnlineOrders: location.online,
    isFulfillmentService: service !== null,
    hasActiveInventory: () => shop.levels.all().some(({ locationId }) => locationId === id),
    fulfillmentService: () => (service === null ? null : {
      id: gid('FulfillmentService', id), handle: slug, serviceName: service, type: 'THIRD_PARTY', location: () => viewOf(shop, location),
    }),
  };
}

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

export function itemView(shop: Shop, inventoryItemId: string): View | null {
  const variant = variantOfItem(shop, inventoryItemId);
  if (variant === undefined) return null;
  const levels = (): Level[] => levelsOf(shop, inventoryItemId);
  const same = (): number => shop.variants.where('sku', variant.sku?.toLowerCase() ?? '').filter(({ id, sku }) => id !== variant.id && sku === variant.sku).length;
  return {
    id: gid('InventoryItem', inventoryItemId),
    legacyResourceId: inventoryItemId,
    sku: variant.sku,
    tracked: variant.tracked,
    requiresShipping: variant.requiresShipping,
    /** Others with this very SKU; items without a SKU share none (inferred). */
    duplicateSkuCount: () => (variant.sku === null ? 0 : same()),
    createdAt: utc(variant.createdAt),
    updatedAt: utc(variant.updatedAt),
    inventoryLevels: (args: PageArguments) => page(levels(), args, (level) => levelView(shop, level), (level) => level.locationId),
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const level = levels().find((each) => each.locationId === idOf(locationId));
      return level === undefined ? null : levelView(shop, level);
    },
  };
}

export function levelView(shop: Shop, level: Level): View {
  const tracked = variantOfItem(shop, level.inventoryItemId)?.tracked ?? false;
  const units: Record<string, number> = {
    available: Number(level.available),
    committed: Number(level.committed),
    on_hand: Number(level.available) + Number(level.committed),
  };
  return {
    id: levelGid(level),
    isActive: true,
    updatedAt: utc(level.updatedAt),
    location: () => locationView(shop, level.locationId),
    item: () => itemView(shop, level.inventoryItemId),
    quantities: ({ names }: { names: string[] }) => names.map((name) => {
      if (!STATES.includes(name)) throw new GraphQLError(`Invalid inventory quantity name: ${name}`, { extensions: { code: 'BAD_REQUEST' } });
      return { name, quantity: tracked ? units[name] ?? 0 : 0, updatedAt: utc(level.updatedAt) };
    }),
  };
}
