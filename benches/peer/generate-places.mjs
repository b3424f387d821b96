// The configuration of a made order, its links, its locations and fulfilment orders.

import { uuidOf } from './random.mjs';

const KINDS = { outlet: 1, register: 2, item: 3, tax: 4, payment: 5, user: 6, customer: 7 };
const LOCATION = 77_000_000_001;
const LOST = 77_000_009_999;
const GATEWAYS = ['shopify_payments', 'gift_card', 'paypal', 'cash', 'shopify_store_credit', 'manual'];
const HELPERS = ['shipping', 'tip', 'duty', 'fee', 'refund', 'rounding', 'placeholder', 'channel_tax'];

/** An id of the series: a number, or a UUID. */
export function idFor(g, kind, number) {
  return g.x ? uuidOf(KINDS[kind], number) : String(number);
}

const rateText = (millionths) => String(millionths / 1e6);

export function configOf(g, lines, shipping, extras) {
  const { chance, between } = g.random;
  const outlets = Array.from({ length: between(1, 3) }, (_, at) => ({
    id: idFor(g, 'outlet', at + 1), register: idFor(g, 'register', at + 11),
    ...(chance(0.3) ? { time_zone: 'Pacific/Auckland' } : {}),
  }));
  const helpers = Object.fromEntries(HELPERS.map((name, at) => [name, idFor(g, 'item', 901 + at)]));
  if (chance(0.02)) {
    delete helpers[g.random.pick(HELPERS)];
    g.features.add('helper item missing');
  }
  return {
    contract: 1, tenant: `made-${g.seed}`, shopify: { shop: 'made-orders.myshopify.com' },
    lightspeed: { series: g.x ? 'X' : 'R', account: g.x ? 'madeorders' : '214365', user: idFor(g, 'user', 11) },
    currency: g.shopCurrency, time_zone: 'America/New_York',
    zones: {
      'America/New_York': [
        { from: '2025-11-02T06:00:00Z', offset: '-05:00' }, { from: '2026-03-08T07:00:00Z', offset: '-04:00' },
        { from: '2026-11-01T06:00:00Z', offset: '-05:00' },
      ],
      'Pacific/Auckland': [{ from: '2026-04-04T14:00:00Z', offset: '+12:00' }, { from: '2026-09-26T14:00:00Z', offset: '+13:00' }],
    },
    outlets,
    locations: outlets.map(({ id }, at) => ({
      id: `gid://shopify/Location/${LOCATION + at}`,
      outlets: outlets.length > 1 && chance(0.3) ? [id, outlets[(at + 1) % outlets.length].id] : [id],
    })),
    payment_types: GATEWAYS.filter(() => !chance(0.003)).map((gateway, at) => ({ gateway, id: idFor(g, 'payment', 51 + at) })),
    taxes: taxesOf(g, lines, shipping, extras),
    helper_items: { gift_card: { item: idFor(g, 'item', 900), non_inventory: true, liability: true }, ...helpers },
    orders: {
      ...(chance(0.5) ? { default_outlet: g.random.pick(outlets).id } : {}),
      link_by: g.random.pick([['sku', 'barcode'], ['barcode', 'sku'], ['sku'], []]),
    },
    customers: chance(0.8) ? { guest: idFor(g, 'customer', 77) } : {},
  };
}

/** Entries for the rates of the order, some as components, some as a sum, beside decoys. */
function taxesOf(g, lines, shipping, extras) {
  const { chance } = g.random;
  const sets = new Map();
  const add = (rates) => {
    if (rates.length > 0) sets.set([...rates].sort((a, b) => a - b).join(), rates);
  };
  for (const { rates, liable } of [...lines, ...shipping]) add(rates.filter((_, at) => !liable?.[at]));
  add(extras.dutyRates);
  const taxes = [];
  let next = 21;
  const entry = (rates, id, number) => {
    const sum = rates.reduce((total, rate) => total + rate, 0);
    return {
      rate: rateText(sum), inclusive: g.contained, id,
      ...(rates.length > 1 && chance(0.6) ? { components: (chance(0.5) ? rates : [...rates].reverse()).map(rateText) } : {}),
      ...(!g.x && sets.size > 1 ? { class: String(30 + number) } : {}),
    };
  };
  const found = [...sets.values()];
  // A category that comes first and has not all of the rates is passed over.
  if (!g.x && found.length > 1 && chance(0.5)) taxes.push(entry(found[0], '19', 9));
  if (chance(0.4)) taxes.push({ rate: '0.123', inclusive: g.contained, id: idFor(g, 'tax', 18) });
  found.forEach((rates, at) => taxes.push(entry(rates, idFor(g, 'tax', g.x ? (next += 1) : 20), at)));
  if (g.x || chance(0.7)) taxes.push({ rate: '0', id: idFor(g, 'tax', 40) });
  const seen = new Set();
  const once = taxes.filter((tax) => {
    const key = JSON.stringify([tax.components ?? [tax.rate], g.x ? '' : tax.id]);
    return !seen.has(key) && seen.add(key);
  });
  if (chance(0.01) && once.length > 1) {
    once.shift();
    g.features.add('tax missing');
  }
  return once.length > 0 ? once : [{ rate: '0', id: idFor(g, 'tax', 40) }];
}

