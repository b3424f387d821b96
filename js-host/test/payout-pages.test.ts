// What comes late or fails beyond the first page: of the list of payouts, and of a payout's rows.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { sum } from '../node/payout/amounts.ts';
import { SERIES } from '../node/demo/derive.ts';
import { ROWS, fixed, large, number, only, openPayoutShop } from './payout-shop.ts';
import type { PayoutOptions, PayoutShop } from './payout-shop.ts';

type Any = any;

const DAY = 24;
/** How many payouts a page of the list has. */
const PAYOUTS = 50;

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext, options: PayoutOptions = {}): Promise<PayoutShop> => {
      const shop = await openPayoutShop(series, { ...options, payouts: { record: false, ...options.payouts } });
      t.after(() => shop.close());
      // What the shop's first order paid is out before.
      await shop.sell('us-1001-one-line.json');
      only(shop.acts.settle());
      await shop.poll();
      await shop.pass(3 * DAY);
      return shop;
    };

    for (const [what, takeBack] of [
      ['turned down', (shop: PayoutShop, payout: string) => shop.acts.failPayout(payout)],
      ['cancelled', (shop: PayoutShop, payout: string) => shop.acts.cancelPayout(payout, { keepRows: true })],
    ] as const) {
      test(`${what}, and only the second page of the list shows it: it is amended once`, async (t) => {
        const shop = await open(t);
        const [oldest = ''] = many(shop, PAYOUTS + 2);
        await shop.poll();
        assert.equal((await shop.entries()).length, PAYOUTS + 3);
        takeBack(shop, oldest);
        // Nobody knows whether the vendor knows these words.
        const pages = listed(shop, { statuses: false });
        await shop.poll();
        assert.deepEqual(pages.map((page) => page.includes(number(oldest))), [false, true]);
        assert.deepEqual([shop.codes(), await posted(shop, oldest)], [['PAYOUT_CAME_BACK'], ['', '-A1']]);
        // The bank sent it back; what its rows are stays.
        assert.deepEqual(await standing(shop, oldest), { bank: '0.00', adjustments: '-1.00', returned_payouts: '1.00' });
        await shop.poll();
        assert.deepEqual([await posted(shop, oldest), (await shop.entries()).length], [['', '-A1'], PAYOUTS + 4]);
      });

      test(`${what}, and both a search and the second page show it: it is amended once`, async (t) => {
        const shop = await open(t);
        const [oldest = ''] = many(shop, PAYOUTS + 2);
        await shop.poll();
        takeBack(shop, oldest);
        await shop.poll();
        await shop.poll();
        assert.deepEqual([shop.codes(), await posted(shop, oldest), (await shop.entries()).length], [['PAYOUT_CAME_BACK'], ['', '-A1'], PAYOUTS + 4]);
      });

      test(`${what} before it was ever seen, on the second page of the first list`, async (t) => {
        const shop = await open(t);
        const [oldest = ''] = many(shop, PAYOUTS + 2);
        takeBack(shop, oldest);
        const pages = listed(shop, { statuses: false });
        await shop.poll();
        assert.deepEqual(pages.map((page) => page.includes(number(oldest))), [false, true]);
        assert.deepEqual([shop.codes(), await posted(shop, oldest)], [['PAYOUT_CAME_BACK'], ['']]);
        assert.deepEqual(await standing(shop, oldest), { adjustments: '-1.00', returned_payouts: '1.00' });
      });
    }

    for (const status of [503, 403]) {
      test(`the second page of the list is answered with ${status}: the next poll finds what is on it`, async (t) => {
        const shop = await open(t);
        const [oldest = ''] = many(shop, PAYOUTS + 2);
        const pages = listed(shop, { failing: { page: 1, status } });
        await shop.poll();
        assert.deepEqual([pages.length, shop.codes(), await posted(shop, oldest)], [1, [status === 503 ? 'VENDOR_UNREACHABLE' : 'VENDOR_REFUSED'], []]);
        listed(shop, {});
        await shop.poll();
        assert.deepEqual([shop.codes(), await posted(shop, oldest), (await shop.entries()).length], [[], [''], PAYOUTS + 3]);
      });
    }

    for (const [what, held] of [['some of the second page', 7], ['all of the second page', 20]] as const) {
      test(`rows that come late are waited for: ${what}`, async (t) => {
        const shop = await open(t);
        const payout = large(shop);
        shop.acts.holdRows(payout, held);
        for (let hour = 0; hour < 3; hour += 1) {
          await shop.poll();
          await shop.pass(1);
        }
        const row = await shop.row(payout);
        assert.deepEqual([row.page, row.totals.rows, row.posted, shop.codes(), await posted(shop, payout)], [held < 20 ? 2 : 1, ROWS + 20 - held, undefined, [], []]);
        shop.acts.releaseRows(payout);
        await shop.poll();
        assert.deepEqual([(await shop.row(payout)).totals.rows, shop.codes(), await posted(shop, payout)], [ROWS + 20, [], ['']]);
        assert.deepEqual(await standing(shop, payout), { bank: '120.00', adjustments: '-120.00' });
      });
    }

    test('a row of a type that nobody knows, on the second page: the payout is held, and the page is named', async (t) => {
      const shop = await open(t);
      const payout = large(shop, { type: 'FOO_CREDIT', amount: '3.00' });
      await shop.poll();
      const [only] = shop.raised();
      assert.deepEqual([shop.codes(), only?.subject, await posted(shop, payout)], [['PAYOUT_ROW_UNKNOWN'], `payout/${number(payout)}/rows/1`, []]);
      shop.configure({ payouts: { ...shop.config.payouts, unknown: 'suspense' } as Any });
      await shop.poll();
      assert.deepEqual(await standing(shop, payout), { bank: '123.00', adjustments: '-120.00', suspense: '-3.00' });
    });

    test('a late row of a payout of two pages amends', async (t) => {
      const shop = await open(t);
      const payout = large(shop);
      await shop.poll();
      shop.acts.lateRow(payout, { type: 'SHIPPING_LABEL', amount: '-5.05' }, { changesNet: true });
      await shop.poll();
      assert.deepEqual([shop.codes(), await posted(shop, payout)], [['PAYOUT_AMENDED'], ['', '-A1']]);
      assert.deepEqual(await standing(shop, payout), { bank: '114.95', adjustments: '-120.00', shipping_labels: '5.05' });
    });

    for (const keepRows of [true, false]) {
      test(`turned down between its pages, and its rows are ${keepRows ? 'kept' : 'the next one\'s'}: each is posted once`, async (t) => {
        const shop = await open(t);
        const payout = large(shop);
        between(shop, () => shop.acts.failPayout(payout, { keepRows }));
        await shop.poll();
        await shop.pass(2 * DAY);
        await shop.poll();
        const [next = ''] = shop.acts.settle();
        await shop.poll();
        const lines = (await shop.entries()).slice(1).flatMap((entry) => entry.lines);
        assert.deepEqual(sums(lines), { bank: '120.00', adjustments: '-120.00', ...(keepRows ? { returned_payouts: '0.00' } : {}) });
        assert.deepEqual(await posted(shop, next), ['']);
      });
    }
  });
}

