// Shops whose two systems lie apart, made from a seed: levels of both, orders in flight, kits,
// duplicates, and everything else that stock.publish has to decide about. `tidy` leaves out what is
// rare in a real shop, and keeps a few of each.

const STAMP = Date.parse('2026-11-20T12:00:00Z');
const NOW = '2026-11-20T15:10:00Z';
const READ = '2026-11-20T15:09:50Z';

/** A config, a context and a payload. */
export function makeStock(series, count, seed, { tidy = false, changed = 0.5 } = {}) {
  let state = (seed * 2654435761) >>> 0;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
  const often = tidy ? 400 : 6;
  const seldom = () => below(often) === 0;
  const of = (list) => list[below(list.length)];
  const id = series === 'X' ? (n) => `06bf537b-c77f-11e6-ff13-${n.toString(16).padStart(12, '0')}` : (n) => String(n);
  const outlets = [1, 5, 7].map((n) => id(n));
  const locations = [{ id: 71, outlets: outlets.slice(0, 1) }, { id: 72, outlets: outlets.slice(1) }];
  const context = {
    explain: 'none', now: NOW, cause: `task-${seed}`, read_began_at: READ, only_changes: tidy,
    complete: { lightspeed: tidy || below(4) > 0, shopify: tidy || below(4) > 0 }, orders_read: below(2) === 0,
    links: [], rows: [], earlier: [], written: [], reads: [],
  };
  if (!tidy && below(2) === 0) context.watermarks = [];
  const payload = { shopify: [], lightspeed: [] };
  const level = series === 'X' ? xLevel : rLevel;
  const orders = { next: 5_600_000_001_000 };
  for (let number = 1001; number <= 1000 + count; number += 1) {
    const [item, inventory] = [id(number), 48_000_000_000_000 + number];
    const link = { inventory_item: inventory, variant: 44_000_000_000_000 + number, item };
    if (number > 1004 && seldom()) link.kit = kitOf(number, id, below, tidy);
    if (seldom()) link.goods = of(['untracked', 'gift_card', 'service', 'archived']);
    if (!tidy && below(40) === 0) link.kit_untold = true;
    context.links.push(link);
    if (seldom()) context.links.push({ ...link, inventory_item: inventory + 100_000, variant: link.variant + 100_000 });
    if (!tidy && below(30) === 0) context.links.push({ ...link, item: id(number + 1) });
    const units = new Map();
    for (const outlet of outlets) {
      if (seldom()) continue;
      const own = seldom() ? -below(5) : below(40) + (seldom() ? 0.5 : 0);
      const stamp = STAMP + number * 1000;
      units.set(outlet, own);
      payload.lightspeed.push(level(number, item, outlet, own, stamp, id));
      if (!tidy && seldom()) payload.lightspeed.push(level(number, item, outlet, of([own, own + 1]), of([stamp, stamp - 1000, STAMP + 86_400_000]), id));
      if (context.watermarks !== undefined && below(3) === 0) context.watermarks.push(markOf(series, item, outlet, of([stamp, stamp - 1000, stamp + 1000]), of([own, own + 1])));
      if (!tidy && below(12) === 0) context.reads.push({ item, outlet, began_at: of(['2026-11-20T15:09:40Z', '2026-11-20T15:10:00Z']) });
    }
    if (series === 'R') payload.lightspeed.push(level(number, item, '0', 50, STAMP, id));
    for (const place of locations) {
      let sellable = 0;
      for (const outlet of place.outlets) sellable += units.get(outlet) ?? 0;
      const rows = below(tidy ? 50 : 3) === 0 ? 1 + below(2) : 0;
      let committed = 0;
      for (let row = 0; row < rows; row += 1) committed += flight(context, item, place, orders, { below, of, series, id });
      if (seldom()) committed += 1;
      const right = Math.max(0, Math.floor(sellable - committed) - (tidy ? heldBack(number, place, sellable) : 0));
      const available = below(1000) < changed * 1000 ? below(45) - (seldom() ? 5 : 0) : right;
      if (seldom()) continue;
      const shelf = shelfOf(inventory, place.id, available, committed);
      if (!tidy && below(20) === 0) shelf.isActive = false;
      if (!tidy && below(20) === 0) shelf.item.tracked = false;
      if (!tidy && below(30) === 0) shelf.location.isActive = false;
      payload.shopify.push(shelf);
      if (!tidy && below(12) === 0) payload.shopify.push({ ...shelfOf(inventory, place.id, of([available, available + 1]), committed), updatedAt: of([shelf.updatedAt, '2026-11-20T10:00:00Z']) });
      if (below(3) === 0) context.earlier.push({ inventory_item: inventory, location: place.id, quantity: String(of([sellable, sellable + 2, 1]) | 0), read_began_at: of(['2026-11-20T15:09:00Z', '2026-11-20T15:09:40Z']) });
      if (below(4) === 0) context.written.push({ inventory_item: inventory, location: place.id, quantity: String(available), committed: String(Math.max(0, committed - below(3))) });
    }
    if (seldom()) payload.shopify.push(shelfOf(inventory, 79, 3, 0));
  }
  if (!tidy && below(3) === 0) context.untracked = [id(1002)];
  return { seed, series, config: configOf(series, id, outlets, locations, tidy ? 9 : below(64)), context, payload };
}

