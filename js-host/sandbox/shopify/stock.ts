// Moves of stock: what is available and what is committed to orders, per location.

import { gid, levelGid, variantOfItem } from './shop.ts';
import type { Level, Shop } from './shop.ts';
import type { Event } from '../delivery.ts';

/** Moves tracked units; on hand follows as available + committed. Answers the webhook when what is available changed. */
export function move(shop: Shop, inventoryItemId: string | null, locationId: string, available: number, committed: number): Event[] {
  const variant = inventoryItemId === null ? undefined : variantOfItem(shop, inventoryItemId);
  if (inventoryItemId === null || variant?.tracked !== true) return [];
  const key = levelGid({ inventoryItemId, locationId });
  const old: Level = shop.levels.get(key) ?? { inventoryItemId, locationId, available: '0', committed: '0', updatedAt: '' };
  const level = {
    ...old,
    available: String(Number(old.available) + available),
    committed: String(Number(old.committed) + committed),
    updatedAt: shop.now().toISOString(),
  };
  shop.levels.put(key, level);
  if (available === 0) return [];
  return [{
    topic: 'inventory_levels/update',
    payload: `{"inventory_item_id":${inventoryItemId},"location_id":${locationId},"available":${level.available},"updated_at":"${level.updatedAt}","admin_graphql_api_id":${JSON.stringify(gid('InventoryLevel', `${locationId}?inventory_item_id=${inventoryItemId}`))}}`,
  }];
}
