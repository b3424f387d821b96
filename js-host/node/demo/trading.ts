// A trading hour: people buy at the till and in the web shop, goods come in, and what both sides
// show at its end must be one number. The same hour each time, by a seed.

import { randomIntegers } from '../../sandbox/faults.ts';
import type { Exception } from '../module.ts';
import type { Series } from './derive.ts';
import { openStockShop } from './stocked.ts';
import type { Good, StockShop } from './stocked.ts';
import { table } from './table.ts';

export type Hour = {
  series: Series;
  tills: number;
  orders: number;
  receipts: number;
  writes: number;
  /** By item: what Lightspeed holds and Shopify shows. */
  ends: { sku: string; holds: number; shows: number }[];
  exceptions: Exception[];
  /** Seconds from a sale at the till to the write that Shopify got for it, the shortest first. */
  lags: number[];
};

const SECONDS = 3600;
/** Units of each item: so few that some run out. */
const UNITS = 14;

export async function tradingHour(series: Series, seed = 7): Promise<Hour> {
  const shop = await openStockShop(series, { units: UNITS });
  try {
    const random = randomIntegers(seed);
    const draw = (most: number): number => random() % most;
    const [first] = shop.goods as [Good];
    const sold: { good: Good; at: number }[] = [];
    const done = { tills: 0, orders: 0, receipts: 0 };
    for (let second = 0; second < SECONDS;) {
      const wait = 20 + draw(70);
      await shop.pass(wait);
      second += wait;
      const kind = draw(10);
      const good = shop.goods[draw(shop.goods.length)] as Good;
      if (kind < 6) {
        // Nobody sells at the till what is not on the shelf.
        if (shop.holds(good) <= 0) continue;
        const at = shop.clock.now().getTime();
        shop.till(good);
        // What Shopify does not show yet need not be taken back.
        if (shop.shows(good) > shop.holds(good)) sold.push({ good, at });
        done.tills += 1;
      } else if (kind < 9) {
        // Nobody buys in the web shop what it does not offer.
        if (shop.shows(first) <= 0) continue;
        shop.buy();
        done.orders += 1;
      } else {
        shop.receive(good, 1 + draw(3));
        done.receipts += 1;
      }
    }
    await shop.pass(180);
    return {
      series, ...done, writes: writesOf(shop).length,
      ends: shop.goods.map((good) => ({ sku: good.sku, holds: shop.holds(good), shows: shop.shows(good) })),
      exceptions: shop.tenant.store.exceptions('open').map(({ exception }) => exception as Exception),
      lags: lagsOf(shop, sold),
    };
  } finally {
    await shop.close();
  }
}

/** The writes of stock that Shopify got, with when. */
export function writesOf({ sandbox }: StockShop): { at: number; body: string }[] {
  return sandbox.shopify.requests.filter(({ body }) => body.includes('inventorySetQuantities') || body.includes('inventoryActivate'))
    .map(({ at, body }) => ({ at: Date.parse(at), body }));
}

/** In seconds, the shortest first. */
export function lagsOf(shop: StockShop, sold: readonly { good: Good; at: number }[]): number[] {
  const writes = writesOf(shop);
  const lags = sold.flatMap(({ good, at }) => {
    const write = writes.find((one) => one.at >= at && one.body.includes(`gid://shopify/InventoryItem/${good.inventoryItem}"`));
    return write === undefined ? [] : [(write.at - at) / 1000];
  });
  return lags.sort((a, b) => a - b);
}

/** The value that so many hundredths do not exceed. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)] ?? NaN;
}

/** What the sides do not agree on, and what was oversold without a word. */
export function surprisesOf({ series, ends, exceptions }: Hour): string[] {
  const named = exceptions.filter(({ code }) => code === 'OVERSOLD');
  const short = ends.filter(({ holds }) => holds < 0);
  const apart = ends.filter(({ holds, shows }) => shows !== Math.max(holds, 0));
  const others = exceptions.filter(({ code }) => code !== 'OVERSOLD' && code !== 'STOCK_NEGATIVE').map(({ code }) => code);
  return [
    ...apart.map(({ sku, holds, shows }) => `${series}: Shopify shows ${shows} of ${sku}, Lightspeed holds ${holds}`),
    ...(short.length > named.length ? [`${series}: ${short.length} items are short, ${named.length} are said to be`] : []),
    ...others.map((code) => `${series}: raised ${code}`),
  ];
}

export function hoursTable(hours: readonly Hour[]): string {
  const columns = [{ title: 'item' }, ...hours.flatMap(({ series }) => [{ title: `${series} holds`, right: true }, { title: 'Shopify shows', right: true }])];
  const rows = (hours[0]?.ends ?? []).map(({ sku }, at) => [sku, ...hours.flatMap(({ ends }) => [String(ends[at]?.holds), String(ends[at]?.shows)])]);
  return table(columns, rows);
}

export function sayHour({ series, tills, orders, receipts, writes, exceptions, lags }: Hour): string {
  const oversold = exceptions.filter(({ code }) => code === 'OVERSOLD');
  const named = oversold.length === 0 ? '0 oversold' : `${oversold.length} oversold (${oversold.map(({ subject, evidence }) => `${subject}: ${JSON.stringify(evidence)}`).join('; ')})`;
  const lag = (percent: number): string => `${percentile(lags, percent).toFixed(1)} s`;
  return `${series}: ${tills} till sales, ${orders} web orders, ${receipts} receipts, ${writes} writes of stock, ${named}; from the till to Shopify ${lag(50)} (p50), ${lag(99)} (p99)`;
}
