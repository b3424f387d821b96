// A stocktake: thousands of items are counted at once, and what Shopify shows follows. What it costs
// is counted, for the test and for the bench.

import { idOf } from './derive.ts';
import type { Item, Series } from './derive.ts';
import { openStockShop } from './stocked.ts';
import type { Good, StockOptions, StockShop } from './stocked.ts';
import type { Http } from '../module.ts';

export type Cost = {
  series: Series;
  items: number;
  changed: number;
  /** Looks at items, and the pages that told of changes. */
  tasks: number;
  polls: number;
  shopify: { reads: number; orders: number; sets: number };
  lightspeed: { changes: number; levels: number };
  /** Seconds of the shop's clock until the last fall was written, and the last rise; and of this machine. */
  falls: number;
  rises: number;
  machine: number;
};

export type Written = { item: string; from: number; to: number };
export type Counted = { cost: Cost; calls: Written[][]; shop: StockShop; counts: Map<Good, number> };

const BEFORE = 5;
/** Of ten items four are fewer than was thought, one is gone, two are more, three are right. */
const COUNTS = [3, 5, 8, 4, 0, 5, 2, 7, 5, 1];

/** Counts so many items, and waits until what Shopify shows is right; whoever calls closes the shop. */
export async function stocktake(series: Series, count: number, options: StockOptions = {}): Promise<Counted> {
  const asked = { reads: 0, orders: 0, sets: 0, changes: 0, levels: 0 };
  const http = (inner: Http): Http => ({
    send(request) {
      const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? '');
      if (request.system === 'lightspeed') asked[isChanges(request.path, JSON.stringify(request)) ? 'changes' : 'levels'] += 1;
      else if (body.includes('VariantLevels')) asked.reads += 1;
      else if (body.includes('inventorySetQuantities')) {
        asked.sets += 1;
        for (const { quantity, changeFromQuantity: from } of rowsOf(body)) times[quantity < from ? 'fall' : 'rise'] = shop.clock.now().getTime();
      }
      else asked.orders += 1;
      return inner.send(request);
    },
  });
  const done = { tasks: 0, polls: 0 };
  const times = { fall: 0, rise: 0 };
  const shop = await openStockShop(series, {
    units: BEFORE, more: items(count), ...options,
    http: (inner) => options.http?.(http(inner)) ?? http(inner),
    onDone(own) {
      done[own.work.subject === 'stock' && (own.outcome?.next ?? []).some(({ event }) => event.topic === 'stock/publish') && own.outcome?.writes === undefined ? 'polls' : 'tasks'] += 1;
      options.onDone?.(own);
    },
  });
  const goods = shop.goods.filter(({ sku }) => sku.startsWith('COUNTED-'));
  const { acts, deliveries, requests } = shop.sandbox.shopify;
  for (const own of [deliveries, shop.sandbox.x.deliveries]) own.setFaults({ seed: 1, perMille: { dropped: 1000 } });
  for (const { inventoryItem } of goods) acts.stockItem(inventoryItem, shop.locations[0] ?? '', BEFORE);
  await shop.pass(60);
  Object.assign(asked, { reads: 0, orders: 0, sets: 0, changes: 0, levels: 0 });
  Object.assign(done, { tasks: 0, polls: 0 });
  const [before, began, start] = [requests.length, performance.now(), shop.clock.now().getTime()];
  const counts = new Map(goods.map((good, at) => [good, COUNTS[at % COUNTS.length] ?? BEFORE]));
  const lines = [...counts].map(([{ item }, quantity]) => ({ itemID: item, productId: item, quantity }));
  if (series === 'R') shop.sandbox.r.count({ shopID: shop.outlets[0] ?? '', lines });
  else shop.sandbox.x.stocktake({ outletId: shop.outlets[0] ?? '', lines });
  const wrong = (): number => [...counts].filter(([good, quantity]) => shop.shows(good) !== quantity).length;
  const seconds = (): number => (shop.clock.now().getTime() - start) / 1000;
  while (wrong() > 0 && seconds() < 3 * count + 600) await shop.pass(5);
  const numbers = new Map(goods.map(({ inventoryItem, item }) => [inventoryItem, item]));
  const calls = requests.slice(before).flatMap(({ body }): Written[][] => (body.includes('inventorySetQuantities')
    ? [rowsOf(body).map((row) => ({
      item: numbers.get(row.inventoryItemId.replace(/^.*\//, '')) ?? '', from: row.changeFromQuantity, to: row.quantity,
    }))] : []));
  const { changes, levels, ...vendor } = asked;
  return {
    calls, shop, counts,
    cost: {
      series, items: count, changed: [...counts.values()].filter((quantity) => quantity !== BEFORE).length, ...done,
      shopify: vendor, lightspeed: { changes, levels }, falls: (times.fall - start) / 1000, rises: (times.rise - start) / 1000, machine: (performance.now() - began) / 1000,
    },
  };
}

type Row = { inventoryItemId: string; quantity: number; changeFromQuantity: number };

const rowsOf = (body: string): Row[] => (JSON.parse(body) as { variables: { input: { quantities: Row[] } } }).variables.input.quantities;

/** Whether it asks what changed, and not what some items have. */
function isChanges(path: string, request: string): boolean {
  return path.includes('ItemShop') ? request.includes('timeStamp') : path.endsWith('/inventory');
}

const items = (count: number): NonNullable<StockOptions['more']> => ({ sandbox: { r, x }, config, outlets }) => (
  Array.from({ length: count }, (_, at): Item => {
    const [item, sku] = [idOf(config.lightspeed.series, 'item', 10_000 + at), `COUNTED-${at}`];
    const stock = Object.fromEntries(outlets.map((outlet) => [outlet, `${BEFORE}`]));
    if (config.lightspeed.series === 'R') r.seedItem({ itemID: item, description: sku, stock });
    else x.seedProduct({ id: item, sku, price: '1', stock });
    return { variant: `gid://shopify/ProductVariant/${44200000000000 + at}`, item, sku, title: sku, price: '1.00' };
  }));
