// Fulfilment orders of an order: made at a location, filled, changed and closed, with the
// stock they commit. Their webhooks name them by gid only (sheet 1.3).

import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Event } from '../delivery.ts';
import { unitsOf } from './order-text.ts';
import { gid, placesOf } from './shop.ts';
import type { FulfillmentOrder, PlaceStatus, Shop } from './shop.ts';
import { move } from './stock.ts';
import { objects } from './views.ts';

/** Makes the fulfilment order of all that is to be sent, or of the units named, at one location. */
export function assignPlace(shop: Shop, orderId: string, order: JsonObject, location?: string, units?: { lineId: string; quantity: number }[]): Event[] {
  const locationId = location ?? shop.locations.all()[0]?.id;
  const open = (line: JsonObject): number => {
    const all = unitsOf(line).fulfillable;
    return units === undefined ? all : Math.min(all, units.find(({ lineId }) => lineId === textOf(line['id']))?.quantity ?? 0);
  };
  const lines = objects(order['line_items']).filter((line) => open(line) > 0);
  if (locationId === undefined || lines.length === 0) return [];
  if (shop.locations.get(locationId) === undefined) throw new Error(`no location ${locationId}`);
  const at = shop.now().toISOString();
  const ships = lines.some((line) => line['requires_shipping'] !== false);
  const place: FulfillmentOrder = {
    id: shop.nextId('fulfillment_order'), orderId, locationId, status: 'OPEN', methodType: ships ? 'SHIPPING' : 'NONE', createdAt: at, updatedAt: at,
    lines: lines.map((line) => {
      const total = String(open(line));
      const variant = shop.variants.get(textOf(line['variant_id']) ?? '');
      return {
        id: shop.nextId('fulfillment_order_line'), lineItemId: textOf(line['id']) ?? '', inventoryItemId: variant?.inventoryItemId ?? null,
        sku: textOf(line['sku']) ?? null, total, remaining: total,
      };
    }),
  };
  shop.places.put(place.id, place);
  const moved = place.lines.flatMap((line) => move(shop, line.inventoryItemId, locationId, -Number(line.total), Number(line.total)));
  return [{ topic: 'fulfillment_orders/order_routing_complete', payload: JSON.stringify({ fulfillment_order: named(place) }) }, ...moved];
}

/** Sends units: on hand and committed fall. All that is left when none are named. */
export function fulfilPlaces(shop: Shop, orderId: string, units?: { lineId: string; quantity: number }[]): {
  sent: { lineId: string; quantity: number }[]; locationId: string; moved: Event[];
} {
  const open = placesOf(shop, orderId).filter(isOpen);
  const wanted = new Map(units?.map(({ lineId, quantity }) => [lineId, quantity]));
  const sent: { lineId: string; quantity: number }[] = [];
  for (const place of open) {
    for (const line of place.lines) {
      const quantity = Math.min(units === undefined ? Infinity : wanted.get(line.lineItemId) ?? 0, Number(line.remaining));
      if (quantity === 0) continue;
      wanted.set(line.lineItemId, (wanted.get(line.lineItemId) ?? 0) - quantity);
      line.remaining = String(Number(line.remaining) - quantity);
      move(shop, line.inventoryItemId, place.locationId, 0, -quantity);
      sent.push({ lineId: line.lineItemId, quantity });
    }
    place.status = place.lines.every(({ remaining }) => remaining === '0') ? 'CLOSED' : 'IN_PROGRESS';
    keep(shop, place);
  }
  const [first] = open;
  if (first === undefined || sent.length === 0) throw new Error('fulfil: nothing is left to send');
  if (units !== undefined && [...wanted.values()].some((left) => left > 0)) throw new Error('fulfil: more than is left to send');
  return { sent, locationId: first.locationId, moved: [] };
}

/** More units of a line: they join its open fulfilment order. */
export function placesChanged(shop: Shop, orderId: string, lineId: string, units: number): Event[] {
  for (const place of placesOf(shop, orderId).filter(isOpen)) {
    const line = place.lines.find((each) => each.lineItemId === lineId);
    if (line === undefined) continue;
    line.total = String(Number(line.total) + units);
    line.remaining = String(Number(line.remaining) + units);
    keep(shop, place);
    return move(shop, line.inventoryItemId, place.locationId, -units, units);
  }
  return [];
}

/** Units that will not be sent: no longer committed, and available again when restocked. */
export function releaseUnits(shop: Shop, orderId: string, lineId: string, units: number, restock: boolean): { events: Event[]; locationId?: string } {
  const events: Event[] = [];
  let left = units;
  let locationId: string | undefined;
  for (const place of placesOf(shop, orderId).filter(isOpen)) {
    const line = place.lines.find((each) => each.lineItemId === lineId);
    const taken = Math.min(left, Number(line?.remaining ?? '0'));
    if (line === undefined || taken === 0) continue;
    left -= taken;
    locationId ??= place.locationId;
    line.total = String(Number(line.total) - taken);
    line.remaining = String(Number(line.remaining) - taken);
    keep(shop, place);
    events.push(...move(shop, line.inventoryItemId, place.locationId, restock ? taken : 0, -taken));
  }
  return { events, ...(locationId === undefined ? {} : { locationId }) };
}

/** Ends every open fulfilment order; `restock` also frees what they still commit. */
export function closePlaces(shop: Shop, orderId: string, status: PlaceStatus, restock: boolean): Event[] {
  return placesOf(shop, orderId).filter(isOpen).flatMap((place) => {
    const moved = restock ? place.lines.flatMap((line) => move(shop, line.inventoryItemId, place.locationId, Number(line.remaining), -Number(line.remaining))) : [];
    place.status = status;
    keep(shop, place);
    return [{ topic: 'fulfillment_orders/cancelled', payload: JSON.stringify({ fulfillment_order: named(place), replacement_fulfillment_order: null }) }, ...moved];
  });
}

function isOpen({ status }: FulfillmentOrder): boolean {
  return status === 'OPEN' || status === 'IN_PROGRESS';
}

function keep(shop: Shop, place: FulfillmentOrder): void {
  shop.places.put(place.id, { ...place, updatedAt: shop.now().toISOString() });
}

function named(place: FulfillmentOrder): { id: string; status: string } {
  return { id: gid('FulfillmentOrder', place.id), status: place.status.toLowerCase() };
}
