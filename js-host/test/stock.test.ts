// Stock from end to end against the sandbox, both series: tills, buyers and store rooms change what
// there is, webhooks and polls tell of it, and what Shopify can sell is what is right.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Series } from '../node/demo/derive.ts';
import { openStockShop } from '../node/demo/stocked.ts';
import type { Good, StockOptions, StockShop } from '../node/demo/stocked.ts';
import type { Exception } from '../node/module.ts';
import type { Fault, FaultHook, Faults } from '../sandbox/index.ts';

type Any = any;
type Request = Parameters<FaultHook>[0];

let shop: StockShop;
let good: Good;
let other: Good;

afterEach(() => shop.close());

async function open(series: Series, options: StockOptions = {}): Promise<void> {
  shop = await openStockShop(series, options);
  [good, other] = shop.goods as [Good, Good];
}

const SET = /inventorySetQuantities/;
const ACTIVATE = /inventoryActivate/;
/** The rows of each write that left for Shopify, as `item@location from->to`. */
function written(): string[][] {
  const calls = shop.sandbox.shopify.requests.filter(({ body }) => SET.test(body) || ACTIVATE.test(body)).map(({ body }) => JSON.parse(body).variables as Any);
  const name = (gid: string): string => {
    const number = `${gid}`.replace(/^.*\//, '');
    return `${shop.goods.findIndex(({ inventoryItem }) => inventoryItem === number)}`;
  };
  const place = (gid: string): string => `${shop.locations.indexOf(`${gid}`.replace(/^.*\//, ''))}`;
  return calls.map(({ input, ...own }) => (input === undefined
    ? [`${name(own.inventoryItemId)}@${place(own.locationId)} new->${own.available}`]
    : input.quantities.map((row: Any) => `${name(row.inventoryItemId)}@${place(row.locationId)} ${row.changeFromQuantity}->${row.quantity}`)));
}
const raised = (): Exception[] => shop.tenant.store.exceptions('open').map(({ exception }) => exception as Exception);
const codes = (): string[] => raised().map(({ code }) => code).sort();
const lightspeed = (): { faults: Faults } => (shop.series === 'R' ? shop.sandbox.r : shop.sandbox.x);
/** Whether it reads the levels of items, and not what changed. */
const readsLevels = ({ path, query, method }: Request): boolean => (shop.series === 'R'
  ? path.endsWith('/ItemShop.json') && query.has('itemID')
  : method === 'POST' && path.endsWith('/inventory_levels'));
const sells = ({ path, method }: Request): boolean => method !== 'GET' && /\/(Sale|SaleLine|sales)(\.json|\/|$)/.test(path);

/** Acts just before the first request of this kind, and lets the act say what is wrong with it. */
function before({ faults }: { faults: Faults }, is: (request: Request) => boolean, act: () => Fault | undefined | void): void {
  let acted = false;
  faults.set((request) => {
    if (acted || !is(request)) return undefined;
    acted = true;
    return act() ?? undefined;
  });
}
const always = ({ faults }: { faults: Faults }, is: (request: Request) => boolean, fault: Fault): void => {
  faults.set((request) => (is(request) ? fault : undefined));
};
/** No webhook comes, of either vendor. */
function deaf(is = true): void {
  for (const { deliveries } of [shop.sandbox.shopify, shop.sandbox.x]) deliveries.setFaults(is ? { seed: 1, perMille: { dropped: 1000 } } : undefined);
}
const publish = (...goods: Good[]): void => shop.put('stock/publish', goods.map(({ item }) => item).join(','));
const units = (own = good): [holds: number, shows: number] => [shop.holds(own), shop.shows(own)];

/** A change at the till is told by a webhook, or by the next poll. */
const HEARD = 16;
const CONFIRMED = 31;

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    // scenario 5
    test('a sale at the till lowers what Shopify can sell at once, and our own echo changes nothing', async () => {
      await open(series);
      shop.till(good, 2);
      await shop.pass(HEARD);
      assert.deepEqual([units(), written(), codes()], [[3, 3], [['0@0 5->3']], []]);
      const echoes = shop.sandbox.shopify.deliveries.log.filter(({ topic }) => topic === 'inventory_levels/update');
      assert.deepEqual(echoes.map(({ state }) => state), ['delivered']);
      await shop.pass(120);
      assert.equal(written().length, 1);
    });

    // scenario 5
    test('our own echo is known the first time an item is met: Lightspeed is asked nothing', async () => {
      await open(series, { fires: () => false });
      shop.sandbox.x.deliveries.setFaults({ seed: 1, perMille: { dropped: 1000 } });
      let reads = 0;
      lightspeed().faults.set((request) => {
        if (readsLevels(request)) reads += 1;
        return undefined;
      });
      shop.till(good, 2);
      publish(good);
      await shop.quiet();
      const before = reads;
      await shop.pass(120);
      const echoes = shop.sandbox.shopify.deliveries.log.filter(({ topic }) => topic === 'inventory_levels/update');
      assert.deepEqual([echoes.map(({ state }) => state), written(), before > 0, reads], [['delivered'], [['0@0 5->3']], true, before]);
      // What somebody else writes is looked at.
      shop.sandbox.shopify.acts.setStock(good.inventoryItem, shop.locations[0] ?? '', 9);
      await shop.pass(120);
      assert.deepEqual([units(), written(), codes()], [[3, 3], [['0@0 5->3'], ['0@0 9->3']], ['STOCK_FOREIGN_CHANGE']]);
    });

    // scenario 3
    test('goods that come in are shown after a second read', async () => {
      await open(series);
      shop.receive(good, 3);
      await shop.pass(HEARD);
      assert.deepEqual([units(), written()], [[8, 5], []]);
      await shop.pass(CONFIRMED);
      assert.deepEqual([units(), written(), codes()], [[8, 8], [['0@0 5->8']], []]);
    });

    // scenario 3
    test('of two reads the lower one counts, and what is more is read again', async () => {
      await open(series);
      shop.receive(good, 3);
      await shop.pass(HEARD);
      before(lightspeed(), readsLevels, () => shop.receive(good, 2));
      await shop.pass(CONFIRMED);
      assert.deepEqual([units(), written()], [[10, 8], [['0@0 5->8']]]);
      await shop.pass(2 * CONFIRMED);
      assert.deepEqual([units(), written()], [[10, 10], [['0@0 5->8'], ['0@0 8->10']]]);
    });

    // scenario 3
    test('what one read shows and the next one does not is never shown', async () => {
      await open(series);
      shop.receive(good, 5);
      await shop.pass(HEARD);
      before(lightspeed(), readsLevels, () => shop.till(good, 5));
      await shop.pass(10 * CONFIRMED);
      assert.deepEqual([units(), written(), codes()], [[5, 5], [], []]);
    });

    // scenario 1
    test('what a web order took is not lifted before Lightspeed has it', async () => {
      await open(series, { units: 1 });
      always(lightspeed(), sells, { kind: '500' });
      shop.buy();
      await shop.quiet();
      for (let turn = 0; turn < 5; turn += 1) {
        publish(good);
        await shop.pass(CONFIRMED);
      }
      assert.deepEqual([units(), shop.committed(good), written()], [[1, 0], 1, []]);
      lightspeed().faults.set();
      shop.put('orders/open');
      await shop.pass(300);
      assert.deepEqual([units(), written(), codes()], [[0, 0], [], []]);
    });

    // scenario 1
    test('nor is it when none of its webhooks came', async () => {
      await open(series, { units: 1 });
      deaf();
      shop.buy();
      publish(good);
      await shop.quiet();
      // Shopify counts it as committed, and whoever publishes has it found, and posted.
      assert.deepEqual([units(), shop.committed(good), written()], [[0, 0], 1, []]);
      // What comes in does not hide it.
      shop.receive(good, 1);
      publish(good);
      await shop.pass(300);
      assert.deepEqual([units(), written(), codes()], [[1, 1], [['0@0 0->1']], []]);
    });

    // scenario 1
    test('an order that was sent before anybody told of it is found after the till sold, and published right', async () => {
      await open(series, { units: 3 });
      deaf();
      shop.sandbox.shopify.acts.fulfil(shop.buy());
      shop.till(good);
      publish(good);
      await shop.pass(60);
      // Three, less what the till sold and what was sent.
      assert.deepEqual([units(), shop.committed(good), codes()], [[1, 1], 0, []]);
    });

    // scenario 2
    test('a cancelled order gives its unit back once the cancellation is seen, and not before', async () => {
      await open(series, { units: 1 });
      always(lightspeed(), sells, { kind: '500' });
      const order = shop.buy();
      await shop.quiet();
      deaf();
      shop.sandbox.shopify.acts.cancel(order, { refund: true, restock: false });
      const rows = async (): Promise<number> => (await shop.tenant.store.scan('in_flight', `${good.item}/`, undefined, 10)).rows.length;
      assert.equal(await rows(), 1);
      const atWrite: number[] = [];
      const { faults } = shop.sandbox.shopify;
      faults.set(({ body }) => {
        if (SET.test(body)) void rows().then((count) => atWrite.push(count));
        return undefined;
      });
      // Nobody tells of it: the sweep that follows the look finds it.
      publish(good);
      await shop.quiet();
      assert.deepEqual([units(), written()], [[1, 0], []]);
      await shop.pass(300);
      assert.deepEqual([units(), written(), atWrite], [[1, 1], [['0@0 0->1']], [0]]);
    });

    // scenario 4
    test('the last unit that is sold twice is none, and one exception names the order', async () => {
      await open(series, { units: 1 });
      shop.till(good);
      const order = shop.buy();
      await shop.pass(600);
      assert.deepEqual([units(), written()], [[-1, 0], []]);
      const [oversold, ...more] = raised();
      assert.deepEqual([oversold?.code, more], ['OVERSOLD', []]);
      assert.match(JSON.stringify(oversold?.evidence), new RegExp(order.replace(/^.*\//, '')));
      // Somebody finds the unit.
      shop.receive(good, 1);
      await shop.pass(600);
      assert.deepEqual([units(), codes()], [[0, 0], []]);
    });

    // scenario 7
    test('of two locations the one that changed meanwhile is written again, and only that one', async () => {
      await open(series, { places: 2 });
      deaf();
      shop.till(good, 2, 0);
      shop.till(good, 1, 1);
      // A buyer takes one between our read and our write.
      before(shop.sandbox.shopify, ({ body }) => SET.test(body), () => shop.sandbox.shopify.acts.adjustStock(good.inventoryItem, shop.locations[0] ?? '', -1));
      publish(good);
      await shop.pass(HEARD);
      assert.deepEqual(written(), [['0@0 5->3', '0@1 5->4'], ['0@1 5->4'], ['0@0 4->3']]);
      assert.deepEqual([shop.shows(good, 0), shop.shows(good, 1)], [3, 4]);
      await shop.pass(120);
      assert.equal(written().length, 3);
    });

    for (const [what, kind] of [['whose answer was lost', 'timeout_after'], ['that was lost itself', 'timeout_before']] as const) {
      test(`a write ${what} goes again under its key, and is made once`, async () => {
        await open(series);
        before(shop.sandbox.shopify, ({ body }) => SET.test(body), () => ({ kind }));
        shop.till(good, 2);
        await shop.pass(120);
        assert.deepEqual([units(), written(), codes()], [[3, 3], [['0@0 5->3'], ['0@0 5->3']], []]);
        const sent = shop.sandbox.shopify.requests.filter(({ body }) => SET.test(body)).map(({ body }) => body);
        assert.equal(sent[0], sent[1]);
        const echoes = shop.sandbox.shopify.deliveries.log.filter(({ topic }) => topic === 'inventory_levels/update');
        assert.equal(echoes.length, 1);
      });
    }

    for (const [kind, code] of [['truncated', 'VENDOR_UNREADABLE'], ['empty_page', 'LEVELS_INCOMPLETE'], ['short_page', 'LEVELS_INCOMPLETE']] as const) {
      test(`a page of levels that is ${kind.replace('_page', '')} sets nothing to zero, and the next one is right`, async () => {
        await open(series);
        // Both have been decided from before.
        for (const own of [good, other]) shop.till(own);
        await shop.pass(HEARD);
        const count = written().length;
        deaf();
        for (const own of [good, other]) shop.till(own);
        always(lightspeed(), readsLevels, { kind });
        publish(good, other);
        await shop.quiet();
        assert.deepEqual(codes().filter((own, at, all) => all.indexOf(own) === at), [code]);
        for (const row of written().slice(count).flat()) assert.match(row, /4->3$/);
        lightspeed().faults.set();
        publish(good, other);
        await shop.pass(120);
        assert.deepEqual([units(good), units(other), codes()], [[3, 3], [3, 3], []]);
      });
    }

    test('one item whose level is not listed any more is not set to zero', async () => {
      await open(series);
      shop.till(good);
      await shop.pass(HEARD);
      deaf();
      always(lightspeed(), readsLevels, { kind: 'empty_page' });
      publish(good);
      await shop.quiet();
      assert.deepEqual([units(), codes()], [[4, 4], ['LEVELS_INCOMPLETE']]);
      lightspeed().faults.set();
      publish(good);
      await shop.quiet();
      assert.deepEqual([units(), codes()], [[4, 4], []]);
    });

    // scenario 6
    test('two sales of one second, with a look between them, are both seen', async () => {
      await open(series);
      deaf();
      const { now } = shop.clock;
      const stands = now();
      shop.clock.now = () => stands;
      shop.till(good);
      publish(good);
      await shop.server.idle(0);
      shop.till(good);
      shop.clock.now = now;
      assert.equal(shop.shows(good), 4);
      publish(good);
      await shop.pass(5);
      assert.deepEqual([units(), codes()], [[3, 3], []]);
    });

    test('a reconciliation writes what differs, and nothing else', async () => {
      await open(series);
      deaf();
      const { acts } = shop.sandbox.shopify;
      acts.setStock(good.inventoryItem, shop.locations[0] ?? '', 9);
      acts.setStock(other.inventoryItem, shop.locations[0] ?? '', 2);
      shop.put('stock/reconcile');
      await shop.quiet();
      assert.deepEqual(written(), [['0@0 9->5']]);
      await shop.pass(120);
      assert.deepEqual(written(), [['0@0 9->5'], ['1@0 2->5']]);
      shop.put('stock/reconcile');
      await shop.pass(120);
      assert.equal(written().length, 2);
    });

    // scenario 18
    test('what is not stocked at a location is stocked there with what there is', async () => {
      await open(series);
      const place = shop.locations[0] ?? '';
      shop.sandbox.shopify.acts.unstockItem(good.inventoryItem, place);
      await shop.pass(120);
      publish(good);
      await shop.pass(120);
      assert.deepEqual([units(), written()], [[5, 5], [['0@0 new->5']]]);
    });

    // scenarios 11 and 12
    test('a kit is as many as its components make, and what it sells is missing there', async () => {
      const KIT = series === 'R' ? '190' : '0b5e55ed-0006-4000-8000-000000000090';
      await open(series, {
        units: 7,
        more: ({ sandbox: { r, x } }) => {
          const [first = '', second = ''] = series === 'R' ? ['101', '102'] : ['0b5e55ed-0006-4000-8000-000000000001', '0b5e55ed-0006-4000-8000-000000000002'];
          if (series === 'R') r.seedItem({ itemID: KIT, description: 'Kit', itemType: 'assembly', components: [{ itemID: first, quantity: '2' }, { itemID: second, quantity: '1' }] });
          else x.seedProduct({ id: KIT, sku: 'KIT', price: '50', components: { [first]: '2', [second]: '1' } });
          return [{ variant: 'gid://shopify/ProductVariant/44100000009001', item: KIT, sku: 'KIT', title: 'Kit', price: '50.00' }];
        },
      });
      const kit = shop.goods.at(-1) as Good;
      const at = shop.goods.indexOf(kit);
      const parts = [{ item: good.item, quantity: '2' }, { item: other.item, quantity: '1' }];
      const used = { v: 1, variant: kit.variant };
      await shop.tenant.store.commit([
        { table: 'links', key: 'variant/44100000009001', value: { v: 1, item: KIT, by: 'sku', kit: parts } },
        ...parts.map(({ item }) => ({ table: 'links', key: `used/${item}/${KIT}`, value: used })),
      ]);
      publish(kit);
      await shop.pass(120);
      assert.deepEqual(written(), [[`${at}@0 new->3`]]);
      // The till sells components: the kit falls with them.
      shop.till(good, 2);
      await shop.pass(HEARD);
      assert.deepEqual([shop.shows(good), shop.shows(kit), codes()], [5, 2, []]);
      // And rises with them.
      shop.receive(good, 2);
      await shop.pass(120);
      assert.deepEqual([shop.shows(good), shop.shows(kit), codes()], [7, 3, []]);
      // A buyer takes one: its components cannot be sold once more, although Lightspeed has them still.
      always(lightspeed(), sells, { kind: '500' });
      shop.buy(0, kit);
      await shop.quiet();
      assert.deepEqual([shop.holds(good), shop.shows(good), shop.shows(other), shop.shows(kit)], [7, 5, 6, 2]);
    });
  });
}

test('R: a filter that is ignored writes nothing, and the next run is right', async () => {
  await open('R');
  deaf();
  shop.till(good, 2);
  shop.sandbox.r.ignoreFilter('ItemShop', 'itemID');
  publish(good);
  await shop.quiet();
  assert.deepEqual([units(), written(), codes()], [[3, 5], [], ['LEVELS_INCOMPLETE']]);
  shop.sandbox.r.ignoreFilter('ItemShop', 'itemID', false);
  publish(good);
  await shop.quiet();
  assert.deepEqual([units(), written(), codes()], [[3, 3], [['0@0 5->3']], []]);
});

// scenario 5
test('X: an echo that comes after a newer change writes nothing', async () => {
  await open('X');
  shop.till(good);
  await shop.pass(HEARD);
  const { deliveries } = shop.sandbox.shopify;
  const echo = deliveries.log.find(({ topic }) => topic === 'inventory_levels/update');
  shop.till(good);
  await shop.pass(HEARD);
  assert.equal(written().length, 2);
  deliveries.emit([{ topic: 'inventory_levels/update', payload: echo?.body ?? '' }]);
  await shop.pass(120);
  assert.deepEqual([units(), written().length, codes()], [[3, 3], 2, []]);
});
