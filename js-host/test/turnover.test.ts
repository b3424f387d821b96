// The turnover tie-out of a day against the sandbox: what Shopify sold, what Lightspeed has for it, and
// what they differ by, order by order.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SERIES } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import type { Http } from '../node/module.ts';
import { DAY, DISCOUNT, ORDERS, UNTAXED, ZERO, answering, changed, figures, key, open, until } from './turnover-shop.ts';
import type { Shop } from './turnover-shop.ts';

type Any = any;

const TIP = 'us-1012-tip.json';
const NEVER_PAID = 'us-1016-never-paid.json';
const CANCELLED = 'us-1018-cancelled-and-refunded.json';
const TEST_ORDER = 'us-1023-test-order.json';

for (const series of SERIES) {
  describe(series, () => {
    test('all that was sold is posted: the day ties, and nothing is left of its reading', async (t) => {
      const shop = await open(t, series);
      for (const file of [UNTAXED, DISCOUNT, TIP, TEST_ORDER]) await shop.sell(file);
      const row = await shop.tie();
      assert.deepEqual([row.state, row.orders, row.sales, row.till, row.differences, row.kinds], ['done', 3, 3, 0, [], []]);
      assert.deepEqual(row.outlets, [figures(shop, { shopify: '171.42', lightspeed: '171.42' })]);
      assert.deepEqual([shop.told(), await shop.keys()], [[], [`turnover/${DAY}`]]);
      assert.equal((await shop.db.scan('claims', '', undefined, 9)).rows.length, 0);
    });

    test('nothing is written to either vendor; asked for again, the row is the same', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      await shop.place(DISCOUNT);
      const writes = (): number => [shop.sandbox.r, shop.sandbox.x].flatMap(({ requests }) => requests).filter(({ method }) => method !== 'GET').length;
      const before = [writes(), JSON.stringify(shop.sandbox.shopify.dump())];
      const row = await shop.tie();
      assert.deepEqual(await shop.tie(), row);
      assert.deepEqual([writes(), JSON.stringify(shop.sandbox.shopify.dump())], before);
      assert.equal(shop.told().length, 1, 'the same exception');
    });

    test('an order that was not posted is named and said, until it is', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      const order = await shop.place(DISCOUNT);
      const row = await shop.tie();
      assert.deepEqual(row.differences, [{ kind: 'not_posted', outlet: 'none', amount: '97.89', order, name: '#1007' }]);
      assert.deepEqual(row.outlets, [
        figures(shop, { shopify: '25.00', lightspeed: '25.00' }), figures(shop, { outlet: 'none', shopify: '97.89', difference: '97.89', named: '97.89' }),
      ]);
      const [told, ...more] = shop.told();
      assert.deepEqual([told?.subject, told?.owner, more], [`payouts/turnover/${DAY}`, 'finance', []]);
      const { shopify, lightspeed, unexplained, not_posted: count } = told?.evidence as Any;
      assert.deepEqual([shopify, lightspeed, unexplained, count].map((fact) => fact.amount ?? fact), ['122.89', '25.00', '0.00', '1']);
      await shop.again(order);
      assert.deepEqual([(await shop.tie()).differences, shop.told()], [[], []]);
    });

    test('an order that is only kept explains itself', async (t) => {
      const shop = await open(t, series, NEVER_PAID);
      await shop.sell(NEVER_PAID);
      const row = await shop.tie();
      assert.deepEqual([kinds(row), shop.told()], [{ reserved: '54.38' }, []]);
    });

    test('a sale whose amount is another is named', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      const order = await shop.sell(DISCOUNT);
      const row = await shop.tie(DAY, changed(shop, '97.89', '90.89'));
      assert.deepEqual(row.differences.map(({ kind, amount, order: of }: Any) => [kind, amount, of]), [['amount', '7.00', order]]);
      assert.deepEqual(row.outlets, [figures(shop, { shopify: '122.89', lightspeed: '115.89', difference: '7.00', named: '7.00' })]);
      assert.equal(shop.told().length, 1);
      assert.deepEqual([(await shop.tie()).differences, shop.told()], [[], []]);
    });

    test('what was refunded in Shopify alone is named', async (t) => {
      const shop = await open(t, series);
      const order = await shop.sell(UNTAXED);
      const [line] = JSON.parse(shop.sandbox.shopify.acts.text(order)).line_items;
      shop.sandbox.shopify.acts.refund(order, [{ lineId: `${line.id}`, quantity: 1, restock: 'no_restock' }]);
      const row = await shop.tie();
      assert.deepEqual([Object.keys(kinds(row)), shop.told().length], [['amount'], 1]);
      assert.ok(kinds(row)['amount']?.startsWith('-'), 'Lightspeed has more');
    });

    test('cancelled and taken back on its day, the order comes to nothing', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      const order = await shop.sell(CANCELLED);
      shop.sandbox.shopify.acts.cancel(order, { refund: true });
      await shop.again(order);
      const row = await shop.tie();
      assert.deepEqual([row.differences, shop.told()], [[], []]);
      assert.deepEqual(row.outlets, [figures(shop, { shopify: '25.00', lightspeed: '25.00' })]);
    });

    test('taken back the day after: either day names what stands on the other', async (t) => {
      const shop = await open(t, series, CANCELLED);
      const order = await shop.sell(CANCELLED);
      await until(shop, Date.parse('2026-11-21T15:00:00Z'));
      // X-Series voids what was sold in an opening of the register that lasts.
      const register = `${shop.config.outlets[0]?.register}`;
      if (series === 'X') {
        shop.sandbox.x.closeRegister(register);
        shop.sandbox.x.openRegister(register);
      }
      shop.sandbox.shopify.acts.cancel(order, { refund: true });
      await shop.again(order);
      const [first, second] = [await shop.tie(), await shop.tie('2026-11-21')];
      assert.deepEqual([kinds(first), kinds(second)], [{ other_day: '-163.15' }, { reversal: '163.15' }]);
      assert.deepEqual([second.differences[0].order, shop.told()], [order, []]);
    });

    test('voided or taken back by staff: Shopify has the order still', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      const [{ key: own = '', value } = {}] = (await shop.db.scan('sales', '', undefined, 2)).rows as Any[];
      await shop.db.commit([{ table: 'sales', key: own, value: { ...value, state: 'released' } } as Any]);
      const row = await shop.tie(DAY, gone(shop));
      assert.deepEqual([kinds(row), shop.told().length], [{ taken_back: '25.00' }, 1]);
    });

    test('posted after midnight: the sale is of the order\'s day', async (t) => {
      const shop = await open(t, series, TIP);
      const order = await shop.place(TIP);
      await until(shop, Date.parse('2026-11-21T05:10:00Z'));
      await shop.again(order);
      const [first, second] = [await shop.tie(), await shop.tie('2026-11-21')];
      assert.deepEqual([kinds(first), kinds(second)], [{}, {}]);
      assert.deepEqual([first.orders, first.sales, second.orders, shop.told()], [1, 1, 0, []]);
    });

    test('a sale that stands on the day after explains itself', async (t) => {
      const shop = await open(t, series);
      await until(shop, Date.parse('2026-11-21T15:00:00Z'));
      await key(shop, '25.00', `web ${shop.order.name}`);
      await adopt(shop);
      const [first, second] = [await shop.tie(), await shop.tie('2026-11-21')];
      assert.deepEqual([kinds(first), first.sales, second.till, shop.told()], [{ other_day: '25.00' }, 0, 1, []]);
    });

    test('a sale that is gone from Lightspeed is missing', async (t) => {
      const shop = await open(t, series);
      const order = await shop.sell(UNTAXED);
      const row = await shop.tie(DAY, gone(shop));
      assert.deepEqual(row.differences.map(({ kind, amount, order: of }: Any) => [kind, amount, of]), [['missing', '25.00', order]]);
    });

    test('a sale of ours that no order stands as is named', async (t) => {
      const shop = await open(t, series);
      const order = await shop.sell(UNTAXED);
      const [{ key = '', value } = {}] = (await shop.db.scan('sales', '', undefined, 2)).rows as Any[];
      assert.ok(value.order === order);
      // The order is none of the day's, and the store has lost its sale.
      await shop.db.commit([{ table: 'sales', key, delete: true } as Any]);
      const text = shop.sandbox.shopify.acts.text(order).replace(/("processed_at":\s*")2026-11-20/u, '$12026-11-12');
      shop.sandbox.shopify.seedOrder(text);
      const row = await shop.tie();
      assert.deepEqual([kinds(row), row.orders, shop.told().length], [{ unknown_order: '-25.00' }, 0, 1]);
    });

    test('what staff sell is apart', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      for (const total of ['11.00', '4.50']) await key(shop, total, 'walk-in');
      const row = await shop.tie();
      assert.deepEqual([row.till, row.sales, row.outlets, row.differences], [2, 1, [figures(shop, { shopify: '25.00', lightspeed: '25.00', till: '15.50' })], []]);
    });

    test('what staff keyed for an order is the order\'s', async (t) => {
      const shop = await open(t, series);
      await shop.place(UNTAXED);
      await key(shop, '25.00', `web ${shop.order.name}`);
      await adopt(shop);
      const row = await shop.tie();
      assert.deepEqual([row.till, row.sales, row.outlets, row.differences], [0, 1, [figures(shop, { shopify: '25.00', lightspeed: '25.00' })], []]);
    });

    test('several pages of orders and sales, each counted once', async (t) => {
      const shop = await open(t, series);
      const order = await readOrder(fileURLToPath(new URL(UNTAXED, ORDERS)));
      for (let at = 0; at < 120; at += 1) {
        const text = order.text.replaceAll(order.id, `56200000${1000 + at}`).replaceAll('#1006', `#${4000 + at}`);
        const gid = shop.sandbox.shopify.seedOrder(text);
        if (at < 110) await shop.again(gid);
      }
      await shop.clock.sleep(new Date(shop.clock.now().getTime() + 300_000));
      for (let at = 0; at < 100; at += 1) await key(shop, '1.00', 'walk-in');
      const row = await shop.tie();
      // The world's own order is the eleventh that was not posted.
      assert.deepEqual([row.orders, row.sales, row.till, row.differences.length], [121, 110, 100, 11]);
      assert.deepEqual(row.outlets, [
        figures(shop, { shopify: '2750.00', lightspeed: '2750.00', till: '100.00' }), figures(shop, { outlet: 'none', shopify: '275.00', difference: '275.00', named: '275.00' }),
      ]);
      assert.deepEqual(row.kinds, [{ kind: 'not_posted', count: 11, amount: '275.00' }]);
      assert.ok(row.turn >= 9, `${row.turn} tasks`);
      const lists = shop.sandbox[series === 'R' ? 'r' : 'x'].requests.filter(({ method, path }) => method === 'GET' && /Sale\.json|search/u.test(path));
      assert.ok(lists.length >= 2);
    });

    test('a task that comes twice changes nothing', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      await key(shop, '4.50', 'walk-in');
      const whole = await shop.tie();
      await shop.perform({ source: 'operator', topic: 'payouts/turnover', cursor: DAY });
      assert.deepEqual([(await shop.row()).turn, (await shop.row()).state], [1, 'sales']);
      const event = { source: 'schedule', topic: 'payouts/turnover', cursor: `${DAY}/1` } as const;
      await shop.perform(event);
      const row = await shop.row();
      assert.deepEqual([row.turn, row.till], [2, 1]);
      const again = await shop.perform(event);
      assert.deepEqual([await shop.row(), again.next ?? [], again.exceptions ?? []], [row, [], []]);
      await shop.due();
      assert.deepEqual(await shop.row(), whole);
      await shop.perform(event);
      assert.deepEqual(await shop.row(), whole);
    });

    test('a reading that was never ended is cleared by the next', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      const whole = await shop.tie();
      await shop.perform({ source: 'operator', topic: 'payouts/turnover', cursor: DAY });
      assert.equal((await shop.keys()).length, 3);
      await shop.perform({ source: 'operator', topic: 'payouts/turnover', cursor: DAY });
      await shop.due();
      assert.deepEqual([{ ...(await shop.row()), turn: whole.turn }, await shop.keys()], [whole, [`turnover/${DAY}`]]);
    });

    test('a vendor that says no is asked again, for yesterday still', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      await until(shop, Date.parse('2026-11-21T11:00:00Z'));
      const http = answering(shop, () => ({ status: 403, text: '{}' }));
      await shop.perform({ source: 'schedule', topic: 'payouts/turnover' });
      await shop.due(http);
      assert.deepEqual([shop.db.exceptions('open').map(({ code }) => code), (await shop.row()).state], [['VENDOR_REFUSED'], 'sales']);
      await until(shop, shop.clock.now().getTime() + 600_000);
      await shop.due();
      assert.deepEqual([shop.db.exceptions('open'), (await shop.row()).state, (await shop.row()).differences], [[], 'done', []]);
    });

    test('without a day it is yesterday; what is no day is refused', async (t) => {
      const shop = await open(t, series);
      await shop.sell(UNTAXED);
      await until(shop, Date.parse('2026-11-21T11:00:00Z'));
      await shop.perform({ source: 'schedule', topic: 'payouts/turnover' });
      await shop.due();
      assert.deepEqual([(await shop.row()).state, (await shop.row()).orders], ['done', 1]);
      assert.equal((await shop.perform({ source: 'operator', topic: 'payouts/turnover', cursor: 'today' })).refusal?.code, 'INVALID_VALUE');
    });
  });
}

function kinds(row: Any): { [kind: string]: string } {
  for (const { unexplained } of row.outlets) assert.equal(unexplained, ZERO);
  return Object.fromEntries(row.kinds.map(({ kind, amount }: Any) => [kind, amount]));
}

/** What staff keyed for the world's order is found to be its own. */
async function adopt(shop: Shop): Promise<void> {
  await shop.perform({ source: 'operator', topic: 'adopt/read' });
  await shop.due();
  await shop.again(`gid://shopify/Order/${shop.order.id}`);
}

/** No sale is listed, or there when it is asked for. */
function gone(shop: Shop): Http {
  return answering(shop, (path, text) => {
    const data = JSON.parse(text);
    if (/Sale\.json$|search$/u.test(path)) return { text: JSON.stringify(shop.series === 'R' ? { '@attributes': data['@attributes'] } : { ...data, data: [] }) };
    return { status: 404, text: '{}' };
  });
}