/** What a tidy shop's configuration holds back: without it nothing would ever be right. */
function heldBack(number, place, sellable) {
  const share = (percent) => Math.ceil((Math.max(0, sellable) * percent) / 100);
  if (number === 1003) return place.id === 71 ? share(30) : 2;
  return place.id === 72 ? share(10) : 1;
}

function kitOf(number, id, below, tidy) {
  const parts = [{ item: id(tidy ? number - 1 : 1000 + 1 + below(number - 1000)), quantity: String(1 + below(3)) }];
  const other = id(1001 + below(3));
  if (below(2) === 0 && other !== parts[0].item) parts.push({ item: other, quantity: '1' });
  return parts;
}

/** A row in flight; returns how much of it Shopify has committed. */
function flight(context, item, place, orders, { below, of, series, id }) {
  orders.next += 1;
  const [state, units] = [of(['seen', 'sent', 'in_lightspeed', 'in_lightspeed', 'fulfilled']), 1 + below(3)];
  const open = state === 'fulfilled' ? 0 : state === 'in_lightspeed' ? below(units + 1) : units;
  const row = { order: orders.next, line: orders.next + 1, item };
  if (below(6) > 0) row.location = place.id;
  Object.assign(row, {
    outlet: below(10) === 0 ? id(1) : of(place.outlets), quantity: String(units), open: String(open), state,
    reason: state === 'sent' ? 'sent' : state === 'in_lightspeed' ? 'completed' : 'not_posted',
  });
  if (state === 'in_lightspeed') Object.assign(row, { sale: series === 'X' ? id(9000) : '9000', confirmed_at: of(['2026-11-20T15:00:00Z', READ, '2026-11-20T15:09:55Z']) });
  context.rows.push(row);
  return open;
}

function rLevel(number, item, shop, units, stamp) {
  return {
    itemShopID: String(number * 10 + Number(shop)), qoh: String(units), sellable: String(Math.max(0, units)), backorder: '0', componentQoh: '0',
    componentBackorder: '0', reorderPoint: '0', reorderLevel: '0', timeStamp: new Date(stamp).toISOString().replace('.000Z', '+00:00'), itemID: item,
    shopID: shop, onLayaway: '0', onSpecialOrder: '0', onWorkOrder: '0', onTransferOut: '0', onTransferIn: '0',
  };
}

function xLevel(number, item, outlet, units, stamp, id) {
  const row = { id: id(number + 7_000_000), product_id: item, outlet_id: outlet };
  row[number % 3 === 0 ? 'current_inventory_level' : 'inventory_level'] = units;
  return { ...row, reorder_point: 0, reorder_amount: 0, version: stamp / 1000, deleted_at: null };
}

function markOf(series, item, outlet, stamp, units) {
  const own = series === 'X' ? { version: String(stamp / 1000) } : { at: new Date(stamp).toISOString().replace('.000Z', 'Z') };
  return { item, outlet, ...own, units: String(units) };
}

function shelfOf(inventory, location, available, committed) {
  return {
    id: `gid://shopify/InventoryLevel/${location}?inventory_item_id=${inventory}`, isActive: true, updatedAt: '2026-11-20T14:30:00Z',
    item: { id: `gid://shopify/InventoryItem/${inventory}`, tracked: true }, location: { id: `gid://shopify/Location/${location}`, isActive: true },
    quantities: [{ name: 'available', quantity: available }, { name: 'committed', quantity: committed }],
  };
}

function configOf(series, id, outlets, locations, roll) {
  const stock = {};
  if (roll & 1) stock.safety = [{ units: '1' }, { location: 72, percent: '10' }, { item: id(1003), units: '2' }, { item: id(1003), location: 71, percent: '30' }];
  if (roll & 2) stock.confirm_increases = false;
  if ((roll & 12) === 4) stock.duplicates = 'mirror';
  if ((roll & 12) === 8) stock.duplicates = 'split';
  if (roll & 16) stock.pass_negative = true;
  if ((roll & 34) === 34) stock.kits = 'own';
  return {
    contract: 1, tenant: 'acme', shopify: { shop: 'acme.myshopify.com' },
    lightspeed: series === 'X' ? { series, account: 'acme', user: id(3) } : { series, account: '1042', user: '3' },
    currency: 'USD', time_zone: 'Etc/UTC', zones: { 'Etc/UTC': [{ from: '2026-01-01T00:00:00Z', offset: '+00:00' }] },
    outlets: outlets.map((outlet, place) => ({ id: outlet, register: id(90 + place) })), locations,
    payment_types: [{ gateway: 'manual', id: id(9) }], taxes: [{ rate: '0', id: id(5) }],
    helper_items: { gift_card: { item: id(41), non_inventory: true, liability: true } }, stock,
  };
}
