// A second opinion on stock.publish, written from docs/stock.md: plain JavaScript, whole numbers of
// thousandths, each row read once. It explains nothing.

import { createHash } from 'node:crypto';
import { recipesOf } from './stock-kits.mjs';

const [SKEW, LIMIT, BATCH, STORM] = [300_000, 1_000_000_000, 250, 20];
const UNCOUNTED = { untracked: 'untracked', gift_card: 'gift_card', service: 'service' };

const numberOf = (id) => (typeof id === 'number' ? id : Number(id.slice(id.lastIndexOf('/') + 1)));
const thousandths = (text) => Math.round(Number(text) * 1000);
const textOf = (value) => (value % 1000 === 0 ? String(value / 1000) : String(value / 1000));

/** What a tenant's configuration says of stock. */
export function stockTenant(text) {
  const config = JSON.parse(text);
  const stock = config.stock ?? {};
  const locations = (config.locations ?? []).map(({ id, outlets }) => ({ id: numberOf(id), outlets }));
  locations.sort((one, other) => one.id - other.id);
  const serving = new Map();
  for (const place of locations) for (const outlet of place.outlets) serving.set(outlet, (serving.get(outlet) ?? 0) + 1);
  const outlets = new Map([...serving.keys()].map((outlet, number) => [outlet, number]));
  for (const place of locations) {
    place.numbers = place.outlets.map((outlet) => outlets.get(outlet));
    place.shared = place.outlets.some((outlet) => serving.get(outlet) > 1);
  }
  return {
    isX: config.lightspeed.series === 'X', locations, outlets, serving, names: [...outlets.keys()],
    version: config.shopify.api_version ?? '2026-10', shop: config.shopify.shop.toLowerCase(),
    safety: safetyOf(stock.safety ?? []), confirm: stock.confirm_increases ?? true, after: stock.confirm_after ?? 30,
    duplicates: stock.duplicates ?? 'block', ownKits: stock.kits === 'own', negative: stock.pass_negative ?? false,
    kits: config.links?.kits ?? [],
  };
}

function safetyOf(entries) {
  const map = new Map();
  for (const { item = '', location, units, percent } of entries) {
    const held = units === undefined ? { percent: thousandths(percent) } : { units: thousandths(units) };
    map.set(`${item}@${location === undefined ? '' : numberOf(location)}`, held);
  }
  return map;
}

/** The decision as JSON text. */
export const stockPublish = (of, context, payload) => JSON.stringify(decide(of, JSON.parse(context), JSON.parse(payload)));

/** The decision. */
export function decide(of, context, payload) {
  const state = {
    of, context, items: new Map(), shelves: new Map(), now: Date.parse(context.now), read: Date.parse(context.read_began_at),
    ignored: { sums: 0, items: 0, outlets: 0, older: 0, in_flight: 0 }, raised: new Map(), keys: new Set(), levels: 0,
    reads: keyed(context.reads, ({ item, outlet }) => `${item}@${outlet}`), marks: keyed(context.watermarks, ({ item, outlet }) => `${item}@${outlet}`),
    earlier: keyed(context.earlier, placeOf), written: keyed(context.written, placeOf),
    inactive: new Set((context.inactive_locations ?? []).map(numberOf)),
    onlyItems: new Set((context.inventory_items ?? []).map(numberOf)), onlyPlaces: new Set((context.locations ?? []).map(numberOf)),
  };
  const links = readLinks(state);
  state.recipes = recipesOf(state, links);
  for (const row of payload.lightspeed) (of.isX ? readX : readR)(state, row);
  for (const row of payload.shopify) readShelf(state, row);
  for (const row of context.rows ?? []) {
    const item = state.items.get(row.item);
    if (item === undefined) state.ignored.in_flight += 1;
    else (item.rows ??= []).push(rowOf(row));
  }
  state.complete = context.complete.lightspeed && !(state.levels === 0 && state.items.size > 1);
  const places = of.locations.filter(({ id }) => state.onlyPlaces.size === 0 || state.onlyPlaces.has(id));
  const lines = [];
  for (const link of links) {
    if (state.onlyItems.size > 0 && !state.onlyItems.has(link.id)) continue;
    const blocked = blockOf(state, link);
    for (const place of places) lines.push(lineOf(state, link, place, blocked));
  }
  for (const place of places) {
    if (!place.shared) continue;
    for (const outlet of place.outlets) if (of.serving.get(outlet) > 1) raise(state, 'SETUP_OUTLET_TWICE', outlet);
  }
  strays(state, links);
  return { output: outputOf(state, lines), exceptions: codesOf(state) };
}

