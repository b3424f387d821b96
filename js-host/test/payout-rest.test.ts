// Payouts that come, change or fail late, hosts that meet, and what is said of a payout whose rows are
// not there.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import { run } from '../node/module.ts';
import type { Task } from '../node/module.ts';
import { number, openPayoutShop } from './payout-shop.ts';
import type { PayoutOptions, PayoutShop } from './payout-shop.ts';

const ONE = 'us-1001-one-line.json';
const TWO = 'us-1006-untaxed.json';
const DAY = 24;

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, options: PayoutOptions = {}): Promise<PayoutShop> => {
      const shop = await openPayoutShop(series, options);
      t.after(() => shop.close());
      await shop.sell(ONE);
      return shop;
    };

    test('of a payout without its rows, nothing is said against Shopify\'s summary', async (t) => {
      const shop = await open(t);
      const first = settled(shop, 'SCHEDULED');
      shop.acts.cancelPayout(first);
      await shop.poll();
      assert.deepEqual(shop.codes(), []);
      const second = settled(shop);
      await shop.poll();
      shop.acts.failPayout(second, { keepRows: false });
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_CAME_BACK']);
    });

    test('nor of one whose rows are not all there, or too many', async (t) => {
      const shop = await open(t, { payouts: { wait_days: 1 } });
      await shop.sell(TWO);
      const payout = settled(shop);
      shop.acts.holdRows(payout, 1);
      await shop.pass(2 * DAY);
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_RESIDUE']);
      shop.acts.releaseRows(payout);
      shop.acts.lateRow(payout, { type: 'SHIPPING_LABEL', amount: '-5.05' });
      await shop.poll();
      assert.deepEqual(shop.codes(), ['PAYOUT_RESIDUE']);
    });

    test('while rows are missing, a payout is read once a poll', async (t) => {
      const shop = await open(t);
      await shop.sell(TWO);
      shop.acts.holdRows(settled(shop), 1);
      const counts: number[] = [];
      for (let hour = 0; hour < 8; hour += 1) {
        const before = shop.shopify.requests.length;
        await shop.poll();
        await shop.pass(1);
        counts.push(shop.shopify.requests.slice(before).filter(({ body }) => body.includes('balanceTransactions(')).length);
      }
      assert.ok(counts.every((count) => count === 1), counts.join());
    });

    test('a payout may be on its way for longer than the list goes back', async (t) => {
      const shop = await open(t);
      const payout = settled(shop, 'SCHEDULED');
      for (let day = 0; day < 9; day += 1) {
        await shop.poll();
        await shop.pass(DAY);
      }
      shop.acts.payPayout(payout);
      await shop.poll();
      assert.deepEqual(shop.records().map(({ reference }) => reference), [`P${number(payout)}`]);
    });

    test('a payout may be turned down long after it was posted', async (t) => {
      const shop = await open(t);
      const payout = settled(shop);
      for (let day = 0; day < 9; day += 1) {
        await shop.poll();
        await shop.pass(DAY);
      }
      shop.acts.failPayout(payout);
      settled(shop);
      await shop.poll();
      assert.deepEqual([shop.codes(), shop.records().map(({ reference }) => reference).includes(`P${number(payout)}-A1`)], [['PAYOUT_CAME_BACK'], true]);
    });

    for (const topic of ['payouts/poll', 'payouts/read']) {
      test(`two hosts meet at ${topic}: neither is left with a task that cannot end`, async (t) => {
        const shop = await open(t);
        const payout = settled(shop);
        await shop.pass(DAY);
        const stores = [shop.store(), shop.store()];
        const task = (host: number): Task => ({
          contract: 1, tenant: shop.config.tenant, id: `task-${host}`, now: shop.clock.now().toISOString(), mode: 'apply',
          event: { source: 'schedule', topic, ...(topic === 'payouts/poll' ? {} : { cursor: number(payout) }) },
        });
        await Promise.allSettled(stores.map((store, host) => run(shop.bridge, task(host), { store, http: shop.http, clock: shop.clock })));
        for (const store of stores) store.close();
        await shop.poll();
        await shop.pass(1);
        await shop.read(payout);
        assert.deepEqual([shop.records().length, (await shop.entries()).length, shop.db.pending(shop.clock.now()).map(({ id }) => id), shop.codes()], [1, 1, [], []]);
      });
    }
  });
}

function settled(shop: PayoutShop, status: 'PAID' | 'SCHEDULED' = 'PAID'): string {
  const [payout, ...more] = shop.acts.settle({ status });
  assert.ok(payout !== undefined && more.length === 0);
  return payout;
}
