// What differs and is explained alarms nobody; what is not is said, with both numbers and how old ours
// is, and closes when it is right again. Both series.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Good } from '../node/demo/stocked.ts';
import { HEARD, look } from './stock-look.ts';
import type { Looked, Request } from './stock-look.ts';

let shop: Looked;
afterEach(() => shop.close());

const sells = ({ path, method }: Request): boolean => method !== 'GET' && /\/(Sale|SaleLine|sales)(\.json|\/|$)/.test(path);

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    // scenarios 117 and 118
    test('what is held back and what is in flight differ, and nobody is told', async () => {
      shop = await look(series, { stock: { safety: [{ units: '1' }] } });
      const [good] = shop.goods as [Good];
      shop.put('stock/reconcile');
      await shop.pass(HEARD);
      assert.deepEqual([shop.holds(good), shop.shows(good), shop.codes()], [5, 4, []]);
      shop.fails(sells);
      shop.buy();
      await shop.pass(HEARD);
      shop.put('stock/reconcile');
      await shop.pass(HEARD);
      assert.deepEqual([shop.holds(good), shop.shows(good)], [5, 3]);
      assert.deepEqual(shop.codes().filter((code) => /^(STOCK|LEVEL|OVERSOLD)/u.test(code)), []);
    });

    // scenario 118
    test('one unit more than is explained is said with both numbers and when ours was written, is mended, and closes', async () => {
      shop = await look(series);
      const [good] = shop.goods as [Good];
      shop.till(good);
      await shop.pass(HEARD);
      const [row] = (await shop.tenant.store.scan('stock', `${good.item}/location/`, undefined, 1)).rows as { value: { written: { at: string } } }[];
      shop.deaf();
      shop.sandbox.shopify.acts.adjustStock(good.inventoryItem, shop.locations[0] ?? '', 1);
      shop.publish(good);
      await shop.quiet();
      const { shopify, written, written_at: at } = shop.evidence('STOCK_FOREIGN_CHANGE');
      assert.deepEqual([shopify, written, at], ['5', '4', row?.value.written.at]);
      assert.equal(shop.shows(good), 4);
      shop.put('stock/reconcile');
      await shop.quiet();
      assert.deepEqual([shop.shows(good), shop.codes()], [4, []]);
    });
  });
}
