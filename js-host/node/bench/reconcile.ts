// Publishing page by page: every item of a shop through `stock/reconcile`, task after task, against
// the sandbox on this machine, with the time, the requests and the module's memory. First every
// quantity is wrong in Shopify, then one in a hundred.

import { memoryBytes } from './instance.ts';
import type { Item, Series } from '../demo/derive.ts';
import { idOf } from '../demo/derive.ts';
import { openStockShop } from '../demo/stocked.ts';
import type { Good } from '../demo/stocked.ts';
import type { Http } from '../module.ts';

export type Reconciled = { series: Series; items: number; changed: number; seconds: number; tasks: number; requests: number; writes: number; memory: number };

/** Items behind those of the sample. */
const FIRST = 500_000;
/**
 * So many seconds after the look all that follows from it is done, what Shopify tells of our writes included:
 * X-Series counts requests by five minutes, and a quick machine may have to wait for the next ones.
 */
const UNTIL_RIGHT = 600;

export async function reconciled(series: Series, count: number): Promise<Reconciled[]> {
  const done = { tasks: 0, requests: 0, writes: 0 };
  const http = (inner: Http): Http => ({
    send(request) {
      done.requests += 1;
      if (/inventory(?:SetQuantities|Activate)/u.test(JSON.stringify(request.body ?? ''))) done.writes += 1;
      return inner.send(request);
    },
  });
  const shop = await openStockShop(series, {
    http, moreUnits: 9, fires: () => false, onDone: () => { done.tasks += 1; },
    more: ({ sandbox: { r, x }, config }) => Array.from({ length: count }, (_, at): Item => {
      const item = { item: idOf(series, 'item', FIRST + at), variant: String(45_000_000_000_000 + at), sku: `MANY-${at}`, title: `Item ${at}`, price: '10.00' };
      const stock = Object.fromEntries(config.outlets.map((outlet) => [outlet.id, '7']));
      if (series === 'R') r.seedItem({ itemID: item.item, description: item.title, customSku: item.sku, price: item.price, stock });
      else x.seedProduct({ id: item.item, sku: item.sku, name: item.title, price: item.price, stock });
      return item;
    }),
  });
  const goods = shop.goods.filter(({ sku }) => sku.startsWith('MANY-'));
  const look = async (changed: number): Promise<Reconciled> => {
    Object.assign(done, { tasks: 0, requests: 0, writes: 0 });
    const start = performance.now();
    shop.put('stock/reconcile');
    await shop.pass(UNTIL_RIGHT);
    const seconds = (performance.now() - start) / 1000;
    const wrong = goods.filter((good: Good) => shop.shows(good) !== 7 - sold.filter((own) => own === good).length);
    if (wrong.length > 0) throw new Error(`${wrong.length} of ${goods.length} are not what Lightspeed holds`);
    return { series, items: goods.length, changed, seconds, ...done, memory: memoryBytes() };
  };
  const sold: Good[] = [];
  try {
    const all = await look(1);
    for (const good of goods) if (Number(good.sku.slice(5)) % 100 === 0) sold.push(good);
    for (const good of sold) shop.till(good);
    return [all, await look(0.01)];
  } finally {
    await shop.close();
  }
}

if (import.meta.main === true) {
  const most = Number(process.argv[2] ?? 1000);
  const which = process.argv[3] === undefined ? (['R', 'X'] as const) : [process.argv[3] as Series];
  for (const series of which) {
    for (const count of [most / 10, most]) for (const row of await reconciled(series, count)) process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}
