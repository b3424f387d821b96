// The opening tie-out against the sandbox, both series: it says what publishing would change and
// nobody's stock is written before a person accepts it; its totals are the same wherever a host stops.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { idOf } from '../node/demo/derive.ts';
import type { Item, Series } from '../node/demo/derive.ts';
import { openStockShop } from '../node/demo/stocked.ts';
import type { Good, StockOptions, StockShop } from '../node/demo/stocked.ts';
import { Bridge, run } from '../node/module.ts';
import type { Event, Exception, Outcome, Ports, Task, TenantConfig } from '../node/module.ts';
import { TOPIC, openingOf, openingRun } from '../node/opening.ts';
import type { Opening } from '../node/opening.ts';
import { Stopped, stopAt } from './world.ts';

let shop: StockShop;
let good: Good;
let other: Good;
let tasks = 0;

afterEach(() => shop.close());

/** A shop that publishes and of which nothing was accepted yet; no webhook comes. */
async function open(series: Series, options: StockOptions = {}): Promise<void> {
  shop = await openStockShop(series, { opened: false, places: 2, ...options });
  [good, other] = shop.goods as [Good, Good];
  for (const { deliveries } of [shop.sandbox.shopify, shop.sandbox.x]) deliveries.setFaults({ seed: 1, perMille: { dropped: 1000 } });
}

const ports = (): Ports => ({ store: shop.tenant.store, http: shop.tenant.http, clock: shop.clock });
function taskOf(event: Event, id = `task-${tasks += 1}`): Task {
  return { contract: 1, tenant: shop.tenant.config.tenant, id, now: shop.clock.now().toISOString(), mode: 'apply', explain: 'none', event };
}
const perform = (task: Task, bridge = shop.tenant.bridge): Promise<Outcome> => run(bridge, task, ports());

async function tieOut(bridge = shop.tenant.bridge, first = taskOf({ source: 'operator', topic: TOPIC })): Promise<Opening> {
  const failed = await openingRun({ store: shop.tenant.store, clock: shop.clock, first, perform: (task) => perform(task, bridge), tell: () => undefined });
  assert.equal(failed, undefined);
  return known();
}
async function known(): Promise<Opening> {
  const own = await openingOf(shop.tenant.store);
  assert.ok(own !== undefined);
  return own;
}
const accept = (named: string, bridge = shop.tenant.bridge): Promise<Outcome> => perform(
  taskOf({ source: 'operator', topic: 'stock/accept', body: new TextEncoder().encode(JSON.stringify({ run: named, by: 'Ada of finance' })) }), bridge);
const written = (): number => shop.sandbox.shopify.requests.filter(({ body }) => /inventorySetQuantities|inventoryActivate/.test(body)).length;
const codes = (): string[] => shop.tenant.store.exceptions('open').map(({ exception }) => (exception as Exception).code).sort();
const publish = (...goods: Good[]): void => shop.put('stock/publish', goods.map(({ item }) => item).join(','));
const sums = ({ places }: Opening, at = 0): Record<string, number> => {
  const place = places.find((own) => own.place === `location/${shop.locations[at]}`);
  return Object.fromEntries(Object.entries(place?.sums ?? {}).map(([name, value]) => [name, Number(value)]));
};

/** Every place's numbers are the sum of their parts, and nothing is counted twice. */
function ties({ places }: Opening): void {
  for (const { place, sums: own, largest } of places) {
    const of = (name: string): number => Number(own[name] ?? 0);
    const parts = of('sellable') - of('in_flight') - of('safety') + of('kits') + of('kept') + of('other');
    assert.equal(of('shown'), parts, place);
    const counts = ['same', 'rise', 'stock', 'fall', 'zero', 'held', 'skipped'].map(of);
    assert.equal(counts.reduce((sum, count) => sum + count, 0), of('items'), place);
    if (largest.length < 50) {
      const differences = largest.map(({ shown, shopify = '0' }) => Number(shown) - Number(shopify));
      assert.equal(of('shopify') + differences.reduce((sum, units) => sum + units, 0), of('shown'), place);
    }
  }
}

