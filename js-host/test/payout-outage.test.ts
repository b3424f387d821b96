// A payout that is read and posted while a vendor does not answer: the page that was not given is tried
// again, what was read before stands, and the payout is posted once.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import { OUTAGES, failed } from './outages.ts';
import type { Fault } from './outages.ts';
import { ROWS, large, number, only, openPayoutShop } from './payout-shop.ts';
import type { PayoutOptions, PayoutShop } from './payout-shop.ts';

type Any = any;

const DAY = 24;
const MINUTE = 1 / 60;

/** A shop, and what can be told to fail. */
type Outage = PayoutShop & {
  /** From here on what `of` tells of is answered like this; without it, as ever. */
  out(fault?: Fault, of?: (request: Any) => boolean): void;
  /** How often it was asked for that since. */
  asked(): number;
  /** The cursors of the tasks that wait. */
  waiting(): (string | undefined)[];
  references(): Promise<string[]>;
};

/** A page of a payout's rows, counted from 0. */
const page = (wanted: number) => ({ system, body }: Any): boolean =>
  system === 'shopify' && body?.query?.includes('balanceTransactions(') && wanted === (body.variables.after === undefined ? 0 : 1);
const posting = ({ system, method }: Any): boolean => system === 'lightspeed' && method === 'POST';

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, options: PayoutOptions = { payouts: { record: false } }): Promise<Outage> => {
      const shop = await openPayoutShop(series, options);
      t.after(() => shop.close());
      await shop.sell('us-1001-one-line.json');
      only(shop.acts.settle());
      await shop.poll();
      await shop.pass(3 * DAY);
      return outage(shop);
    };

    for (const [name, fault, codes] of OUTAGES) {
      for (const place of [0, 1]) {
        test(`${name} for page ${place + 1} of its rows: it is posted later, and is the same`, async (t) => {
          const shop = await open(t);
          const payout = large(shop);
          const before = await shop.references();
          shop.out(fault, page(place));
          await shop.poll();
          const waits = place === 0 ? number(payout) : `${number(payout)}/1/1`;
          for (let time = 0; time < 3; time += 1) {
            assert.deepEqual([shop.codes(), shop.waiting(), await shop.references()], [codes, [waits], before]);
            assert.equal((await shop.row(payout))?.totals.rows, place === 0 ? undefined : ROWS);
            await shop.pass(20 * MINUTE);
          }
          for (const { subject } of shop.raised()) assert.equal(subject, `payout/${number(payout)}`);
          shop.out();
          await shop.pass(20 * MINUTE);
          assert.deepEqual([shop.codes(), shop.waiting(), await shop.references()], [[], [], [...before, `P${number(payout)}`].sort()]);
          assert.equal((await shop.row(payout)).totals.rows, ROWS + 20);
          assert.equal((await shop.db.scan('claims', '', undefined, 9)).rows.length, 0);
        });
      }
    }

    test('what is tried again may come twice, and after it is done', async (t) => {
      const shop = await open(t);
      const payout = large(shop);
      const before = await shop.references();
      shop.out('lost', page(1));
      await shop.poll();
      // Somebody asks for it, and nobody answers yet: it begins anew, and both wait for its second page.
      await shop.read(payout);
      const waits = [1, 2].map((run) => `${number(payout)}/${run}/1`);
      assert.deepEqual(shop.waiting(), waits);
      shop.out(undefined, page(1));
      await shop.pass(20 * MINUTE);
      assert.deepEqual([shop.codes(), shop.waiting(), await shop.references(), shop.asked()], [[], [], [...before, `P${number(payout)}`].sort(), 1]);
      assert.equal((await shop.row(payout)).totals.rows, ROWS + 20);
    });

    test('what is refused ends at once, and the next day\'s look takes it up', async (t) => {
      const shop = await open(t);
      const payout = large(shop);
      shop.out({ status: 503 }, page(1));
      await shop.poll();
      shop.out({ status: 403 }, page(1));
      await shop.pass(20 * MINUTE);
      assert.deepEqual([shop.codes(), shop.waiting()], [['VENDOR_REFUSED'], []]);
      shop.out();
      await shop.pass(DAY);
      await shop.poll();
      assert.deepEqual([shop.codes(), (await shop.references()).includes(`P${number(payout)}`)], [[], true]);
    });

    for (const [name, fault, codes] of OUTAGES) {
      test(`${name} where it is recorded in Lightspeed: it is recorded later, once`, async (t) => {
        const shop = await open(t, {});
        await shop.sell('us-1006-untaxed.json');
        const payout = only(shop.acts.settle());
        const before = shop.records().length;
        shop.out(fault, posting);
        await shop.poll();
        assert.deepEqual([shop.codes(), shop.waiting(), shop.records().length], [codes, [number(payout)], before]);
        shop.out();
        await shop.pass(20 * MINUTE);
        assert.deepEqual([shop.codes(), shop.waiting(), shop.records().length], [[], [], before + 1]);
        assert.ok((await shop.references()).includes(`P${number(payout)}`));
        await shop.poll();
        assert.equal(shop.records().length, before + 1);
      });
    }
  });
}

function outage(shop: PayoutShop): Outage {
  const vendor = shop.http;
  let [failing, asked] = [{ fault: undefined as Fault | undefined, of: (_: Any) => false }, 0];
  shop.http = {
    async send(request) {
      if (!failing.of(request)) return await vendor.send(request);
      asked += 1;
      if (failing.fault === undefined) return await vendor.send(request);
      return failed(failing.fault);
    },
  };
  return Object.assign(shop, {
    out(fault?: Fault, of: (request: Any) => boolean = () => false) {
      [failing, asked] = [{ fault, of }, 0];
    },
    asked: () => asked,
    waiting: () => shop.db.pending(new Date('2027-12-31T00:00:00Z')).map(({ event }) => event.cursor ?? undefined).sort(),
    references: async () => (await shop.entries()).map(({ reference }) => reference).sort(),
  });
}
