// inventoryActivate (sheet 2.2): stocks an item at a location. Its user errors have no code. What is
// available cannot be set where the item is active already; before 2026-04 an activation that names
// no quantity zeroes what was there. Inferred: the words of errors but those, and that a quantity
// below zero is refused. Locations of fulfilment services are not told apart.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Event } from '../delivery.ts';
import { KEY_ERRORS, keyOf, once } from './idempotent.ts';
import type { Attempt, FailedKey } from './idempotent.ts';
import { levelView } from './inventory-view.ts';
import type { Asked } from './search.ts';
import { idOf, levelGid, variantOfItem } from './shop.ts';
import type { Shop } from './shop.ts';
import { connectLevel, moveLevel } from './stock.ts';
import type { View } from './views.ts';

type Input = { inventoryItemId: string; locationId: string; available?: number | null; onHand?: number | null; stockAtLegacyLocation?: boolean | null };
type UserError = { field: string[]; message: string };

const KEEPS_FROM = '2026-04';

export function activate(shop: Shop, emit: (events: Event[]) => void, failedKey: FailedKey) {
  return (input: Input, asked: Asked, info: GraphQLResolveInfo): View => {
    if (input.stockAtLegacyLocation === true) throw new GraphQLError('The sandbox does not cover stockAtLegacyLocation.');
    const key = keyOf(asked, info);
    let errors: UserError[] = [];
    const events: Event[] = [];
    const made = shop.store.transaction(() => once(shop, key, info.fieldName, input, failedKey, (): Attempt => {
      errors = errorsOf(shop, input);
      return { failed: errors.length > 0, group: null, level: errors.length > 0 ? null : apply(shop, input, asked.version, events) };
    }));
    if (typeof made === 'string') return { inventoryLevel: null, userErrors: [{ field: null, message: KEY_ERRORS[made] }] };
    if (events.length > 0) emit(events);
    const level = made.level === null ? undefined : shop.levels.get(made.level);
    return { inventoryLevel: level === undefined ? null : levelView(shop, level), userErrors: errors };
  };
}

function errorsOf(shop: Shop, input: Input): UserError[] {
  const [inventoryItemId, locationId] = [idOf(input.inventoryItemId), idOf(input.locationId)];
  if (variantOfItem(shop, inventoryItemId) === undefined) return [{ field: ['inventoryItemId'], message: "The inventory item couldn't be found." }];
  const location = shop.locations.get(locationId);
  if (location === undefined) return [{ field: ['locationId'], message: "The location couldn't be found." }];
  if (!location.active) return [{ field: ['locationId'], message: "The inventory item couldn't be stocked at a deactivated location." }];
  const [available, onHand] = [input.available ?? undefined, input.onHand ?? undefined];
  if (available !== undefined && onHand !== undefined) return [{ field: ['onHand'], message: 'Only one of available and onHand can be set.' }];
  const named = available === undefined ? 'onHand' : 'available';
  const units = available ?? onHand;
  if (units === undefined) return [];
  if (units < 0) return [{ field: [named], message: "The quantity can't be negative." }];
  const level = shop.levels.get(levelGid({ inventoryItemId, locationId }));
  if (level?.active !== true) return [];
  return [{ field: [named], message: `Not allowed to set ${named === 'available' ? 'available' : 'on hand'} quantity when the item is already active at the location.` }];
}

/** The level is there and active after this; answers its id. */
function apply(shop: Shop, input: Input, version: string, events: Event[]): string {
  const inventoryItemId = idOf(input.inventoryItemId);
  const { level, events: connected } = connectLevel(shop, inventoryItemId, idOf(input.locationId));
  events.push(...connected);
  const named = input.available ?? (typeof input.onHand === 'number' ? input.onHand - Number(level.committed) : undefined);
  const units = named ?? (version < KEEPS_FROM ? 0 : undefined);
  const tracked = variantOfItem(shop, inventoryItemId)?.tracked === true;
  if (units !== undefined && tracked && units !== Number(level.available)) events.push(...moveLevel(shop, level, { available: units - Number(level.available) }));
  return level.id;
}