const placeOf = ({ inventory_item: item, location }) => `${numberOf(item)}@${numberOf(location)}`;

function keyed(list, key) {
  const map = new Map();
  for (const entry of list ?? []) map.set(key(entry), entry);
  return map;
}

function raise(state, code, key) {
  const whole = `${code}:${key}`;
  if (state.keys.has(whole)) return;
  state.keys.add(whole);
  state.raised.set(code, (state.raised.get(code) ?? 0) + 1);
}

function codesOf(state) {
  const codes = [];
  for (const [code, count] of state.raised) {
    const said = count > STORM && code !== 'OVERSOLD' ? 1 : count;
    for (let at = 0; at < said; at += 1) codes.push(code);
  }
  return codes.sort();
}

/** An item whose level counts for something. */
function itemOf(state, id) {
  let item = state.items.get(id);
  if (item === undefined) {
    item = { id, levels: undefined, rows: undefined, variants: undefined, goods: 'counted', uncounted: false, recipe: undefined, uses: undefined };
    state.items.set(id, item);
  }
  return item;
}

/** The links by inventory item, each with all of its items. */
function readLinks(state) {
  const byId = new Map();
  for (const link of state.context.links ?? []) {
    const id = numberOf(link.inventory_item);
    const item = itemOf(state, link.item);
    let known = byId.get(id);
    if (known === undefined) {
      known = { id, gid: `gid://shopify/InventoryItem/${id}`, item, goods: link.goods ?? 'counted', several: false };
      byId.set(id, known);
    } else if (known.item !== item) known.several = true;
    if (UNCOUNTED[link.goods] !== undefined) item.uncounted = true;
    if (link.kit_untold || link.kit?.length > 0) item.given ??= link.kit_untold ? null : link.kit;
    item.variants ??= [];
    if (!item.variants.includes(id)) item.variants.push(id);
  }
  for (const id of state.context.untracked ?? []) {
    const item = state.items.get(id);
    if (item !== undefined) item.uncounted = true;
    else state.untracked = (state.untracked ?? new Set()).add(id);
  }
  const links = [...byId.values()].sort((one, other) => one.id - other.id);
  for (const { item } of links) item.variants.sort((one, other) => one - other);
  return links;
}

function readR(state, row) {
  if (row.shopID === '0') return void (state.ignored.sums += 1);
  const onHand = row.qoh === undefined || row.qoh === '' ? undefined : thousandths(row.qoh);
  const sellable = row.sellable === undefined || row.sellable === '' ? onHand : thousandths(row.sellable);
  put(state, row.itemID, row.shopID, onHand < 0 ? onHand : sellable, row.timeStamp ? Date.parse(row.timeStamp) : -1, true);
}

function readX(state, row) {
  const level = row.deleted_at == null ? thousandths(row.inventory_level ?? row.current_inventory_level) : 0;
  put(state, row.product_id, row.outlet_id ?? row.location_id, level, row.version ?? -1, false);
}

function put(state, id, outlet, units, stamp, isTime) {
  const item = state.items.get(id);
  if (item === undefined) return void (state.ignored.items += 1);
  const number = state.of.outlets.get(outlet);
  if (number === undefined) return void (state.ignored.outlets += 1);
  state.levels += 1;
  item.levels ??= [];
  const ahead = isTime && stamp - state.now > SKEW;
  const slot = item.levels[number];
  if (slot === undefined) {
    item.levels[number] = { stamp, isTime, ahead, newestAhead: ahead, least: units, most: units, allLeast: units, allMost: units };
    return;
  }
  state.ignored.older += 1;
  slot.ahead ||= ahead;
  slot.allLeast = Math.min(slot.allLeast, units);
  slot.allMost = Math.max(slot.allMost, units);
  if (stamp > slot.stamp) Object.assign(slot, { stamp, newestAhead: ahead, least: units, most: units });
  else if (stamp === slot.stamp) Object.assign(slot, { least: Math.min(slot.least, units), most: Math.max(slot.most, units) });
}

