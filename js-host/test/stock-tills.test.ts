// Who sold what was sold twice: the exception names the order and the sale at the till, and says so
// where that cannot be told. Both series.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Good } from '../node/demo/stocked.ts';
import { HEARD, look } from './stock-look.ts';
import type { Looked, Request } from './stock-look.ts';

let shop: Looked;
afterEach(() => shop.close());

/** All sales, and not those of one order. */
const listsSales = ({ path, method, query }: Request): boolean => {
  const asked = new URLSearchParams(query as never);
  return method === 'GET' && /\/(Sale\.json|search)$/u.test(path) && !asked.has('referenceNumber') && !asked.has('invoice_number');
};

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    const sell = (good: Good, quantity = 1): string => (series === 'R'
      ? shop.sandbox.r.tillSale({ shopID: shop.outlets[0] ?? '', lines: [{ itemID: good.item, quantity }] })
      : shop.sandbox.x.tillSale({ outletId: shop.outlets[0] ?? '', lines: [{ productId: good.item, quantity }] }));

    // scenario 4
    test('the last unit that is sold twice: the exception names the order and the sale at the till, and closes', async () => {
      shop = await look(series, { units: 2 });
      const [good] = shop.goods as [Good];
      sell(good);
      await shop.pass(HEARD);
      const sale = sell(good);
      const at = shop.clock.now().toISOString().slice(0, 19);
      const order = shop.buy();
      await shop.pass(HEARD);
      assert.deepEqual(shop.codes(), ['OVERSOLD']);
      const { orders, short, till_sales: sales } = shop.evidence('OVERSOLD');
      assert.deepEqual([orders, short], [[order.replace(/^.*\//, '')], '1']);
      // The newest one took it; the one before it sold what was there.
      assert.deepEqual(sales, [`${sale}: 1 at ${at}Z`]);
      assert.deepEqual([shop.holds(good), shop.shows(good)], [-1, 0]);
      // It is named still when it is long ago.
      await shop.pass(3 * 3_600);
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual(shop.evidence('OVERSOLD').till_sales, sales);
      // The cause is gone, and what is kept of it with it.
      shop.receive(good, 1);
      await shop.pass(600);
      assert.deepEqual([shop.holds(good), shop.shows(good), shop.codes()], [0, 0, []]);
      const kept = await shop.tenant.store.scan('stock', `${good.item}/location/`, undefined, 9);
      assert.doesNotMatch(JSON.stringify(kept.rows), /"till"/u);
    });

    test('as many sales are named as took what is short, the newest first', async () => {
      shop = await look(series, { units: 4 });
      const [good] = shop.goods as [Good];
      const first = sell(good);
      shop.clock.skip(new Date(shop.clock.now().getTime() + 1_000));
      const second = sell(good, 2);
      shop.clock.skip(new Date(shop.clock.now().getTime() + 1_000));
      const third = sell(good);
      for (let turn = 0; turn < 3; turn += 1) shop.buy();
      await shop.pass(600);
      const { short, till_sales: sales } = shop.evidence('OVERSOLD');
      assert.equal(short, '3');
      assert.deepEqual((sales as string[]).map((own) => own.split(' at ')[0]), [`${third}: 1`, `${second}: 2`]);
      assert.doesNotMatch(sales.join(), new RegExp(`^${first}:`));
    });

    test('the fall is written before anybody is asked, and what cannot be told is said', async () => {
      shop = await look(series, { units: 3 });
      const [good] = shop.goods as [Good];
      const shown: number[] = [];
      shop.fails((request) => {
        if (!listsSales(request)) return false;
        shown.push(shop.shows(good));
        return true;
      });
      shop.deaf();
      shop.buy();
      await shop.quiet();
      shop.deaf(false);
      // Shopify shows 2, and there is nothing left: what the order took is missing.
      sell(good, 3);
      shop.put('orders/open');
      await shop.pass(600);
      assert.equal(shop.evidence('OVERSOLD').till_sales, 'unknown: Lightspeed did not list its sales');
      assert.ok(shown.length > 0 && shown.every((units) => units === 0), String(shown));
      assert.equal(shop.shows(good), 0);
    });

    test('what web orders sold twice is no sale at the till', async () => {
      shop = await look(series, { units: 1 });
      shop.buy();
      shop.buy();
      await shop.pass(600);
      const { till_sales: sales, orders } = shop.evidence('OVERSOLD');
      assert.equal(orders.length, 2);
      assert.match(sales, /^none since \d{4}-\d\d-\d\dT/u);
    });

    test('nobody is asked who sold what, unless something was sold twice', async () => {
      shop = await look(series);
      const [good] = shop.goods as [Good];
      sell(good, 2);
      await shop.pass(HEARD);
      assert.deepEqual([shop.shows(good), shop.lightspeed.requests.filter((own) => listsSales(own as Request)).length], [3, 0]);
    });
  });
}

test('X: a kit that the till sold took its components', async () => {
  const KIT = '0b5e55ed-0006-4000-8000-000000000090';
  shop = await look('X', {
    units: 4,
    more: ({ sandbox: { x } }) => {
      x.seedProduct({ id: KIT, sku: 'KIT', price: '50', components: { '0b5e55ed-0006-4000-8000-000000000001': '2' } });
      return [{ variant: 'gid://shopify/ProductVariant/44100000009001', item: KIT, sku: 'KIT', title: 'Kit', price: '50.00' }];
    },
  });
  const [good] = shop.goods as [Good];
  await shop.tenant.store.commit([
    { table: 'links', key: 'variant/44100000009001', value: { v: 1, item: KIT, by: 'sku', kit: [{ item: good.item, quantity: '2' }] } },
    { table: 'links', key: `used/${good.item}/${KIT}`, value: { v: 1, variant: 'gid://shopify/ProductVariant/44100000009001' } },
  ]);
  const sale = shop.sandbox.x.tillSale({ outletId: shop.outlets[0] ?? '', lines: [{ productId: KIT, quantity: 2 }] });
  shop.buy();
  await shop.pass(HEARD);
  const own = shop.raised().filter(({ code, subject }) => code === 'OVERSOLD' && subject.startsWith(`stock/${good.item}@`));
  assert.match(JSON.stringify(own.map(({ evidence }) => evidence)), new RegExp(`"${sale}: 4 at `));
});
