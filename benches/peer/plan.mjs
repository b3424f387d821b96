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

function entriesOf(fulfilment) {
  const list = fulfilment.lineItems?.nodes;
  if (list !== undefined) {
    return list.map((entry) => ({ line: idOf(entry.lineItem.id), units: entry.totalQuantity, stock: entry.inventoryItemId }));
  }
  return (fulfilment.line_items ?? []).map((entry) => ({
    line: idOf(entry.line_item_id), units: entry.quantity, stock: entry.inventory_item_id,
  }));
}

/** A place is an outlet's number in the tenant's order, or -1: a location that is not configured. */
function placeOf(of, location) {
  if (location == null) return undefined;
  return of.places.get(idOf(location)) ?? -1;
}

const simple = (place, delivery) => ({ only: place, primary: Math.max(place, 0), named: undefined, delivery, methods: undefined, open: undefined });

/** Where the units of an order leave from. `parts` are its lines that have units. */
export function planOf(of, order, context, parts) {
  if (order.source_name?.toLowerCase() === 'pos') return simple(placeOf(of, order.location_id) ?? 0, 'none');
  const orders = (context.fulfillment_orders ?? []).filter(({ status }) => status.toLowerCase() !== 'cancelled');
  if (orders.length === 0) return simple(0, undefined);

  const units = new Map(parts.map(({ id, quantity }) => [id, quantity]));
  const plan = { only: undefined, primary: 0, named: new Map(), delivery: undefined, methods: new Map(), open: new Set() };
  const isOpen = ({ status }) => !CLOSED.includes(status.toLowerCase());
  for (const fulfilment of [...orders.filter(isOpen), ...orders.filter((one) => !isOpen(one))]) {
    const location = fulfilment.assignedLocation?.location?.id ?? fulfilment.assigned_location_id ?? fulfilment.assigned_location?.location_id;
    const place = placeOf(of, location);
    let used = false;
    for (const { line, units: count } of entriesOf(fulfilment)) {
      if (!(units.get(line) > 0) || place === undefined) continue;
      used = true;
      const named = plan.named.get(line) ?? new Map();
      plan.named.set(line, named.set(place, (named.get(place) ?? 0) + count));
    }
    if (!used) continue;
    const method = fulfilment.deliveryMethod?.methodType ?? fulfilment.delivery_method?.method_type;
    const step = STEPS[method?.toLowerCase()] ?? 'ship';
    if (!plan.methods.has(place)) plan.methods.set(place, new Set());
    plan.methods.get(place).add(step);
    if (isOpen(fulfilment)) plan.open.add(place);
  }
  for (const [line, named] of plan.named) {
    const had = units.get(line);
    let sum = 0;
    for (const count of named.values()) sum += count;
    if (sum <= had) continue;
    if (named.size > 1) return undefined;
    for (const place of named.keys()) named.set(place, had);
  }
  const first = of.outlets.findIndex((_, place) => [...plan.named.values()].some((named) => named.get(place) > 0));
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
  const methods = plan.methods?.get(place);
  let delivery = plan.delivery;
  if (methods !== undefined) {
    if (methods.has('ship')) delivery = 'ship';
    else delivery = methods.has('pickup') ? 'pickup' : 'none';
  }
  return {
    delivery: delivery ?? (ships ? 'ship' : 'none'),
    fulfilled: order.fulfillment_status === 'fulfilled' || (methods !== undefined && !plan.open.has(place)),
  };
}

/** Sale lines that were reserved earlier, by order line. */
export function reservedOf(context) {
  const map = new Map();
  for (const { line, sale_line: saleLine } of context.reserved ?? []) map.set(idOf(line), saleLine);
  return map;
}