function readShelf(state, row) {
  const [item, location] = [numberOf(row.item.id), numberOf(row.location.id)];
  let available, committed;
  for (const { name, quantity } of row.quantities) {
    if (name === 'available') available = quantity;
    else if (name === 'committed') committed = quantity;
  }
  const shelf = {
    item, location, available, committed, active: row.isActive ?? true, tracked: row.item.tracked ?? true,
    open: row.location.isActive ?? true, at: row.updatedAt == null ? -1 : Date.parse(row.updatedAt), differs: false,
  };
  let places = state.shelves.get(item);
  if (places === undefined) state.shelves.set(item, (places = new Map()));
  const known = places.get(location);
  if (known === undefined) return void places.set(location, shelf);
  state.ignored.older += 1;
  if (shelf.at > known.at) return void places.set(location, shelf);
  if (shelf.at < known.at) return;
  known.differs ||= available !== known.available || committed !== known.committed || shelf.active !== known.active;
  known.committed = Math.max(committed, known.committed);
}

function rowOf(row) {
  return {
    order: row.order, location: row.location == null ? undefined : numberOf(row.location), outlet: row.outlet,
    open: thousandths(row.open), gone: thousandths(row.quantity) - thousandths(row.open),
    since: row.state === 'in_lightspeed' && row.confirmed_at ? Date.parse(row.confirmed_at) : Infinity,
  };
}

function blockOf(state, { item, goods, several, id }) {
  if (several) {
    raise(state, 'STOCK_DUPLICATE', `inventory_item/${id}`);
    return 'several_items';
  }
  if (item.variants.length > 1 && UNCOUNTED[goods] === undefined && state.of.duplicates === 'block') {
    raise(state, 'STOCK_DUPLICATE', `item/${item.id}`);
    return 'several_variants';
  }
  return undefined;
}

const NOTHING = { gone: 0, fresh: 0, elsewhere: 0, committed: 0, known: 0 };

/** Units of `of` in flight that a level of `item` may not know. */
function partsOf(state, item, of, place, told) {
  let committed = 0;
  for (const variant of of.variants ?? []) committed += state.shelves.get(variant)?.get(place.id)?.committed ?? 0;
  if (of.rows === undefined && committed === 0) return NOTHING;
  const parts = { gone: 0, fresh: 0, elsewhere: 0, committed: committed * 1000, known: 0 };
  for (const row of of.rows ?? []) {
    const here = row.location === place.id;
    if (!here && !place.outlets.includes(row.outlet)) continue;
    const read = state.reads.size === 0 ? undefined : state.reads.get(`${item.id}@${row.outlet}`);
    const counts = !(row.since < (read === undefined ? state.read : Date.parse(read.began_at)));
    told?.(row, counts);
    if (counts) {
      parts.gone += row.gone;
      if (here || row.location === undefined) parts.fresh += row.open;
      else parts.elsewhere += row.open;
    } else if (here || (row.location === undefined && state.of.locations.length < 2)) parts.known += row.open;
  }
  return parts;
}

const flying = ({ gone, fresh, elsewhere, committed, known }) => gone + elsewhere + Math.max(fresh, committed - known);
const untold = ({ fresh, committed, known }) => Math.max(0, committed - known - fresh);