/** So many more items, on both sides, with so many units. */
const more = (count: number, units = 5): NonNullable<StockOptions['more']> => ({ sandbox: { r, x }, config, outlets }) => (
  Array.from({ length: count }, (_, at): Item => {
    const item = idOf(config.lightspeed.series, 'item', 1000 + at);
    const stock = Object.fromEntries(outlets.map((outlet) => [outlet, `${units}`]));
    if (config.lightspeed.series === 'R') r.seedItem({ itemID: item, description: `Item ${at}`, stock });
    else x.seedProduct({ id: item, sku: `MORE-${at}`, price: '1', stock });
    return { variant: `gid://shopify/ProductVariant/${44100000010000 + at}`, item, sku: `MORE-${at}`, title: `Item ${at}`, price: '1.00' };
  }));

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    test('nothing is written before somebody accepts it, and then what it said is', async () => {
      await open(series);
      const { acts } = shop.sandbox.shopify;
      const [first = '', second = ''] = shop.locations;
      acts.setStock(good.inventoryItem, first, 12);
      acts.setStock(other.inventoryItem, first, 2);
      acts.unstockItem(other.inventoryItem, second);
      shop.till(good, 5, 1);
      publish(good, other);
      await shop.pass(120);
      assert.deepEqual([written(), codes()], [0, ['STOCK_NOT_OPENED']]);
      const said = await tieOut();
      ties(said);
      const count = shop.goods.length;
      // 5 of each at each place; the first place shows 12 and 2 of two of them.
      assert.deepEqual(sums(said), {
        items: count, same: count - 2, fall: 1, rise: 1, sellable: 5 * count, in_flight: 0, safety: 0, other: 0, shown: 5 * count, shopify: 5 * count + 7 - 3,
      });
      assert.deepEqual(sums(said, 1), {
        items: count, same: count - 2, stock: 1, zero: 1, sellable: 5 * count - 5, in_flight: 0, safety: 0, other: 0, shown: 5 * count - 5, shopify: 5 * count - 5,
      });
      assert.deepEqual(said.places[0]?.largest.map(({ item, shown, shopify, change }) => [item, shown, shopify, change]), [
        [good.item, '5', '12', 'fall'], [other.item, '5', '2', 'rise'],
      ]);
      assert.deepEqual([written(), codes()], [0, ['STOCK_NOT_OPENED']]);
      assert.equal((await accept(said.run.run)).status, 'done');
      assert.deepEqual(codes(), []);
      // What it said is what is shown now, without anybody asking for it.
      shop.server.wake();
      await shop.pass(120);
      for (const at of [0, 1]) {
        assert.equal(shop.goods.reduce((sum, own) => sum + shop.shows(own, at), 0), sums(said, at)['shown']);
      }
      assert.deepEqual([shop.shows(good, 1), codes()], [0, []]);
      ties(await tieOut());
      assert.equal(sums(await known())['same'], count);
    });

    test('what nobody counts is told: unlinked, unsold, at a place that is served by nobody', async () => {
      await open(series, { places: 1 });
      const { shopify, r, x } = shop.sandbox;
      shopify.seedLocation({ id: '78100099', name: 'Depot' });
      shopify.acts.stockItem(good.inventoryItem, '78100099', 4);
      const loose = shopify.seedVariant({ id: '44100000099001', sku: 'LOOSE', title: 'Loose', stock: { [shop.locations[0] ?? '']: 3, 78100099: 2 } });
      const unsold = idOf(series, 'item', 2001);
      if (series === 'R') r.seedItem({ itemID: unsold, description: 'Unsold', stock: { [shop.outlets[0] ?? '']: '6' } });
      else x.seedProduct({ id: unsold, sku: 'UNSOLD', price: '1', stock: { [shop.outlets[0] ?? '']: '6' } });
      await shop.tenant.store.commit([
        { table: 'links', key: 'orphan/variant/44100000099001', value: { v: 1, run: 'r', codes: ['LOOSE'], title: 'Loose' } },
        { table: 'links', key: `orphan/item/${unsold}`, value: { v: 1, run: 'r', codes: ['UNSOLD'], title: 'Unsold' } },
      ]);
      assert.ok(loose.inventoryItemId !== '');
      const said = await tieOut();
      ties(said);
      const { unlinked_units: unlinked, unlinked_items: variants, unsold_units: units } = sums(said);
      assert.deepEqual([unlinked, variants, units], [3, 1, 6]);
      const depot = said.places.find(({ place }) => place === 'location/78100099');
      assert.deepEqual(depot?.sums, { unplaced_items: '1', unplaced_units: '4', unlinked_items: '1', unlinked_units: '2' });
    });

    test('a run may be stopped anywhere, and a page that comes again counts once', { timeout: 240_000 }, async (t) => {
      await open(series, { more: more(30) });
      await shop.server.close();
      const { acts } = shop.sandbox.shopify;
      for (const [at, own] of shop.goods.entries()) if (own.sku.startsWith('MORE-') && at % 3 > 0) acts.stockItem(own.inventoryItem, shop.locations[at % 2] ?? '', at);
      const { run: _, ...expected } = await tieOut(undefined, taskOf({ source: 'operator', topic: TOPIC }, 'undisturbed'));
      ties({ run: _, ...expected });
      const pages: Task[] = [];
      // Another set of boundaries for each series: both go through the same store and flow.
      let at = series === 'R' ? 1 : 2;
      for (let ended = false; !ended; at += 3) {
        const breaker = stopAt(at);
        const first = taskOf({ source: 'operator', topic: TOPIC }, `stopped-${at}`);
        const pending = (): Task | undefined => shop.tenant.store.pending(shop.clock.now()).find(({ event }) => event.topic === TOPIC);
        const go = (task: Task, own: Ports): Promise<unknown> => openingRun({
          store: shop.tenant.store, clock: shop.clock, first: task, tell: () => undefined,
          perform: (step) => { pages.push(step); return run(shop.tenant.bridge, step, own); },
        });
        try {
          await go(first, breaker.ports(ports()));
          ended = true;
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          await go(pending() ?? first, ports());
        }
        // Each page once more, as another task: as a host does that delivers an event twice.
        if (at % 5 === 0 || ended) for (const { event } of pages.slice(-6)) if (event.cursor !== undefined) await perform(taskOf(event));
        pages.length = 0;
        const { run: own, ...totals } = await known();
        assert.deepEqual([own.state, own.linked, totals], ['done', shop.goods.length, expected], `stopped ${breaker.last} (boundary ${at})`);
      }
      t.diagnostic(`${at} boundaries`);
      assert.ok(at > 40);
    });

    test('another map asks anew, and may be accepted before it is used', async () => {
      await open(series);
      assert.equal((await accept((await tieOut()).run.run)).status, 'done');
      await shop.quiet();
      const config = { ...shop.tenant.config, stock: { publish: true, confirm_after: 5, safety: [{ units: '1' }] } } as TenantConfig;
      const bridge = new Bridge(config);
      try {
        const look = (own: Bridge): Promise<Outcome> => perform(taskOf({ source: 'operator', topic: 'stock/publish', cursor: good.item }), own);
        shop.till(good);
        const shut = await look(bridge);
        assert.deepEqual([(shut.exceptions ?? []).map(({ code }) => code), written(), shop.shows(good)], [['STOCK_NOT_OPENED'], 0, 5]);
        const said = await tieOut(bridge);
        assert.equal(sums(said)['safety'], shop.goods.length);
        // The one in use is not held up meanwhile.
        assert.deepEqual((await look(shop.tenant.bridge)).exceptions ?? [], []);
        assert.equal(shop.shows(good), 4);
        assert.match((await accept(said.run.run)).refusal?.message ?? '', /others than in the tie-out/);
        assert.equal((await accept(said.run.run, bridge)).status, 'done');
        assert.deepEqual((await look(bridge)).exceptions ?? [], []);
        assert.equal(shop.shows(good), 3);
      } finally {
        bridge.free();
      }
    });

    test('who published before there were tie-outs goes on with what was written, and is asked for one', async () => {
      await open(series);
      const [first = ''] = shop.locations;
      await shop.tenant.store.commit([{
        table: 'stock', key: `${good.item}/location/${first}`,
        value: { v: 1, inventory_item: `gid://shopify/InventoryItem/${good.inventoryItem}`, written: { quantity: 5, committed: 0, at: shop.clock.now().toISOString() } },
      }]);
      shop.till(good);
      shop.till(other);
      publish(good, other);
      await shop.pass(60);
      assert.deepEqual([shop.shows(good), shop.shows(other), codes()], [4, 5, ['STOCK_NOT_OPENED']]);
    });

    test('what is accepted must be the last one, over, of today, of this shop', async () => {
      await open(series, { places: 1 });
      const refused = async (named: string): Promise<string> => (await accept(named)).refusal?.message ?? 'accepted';
      assert.match(await refused('x'), /there is no tie-out/);
      await perform(taskOf({ source: 'operator', topic: TOPIC }));
      const begun = (await known()).run.run;
      assert.match(await refused(begun), /is not over/);
      const { run: { run: named } } = await tieOut();
      assert.match(await refused(begun), /not the last/);
      shop.clock.skip(new Date(shop.clock.now().getTime() + 90_000_000));
      assert.match(await refused(named), /more than a day old/);
      assert.equal(await shop.tenant.store.get('stock', 'opening/accepted'), undefined);
      const said = await tieOut();
      assert.equal(await refused(said.run.run), 'accepted');
      const { by, places } = await shop.tenant.store.get('stock', `opening/accepted/${said.run.digest}`) as { by: string; places: Record<string, unknown> };
      assert.deepEqual([by, places], ['Ada of finance', Object.fromEntries(said.places.map(({ place, sums: own }) => [place, own]))]);
    });
  });
}
