// What vendors tell wrongly, late or not at all, and what comes of it: nothing is set to zero for it,
// nothing is passed over without a word, and what was said is closed when it is right again. Both series.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Good } from '../node/demo/stocked.ts';
import { CONFIRMED, HEARD, look } from './stock-look.ts';
import type { Looked, Request } from './stock-look.ts';

type Any = any;
let shop: Looked;
let good: Good;
let other: Good;
afterEach(() => shop.close());

async function open(series: 'R' | 'X', options: Parameters<typeof look>[1] = {}): Promise<void> {
  shop = await look(series, options);
  [good, other] = shop.goods as [Good, Good];
}
const units = (): number[] => [good, other].map((own) => shop.shows(own));
const item = (row: Any): string => row.itemID ?? row.product_id;
const subjects = (): string[] => shop.raised().map(({ code, subject }) => `${code} ${subject}`).sort();
/** Both sold one at the till, and nobody told. */
async function sold(): Promise<void> {
  for (const own of [good, other]) shop.till(own);
  await shop.pass(HEARD);
  shop.deaf();
  for (const own of [good, other]) shop.till(own);
}

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    test('levels of items that nobody asked for: nothing is written, each item says so, and each closes alone', async () => {
      await open(series);
      await sold();
      shop.spoil((rows) => [...rows, { ...rows[0], itemID: '4711', product_id: '0b5e55ed-0006-4000-8000-000000004711' }]);
      shop.publish(good, other);
      await shop.quiet();
      assert.deepEqual([units(), subjects()], [[4, 4], [good, other].map((own) => `LEVELS_INCOMPLETE item/${own.item}`)]);
      shop.spoil();
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual([units(), subjects()], [[3, 4], [`LEVELS_INCOMPLETE item/${other.item}`]]);
      shop.publish(other);
      await shop.quiet();
      assert.deepEqual([units(), subjects()], [[3, 3], []]);
    });

    // scenario 124
    test('an empty answer about several items: each is held, each says so, and each closes alone', async () => {
      await open(series);
      await sold();
      shop.spoil(() => []);
      shop.publish(good, other);
      await shop.quiet();
      assert.deepEqual([units(), shop.raised().length > 1, shop.raised().some(({ subject }) => subject === 'stock')], [[4, 4], true, false]);
      shop.spoil();
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual(shop.raised().filter(({ subject }) => subject.includes(good.item)), []);
      shop.publish(other);
      await shop.quiet();
      assert.deepEqual([units(), shop.codes()], [[3, 3], []]);
    });

    test('what is wrong with one of several keeps no other from being published', async () => {
      await open(series);
      await sold();
      const asks = (request: Request, own: Good): boolean => shop.readsLevels(request)
        && (series === 'R' ? `${new URLSearchParams(request.query as Any).get('itemID')}` : `${(request as Any).body}`).includes(own.item);
      shop.fails((request) => asks(request, other), { kind: 'truncated' });
      shop.publish(good, other);
      await shop.quiet();
      assert.deepEqual([units(), subjects()], [[3, 4], [`VENDOR_UNREADABLE item/${other.item}`]]);
      shop.fails();
      shop.publish(other);
      await shop.quiet();
      assert.deepEqual([units(), subjects()], [[3, 3], []]);
    });

    test('more than Shopify takes: the limit is written, and it is said until there are fewer', async () => {
      await open(series);
      shop.receive(good, 2_000_000_000);
      await shop.pass(HEARD + 2 * CONFIRMED);
      assert.deepEqual([shop.shows(good), shop.codes()], [1_000_000_000, ['STOCK_OVER_LIMIT']]);
      shop.till(good, 1_999_999_999);
      await shop.pass(HEARD);
      assert.deepEqual([shop.shows(good), shop.codes()], [6, []]);
    });

    test('one item at one outlet twice: the same is no matter, another number is held and said', async () => {
      await open(series);
      await sold();
      shop.spoil((rows) => rows.flatMap((row) => [row, row]));
      shop.publish(good, other);
      await shop.quiet();
      assert.deepEqual([units(), shop.codes()], [[3, 3], []]);
      shop.till(good);
      shop.spoil((rows) => rows.flatMap((row) => {
        const again = shop.level({ ...row });
        if (item(row) === good.item) again.units(9);
        return [row, again.row];
      }));
      shop.publish(good, other);
      await shop.pass(5);
      assert.deepEqual([units(), subjects()], [[3, 3], [`LEVELS_DISAGREE level/${good.item}@${shop.outlets[0]}`]]);
      shop.spoil();
      shop.publish(good);
      await shop.pass(5);
      assert.deepEqual([units(), subjects()], [[2, 3], []]);
    });

    // scenario 124
    test('one outlet is missing beside another that is listed: held, not counted as none', async () => {
      const pooled: string[] = [];
      await open(series, {
        places: 2,
        more: ({ config, outlets }) => {
          pooled.push(...outlets);
          config.locations = [{ ...config.locations![0] as Any, outlets: [...outlets] }];
          return [];
        },
      });
      shop.publish(good);
      await shop.pass(2 * CONFIRMED);
      assert.deepEqual([shop.shows(good), shop.codes()], [10, []]);
      shop.deaf();
      shop.till(good, 1, 0);
      shop.spoil((rows) => rows.filter((row) => (row.shopID ?? row.outlet_id ?? row.location_id) !== pooled[1]));
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual([shop.shows(good), subjects()], [10, [`LEVELS_INCOMPLETE level/${good.item}@${pooled[1]}`]]);
      shop.spoil();
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual([shop.shows(good), shop.codes()], [9, []]);
    });

    test('an outlet that never had a row of the item has none of it', async () => {
      await open(series, {
        places: 2,
        more: ({ config, outlets }) => {
          config.locations = [{ ...config.locations![0] as Any, outlets: [...outlets] }];
          return [];
        },
      });
      const [, second] = shop.outlets;
      shop.spoil((rows) => rows.filter((row) => (row.shopID ?? row.outlet_id ?? row.location_id) !== second));
      shop.publish(good);
      await shop.quiet();
      assert.deepEqual([shop.shows(good), shop.codes()], [5, []]);
    });

    test('a tenant that does not publish reads nothing because of a webhook, and still computes when it is asked', async () => {
      await open(series, { stock: { publish: false } });
      const count = (): number => shop.lightspeed.requests.length + shop.sandbox.shopify.requests.length;
      const before = count();
      shop.till(good, 2);
      shop.sandbox.shopify.acts.setStock(other.inventoryItem, shop.locations[0] ?? '', 9);
      await shop.quiet();
      assert.ok(shop.sandbox.shopify.deliveries.log.length > 0);
      assert.equal(count(), before);
      shop.publish(good);
      await shop.quiet();
      assert.ok(count() > before);
      assert.deepEqual([units(), shop.written()], [[5, 9], []]);
    });

    test('a cancelled order that is taken back late gives its unit back to the web', async () => {
      await open(series, { units: 1, fires: () => false });
      const order = shop.buy();
      await shop.quiet();
      await shop.pass(120);
      assert.deepEqual([shop.holds(good), shop.shows(good)], [0, 0]);
      shop.deaf();
      shop.fails(({ path, method }) => method !== 'GET' && /\/(Sale|sales)/.test(path));
      shop.sandbox.shopify.acts.cancel(order, { refund: true, restock: false });
      const again = (): void => shop.put('orders/read', order.replace(/^.*\//, ''));
      again();
      await shop.pass(60);
      assert.deepEqual([shop.holds(good), shop.shows(good)], [0, 0]);
      shop.fails();
      await shop.pass(120);
      again();
      await shop.pass(600);
      assert.deepEqual([shop.holds(good), shop.shows(good), shop.codes()], [1, 1, []]);
    });
  });
}

