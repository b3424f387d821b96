// The proof of the clearing account, month by month: what Lightspeed was paid with through Shopify
// Payments, less what payouts cleared, is what is open, item by item.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import { sum } from '../node/payout/amounts.ts';
import { SERIES } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import { fixed, number, openPayoutShop } from './payout-shop.ts';
import type { PayoutShop } from './payout-shop.ts';

type Any = any;

const ONE = 'us-1001-one-line.json';
const TWO = 'us-1006-untaxed.json';
const THREE = 'us-1007-discount.json';
const DAY = 24;

for (const series of SERIES) {
  describe(series, () => {
    const open = async (t: TestContext): Promise<PayoutShop> => {
      const shop = await openPayoutShop(series);
      t.after(() => shop.close());
      return shop;
    };
    const proven = async (shop: PayoutShop, month: string): Promise<Any> => {
      await shop.operate('payouts/proof', month);
      return (await shop.rows())[`proof/${month}`];
    };
    const paid = async (shop: PayoutShop, order: string): Promise<string> => {
      const { rows } = await shop.db.scan('sales', `${number(order)}/`, undefined, 10);
      return fixed(sum((rows as Any[]).flatMap(({ value }) => value.paid.map(({ amount }: Any) => amount))));
    };

    test('what is not paid out is open by name, and a payout of the next month clears it', async (t) => {
      const shop = await open(t);
      const [one, two] = [await shop.sell(ONE), await shop.sell(TWO)];
      shop.acts.settle({ at: shop.clock.now().toISOString() });
      const three = await shop.sell(THREE);
      await shop.pass(DAY);
      await shop.poll();
      const [first, second, third] = [await paid(shop, one), await paid(shop, two), await paid(shop, three)];
      const november = await proven(shop, '2026-11');
      assert.deepEqual(
        [november.state, november.opened, november.opening, november.tendered, november.cleared, november.closing, november.due, november.loose, november.unexplained],
        ['done', false, '0.00', fixed(sum([first, second, third])), fixed(sum([first, second])), third, third, '0.00', '0.00'],
      );
      assert.equal(november.open, 1);
      assert.match(november.items[0].what, /^tender\/\d+$/);
      assert.deepEqual(shop.codes(), []);
      // Paid out in December: its row is of November, and December's proof takes it off.
      await shop.pass(12 * DAY);
      shop.acts.settle({ at: shop.clock.now().toISOString() });
      await shop.pass(DAY);
      await shop.poll();
      const december = await proven(shop, '2026-12');
      assert.deepEqual(
        [december.opened, december.opening, december.tendered, december.cleared, december.closing, december.due, december.unexplained, december.open],
        [true, third, '0.00', third, '0.00', '0.00', '0.00', 0],
      );
      assert.deepEqual(shop.codes(), []);
    });

    test('what is paid out without a sale is loose by name, until the sale is there', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      // Shopify was paid for an order that never reached Lightspeed.
      const order = await readOrder(fileURLToPath(new URL(`../orders/${TWO}`, import.meta.url)));
      shop.shopify.seedOrder(order.text, order.transactions);
      await shop.pass(2 * DAY);
      await shop.pass(2 * DAY);
      shop.acts.settle({ at: shop.clock.now().toISOString() });
      await shop.pass(DAY);
      await shop.poll();
      const november = await proven(shop, '2026-11');
      const total = fixed((JSON.parse(order.text) as Any).total_price);
      assert.deepEqual([november.closing, november.loose, november.unexplained, november.open], [`-${total}`, total, '0.00', 1]);
      assert.match(november.items[0].what, /^loose\/\d+ \(sale_missing\) of payout \d+$/);
      assert.equal(november.items[0].amount, `-${total}`);
      assert.deepEqual(shop.codes(), ['PAYOUT_SALE_MISSING']);
    });

    test('what was tendered and is nobody\'s is said to be unexplained, and closed when it is not any more', async (t) => {
      const shop = await open(t);
      const one = await shop.sell(ONE);
      await shop.pass(DAY);
      // As if the note of the sale were lost: Lightspeed has its payment, and nothing here stands for it.
      const { rows } = await shop.db.scan('sales', `${number(one)}/`, undefined, 10);
      const [kept] = rows;
      assert.ok(kept !== undefined);
      await shop.db.commit([{ table: 'sales', key: kept.key }]);
      const amount = fixed((kept.value as Any).paid[0].amount);
      const november = await proven(shop, '2026-11');
      assert.deepEqual([november.tendered, november.closing, november.due, november.unexplained], [amount, amount, '0.00', amount]);
      const [raised] = shop.raised() as Any[];
      assert.deepEqual([raised.code, raised.subject, raised.evidence.unexplained], ['CLEARING_UNEXPLAINED', 'payouts/proof/2026-11', amount]);
      await shop.db.commit([{ table: 'sales', key: kept.key, value: kept.value }]);
      const again = await proven(shop, '2026-11');
      assert.deepEqual([again.due, again.unexplained, shop.codes()], [amount, '0.00', []]);
      // A task of the first proof that comes once more changes nothing.
      await shop.operate('payouts/proof', '2026-11/1');
      assert.deepEqual((await shop.rows())['proof/2026-11'], again);
    });

    test('without a month it is the last one; a cursor that is none is refused', async (t) => {
      const shop = await open(t);
      await shop.sell(ONE);
      await shop.pass(20 * DAY);
      await shop.operate('payouts/proof');
      assert.equal(((await shop.rows())['proof/2026-11'] as Any).state, 'done');
      const refused = await shop.operate('payouts/proof', '2026-13').catch((error: unknown) => error as Error);
      assert.match(JSON.stringify(refused), /INVALID_VALUE|names no month/);
    });
  });
}
