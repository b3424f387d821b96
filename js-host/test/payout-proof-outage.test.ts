// The proof of the clearing account while Lightspeed does not answer: the part that it did not give is
// tried again, and the proof comes to what it would have come to.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import type { Http } from '../node/module.ts';
import { OUTAGES, failed } from './outages.ts';
import type { Fault } from './outages.ts';
import { openPayoutShop } from './payout-shop.ts';
import type { PayoutShop } from './payout-shop.ts';
import { key } from './till.ts';

type Any = any;

const ONE = 'us-1001-one-line.json';
const TWO = 'us-1006-untaxed.json';
const MONTH = '2026-11';
const KEY = `proof/${MONTH}`;
const DAY = 24;
const MINUTE = 1 / 60;
/** A full page of X-Series. */
const PAGE = 200;

/** A shop whose month has two pages of payments, and what can be told to fail. */
type Outage = PayoutShop & {
  /** From that page on, counted from 0, Lightspeed answers like this; none: as ever. */
  out(page: number, fault?: Fault): void;
  proof(): Promise<Any>;
  /** What the month comes to when nothing fails; its row is gone again. */
  wanted(): Promise<Any>;
  /** How often Lightspeed was asked for a page. */
  asked(): number;
  /** The cursors of the tasks that wait. */
  waiting(): (string | undefined)[];
};

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, pages: 1 | 2 = 2): Promise<Outage> => {
      const shop = await openPayoutShop(series);
      t.after(() => shop.close());
      await shop.sell(ONE);
      shop.acts.settle({ at: shop.clock.now().toISOString() });
      await shop.pass(DAY);
      await shop.sell(TWO);
      // Two days are two rows of R-Series' report; X-Series lists sales.
      const cash = series === 'X' ? shop.sandbox.x.seedPaymentType({ name: 'Cash' }) : '';
      if (series === 'X' && pages === 2) for (let sale = 0; sale < PAGE; sale += 1) await till(shop, cash);
      await shop.pass(DAY);
      await shop.poll();
      return outage(shop);
    };

    for (const [name, fault, codes] of OUTAGES) {
      for (const page of [0, 1]) {
        test(`${name} on page ${page + 1}: the proof comes later, and is the same`, async (t) => {
          const shop = await open(t);
          const wanted = await shop.wanted();
          shop.out(page, fault);
          await shop.operate('payouts/proof', MONTH);
          const stood = await shop.proof();
          assert.deepEqual([stood?.state, stood?.turn], page === 0 ? [undefined, undefined] : ['tendered', 1]);
          for (let time = 0; time < 3; time += 1) {
            assert.deepEqual([shop.codes(), shop.waiting(), await shop.proof()], [codes, [`${MONTH}/${page}`], stood]);
            await shop.pass(20 * MINUTE);
          }
          for (const { subject } of shop.raised()) assert.equal(subject, `payouts/${KEY}`);
          shop.out(0);
          await shop.pass(20 * MINUTE);
          assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [wanted, [], []]);
          assert.equal((await shop.db.scan('claims', '', undefined, 9)).rows.length, 0);
        });
      }
    }

    test('what is refused ends at once, with its exception', async (t) => {
      const shop = await open(t);
      const wanted = await shop.wanted();
      for (const [status, page] of [[401, 0], [403, 0], [403, 1]] as const) {
        shop.out(page, { status });
        await shop.operate('payouts/proof', MONTH);
        assert.deepEqual([shop.codes(), shop.waiting(), (await shop.proof())?.turn], [['VENDOR_REFUSED'], [], page === 0 ? undefined : 1]);
      }
      shop.out(0);
      await shop.operate('payouts/proof', MONTH);
      assert.deepEqual([{ ...await shop.proof(), turn: wanted.turn }, shop.codes()], [wanted, []]);
    });

    test('an outage that ends in a refusal is that, and no more', async (t) => {
      const shop = await open(t, 1);
      shop.out(0, { status: 503 });
      await shop.operate('payouts/proof', MONTH);
      shop.out(0, { status: 403 });
      await shop.pass(20 * MINUTE);
      assert.deepEqual([shop.codes(), shop.waiting()], [['VENDOR_REFUSED'], []]);
    });

    test('for the last month, which nobody named', async (t) => {
      const shop = await open(t, 1);
      const wanted = await shop.wanted();
      await shop.pass(20 * DAY);
      shop.out(0, 'lost');
      await shop.operate('payouts/proof');
      assert.deepEqual([shop.codes(), shop.waiting()], [['VENDOR_UNREACHABLE'], [`${MONTH}/0`]]);
      shop.out(0);
      await shop.pass(20 * MINUTE);
      assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [wanted, [], []]);
    });

    for (const page of [0, 1]) {
      test(`what is tried again on page ${page + 1} may come twice, and when all is done`, async (t) => {
        const shop = await open(t);
        const wanted = await shop.wanted();
        shop.out(page, 'lost');
        await shop.operate('payouts/proof', MONTH);
        // The same once more, while nobody answers yet: two wait for one part.
        await shop.operate('payouts/proof', `${MONTH}/${page}`);
        assert.deepEqual(shop.waiting(), [`${MONTH}/${page}`, `${MONTH}/${page}`]);
        shop.out(0);
        await shop.operate('payouts/proof', `${MONTH}/${page}`);
        assert.deepEqual([await shop.proof(), shop.codes()], [wanted, []]);
        const asked = shop.asked();
        await shop.pass(20 * MINUTE);
        assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting(), shop.asked()], [wanted, [], [], asked]);
      });
    }

    test('asked for anew while it waits: it begins anew, and what waits is part of that', async (t) => {
      const shop = await open(t);
      const wanted = await shop.wanted();
      shop.out(1, { status: 503 });
      await shop.operate('payouts/proof', MONTH);
      const half = await shop.proof();
      assert.deepEqual([half.state, half.turn, typeof half.after], ['tendered', 1, 'string']);
      shop.out(0, { status: 503 });
      await shop.operate('payouts/proof', MONTH);
      const anew = await shop.proof();
      assert.deepEqual([anew.state, anew.turn, anew.after, anew.tendered, shop.waiting()], ['tendered', 1, undefined, '0.00', [`${MONTH}/1`, `${MONTH}/1`]]);
      shop.out(0);
      await shop.pass(20 * MINUTE);
      assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [{ ...wanted, turn: wanted.turn + 1 }, [], []]);
    });

    test('asked for anew when Lightspeed answers: what waits comes to nothing', async (t) => {
      const shop = await open(t);
      const wanted = await shop.wanted();
      shop.out(1, { status: 503 });
      await shop.operate('payouts/proof', MONTH);
      shop.out(0);
      await shop.operate('payouts/proof', MONTH);
      const row = await shop.proof();
      assert.deepEqual([row, shop.codes(), shop.waiting()], [{ ...wanted, turn: wanted.turn + 1 }, [], [`${MONTH}/1`]]);
      await shop.pass(20 * MINUTE);
      assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [row, [], []]);
    });

    test('what is proven stands until something takes its place', async (t) => {
      const shop = await open(t);
      await shop.operate('payouts/proof', MONTH);
      const first = await shop.proof();
      shop.out(0, 'lost');
      await shop.operate('payouts/proof', MONTH);
      assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [first, ['VENDOR_UNREACHABLE'], [`${MONTH}/${first.turn}`]]);
      shop.out(0);
      await shop.pass(20 * MINUTE);
      assert.deepEqual([await shop.proof(), shop.codes(), shop.waiting()], [{ ...first, turn: 2 * first.turn }, [], []]);
    });
  });
}