/** How an item stands at a place, or a word for why that is not known. */
function standOf(state, item, place) {
  for (const variant of item.variants ?? []) {
    if (state.shelves.get(variant)?.get(place.id)?.differs) {
      raise(state, 'LEVELS_DISAGREE', `stock/${item.id}@${place.id}`);
      return 'shop_levels_disagree';
    }
  }
  let sellable = 0;
  for (const number of place.numbers) {
    const slot = item.levels?.[number];
    const key = `level/${item.id}@${state.of.names[number]}`;
    if (slot === undefined) {
      if (!state.complete) return 'levels_incomplete';
      if (state.marks.has(`${item.id}@${state.of.names[number]}`)) return raise(state, 'LEVELS_INCOMPLETE', key), 'levels_incomplete';
      if (item.levels === undefined && state.of.isX) return raise(state, 'LEVEL_MISSING', key), 'level_missing';
      continue;
    }
    const found = foundIn(state, item, number, slot);
    if (found === 'levels_disagree') return raise(state, 'LEVELS_DISAGREE', key), found;
    if (found === 'level_backwards') return raise(state, 'LEVEL_BACKWARDS', key), found;
    if (slot.newestAhead) raise(state, 'CLOCK_AHEAD', key);
    sellable += slot.least;
  }
  const parts = partsOf(state, item, item, place);
  const stand = { sellable, parts, byKits: 0, flight: parts === NOTHING ? 0 : flying(parts), untold: untold(parts) };
  for (const { kit, need } of item.uses ?? []) {
    const own = partsOf(state, item, kit, place);
    if (own === NOTHING) continue;
    stand.byKits += (flying(own) * need) / 1000;
    stand.untold += untold(own);
  }
  stand.flight += stand.byKits;
  if (sellable < 0 || sellable < stand.flight) short(state, item, place, stand);
  return stand;
}

function foundIn(state, item, number, slot) {
  const differ = slot.ahead ? slot.allLeast !== slot.allMost : slot.least !== slot.most;
  if (differ) return 'levels_disagree';
  const mark = state.marks.size === 0 ? undefined : state.marks.get(`${item.id}@${state.of.names[number]}`);
  if (mark === undefined || slot.stamp === -1 || (mark.at !== undefined) !== slot.isTime) return undefined;
  const known = mark.at === undefined ? Number(mark.version) : Date.parse(mark.at);
  if (slot.stamp < known) return 'level_backwards';
  return slot.stamp === known && thousandths(mark.units) !== slot.least ? 'levels_disagree' : undefined;
}

function short(state, item, place, { sellable }) {
  let [orders, known] = [0, 0];
  for (const { kit, need } of [{ kit: item, need: 1000 }, ...(item.uses ?? [])]) {
    const parts = partsOf(state, item, kit, place, (row, counts) => {
      if (counts || (sellable < 0 && row.open > 0)) orders += 1;
    });
    known += ((parts.gone + parts.fresh + parts.elsewhere) * need) / 1000;
  }
  const key = `stock/${item.id}@${place.id}`;
  if (orders > 0 && known > sellable) raise(state, 'OVERSOLD', key);
  else if (sellable < 0) raise(state, 'STOCK_NEGATIVE', key);
}

/** What is held back; of a kit only what names it. */
function heldOf({ safety }, item, place, sellable, isKit) {
  if (safety.size === 0) return 0;
  let held = safety.get(`${item.id}@${place.id}`) ?? safety.get(`${item.id}@`);
  if (!isKit) held ??= safety.get(`@${place.id}`) ?? safety.get('@');
  if (held === undefined) return 0;
  return held.units ?? Math.ceil((Math.max(0, sellable) * held.percent) / 100_000_000) * 1000;
}

function madeOf(state, item, place) {
  const broken = (why) => (raise(state, 'KIT_BROKEN', `item/${item.id}`), { why, nothing: true });
  if (typeof item.recipe === 'string') return broken(item.recipe);
  if (item.recipe.length === 0) return { why: 'kit_untracked' };
  const kit = [];
  let [least, more] = [Infinity, 0];
  for (const { item: of, need } of item.recipe) {
    const marked = state.of.names.some((name) => state.marks.has(`${of.id}@${name}`));
    if (of.levels === undefined && state.complete && !marked) return broken('component_missing');
    const stand = standOf(state, of, place);
    if (typeof stand === 'string') return { why: stand, hold: true };
    const available = stand.sellable - stand.flight - heldOf(state.of, of, place, stand.sellable, false);
    more += stand.untold;
    least = Math.min(least, Math.floor(available / need));
    kit.push({ item: of.id, need: textOf(need), available: textOf(available) });
  }
  return { kit, stand: { sellable: least * 1000, parts: NOTHING, byKits: 0, flight: 0, untold: more } };
}