// scenario 125
for (const [words, minutes, written] of [['behind', -5, 3], ['ahead', 5, 3]] as const) {
  test(`R: a clock that is five minutes ${words} changes nothing`, async () => {
    await open('R');
    shop.spoil((rows) => rows.map((row) => ({ ...row, timeStamp: new Date(Date.parse(row.timeStamp) + minutes * 60_000).toISOString() })));
    shop.till(good);
    await shop.pass(HEARD);
    shop.clock.skip(new Date(shop.clock.now().getTime() + 2_000));
    shop.till(good);
    await shop.pass(HEARD);
    assert.deepEqual([shop.shows(good), shop.codes()], [written, []]);
  });
}

// scenarios 6 and 125
test('R: a level of the future is written and said, and marks nothing; an older one than before is held', async () => {
  await open('R');
  shop.deaf();
  const moved = (seconds: number): void => shop.spoil((rows) => rows.map((row) => ({ ...row, timeStamp: new Date(shop.clock.now().getTime() + seconds * 1_000).toISOString() })));
  moved(900);
  shop.till(good);
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [4, ['CLOCK_AHEAD']]);
  moved(0);
  shop.till(good);
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [3, []]);
  moved(-60);
  shop.till(good);
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [3, ['LEVEL_BACKWARDS']]);
  moved(60);
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [2, []]);
});

// scenario 6
test('X: a version that goes backwards is held and said, and an equal one that is higher is read again', async () => {
  await open('X');
  shop.deaf();
  let version = 10;
  let shown: number | undefined;
  shop.spoil((rows) => rows.map((row) => {
    const own = shop.level({ ...row, version });
    if (shown !== undefined) own.units(shown);
    return own.row;
  }));
  shop.till(good);
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [4, []]);
  [version, shown] = [9, 1];
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [4, ['LEVEL_BACKWARDS']]);
  // What falls falls at once, whichever of the two is the newer.
  [version, shown] = [10, 2];
  shop.publish(good);
  await shop.quiet();
  assert.deepEqual([shop.shows(good), shop.codes()], [2, []]);
  shown = 3;
  shop.publish(good);
  await shop.quiet();
  assert.equal(shop.shows(good), 2);
  await shop.pass(120);
  assert.deepEqual([shop.shows(good), shop.codes()], [3, []]);
});

test('X: what a webhook told is not looked at once more by the next poll', async () => {
  await open('X');
  shop.till(good);
  await shop.quiet();
  assert.equal(shop.shows(good), 4);
  const reads = (): number => shop.lightspeed.requests.filter((own) => shop.readsLevels(own as Request)).length;
  const before = reads();
  shop.put('lightspeed/poll');
  await shop.pass(60);
  assert.equal(reads(), before);
  shop.deaf();
  shop.till(good);
  shop.put('lightspeed/poll');
  await shop.quiet();
  assert.deepEqual([reads() > before, shop.shows(good)], [true, 3]);
});
