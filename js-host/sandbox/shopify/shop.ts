// The shop's own things: locations, variants with their inventory items, stock per
// location, fulfilment orders. Quantities are kept as text, as the store asks.

import type { Store, Table } from '../store.ts';
import type { StoredOrder } from './orders.ts';

export type Location = { id: string; name: string; active: boolean };
export type Variant = { id: string; inventoryItemId: string; sku: string | null; barcode: string | null; title: string; tracked: boolean };
/** On hand is not kept: it is available + committed (sheet 2.2; the sandbox has no other state). */
export type Level = { inventoryItemId: string; locationId: string; available: string; committed: string; updatedAt: string };
export type PlaceLine = { id: string; lineItemId: string; inventoryItemId: string | null; sku: string | null; total: string; remaining: string };
export type PlaceStatus = 'OPEN' | 'IN_PROGRESS' | 'CLOSED' | 'CANCELLED';
export type FulfillmentOrder = {
  id: string;
  orderId: string;
  locationId: string;
  status: PlaceStatus;
  methodType: 'SHIPPING' | 'PICK_UP' | 'LOCAL' | 'NONE';
  createdAt: string;
  updatedAt: string;
  lines: PlaceLine[];
};

export type Shop = {
  store: Store;
  now: () => Date;
  orders: Table<StoredOrder>;
  locations: Table<Location>;
  variants: Table<Variant>;
  levels: Table<Level>;
  places: Table<FulfillmentOrder>;
  nextId(kind: string): string;
};

/** First ids, far apart so that one kind cannot be taken for another. */
const FIRST: Record<string, number> = {
  location: 7001, variant: 4001, inventory_item: 5001, fulfillment_order: 6001, fulfillment_order_line: 6500001,
  transaction: 900001, fulfillment: 800001, refund: 850001, refund_line: 8500001, order_edit: 870001,
};

export function openShop(store: Store, now: () => Date): Shop {
  return {
    store,
    now,
    orders: store.table('shopify_order'),
    locations: store.table('shopify_location'),
    variants: store.table('shopify_variant'),
    levels: store.table('shopify_level'),
    places: store.table('shopify_fulfillment_order'),
    nextId: (kind) => String(store.next(`shopify_${kind}`, FIRST[kind] ?? 1)),
  };
}

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The number of a gid, or the text itself when it is none. */
export function idOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

export function levelGid({ inventoryItemId, locationId }: Pick<Level, 'inventoryItemId' | 'locationId'>): string {
  return `gid://shopify/InventoryLevel/${locationId}?inventory_item_id=${inventoryItemId}`;
}

export function placesOf(shop: Shop, orderId: string): FulfillmentOrder[] {
  return shop.places.all().filter((place) => place.orderId === orderId);
}

export function variantOfItem(shop: Shop, inventoryItemId: string): Variant | undefined {
  return shop.variants.all().find((variant) => variant.inventoryItemId === inventoryItemId);
}

export type SeedLocation = { id?: string; name: string; active?: boolean };
export type SeedVariant = {
  id?: string;
  inventoryItemId?: string;
  sku?: string | null;
  barcode?: string | null;
  title?: string;
  tracked?: boolean;
  /** Available units per location id. */
  stock?: Record<string, number>;
};
export type Quantities = { available: number; committed: number; on_hand: number };

export type ShopSeeds = {
  seedLocation(seed: SeedLocation): string;
  /** Answers the ids of the variant and of its inventory item. */
  seedVariant(seed: SeedVariant): { id: string; inventoryItemId: string };
  stock(inventoryItemId: string, locationId: string): Quantities | undefined;
};

export function shopSeeds(shop: Shop): ShopSeeds {
  return {
    seedLocation(seed) {
      const id = seed.id ?? shop.nextId('location');
      shop.locations.put(id, { id, name: seed.name, active: seed.active ?? true });
      return id;
    },
    seedVariant(seed) {
      const id = seed.id ?? shop.nextId('variant');
      const inventoryItemId = seed.inventoryItemId ?? shop.nextId('inventory_item');
      shop.variants.put(id, {
        id, inventoryItemId, sku: seed.sku ?? null, barcode: seed.barcode ?? null, title: seed.title ?? 'Default Title', tracked: seed.tracked ?? true,
      });
      for (const [locationId, available] of Object.entries(seed.stock ?? {})) {
        if (shop.locations.get(locationId) === undefined) throw new Error(`seedVariant: no location ${locationId}`);
        const level = { inventoryItemId, locationId, available: String(available), committed: '0', updatedAt: shop.now().toISOString() };
        shop.levels.put(levelGid(level), level);
      }
      return { id, inventoryItemId };
    },
    stock(inventoryItemId, locationId) {
      const level = shop.levels.get(levelGid({ inventoryItemId, locationId }));
      if (level === undefined) return undefined;
      const [available, committed] = [Number(level.available), Number(level.committed)];
      return { available, committed, on_hand: available + committed };
    },
  };
}
