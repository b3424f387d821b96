// Two outlets: a day's turnover outlet by outlet, and the clearing account of both together.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sum } from '../node/payout/amounts.ts';
import { SERIES } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import { LOCATIONS, seedOutlets } from './outlets.ts';
import { fixed, number, openPayoutShop } from './payout-shop.ts';
import { DAY, DISCOUNT, ORDERS, UNTAXED, changed, figures, key, open, until } from './turnover-shop.ts';
import type { Shop } from './turnover-shop.ts';

type Any = any;

const SPLIT = 'us-1002-three-of-a-line.json';
const SPLIT_DAY = '2026-11-18';
const [WEB, STORE] = LOCATIONS;

for (const series of SERIES) {
  describe(series, () => {
    test('what each outlet sold is its own, at the till too', async (t) => {
      const shop = await open(t, series, UNTAXED, seedOutlets);
      await shop.sell(UNTAXED, WEB);
      await shop.sell(DISCOUNT, STORE);
      await key(shop, '11.00', 'walk-in');
      await key(shop, '4.50', 'walk-in', second(shop));
      const row = await shop.tie();
      assert.deepEqual([row.orders, row.sales, row.till, row.differences, shop.told()], [2, 2, 2, [], []]);
      assert.deepEqual(row.outlets, [
        figures(shop, { shopify: '25.00', lightspeed: '25.00', till: '11.00' }),
        figures(shop, { outlet: second(shop).id, shopify: '97.89', lightspeed: '97.89', till: '4.50' }),
      ]);
    });

    test('an order of both outlets counts for each with its sale there', async (t) => {
      const shop = await open(t, series, SPLIT, seedOutlets);
      const { order, sales } = await split(shop);
      assert.deepEqual(sales.map(({ outlet }) => outlet), shop.config.outlets.map(({ id }) => `${id}`));
      const [web = '', store = ''] = sales.map(({ paid }) => fixed(sum(paid.map(({ amount }: Any) => amount))));
      assert.equal(sum([web, store]), JSON.parse(shop.sandbox.shopify.acts.text(order)).total_price);
      const row = await shop.tie(SPLIT_DAY);
      assert.deepEqual([row.orders, row.sales, row.differences, shop.told()], [1, 2, [], []]);
      assert.deepEqual(row.outlets, [
        figures(shop, { shopify: web, lightspeed: web }), figures(shop, { outlet: second(shop).id, shopify: store, lightspeed: store }),
      ]);
    });

    test('what differs at one outlet is that one\'s', async (t) => {
      const shop = await open(t, series, UNTAXED, seedOutlets);
      await shop.sell(UNTAXED, WEB);
      const order = await shop.sell(DISCOUNT, STORE);
      const row = await shop.tie(DAY, changed(shop, '97.89', '90.89'));
      assert.deepEqual(row.differences.map(({ kind, amount, outlet, order: of }: Any) => [kind, amount, outlet, of]), [['amount', '7.00', second(shop).id, order]]);
      assert.deepEqual(row.outlets, [
        figures(shop, { shopify: '25.00', lightspeed: '25.00' }),
        figures(shop, { outlet: second(shop).id, shopify: '97.89', lightspeed: '90.89', difference: '7.00', named: '7.00' }),
      ]);
      assert.equal(shop.told().length, 1);
    });

    test('the clearing account is of both: all that was sold is paid out, matched, and proven', async (t) => {
      const shop = await openPayoutShop(series);
      t.after(() => shop.close());
      shop.configure(seedOutlets(shop));
      const orders: string[] = [];
      for (const [file, location] of [[UNTAXED, WEB], [DISCOUNT, STORE]] as const) {
        const { text, transactions, processedAt } = await readOrder(fileURLToPath(new URL(file, ORDERS)));
        await until(shop, Date.parse(processedAt) + 60_000);
        orders.push(shop.acts.place(text, { location, ...(transactions === undefined ? {} : { transactions }) }));
        await shop.again(file);
      }
      const { rows } = await shop.db.scan('sales', '', undefined, 9);
      assert.deepEqual((rows as Any[]).map(({ value }) => [value.order, value.outlet]), orders.map((order, at) => [order, `${shop.config.outlets[at]?.id}`]));
      // The shop's first order was paid too, and is posted where none is named.
      await shop.sell('us-1001-one-line.json');
      const [payout = ''] = shop.acts.settle();
      await shop.pass(24);
      await shop.poll();
      assert.deepEqual((await shop.row(payout)).counts.map(({ status, rows: own }: Any) => [status, own]), [['matched', 3]]);
      assert.equal(shop.record(`P${number(payout)}`).lines['sale'], fixed(sum(['25.00', '97.89', shop.order.total])));
      await shop.operate('payouts/proof', '2026-11');
      const proof = (await shop.rows())['proof/2026-11'] as Any;
      const all = fixed(sum(['25.00', '97.89', shop.order.total]));
      assert.deepEqual([proof.state, proof.tendered, proof.cleared, proof.closing, proof.unexplained, shop.codes()], ['done', all, all, '0.00', '0.00', []]);
    });
  });
}

function second({ config }: Shop): { id: string; register: string } {
  const { id, register } = config.outlets[1] as { id: string; register: string };
  return { id, register };
}

/** An order of three units, of which the second outlet sends two; its sales, the web's first. */
async function split(shop: Shop): Promise<{ order: string; sales: Any[] }> {
  const order = await shop.place(SPLIT, 'later');
  const [line] = JSON.parse(shop.sandbox.shopify.acts.text(order)).line_items;
  shop.sandbox.shopify.acts.assign(order, WEB, [{ lineId: `${line.id}`, quantity: 1 }]);
  shop.sandbox.shopify.acts.assign(order, STORE, [{ lineId: `${line.id}`, quantity: 2 }]);
  await shop.again(order);
  const { rows } = await shop.db.scan('sales', '', undefined, 9);
  const sales = (rows as Any[]).map(({ value }) => value);
  return { order, sales: sales.sort((a, b) => shop.config.outlets.findIndex(({ id }) => id === a.outlet) - shop.config.outlets.findIndex(({ id }) => id === b.outlet)) };
}