function lineOf(state, link, place, blocked) {
  const { item, goods } = link;
  const line = { inventory_item: link.gid, location: `gid://shopify/Location/${place.id}` };
  if (!link.several) line.item = item.id;
  const without = (change, why) => Object.assign(line, { change, why });
  if (blocked !== undefined) return without('skip', blocked);
  const shelf = state.shelves.get(link.id)?.get(place.id);
  if (state.inactive.has(place.id) || shelf?.open === false) return without('skip', 'location_inactive');
  if (place.shared) return without('hold', 'outlet_shared');
  const from = shelf?.active ? shelf.available : undefined;
  line.change = undefined;
  if (shelf !== undefined && (!shelf.tracked || (shelf.active && shelf.available === undefined))) return say(line, from, without('skip', 'not_tracked_by_shopify'));
  if (shelf === undefined && !state.context.complete.shopify) {
    raise(state, 'LEVELS_INCOMPLETE', `${item.id}@${place.id}/shopify`);
    return without('hold', 'shop_level_incomplete');
  }
  foreign(state, link, place, from, shelf);
  const isKit = item.recipe !== undefined;
  if (!isKit && UNCOUNTED[goods] !== undefined) return say(line, from, without('skip', goods));
  const made = isKit ? madeOf(state, item, place) : { stand: standOf(state, item, place) };
  if (made.why === 'kit_untracked') return say(line, from, without('skip', made.why));
  if (made.nothing) return settle(state, link, place, Object.assign(line, { why: made.why }), from, 0, false);
  if (made.hold || typeof made.stand === 'string') {
    const why = made.why ?? made.stand;
    if (why === 'levels_incomplete' && !state.complete) raise(state, 'LEVELS_INCOMPLETE', `${item.id}@${place.id}/lightspeed`);
    return say(line, from, without('hold', why));
  }
  const { stand } = made;
  line.stand = stand;
  line.kit = made.kit;
  if (goods === 'archived') {
    if (stand.sellable > 0 || from > 0) raise(state, 'STOCK_ARCHIVED', `stock/${item.id}@${place.id}`);
    line.why = 'archived';
    return settle(state, link, place, line, from, 0, false);
  }
  line.held = heldOf(state.of, item, place, stand.sellable, isKit);
  let units = Math.floor((stand.sellable - stand.flight - line.held) / 1000);
  if (item.variants.length > 1 && state.of.duplicates === 'split' && units > 0) {
    const count = item.variants.length;
    units = Math.floor(units / count) + (item.variants.indexOf(link.id) < units % count ? 1 : 0);
  }
  return settle(state, link, place, line, from, units, stand.untold > 0 && !state.context.orders_read);
}

function say(line, from, done) {
  if (from !== undefined) done.shopify = from;
  return done;
}

function foreign(state, link, place, from, shelf) {
  if (state.written.size === 0 || from === undefined) return;
  const written = state.written.get(`${link.id}@${place.id}`);
  if (written === undefined || from + shelf.committed <= Number(written.quantity) + Number(written.committed)) return;
  raise(state, 'STOCK_FOREIGN_CHANGE', `stock/${link.item.id}@${place.id}`);
}

function settle(state, link, place, line, from, units, sweep) {
  const to = Math.min(Math.max(units, 0), LIMIT);
  if (units > LIMIT) {
    line.capped = true;
    raise(state, 'STOCK_OVER_LIMIT', `stock/${link.item.id}@${place.id}`);
  }
  line.quantity = state.of.negative ? Math.min(units, LIMIT) : to;
  if (from !== undefined) line.shopify = from;
  const now = from ?? 0;
  if (to === now || (to === 0 && now < 0)) line.change = 'none';
  else if (to < now) Object.assign(line, { change: 'fall', write: to });
  else if (sweep) line.change = 'sweep';
  else if (!state.of.confirm) Object.assign(line, { change: 'rise', write: to });
  else {
    const earlier = state.earlier.size === 0 ? undefined : state.earlier.get(`${link.id}@${place.id}`);
    const waited = earlier !== undefined && state.read - Date.parse(earlier.read_began_at) >= state.of.after * 1000;
    const both = waited ? Math.min(Number(earlier.quantity), to) : -Infinity;
    if (both > now) Object.assign(line, { change: 'rise', write: both, again: both < to });
    else Object.assign(line, { change: 'confirm', again: true });
  }
  return line;
}

