// Inventory items, levels and locations as GraphQL answers them, and groups of stock changes.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { variantOrder, variantView } from './catalogue-view.ts';
import { compareIds, keysetPage } from './keyset.ts';
import type { Listing } from './keyset.ts';
import { utc } from './orders.ts';
import { byId, byTime, searchOf } from './search.ts';
import type { Asked } from './search.ts';
import { gid, idOf, levelGid, levelsOf, variantOfItem } from './shop.ts';
import type { ChangeGroup, Level, Location, Shop } from './shop.ts';
import type { PageArguments, View } from './views.ts';

/** States a level may be asked for; what the sandbox does not move stays 0. */
const STATES = ['available', 'committed', 'on_hand', 'incoming', 'reserved', 'damaged', 'safety_stock', 'quality_control'];
// What Shopify documents at the query arguments of lists of levels.
const LEVEL_FIELDS = 'created_at id inventory_group_id inventory_item_id updated_at';

type LevelsArguments = PageArguments & { includeInactive: boolean; query?: string | null };

export function locationView(shop: Shop, id: string | null): View | null {
  const location = id === null ? undefined : shop.locations.get(id);
  return location === undefined ? null : viewOf(shop, location);
}

/** The merchant's own locations have no service: inferred, as no document says what they answer. */
function viewOf(shop: Shop, location: Location): View {
  const { id, service } = location;
  const slug = service?.toLowerCase().replace(/[^a-z0-9]+/g, '-') ?? '';
  const byItem = (a: Level, b: Level): number => compareIds(a.inventoryItemId, b.inventoryItemId);
  return {
    id: gid('Location', id),
    legacyResourceId: id,
    name: location.name,
    isActive: location.active,
    fulfillsOnlineOrders: location.online,
    isFulfillmentService: service !== null,
    hasActiveInventory: () => shop.levels.where('location', id).some(({ active }) => active),
    inventoryLevel: ({ inventoryItemId, includeInactive }: { inventoryItemId: string; includeInactive: boolean }) =>
      oneLevel(shop, idOf(inventoryItemId), id, includeInactive),
    inventoryLevels: (args: LevelsArguments, asked: Asked, info: GraphQLResolveInfo) =>
      levelsPage(shop, shop.levels.sortedWhere('location', id, byItem), (level) => level.inventoryItemId, args, asked, info),
    fulfillmentService: () => (service === null ? null : {
      id: gid('FulfillmentService', id), handle: slug, serviceName: service, type: 'THIRD_PARTY', location: () => viewOf(shop, location),
    }),
  };
}

export function itemView(shop: Shop, inventoryItemId: string): View | null {
  const variant = variantOfItem(shop, inventoryItemId);
  if (variant === undefined) return null;
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
    /** Each variant has an inventory item of its own here. */
    variants: (args: PageArguments) => keysetPage({ ...variantOrder('ID'), items: [variant], accept: () => true, view: (own) => variantView(shop, own) }, args),
    inventoryLevels: (args: LevelsArguments, asked: Asked, info: GraphQLResolveInfo) => {
      const levels = levelsOf(shop, inventoryItemId).sort((a, b) => compareIds(a.locationId, b.locationId));
      return levelsPage(shop, levels, ({ locationId }) => locationId, args, asked, info);
    },
    inventoryLevel: ({ locationId, includeInactive }: { locationId: string; includeInactive: boolean }) =>
      oneLevel(shop, inventoryItemId, idOf(locationId), includeInactive),
  };
}

/** A page of levels that are in the order of a key. */
function levelsPage(shop: Shop, levels: readonly Level[], keyOf: (level: Level) => string, args: LevelsArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const { accept } = searchOf<Level>(args.query ?? '', 'inventory levels', {
    created_at: byTime(({ createdAt }) => createdAt), updated_at: byTime(({ updatedAt }) => updatedAt), inventory_item_id: byId(({ inventoryItemId }) => inventoryItemId),
  }, LEVEL_FIELDS, asked, info);
  const listing: Listing<Level> = {
    items: levels, accept: (level) => (level.active || args.includeInactive) && accept(level), position: (level) => ({ value: '', id: keyOf(level) }),
    compare: (a, b) => compareIds(a.id, b.id), view: (level) => levelView(shop, level),
  };
  return keysetPage(listing, args);
}

function oneLevel(shop: Shop, inventoryItemId: string, locationId: string, includeInactive: boolean): View | null {
  const level = shop.levels.get(levelGid({ inventoryItemId, locationId }));
  return level === undefined || !(level.active || includeInactive) ? null : levelView(shop, level);
}

/** An untracked item has no units, whatever was kept of it. */
export function levelView(shop: Shop, level: Level): View {
  const tracked = variantOfItem(shop, level.inventoryItemId)?.tracked ?? false;
  const units: Record<string, number> = {
    available: Number(level.available),
    committed: Number(level.committed),
    on_hand: Number(level.available) + Number(level.committed),
    incoming: Number(level.incoming),
  };
  const times: Record<string, string> = level.times;
  return {
    id: level.id,
    isActive: level.active,
    createdAt: utc(level.createdAt),
    updatedAt: utc(level.updatedAt),
    location: () => locationView(shop, level.locationId),
    item: () => itemView(shop, level.inventoryItemId),
    quantities: ({ names }: { names: string[] }) => names.map((name) => {
      if (!STATES.includes(name)) throw new GraphQLError(`Invalid inventory quantity name: ${name}`, { extensions: { code: 'BAD_REQUEST' } });
      return { name, quantity: tracked ? units[name] ?? 0 : 0, updatedAt: utc(times[name] ?? level.createdAt) };
    }),
  };
}

type ChangesArguments = { inventoryItemIds?: string[] | null; locationIds?: string[] | null; quantityNames?: string[] | null };

/** A group is read from what is kept of it: a repeat with the same key says the same changes. */
export function groupView(shop: Shop, group: ChangeGroup): View {
  return {
    id: gid('InventoryAdjustmentGroup', group.id),
    createdAt: utc(group.createdAt),
    reason: group.reason,
    referenceDocumentUri: group.referenceDocumentUri,
    changes: ({ inventoryItemIds, locationIds, quantityNames }: ChangesArguments) => group.changes
      .filter((each) => (inventoryItemIds ?? [each.inventoryItemId]).map(idOf).includes(each.inventoryItemId))
      .filter((each) => (locationIds ?? [each.locationId]).map(idOf).includes(each.locationId))
      .filter((each) => (quantityNames ?? [each.name]).includes(each.name))
      .map((each) => ({
        name: each.name, delta: Number(each.delta), quantityAfterChange: Number(each.after), ledgerDocumentUri: null,
        item: () => itemView(shop, each.inventoryItemId), location: () => locationView(shop, each.locationId),
      })),
  };
}
