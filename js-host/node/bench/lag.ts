// How long Shopify takes to show what a till has sold, against the sandbox on this machine: whole
// flows through the server, sale after sale. Time is skipped while nothing is done (demo/skipping.ts),
// so that an afternoon takes a minute; what is done takes what it takes, and limits are kept.

import { randomIntegers } from '../../sandbox/faults.ts';
import { openStockShop } from '../demo/stocked.ts';
import type { Good } from '../demo/stocked.ts';
import { lagsOf, percentile } from '../demo/trading.ts';
import type { Http } from '../module.ts';

/** Milliseconds. */
export type Lag = { series: 'R' | 'X'; from: string; sales: number; written: number; p50: number; p99: number; most: number };

export async function lagOf(series: 'R' | 'X', sales: number): Promise<Lag> {
  const received: number[] = [];
  const sent: number[] = [];
  const http = (inner: Http): Http => ({
    send(request) {
      if (JSON.stringify(request.body ?? '').includes('inventorySetQuantities')) sent.push(performance.now());
      return inner.send(request);
    },
  });
  const shop = await openStockShop(series, {
    units: 2 * sales, http,
    onReceived: ({ about }) => { if (about.startsWith('item/')) received.push(performance.now()); },
  });
  try {
    const random = randomIntegers(11);
    const sold: { good: Good; at: number }[] = [];
    const waited: number[] = [];
    for (let sale = 0; sale < sales; sale += 1) {
      const good = shop.goods[sale % shop.goods.length] as Good;
      await shop.pass(5 + (random() % 20_000) / 1000);
      const [before, writes] = [received.length, sent.length];
      sold.push({ good, at: shop.clock.now().getTime() });
      shop.till(good);
      if (series === 'R') continue;
      await shop.quiet();
      const [came, left] = [received[before], sent[writes]];
      if (came !== undefined && left !== undefined) waited.push(left - came);
    }
    await shop.pass(60);
    const lags = series === 'R' ? lagsOf(shop, sold).map((seconds) => seconds * 1000) : waited.sort((a, b) => a - b);
    const apart = shop.goods.filter((good) => shop.holds(good) !== shop.shows(good));
    if (apart.length > 0) throw new Error(`${apart.length} items are not what Lightspeed holds`);
    return {
      series, from: series === 'R' ? 'the till sale, polled every 15 s' : 'the webhook', sales, written: lags.length,
      p50: percentile(lags, 50), p99: percentile(lags, 99), most: lags.at(-1) ?? NaN,
    };
  } finally {
    await shop.close();
  }
}

if (import.meta.filename === process.argv[1]) {
  const sales = Number(process.argv[2] ?? 1000);
  for (const series of ['X', 'R'] as const) process.stdout.write(`${JSON.stringify(await lagOf(series, sales))}\n`);
}