/** Payouts of a dollar each, an hour apart, the last one now: their gids, the oldest first. */
function many(shop: PayoutShop, count: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const at = new Date(shop.clock.now().getTime() - (count - 1 - place) * 3_600_000).toISOString();
    shop.acts.adjust({ type: 'ADJUSTMENT', amount: '1.00', at });
    return only(shop.acts.settle({ at }));
  });
}

type Watched = {
  /** Whether payouts are found by their status. */
  statuses?: boolean;
  /** How a page of the list, counted from 0, is answered. */
  failing?: { page: number; status: number };
};

/** From here on: the numbers of the payouts on each page of the list that is answered. */
function listed(shop: PayoutShop, { statuses = true, failing }: Watched): string[][] {
  const pages: string[][] = [];
  const send = sending(shop);
  shop.http = {
    async send(request) {
      const { query = '', variables = {} } = (request.system === 'shopify' ? request.body ?? {} : {}) as Any;
      if (!query.includes('payouts(')) return await send(request);
      if (variables.query.startsWith('status:') && !statuses) {
        const account = { payouts: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] } };
        return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify({ data: { shopifyPaymentsAccount: account } })) };
      }
      if (variables.query.startsWith('status:')) return await send(request);
      if (failing !== undefined && failing.page === (variables.after === undefined ? 0 : 1)) return { status: failing.status, headers: {}, body: new TextEncoder().encode('{}') };
      const answer = await send(request);
      const { data } = JSON.parse(new TextDecoder().decode(answer.body)) as Any;
      pages.push(data.shopifyPaymentsAccount.payouts.nodes.map(({ id }: Any) => number(id)));
      return answer;
    },
  };
  return pages;
}

/** Something happens after the first page of a payout's rows was answered. */
function between(shop: PayoutShop, happens: () => void): void {
  const send = sending(shop);
  let first = false;
  shop.http = {
    async send(request) {
      const { query = '', variables = {} } = (request.system === 'shopify' ? request.body ?? {} : {}) as Any;
      if (first && query.includes('node(')) {
        first = false;
        happens();
      }
      const answer = await send(request);
      first ||= query.includes('balanceTransactions(') && variables.after === undefined;
      return answer;
    },
  };
}

/** The sandbox's own answers, whatever stands before them. */
const vendors = new WeakMap<PayoutShop, PayoutShop['http']['send']>();
function sending(shop: PayoutShop): PayoutShop['http']['send'] {
  const send = vendors.get(shop) ?? shop.http.send;
  vendors.set(shop, send);
  return send;
}

/** What was posted of a payout: nothing for it itself, `-A1` for what amends it. */
async function posted(shop: PayoutShop, payout: string): Promise<string[]> {
  const reference = `P${number(payout)}`;
  return (await shop.entries()).filter((entry) => entry.reference.split('-')[0] === reference).map((entry) => entry.reference.slice(reference.length)).sort();
}

/** What is posted of a payout, account by account: debits above zero. */
async function standing(shop: PayoutShop, payout: string): Promise<{ [account: string]: string }> {
  return sums((await shop.entries()).filter(({ reference }) => reference.split('-')[0] === `P${number(payout)}`).flatMap(({ lines }) => lines));
}

function sums(lines: { account: string; debit?: string; credit?: string }[]): { [account: string]: string } {
  const amounts = new Map<string, string>();
  for (const { account, debit, credit } of lines) amounts.set(account, fixed(sum([amounts.get(account) ?? '0.00', debit ?? `-${credit}`])));
  return Object.fromEntries(amounts);
}
