// A host may be stopped at any moment while a payout of two pages is read and recorded, answers may be
// lost, and two hosts may work at once: there is one record in Lightspeed and one set of entries in
// the end, byte by byte those of the run that nothing disturbed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import type { Series } from '../node/demo/derive.ts';
import { run } from '../node/module.ts';
import type { Ports, Store, Task } from '../node/module.ts';
import { TaskHeld } from '../node/store.ts';
import type { SqliteStore } from '../node/store.ts';
import { number, openPayoutShop } from './payout-shop.ts';
import type { PayoutShop } from './payout-shop.ts';
import { Stopped, stopAt } from './world.ts';

type Any = any;

const ONE = 'us-1001-one-line.json';

type State = { records: unknown; sales: number; rows: { [key: string]: unknown }; claims: string[]; exceptions: string[]; withdraws: number };

/** Paid out yesterday, in two pages; not found yet. */
async function openPaid(series: Series): Promise<{ shop: PayoutShop; payout: string; task(id: string): Task }> {
  const shop = await openPayoutShop(series);
  await shop.sell(ONE);
  for (let row = 0; row < 110; row += 1) shop.acts.adjust({ type: row % 2 === 0 ? 'SHIPPING_LABEL' : 'MERCHANT_GOODWILL_CREDIT', amount: row % 2 === 0 ? '-0.31' : '0.77' });
  const [payout = ''] = shop.acts.settle();
  await shop.pass(24);
  return {
    shop, payout,
    task: (id) => ({ contract: 1, tenant: shop.config.tenant, id, now: shop.clock.now().toISOString(), mode: 'apply', event: { source: 'schedule', topic: 'payouts/poll' } }),
  };
}

/** Runs the task and all that follows at once, or is unfinished. */
async function work(shop: PayoutShop, store: SqliteStore, first: Task | undefined, change: (ports: Ports) => Ports = (ports) => ports): Promise<void> {
  const ports = change({ store, http: shop.http, clock: shop.clock });
  if (first !== undefined) await run(shop.bridge, store.task(first.id) ?? first, ports);
  for (let count = 0; count < 40; count += 1) {
    const soon = store.earliest();
    // What a vendor or another host is waited for; not what is looked at again hours later.
    if (soon !== undefined && soon.getTime() - shop.clock.now().getTime() < 600_000) await shop.clock.sleep(soon);
    const [next] = store.pending(shop.clock.now());
    if (next === undefined) return;
    await run(shop.bridge, next, ports);
  }
  throw new Error('tasks follow each other without end');
}

/** What all has come to. Moments are those of the run that it was. */
async function stateOf(shop: PayoutShop): Promise<State> {
  const { sandbox, series, db } = shop;
  const timeless = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (name, own: unknown) => (['at', 'until', 'since', 'id'].includes(name) ? undefined : own)));
  const rows = Object.fromEntries(Object.entries(await shop.rows()).map(([name, value]) => [name, timeless(value)]));
  return {
    records: shop.records().map(({ id: _, ...record }) => record),
    sales: (series === 'R' ? sandbox.r.dump().sales : sandbox.x.dump().sales).length,
    rows,
    claims: (await db.scan('claims', '', undefined, 9)).rows.map(({ key }) => key),
    exceptions: shop.codes(),
    withdraws: sandbox.r.dump().withdraws.length,
  };
}

const undisturbed = new Map<Series, Promise<State>>();
async function expected(series: Series): Promise<State> {
  const found = undisturbed.get(series) ?? (async () => {
    const { shop, task, payout } = await openPaid(series);
    try {
      await work(shop, shop.db, task('task-1'));
      const state = await stateOf(shop);
      assert.deepEqual([(state.records as Any[]).length, state.sales, state.claims, state.exceptions, state.withdraws], [1, 2, [], [], 0]);
      assert.deepEqual(Object.keys(state.rows).filter((name) => !name.startsWith('paid/')), [number(payout), `entry/P${number(payout)}`, 'poll', 'way']);
      assert.deepEqual([(state.rows[number(payout)] as Any).page, (state.rows[number(payout)] as Any).totals.rows], [2, 111]);
      return state;
    } finally {
      await shop.close();
    }
  })();
  undisturbed.set(series, found);
  return await found;
}