function outage(shop: PayoutShop): Outage {
  const vendor = shop.http;
  let failing: { page: number; fault: Fault } | undefined;
  let asked = 0;
  const http: Http = {
    async send(request) {
      if (request.system !== 'lightspeed' || !/PaymentsByDay|\/search$/u.test(request.path)) return await vendor.send(request);
      asked += 1;
      const query = request.query ?? {};
      const first = shop.series === 'R' ? query['after'] === undefined : query['offset'] === '0' && query['date_from'] === '2026-10-25T04:00:00Z';
      if (failing !== undefined && (failing.page === 0 || !first)) {
        return failed(failing.fault);
      }
      return await vendor.send(shop.series === 'R' ? { ...request, query: { ...query, limit: '1' } } : request);
    },
  };
  // The shop asks through this one from here on.
  shop.http = http;
  const own = {
    out: (page: number, fault?: Fault) => {
      failing = fault === undefined ? undefined : { page, fault };
    },
    asked: () => asked,
    proof: () => shop.db.get('payouts', KEY),
    async wanted() {
      await shop.operate('payouts/proof', MONTH);
      const row = await own.proof() as Any;
      assert.deepEqual([row.state, shop.codes()], ['done', []]);
      await shop.db.commit([{ table: 'payouts', key: KEY, delete: true } as Any]);
      return row;
    },
    waiting: () => shop.db.pending(new Date('2027-12-31T00:00:00Z')).map(({ event }) => event.cursor ?? undefined),
  };
  return Object.assign(shop, own);
}

/** Staff sell something at the till, and no faster than the vendor allows. */
async function till(shop: PayoutShop, payment: string): Promise<void> {
  await key(shop, { note: 'walk-in', total: '1.00', payment });
  await shop.clock.sleep(new Date(shop.clock.now().getTime() + 12_000));
}