/** What each line is linked by. */
export function placesOf(g, config, context, lines) {
  const { chance, pick } = g.random;
  context.links = [];
  g.stock = new Map();
  for (const { line, own } of lines.map((one, at) => ({ line: one, own: g.order.line_items[at] }))) {
    const item = idFor(g, 'item', 300 + line.at);
    const variant = own.variant_id === null ? undefined : `gid://shopify/ProductVariant/${own.variant_id}`;
    if (line.kind === 'usual') context.links.push({ variant, item });
    if (line.kind === 'ambiguous') context.links.push({ variant, item }, { variant, item: idFor(g, 'item', 399) });
    if (line.kind === 'sku' || (line.kind === 'custom' && own.sku !== null)) context.links.push({ sku: own.sku, item });
    if (line.kind === 'barcode') context.links.push({ barcode: own.barcode, item });
    if (line.kind === 'stock') {
      const stock = 4_900_000_000_000 + (line.id % 100_000);
      g.stock.set(line.id, stock);
      context.links.push({ inventory_item: `gid://shopify/InventoryItem/${stock}`, item });
    }
    if (line.kind === 'gift' && chance(0.5)) context.links.push({ variant, item });
  }
  if (chance(0.6)) context.customer = idFor(g, 'customer', pick([70, 71]));
  if (g.pos) {
    g.features.add('POS');
    g.order.location_id = pick([LOCATION, LOCATION, LOCATION + 1, ...(chance(0.2) ? [LOST] : [])]);
  }
}

/** Fulfilment orders that account for the units there are, over one to three locations. */
export function fulfilmentOf(g, config, context, lines) {
  const { chance, pick, between } = g.random;
  if (chance(0.4) && g.stock.size === 0) return;
  const count = config.outlets.length;
  const locations = Array.from({ length: count }, (_, at) => LOCATION + at);
  const used = locations.filter(() => chance(0.7));
  if (chance(0.06)) used.push(LOST);
  if (used.length === 0) used.push(locations[0]);
  const orders = used.map((location) => ({ location, entries: [], method: pick(METHODS) }));
  for (const line of lines) {
    const own = g.order.line_items.find(({ id }) => id === line.id);
    if (line.kind === 'tip' || line.current === 0 || !(own.requires_shipping || chance(0.3))) continue;
    let left = line.current;
    while (left > 0) {
      const at = pick(orders);
      if (line.kind === 'gift' && at.location === LOST) break;
      const units = between(1, left);
      const before = at.entries.find((entry) => entry.line === line);
      if (before === undefined) at.entries.push({ line, units });
      else before.units += units;
      left -= units;
      if (chance(0.03)) break;
    }
  }
  const filled = orders.filter(({ entries }) => entries.length > 0);
  if (filled.length > 1) g.features.add('several fulfilment orders');
  if (filled.some(({ location }) => location === LOST)) g.features.add('unmapped location');
  const done = chance(0.25);
  const graphql = chance(0.4);
  context.fulfillment_orders = filled.map((order) => {
    const closed = done || chance(0.05);
    const status = closed ? 'closed' : pick(['open', 'in_progress', 'scheduled', 'on_hold']);
    return (graphql ? asGraphql : asRest)(g, order, status);
  });
  if (chance(0.1) && filled.length > 0) context.fulfillment_orders.unshift((graphql ? asGraphql : asRest)(g, filled[0], 'cancelled'));
  // Moved elsewhere: it is closed and names units that never left from it.
  if (chance(0.08) && filled.length > 0) {
    const moved = (graphql ? asGraphql : asRest)(g, { ...filled[0], location: pick(locations) }, 'open');
    moved.status = graphql ? 'CLOSED' : 'closed';
    context.fulfillment_orders.push(moved);
    g.features.add('moved fulfilment order');
  }
  if (done) g.order.fulfillment_status = 'fulfilled';
}

const METHODS = ['shipping', 'shipping', 'shipping', 'local', 'pick_up', 'none', undefined];

function asRest(g, { location, entries, method }, status) {
  return {
    id: g.id(), status, assigned_location_id: location,
    delivery_method: method === undefined ? null : { id: 1, method_type: method },
    line_items: entries.map(({ line, units }) => ({
      id: g.id(), line_item_id: line.id, quantity: units, fulfillable_quantity: status === 'closed' ? 0 : units, inventory_item_id: g.stock.get(line.id) ?? 4_800_000_000_000 + line.at,
    })),
  };
}

function asGraphql(g, { location, entries, method }, status) {
  return {
    id: `gid://shopify/FulfillmentOrder/${g.id()}`, status: status.toUpperCase(),
    assignedLocation: { location: { id: `gid://shopify/Location/${location}` } },
    deliveryMethod: method === undefined ? null : { methodType: method.toUpperCase() },
    lineItems: {
      nodes: entries.map(({ line, units }) => ({
        totalQuantity: units, remainingQuantity: status === 'closed' ? 0 : units, lineItem: { id: `gid://shopify/LineItem/${line.id}` },
        inventoryItemId: `gid://shopify/InventoryItem/${g.stock.get(line.id) ?? 4_800_000_000_000 + line.at}`,
      })),
    },
  };
}