/** How the sandbox is set, and a safeguard that is taken out of a host's ports. */
type Around = { prepare?(shop: PayoutShop): void; planted?(ports: Ports): Ports };

/** Stops hosts at each of `stops` in turn, then lets one finish. */
async function stoppedAt(series: Series, stops: number[], { prepare, planted = (ports) => ports }: Around = {}): Promise<{ state: State; done: boolean; last: string[] }> {
  const { shop, task } = await openPaid(series);
  prepare?.(shop);
  try {
    const first = task('task-1');
    const last: string[] = [];
    let done = false;
    for (const at of stops) {
      const store = shop.store();
      const breaker = stopAt(at);
      try {
        await work(shop, store, first, (ports) => planted(breaker.ports(ports)));
        done = true;
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        done = false;
      } finally {
        store.close();
      }
      last.push(breaker.last);
    }
    const store = shop.store();
    try {
      await work(shop, store, first, planted);
    } finally {
      store.close();
    }
    return { state: await stateOf(shop), done, last };
  } finally {
    await shop.close();
  }
}

function compared<T>(wrong: string[], what: string, state: T, should: T): void {
  try {
    assert.deepEqual(state, should);
  } catch (error) {
    wrong.push(`${what}: ${(error as Error).message}`);
  }
}

for (const series of SERIES) {
  test(`${series}: stopped at any boundary, then finished by another host`, async (t) => {
    const should = await expected(series);
    const wrong: string[] = [];
    let at = 1;
    for (; ; at += 1) {
      const { state, done, last } = await stoppedAt(series, [at]);
      if (done) break;
      compared(wrong, `stopped ${last[0]} (boundary ${at})`, state, should);
    }
    t.diagnostic(`${at - 1} boundaries`);
    assert.ok(at > 60, `only ${at} boundaries were met`);
    assert.deepEqual(wrong, []);
  });

  test(`${series}: stopped twice`, async (t) => {
    const should = await expected(series);
    const wrong: string[] = [];
    let pairs = 0;
    for (let first = 8; first < 92; first += 17) {
      for (let second = 5; second < 50; second += 17) {
        const { state, last } = await stoppedAt(series, [first, second]);
        pairs += 1;
        compared(wrong, `stopped ${last.join(', then ')}`, state, should);
      }
    }
    t.diagnostic(`${pairs} pairs`);
    assert.deepEqual(wrong, []);
  });

  test(`${series}: a task comes twice, and each page of it`, async () => {
    const should = await expected(series);
    const { shop, task, payout } = await openPaid(series);
    try {
      await work(shop, shop.db, task('task-1'));
      await work(shop, shop.db, task('task-1'));
      await work(shop, shop.db, task('task-2'));
      for (const cursor of [`${number(payout)}/1/1`, `${number(payout)}/1/2`, `${number(payout)}/7/1`]) {
        await work(shop, shop.db, { ...task(`again-${cursor}`), event: { source: 'schedule', topic: 'payouts/read', cursor } });
      }
      assert.deepEqual(await stateOf(shop), should);
    } finally {
      await shop.close();
    }
  });

  for (const topic of ['payouts/poll', 'payouts/read']) {
    test(`${series}: two hosts, two tasks of ${topic}, one payout`, async () => {
      const should = await expected(series);
      const wrong: string[] = [];
      for (let skew = 0; skew < 8; skew += 1) {
        const { shop, task, payout } = await openPaid(series);
        const stores = [shop.store(), shop.store()];
        const late = (turns: number) => (ports: Ports): Ports => ({ ...ports, http: { send: async (request) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
          return ports.http.send(request);
        } } });
        const own = (host: number): Task => ({
          ...task(`task-${host}`), event: { source: 'schedule', topic, ...(topic === 'payouts/poll' ? {} : { cursor: number(payout) }) },
        });
        try {
          await Promise.all(stores.map((store, host) => work(shop, store, own(host), late(host === 0 ? skew : 7 - skew)).catch((error: unknown) => {
            // The other one has what is next, and goes on.
            if (!(error instanceof TaskHeld)) throw error;
          })));
          for (const store of stores.splice(0)) store.close();
          await work(shop, shop.db, undefined);
          await work(shop, shop.db, task('task-3'));
          // How often it was read is no matter, nor that one of them waited in vain for the other.
          const state = await stateOf(shop);
          const exceptions = state.exceptions.filter((code) => code !== 'CLAIM_HELD');
          compared(wrong, `skew ${skew}`, unread({ ...state, exceptions }), unread(should));
        } catch (error) {
          wrong.push(`skew ${skew}: ${(error as Error).message}`);
        } finally {
          for (const store of stores.splice(0)) store.close();
          await shop.close();
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  for (const kind of ['429', '500', 'timeout_before', 'timeout_after'] as const) {
    test(`${series}: ${kind} on each request`, async (t) => {
      const should = await expected(series);
      const wrong: string[] = [];
      let struck = 0;
      for (const vendor of ['lightspeed', 'shopify'] as const) {
        for (let nth = 1; ; nth += 1) {
          const { shop, task } = await openPaid(series);
          try {
            const server = vendor === 'shopify' ? shop.shopify : series === 'R' ? shop.sandbox.r : shop.sandbox.x;
            server.faults.set([{ kind, nth }]);
            await work(shop, shop.db, task('task-1'));
            compared(wrong, `request ${nth} to ${vendor}`, await stateOf(shop), should);
            if (server.faults.counts[kind] === 0) break;
            struck += 1;
          } finally {
            await shop.close();
          }
        }
      }
      t.diagnostic(`${struck} requests`);
      assert.ok(struck >= 7, `${struck} requests`);
      assert.deepEqual(wrong, []);
    });
  }
}

test('R: movements of the drawer are made once, too, wherever a host is stopped', async (t) => {
  const wrong: string[] = [];
  const refusing: Around = { prepare: (shop) => shop.sandbox.r.setZeroTotal('refuse') };
  const { state: should } = await stoppedAt('R', [1_000], refusing);
  assert.deepEqual([(should.records as Any[]).length, should.withdraws, should.exceptions, (should.rows['way'] as Any).way], [0, 1, [], 'withdraw']);
  // What comes before the record is the same as above.
  let at = 60;
  for (; ; at += 1) {
    const { state, done, last } = await stoppedAt('R', [at], refusing);
    if (done) break;
    compared(wrong, `stopped ${last[0]} (boundary ${at})`, state, should);
  }
  t.diagnostic(`${at - 60} boundaries`);
  assert.ok(at > 90, `only ${at} boundaries were met`);
  assert.deepEqual(wrong, []);
});

test('without the mark that a write was sent, a stop records a payout twice', async () => {
  const planted = ({ store, ...rest }: Ports): Ports => {
    const forgetful = Object.fromEntries(Object.entries(store).filter(([name]) => name !== 'commitAsked')) as unknown as Store;
    return { ...rest, store: { ...forgetful, sent: async () => false } };
  };
  const made: number[] = [];
  for (let at = 60; ; at += 1) {
    const { state, done } = await stoppedAt('R', [at], { planted });
    if (done) break;
    made.push((state.records as Any[]).length);
  }
  assert.ok(made.includes(1) && made.includes(2), made.join());
});

function unread(state: State): State {
  return { ...state, rows: Object.fromEntries(Object.entries(state.rows).map(([name, row]) => [name, { ...row as object, run: 1 }])) };
}