function strays(state, links) {
  const linked = new Set(links.map(({ id }) => id));
  const places = new Set(state.of.locations.map(({ id }) => id));
  for (const [item, shelves] of state.shelves) {
    if (state.onlyItems.size > 0 && !state.onlyItems.has(item)) continue;
    for (const { location, available, tracked, active, open } of shelves.values()) {
      if (!(available > 0) || !tracked || !active) continue;
      if (!open || state.inactive.has(location) || !places.has(location)) raise(state, 'STOCK_UNPLACED', location);
      else if (!linked.has(item)) raise(state, 'STOCK_UNLINKED', item);
    }
  }
}

function outputOf(state, lines) {
  let unchanged = 0;
  const [quantities, rows, requests] = [[], [], []];
  const cause = state.context.cause;
  for (const line of lines) {
    if (line.change === 'none') unchanged += 1;
    if (line.write !== undefined) {
      const { inventory_item: inventoryItemId, location: locationId, write, shopify } = line;
      if (shopify === undefined) {
        const variables = { inventoryItemId, locationId, available: write, key: '' };
        requests.push(requestOf(state, 'inventoryActivate', 1, variables, cause));
      } else rows.push({ inventoryItemId, locationId, quantity: write, changeFromQuantity: shopify });
    }
    if (!(state.context.only_changes && line.change === 'none')) quantities.push(viewOf(line));
  }
  for (let at = 0; at < rows.length; at += BATCH) {
    const part = rows.slice(at, at + BATCH);
    const input = { name: 'available', reason: 'correction', referenceDocumentUri: `gid://tillbridge/Task/${cause}`, quantities: part };
    requests.push(requestOf(state, 'inventorySetQuantities', part.length, { input, key: '' }, cause));
  }
  const output = { quantities, unchanged, requests, ignored: state.ignored };
  const marks = state.context.watermarks == null ? [] : marksOf(state);
  return marks.length > 0 ? { ...output, watermarks: marks } : output;
}

function requestOf({ of }, operation, rows, variables, cause) {
  variables.key = createHash('sha256').update(of.shop + operation + cause).update(JSON.stringify(variables)).digest('hex').slice(0, 24);
  return { operation, rows, method: 'POST', path: `/admin/api/${of.version}/graphql.json`, body: { query: operation, variables } };
}

/** What is listed of a line: the fields in the order of the contract, without what is zero. */
function viewOf({ inventory_item, location, item, change, why, quantity, shopify, write, again, capped, stand, held, kit }) {
  const view = { inventory_item, location, item, change, why };
  if (quantity !== undefined) view.quantity = String(quantity);
  if (shopify !== undefined) view.shopify = String(shopify);
  if (write !== undefined) {
    view.write = String(write);
    if (shopify === undefined) view.activate = true;
  }
  if (again) view.again = true;
  if (capped) view.capped = true;
  if (stand === undefined) return view;
  if (kit === undefined) view.sellable = textOf(stand.sellable);
  const { parts } = stand;
  if (parts.gone || parts.fresh || parts.elsewhere || parts.committed || parts.known || stand.byKits) {
    view.in_flight = {
      gone: textOf(parts.gone), new: textOf(parts.fresh), elsewhere: textOf(parts.elsewhere), committed: textOf(parts.committed),
      in_lightspeed: textOf(parts.known), by_kits: textOf(stand.byKits),
    };
  }
  if (held) view.safety = textOf(held);
  if (kit?.length > 0) view.kit = kit;
  return view;
}

function marksOf(state) {
  const marks = [];
  for (const item of state.items.values()) {
    for (const [number, slot] of (item.levels ?? []).entries()) {
      if (slot === undefined || slot.stamp === -1 || slot.newestAhead || foundIn(state, item, number, slot) !== undefined) continue;
      const outlet = state.of.names[number];
      const mark = state.marks.get(`${item.id}@${outlet}`);
      const known = mark === undefined ? undefined : mark.at === undefined ? Number(mark.version) : Date.parse(mark.at);
      if (known === slot.stamp) continue;
      const own = { item: item.id, outlet };
      if (slot.isTime) own.at = new Date(slot.stamp).toISOString().replace('.000Z', 'Z');
      else own.version = String(slot.stamp);
      marks.push({ ...own, units: textOf(slot.least) });
    }
  }
  const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  return marks.sort((one, other) => order(one.item, other.item) || order(one.outlet, other.outlet));
}
