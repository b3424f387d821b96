// A payment that is paid out twice: Lightspeed has it once, so the second row stands on no sale, whichever
// page or payout it is on, and however often either is read.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import { run } from '../node/module.ts';
import type { Task } from '../node/module.ts';
import { ROWS, number, only, openPayoutShop } from './payout-shop.ts';
import type { PayoutOptions, PayoutShop } from './payout-shop.ts';

type Any = any;

const DAY = 24;
const FILE = 'us-1001-one-line.json';
/** What its buyer paid. */
const PAID = '54.38';

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, options: PayoutOptions = { payouts: { record: false } }): Promise<[PayoutShop, string]> => {
      const shop = await openPayoutShop(series, options);
      t.after(() => shop.close());
      return [shop, await shop.sell(FILE)];
    };

    test('by another payout: that one names the row, and says that it was paid before', async (t) => {
      const [shop, order] = await open(t);
      const first = only(shop.acts.settle());
      await shop.poll();
      assert.deepEqual(shop.codes(), []);
      await shop.pass(DAY);
      await again(shop, order);
      const second = only(shop.acts.settle());
      await shop.poll();
      const wanted = [{ subject: `payout/${number(second)}/rows/0`, standing: 'sale_missing', why: 'paid_before', amount: PAID }];
      assert.deepEqual(found(shop), wanted);
      // It reached the bank all the same.
      assert.equal((await shop.entries()).length, 2);
      const rows = await shop.rows();
      for (const payout of [first, second, first]) {
        await shop.read(payout);
        assert.deepEqual(found(shop), wanted);
      }
      assert.deepEqual(paid(await shop.rows()), paid(rows));
    });

    test('by the second page of the same payout', async (t) => {
      const [shop, order] = await open(t);
      for (let row = 0; row < ROWS; row += 1) shop.acts.adjust({ type: 'ADJUSTMENT', amount: '1.00' });
      await again(shop, order);
      const payout = only(shop.acts.settle());
      const wanted = [{ subject: `payout/${number(payout)}/rows/1`, standing: 'sale_missing', why: 'paid_before', amount: PAID }];
      await shop.poll();
      assert.deepEqual(found(shop), wanted);
      await shop.read(payout);
      assert.deepEqual(found(shop), wanted);
    });

    test('rows that went back and are in the next payout are the same rows', async (t) => {
      const [shop] = await open(t);
      const payout = only(shop.acts.settle());
      await shop.poll();
      shop.acts.cancelPayout(payout);
      await shop.pass(DAY);
      const next = only(shop.acts.settle());
      await shop.poll();
      assert.deepEqual(found(shop), []);
      const [held] = Object.values(paid(await shop.rows())) as Any[];
      assert.equal(number(held.payout), number(next));
    });

    test('what an earlier version noted of its payout alone is no other row\'s', async (t) => {
      const [shop] = await open(t);
      const payout = only(shop.acts.settle());
      await shop.poll();
      const [[key, held] = ['', {} as Any]] = Object.entries(paid(await shop.rows())) as [string, Any][];
      const { row, ...old } = held;
      await shop.db.commit([{ table: 'payouts', key, value: old } as Any]);
      await shop.read(payout);
      assert.deepEqual([found(shop), await shop.db.get('payouts', key)], [[], held]);
      assert.notEqual(row, undefined);
    });

    test('by two payouts that are read at once: one of them has it', async (t) => {
      const [shop, order] = await open(t, {});
      const first = only(shop.acts.settle());
      await again(shop, order);
      const second = only(shop.acts.settle());
      // After the second has seen that nobody holds the payment, and before it says so itself.
      const vendor = shop.http;
      let waits = true;
      shop.http = {
        async send(request) {
          if (waits && request.system === 'lightspeed' && request.method === 'POST') {
            waits = false;
            await meanwhile(shop, first);
          }
          return await vendor.send(request);
        },
      };
      await shop.read(second);
      await shop.pass(DAY);
      assert.equal(waits, false);
      assert.deepEqual(found(shop).map(({ standing, why }) => [standing, why]), [['sale_missing', 'paid_before']]);
      const references = [first, second].map((payout) => `P${number(payout)}`).sort();
      assert.deepEqual([shop.records().map(({ reference }) => reference).sort(), (await shop.entries()).map(({ reference }) => reference).sort()], [references, references]);
    });
  });
}

/** The payment of the only order is paid out once more. */
async function again(shop: PayoutShop, order: string): Promise<void> {
  const [sale] = (await shop.db.scan('sales', '', undefined, 9)).rows.map(({ value }) => value as Any);
  shop.acts.adjust({ type: 'CHARGE', amount: PAID, order, orderTransaction: number(sale.paid[0].transaction) });
}

/** What is said of rows. */
function found(shop: PayoutShop): { [name: string]: unknown }[] {
  // What is said of a payout as a whole is another matter.
  return shop.raised().filter(({ subject }) => subject.includes('/rows/')).map(({ subject, evidence }: Any) => ({ subject, standing: evidence.standing, why: evidence.why, amount: evidence.amount }));
}

/** Which payments which rows hold. */
function paid(rows: { [key: string]: unknown }): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(rows).filter(([key]) => key.startsWith('paid/')));
}

/** A payout is read by a task of its own while another one is under way. */
async function meanwhile(shop: PayoutShop, payout: string): Promise<void> {
  const event: Task['event'] = { source: 'schedule', topic: 'payouts/read', cursor: number(payout) };
  const task: Task = { contract: 1, tenant: shop.config.tenant, id: 'meanwhile', now: shop.clock.now().toISOString(), mode: 'apply', event };
  const outcome = await run(shop.bridge, task, { store: shop.db, http: shop.http, clock: shop.clock });
  assert.equal(outcome.status, 'done');
}
