// A stocktake of thousands of items, both series: each ends right, only what changed is written, once;
// and a feed that is cut in the middle sets nothing to zero. 2,000 items here, 10,000 in the bench
// (node/bench/stocktake.ts).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stocktake } from '../node/demo/stocktake.ts';
import type { Counted } from '../node/demo/stocktake.ts';
import type { StockOptions } from '../node/demo/stocked.ts';
import type { Http } from '../node/module.ts';

const ITEMS = 2_000;

/** Each item that changed was written once and to what was counted, and no other. */
function once({ calls, counts, shop }: Counted): void {
  const rows = calls.flat();
  const expected = [...counts].filter(([, quantity]) => quantity !== 5).map(([{ item }, quantity]) => `${item} 5->${quantity}`);
  assert.deepEqual(rows.map(({ item, from, to }) => `${item} ${from}->${to}`).sort(), expected.sort());
  for (const [good, quantity] of counts) assert.equal(shop.shows(good), quantity, good.sku);
  assert.deepEqual(shop.tenant.store.exceptions('open'), []);
}

for (const series of ['R', 'X'] as const) {
  test(`${series}: ${ITEMS} items that are counted at once`, { timeout: 300_000 }, async (t) => {
    const counted = await stocktake(series, ITEMS);
    try {
      t.diagnostic(JSON.stringify(counted.cost));
      once(counted);
      const { calls, cost } = counted;
      // 50 items a task: none is looked at oftener than its fall, or its two reads, need.
      const batches = Math.ceil(ITEMS / 50);
      assert.ok(calls.length <= 2 * batches + 10, `${calls.length} calls`);
      assert.ok(cost.lightspeed.levels <= 3 * batches * (series === 'R' ? 1 : 2), `${cost.lightspeed.levels} reads of levels`);
      // Shopify asks to wait, for the points of so many reads: each such is one more.
      assert.ok(cost.shopify.reads <= 4 * batches, `${cost.shopify.reads} reads of Shopify`);
      assert.ok(cost.falls <= cost.rises);
      // In one call what falls stands before what rises.
      for (const rows of calls) assert.deepEqual(rows.map(({ from, to }) => to > from), rows.map(({ from, to }) => to > from).sort());
    } finally {
      await counted.shop.close();
    }
  });

  for (const kind of ['truncated', 'empty_page', 'short_page'] as const) {
    test(`${series}: a feed of changes or of levels that is ${kind.replace('_page', '')} sets nothing to zero`, { timeout: 120_000 }, async () => {
      let asked = 0;
      // Every third answer of Lightspeed is spoilt, as long as the first half of the count is read.
      const http: StockOptions['http'] = (inner): Http => ({
        async send(request) {
          const answer = await inner.send(request);
          if (request.system !== 'lightspeed' || answer.status !== 200) return answer;
          asked += 1;
          return asked % 3 === 0 && asked < 40 ? { ...answer, body: spoilt(kind, answer.body as Uint8Array) } : answer;
        },
      });
      const counted = await stocktake(series, 300, { http });
      try {
        const { calls, counts, shop } = counted;
        const expected = new Map([...counts].map(([{ item }, quantity]) => [item, quantity]));
        // Whatever was read, what was written is what was counted.
        for (const { item, to } of calls.flat()) assert.equal(to, expected.get(item), item);
        shop.put('stock/reconcile');
        await shop.pass(300);
        for (const [good, quantity] of counts) assert.equal(shop.shows(good), quantity, good.sku);
      } finally {
        await counted.shop.close();
      }
    });
  }
}

/** An answer that is cut off, says nothing, or has the first half of its rows and does not say so. */
function spoilt(kind: 'truncated' | 'empty_page' | 'short_page', body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body);
  if (kind === 'truncated') return new TextEncoder().encode(text.slice(0, text.length / 2));
  const keep = (rows: unknown[]): unknown[] => (kind === 'empty_page' ? [] : rows.slice(0, rows.length / 2));
  const json = JSON.parse(text) as unknown;
  if (Array.isArray(json)) return new TextEncoder().encode(JSON.stringify(keep(json)));
  const whole = json as Record<string, unknown>;
  for (const name of ['ItemShop', 'data']) if (Array.isArray(whole[name])) whole[name] = keep(whole[name]);
  const attributes = whole['@attributes'] as Record<string, unknown> | undefined;
  if (attributes !== undefined) attributes['next'] = '';
  return new TextEncoder().encode(JSON.stringify(whole));
}
