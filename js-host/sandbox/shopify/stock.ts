// Moves of stock: what is available and what is committed to orders, per location (sheet 2.2).
// On hand follows as available + committed. Every change of what is available has its webhook, also
// those an app made itself: no payload says whose a change was (sheet 1.1).

import type { Event } from '../delivery.ts';
import { settingsOf } from './about.ts';
import { levelGid, variantOfItem } from './shop.ts';
import type { Level, Shop } from './shop.ts';
import { shopTime } from './shop-time.ts';

/** Units to add by state. */
export type Move = { available?: number; committed?: number; incoming?: number };

/** A level of nothing, not kept yet. */
export function newLevel(shop: Shop, inventoryItemId: string, locationId: string): Level {
  const at = shop.now().toISOString();
  return {
    id: levelGid({ inventoryItemId, locationId }), inventoryItemId, locationId, active: true, available: '0', committed: '0', incoming: '0',
    createdAt: at, updatedAt: at, times: { available: at, committed: at, on_hand: at, incoming: at },
  };
}

/** Keeps a level with units added, and answers its webhook when what is available changed. */
export function moveLevel(shop: Shop, level: Level, { available = 0, committed = 0, incoming = 0 }: Move): Event[] {
  const at = shop.now().toISOString();
  const moved: Level = {
    ...level,
    available: String(Number(level.available) + available),
    committed: String(Number(level.committed) + committed),
    incoming: String(Number(level.incoming) + incoming),
    updatedAt: at,
    times: {
      available: available === 0 ? level.times.available : at,
      committed: committed === 0 ? level.times.committed : at,
      on_hand: available + committed === 0 ? level.times.on_hand : at,
      incoming: incoming === 0 ? level.times.incoming : at,
    },
  };
  shop.levels.put(moved.id, moved);
  return available === 0 ? [] : [levelEvent(shop, 'update', moved)];
}

/** Stocks an item at a location, or makes it active there again with what was kept of it. */
export function connectLevel(shop: Shop, inventoryItemId: string, locationId: string): { level: Level; events: Event[] } {
  const kept = shop.levels.get(levelGid({ inventoryItemId, locationId }));
  if (kept?.active === true) return { level: kept, events: [] };
  const level = { ...(kept ?? newLevel(shop, inventoryItemId, locationId)), active: true, updatedAt: shop.now().toISOString() };
  shop.levels.put(level.id, level);
  return { level, events: [levelEvent(shop, 'connect', level)] };
}

/** Moves tracked units of an order; a level that is not there yet is made. */
export function move(shop: Shop, inventoryItemId: string | null, locationId: string, available: number, committed: number): Event[] {
  if (inventoryItemId === null || variantOfItem(shop, inventoryItemId)?.tracked !== true) return [];
  const level = shop.levels.get(levelGid({ inventoryItemId, locationId })) ?? newLevel(shop, inventoryItemId, locationId);
  return moveLevel(shop, level, { available, committed });
}

/** The webhook of a level: connected to a location, or changed. Untracked items have no number. */
export function levelEvent(shop: Shop, kind: 'connect' | 'update', level: Level): Event {
  const { inventoryItemId, locationId } = level;
  const available = variantOfItem(shop, inventoryItemId)?.tracked === true ? level.available : 'null';
  const at = JSON.stringify(shopTime(level.updatedAt, settingsOf(shop).ianaTimezone));
  return {
    topic: `inventory_levels/${kind}`,
    payload: `{"inventory_item_id":${inventoryItemId},"location_id":${locationId},"available":${available},"updated_at":${at},"admin_graphql_api_id":${JSON.stringify(level.id)}}`,
  };
}

export function levelGone({ inventoryItemId, locationId }: Level): Event {
  return { topic: 'inventory_levels/disconnect', payload: `{"inventory_item_id":${inventoryItemId},"location_id":${locationId}}` };
}
