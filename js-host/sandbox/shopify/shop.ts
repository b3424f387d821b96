// The shop's own things: its locations, products, variants with their inventory items, stock per
// location, fulfilment orders. Quantities are kept as text, as the store asks.

import type { Store, Table } from '../store.ts';
import type { Settings } from './about.ts';
import { noted } from './changes.ts';
import type { Noted } from './changes.ts';
import type { KeyError } from './idempotent.ts';
import type { StoredOrder } from './orders.ts';
import { openPayments } from './payments.ts';
import type { Payments } from './payments.ts';
import { remembered } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** `service` is the name of the fulfilment service whose location it is. */
export type Location = { id: string; name: string; active: boolean; online: boolean; service: string | null };
export type ProductStatus = 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
export type Product = {
  id: string; title: string; handle: string; status: ProductStatus; vendor: string; productType: string; giftCard: boolean;
  createdAt: string; updatedAt: string;
};
export type Option = { name: string; value: string };
export type Variant = {
  id: string; inventoryItemId: string; productId: string; sku: string | null; barcode: string | null; title: string; price: string;
  options: Option[]; position: string; tracked: boolean; requiresShipping: boolean; createdAt: string; updatedAt: string;
};
/**
 * On hand is not kept: it is available + committed (sheet 2.2; of the other states the sandbox has
 * only incoming, which is outside of on hand). `id` is the gid; `times` say when each state last changed.
 */
export type Level = {
  id: string; inventoryItemId: string; locationId: string; active: boolean; available: string; committed: string; incoming: string;
  createdAt: string; updatedAt: string; times: { available: string; committed: string; on_hand: string; incoming: string };
};
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

export type StoredSubscription = {
  id: string; topic: string; uri: string; filter: string | null; includeFields: string[]; name: string | null; createdAt: string; updatedAt: string;
};

/** What an idempotency key was used for, and the group of changes it made; none when it failed. */
export type UsedKey = { operation: string; input: string; usedAt: string; failed: boolean; group: string | null; level: string | null };
export type StockChange = { name: string; delta: string; after: string; inventoryItemId: string; locationId: string };
export type ChangeGroup = { id: string; createdAt: string; reason: string; referenceDocumentUri: string | null; changes: StockChange[] };

export type Shop = {
  store: Store;
  now: () => Date;
  orders: Noted<StoredOrder>;
  settings: Table<Partial<Settings>>;
  locations: Table<Location>;
  products: Remembered<Product>;
  variants: Remembered<Variant>;
  /** What was deleted, with its product: an order's line does not lead to it any more. */
  deleted: Table<{ variant: Variant; product: Product }>;
  levels: Remembered<Level>;
  keys: Table<UsedKey>;
  groups: Table<ChangeGroup>;
  /** What the next writes of stock are told in place of being done. */
  refusals: KeyError[];
  places: Table<FulfillmentOrder>;
  subscriptions: Table<StoredSubscription>;
  payments: Payments;
  nextId(kind: string): string;
};

/** First ids, far apart so that one kind cannot be taken for another. */
const FIRST: Record<string, number> = {
  location: 7001, product: 20_000_001, webhook_subscription: 30_000_001, variant: 4001, inventory_item: 5001, fulfillment_order: 6001, fulfillment_order_line: 6500001,
  inventory_group: 880_001, transaction: 900001, fulfillment: 800001, refund: 850001, refund_line: 8500001, order_edit: 870001,
  payout: 148_000_001, balance_transaction: 92_000_001, payments_source: 700_001, dispute: 598_001,
};

export function openShop(store: Store, now: () => Date): Shop {
  const products = remembered<Product>(store.table('shopify_product'), { handle: ({ handle }) => handle });
  const variants = remembered<Variant>(store.table('shopify_variant'), {
    item: ({ inventoryItemId }) => inventoryItemId, product: ({ productId }) => productId,
    sku: ({ sku }) => sku?.toLowerCase() ?? null, barcode: ({ barcode }) => barcode?.toLowerCase() ?? null,
  });
  const orders = noted<StoredOrder>(store.table('shopify_order'));
  const payments = openPayments(store);
  const levels = remembered<Level>(store.table('shopify_level'), { location: ({ locationId }) => locationId });
  return {
    store: {
      ...store,
      /** One that fails is undone in memory too. */
      transaction(work) {
        try {
          return store.transaction(work);
        } catch (error) {
          for (const table of [orders, products, variants, levels, payments.rows, payments.payouts]) table.forget();
          throw error;
        }
      },
    },
    now,
    orders,
    settings: store.table('shopify_settings'),
    locations: store.table('shopify_location'),
    products,
    variants,
    deleted: store.table('shopify_deleted_variant'),
    levels,
    keys: store.table('shopify_idempotency_key'),
    groups: store.table('shopify_inventory_group'),
    refusals: [],
    places: store.table('shopify_fulfillment_order'),
    subscriptions: store.table('shopify_webhook_subscription'),
    payments,
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
  return shop.variants.where('item', inventoryItemId)[0];
}

/** The levels of an item, by location: there are few locations and many levels. */
export function levelsOf(shop: Shop, inventoryItemId: string): Level[] {
  return shop.locations.all().flatMap(({ id }) => shop.levels.get(levelGid({ inventoryItemId, locationId: id })) ?? []);
}

export type SeedLocation = {
  id?: string;
  name: string;
  active?: boolean;
  /** Whether it fulfils online orders. */
  online?: boolean;
  /** Makes it the (legacy) location of a fulfilment service of this name. */
  service?: string;
};
export type Quantities = { available: number; committed: number; on_hand: number };

export type ShopSeeds = {
  seedLocation(seed: SeedLocation): string;
  stock(inventoryItemId: string, locationId: string): Quantities | undefined;
};

export function shopSeeds(shop: Shop): ShopSeeds {
  return {
    seedLocation(seed) {
      const id = seed.id ?? shop.nextId('location');
      shop.locations.put(id, { id, name: seed.name, active: seed.active ?? true, online: seed.online ?? true, service: seed.service ?? null });
      return id;
    },
    stock(inventoryItemId, locationId) {
      const level = shop.levels.get(levelGid({ inventoryItemId, locationId }));
      if (level === undefined) return undefined;
      const [available, committed] = [Number(level.available), Number(level.committed)];
      return { available, committed, on_hand: available + committed };
    },
  };
}
