// What others do to the stock of the shop: a person in the admin, another app, a transfer on its
// way. Each act sends the webhooks Shopify sends. Ids are numbers as text, as the seeds answer them.

import type { Event } from '../delivery.ts';
import { itemText } from './catalogue-text.ts';
import type { KeyError } from './idempotent.ts';
import { levelGid, variantOfItem } from './shop.ts';
import type { Level, Shop } from './shop.ts';
import { connectLevel, levelGone, moveLevel } from './stock.ts';

export type StockActs = {
  /** Sets what is available, wherever the item is stocked. */
  setStock(inventoryItemId: string, locationId: string, available: number): void;
  adjustStock(inventoryItemId: string, locationId: string, by: number): void;
  /** Units on their way to a location: outside of on hand. */
  expectStock(inventoryItemId: string, locationId: string, incoming: number): void;
  /** Stocks an item at a location, or ends that: its quantities are gone and the level is inactive. */
  stockItem(inventoryItemId: string, locationId: string, available?: number): void;
  unstockItem(inventoryItemId: string, locationId: string): void;
  trackItem(inventoryItemId: string, tracked: boolean): void;
  /** Deactivates a location, or activates it again; its levels stay. No webhook: those of locations are not covered. */
  setLocation(locationId: string, active: boolean): void;
  /** The next writes of stock are answered with an error of their key, and nothing is done. */
  refuseKeys(error: KeyError, times?: number): void;
};

export function stockActs(shop: Shop, emit: (events: Event[]) => void): StockActs {
  const act = (work: () => Event[]): void => emit(shop.store.transaction(work));
  const levelOf = (inventoryItemId: string, locationId: string): Level => {
    const level = shop.levels.get(levelGid({ inventoryItemId, locationId }));
    if (level?.active !== true) throw new Error(`item ${inventoryItemId} is not stocked at ${locationId}`);
    return level;
  };
  return {
    setStock: (item, location, available) => act(() => {
      const level = levelOf(item, location);
      return moveLevel(shop, level, { available: available - Number(level.available) });
    }),
    adjustStock: (item, location, by) => act(() => moveLevel(shop, levelOf(item, location), { available: by })),
    expectStock: (item, location, incoming) => act(() => {
      const level = levelOf(item, location);
      return moveLevel(shop, level, { incoming: incoming - Number(level.incoming) });
    }),
    stockItem: (inventoryItemId, locationId, available = 0) => act(() => {
      if (variantOfItem(shop, inventoryItemId) === undefined) throw new Error(`no inventory item ${inventoryItemId}`);
      if (shop.locations.get(locationId) === undefined) throw new Error(`no location ${locationId}`);
      const { level, events } = connectLevel(shop, inventoryItemId, locationId);
      if (events.length === 0) throw new Error(`item ${inventoryItemId} is stocked at ${locationId}`);
      return [...events, ...moveLevel(shop, level, { available })];
    }),
    unstockItem: (item, location) => act(() => {
      const level = levelOf(item, location);
      shop.levels.put(level.id, { ...level, active: false, available: '0', incoming: '0', updatedAt: shop.now().toISOString() });
      return [levelGone(level)];
    }),
    trackItem: (inventoryItemId, tracked) => act(() => {
      const variant = variantOfItem(shop, inventoryItemId);
      if (variant === undefined) throw new Error(`no inventory item ${inventoryItemId}`);
      const changed = { ...variant, tracked, updatedAt: shop.now().toISOString() };
      shop.variants.put(variant.id, changed);
      return [{ topic: 'inventory_items/update', payload: itemText(changed) }];
    }),
    setLocation(locationId, active) {
      const location = shop.locations.get(locationId);
      if (location === undefined) throw new Error(`no location ${locationId}`);
      shop.locations.put(locationId, { ...location, active });
    },
    refuseKeys: (error, times = 1) => void shop.refusals.push(...Array.from({ length: times }, () => error)),
  };
}
