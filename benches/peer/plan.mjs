// What needs no amounts: which item a line is, which outlet its units leave, how they are sent.

import { idOf } from './tenant.mjs';

const AMBIGUOUS = '';
const STEPS = {
  shipping: 'ship', local: 'ship', pickup_point: 'ship', pick_up: 'pickup', retail: 'none', none: 'none',
};
const CLOSED = 'closed incomplete';

/** The tables of one order's links; rare keys only when a line asks for them. */
export function linksOf(context) {
  const links = { variant: new Map(), all: context.links ?? [], rare: {}, orders: context.fulfillment_orders, stock: undefined };
  for (const link of links.all) if (link.variant !== undefined) put(links.variant, idOf(link.variant), link.item);
  return links;
}

function put(map, key, item) {
  const before = map.get(key);
  if (before === undefined) map.set(key, item);
  else if (before !== item) map.set(key, AMBIGUOUS);
}

function rare(links, field) {
  if (links.rare[field] === undefined) {
    const map = new Map();
    for (const link of links.all) {
      const key = link[field];
      if (key !== undefined) put(map, field === 'inventory_item' ? idOf(key) : key, link.item);
    }
    links.rare[field] = map;
  }
  return links.rare[field];
}

/** The inventory item of a line, as a fulfilment order names it. */
function stockOf(links, line) {
  if (links.stock === undefined) {
    links.stock = new Map();
    for (const fulfilment of links.orders ?? []) {
      for (const entry of entriesOf(fulfilment)) if (entry.stock != null) links.stock.set(entry.line, idOf(entry.stock));
    }
  }
  return links.stock.get(line);
}

/** The item, or undefined; raises LINK_AMBIGUOUS or LINE_UNLINKED. */
export function itemOf(of, links, item, id, raised) {
  let found = item.variant_id == null ? undefined : links.variant.get(item.variant_id);
  if (found === undefined && links.all.length > links.variant.size) {
    const stock = stockOf(links, id);
    if (stock !== undefined) found = rare(links, 'inventory_item').get(stock);
    for (const field of of.linkBy) {
      const key = item[field];
      if (found === undefined && typeof key === 'string' && key.trim() !== '') found = rare(links, field).get(key);
    }
  }
  if (found !== undefined && found !== AMBIGUOUS) return found;
  raised.push(found === AMBIGUOUS ? 'LINK_AMBIGUOUS' : 'LINE_UNLINKED');
  return undefined;
}

/** What is closed stands for what left: one that was moved elsewhere is closed too. */
function entriesOf(fulfilment) {
  const closed = CLOSED.includes(fulfilment.status.toLowerCase());
  const list = fulfilment.lineItems?.nodes;
  if (list !== undefined) {
    return list.map((entry) => ({
      line: idOf(entry.lineItem.id), stock: entry.inventoryItemId,
      units: entry.totalQuantity - (closed ? entry.remainingQuantity ?? 0 : 0),
    }));
  }
  return (fulfilment.line_items ?? []).map((entry) => ({
    line: idOf(entry.line_item_id), stock: entry.inventory_item_id,
    units: entry.quantity - (closed ? entry.fulfillable_quantity ?? 0 : 0),
  }));
}

/** A place is an outlet's number in the tenant's order, or -1: a location that is not configured. */
function placeOf(of, location, raised, seen) {
  const id = location == null ? 0 : idOf(location);
  let place = seen.get(id);
  if (place === undefined) {
    place = of.places.get(id) ?? -1;
    seen.set(id, place);
    if (place < 0) raised.push('LOCATION_UNMAPPED');
  }
  return place;
}

const simple = (place, told) => ({ only: place, primary: Math.max(place, 0), named: undefined, told, ways: undefined });

/** Where the units of an order leave from. `parts` are its lines that have units. */
export function planOf(of, order, context, parts, raised) {
  if (order.source_name?.toLowerCase() === 'pos') {
    const place = placeOf(of, order.location_id, raised, new Map());
    return simple(place, 'none');
  }
  const orders = (context.fulfillment_orders ?? []).filter(({ status }) => status.toLowerCase() !== 'cancelled');
  if (orders.length === 0) return simple(0, undefined);

  const plan = { only: undefined, primary: 0, named: new Map(), told: undefined, ways: new Map() };
  const seen = new Map();
  const open = new Map();
  const closed = new Map();
  for (const fulfilment of orders) {
    const entries = entriesOf(fulfilment);
    if (entries.every(({ units }) => units === 0)) continue;
    const location = fulfilment.assignedLocation?.location?.id ?? fulfilment.assigned_location_id ?? fulfilment.assigned_location?.location_id;
    const place = placeOf(of, location, raised, seen);
    const method = fulfilment.deliveryMethod?.methodType ?? fulfilment.delivery_method?.method_type;
    const still = !CLOSED.includes(fulfilment.status.toLowerCase());
    const way = plan.ways.get(place) ?? { ship: false, pickup: false, open: false };
    const step = STEPS[method?.toLowerCase()] ?? 'ship';
    if (step !== 'none') way[step] = true;
    way.open ||= still;
    plan.ways.set(place, way);
    for (const { line, units } of entries) {
      if (units === 0) continue;
      const group = still ? open : closed;
      const named = group.get(line) ?? new Map();
      group.set(line, named.set(place, (named.get(place) ?? 0) + units));
    }
  }
  const used = new Set();
  for (const { id, quantity } of parts) {
    const named = new Map();
    let left = quantity;
    for (const group of [open.get(id), closed.get(id)]) {
      if (group === undefined || left === 0) continue;
      let sum = 0;
      for (const units of group.values()) sum += units;
      if (sum > left && group.size > 1) return undefined;
      for (const [place, units] of group) named.set(place, (named.get(place) ?? 0) + Math.min(units, left));
      left -= Math.min(sum, left);
    }
    if (named.size > 0) plan.named.set(id, named);
    for (const place of named.keys()) used.add(place);
  }
  const first = of.outlets.findIndex((_, place) => used.has(place));
  plan.primary = Math.max(first, 0);
  return plan;
}

/** Units of a line at each place, outlets first and in order; `[place, units]`. */
export function unitsOf(of, plan, part) {
  if (plan.only !== undefined) return [[plan.only, part.quantity]];
  const named = plan.named.get(part.id);
  if (named === undefined) return [[plan.primary, part.quantity]];
  let left = part.quantity;
  for (const count of named.values()) left -= count;
  const list = [];
  for (let place = 0; place < of.outlets.length; place += 1) {
    const count = (named.get(place) ?? 0) + (place === plan.primary ? left : 0);
    if (count > 0) list.push([place, count]);
  }
  if (named.get(-1) > 0) list.push([-1, named.get(-1)]);
  return list;
}

/** How the goods of the sale at `place` reach the buyer, and whether they did. */
export function deliveryOf(order, plan, place, ships) {
  const way = plan.ways?.get(place);
  const done = way === undefined ? order.fulfillment_status === 'fulfilled' : !way.open;
  if (plan.told === 'none' || !ships) return { delivery: 'none', fulfilled: true };
  if (way === undefined) return { delivery: 'ship', fulfilled: done };
  if (way.pickup) return { delivery: 'pickup', fulfilled: done };
  return way.ship ? { delivery: 'ship', fulfilled: done } : { delivery: 'none', fulfilled: true };
}

/** Sale lines that were reserved earlier, by order line. */
export function reservedOf(context) {
  const map = new Map();
  for (const { line, sale_line: saleLine } of context.reserved ?? []) map.set(idOf(line), saleLine);
  return map;
}

