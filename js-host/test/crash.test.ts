// A host may be stopped at any moment, and two may work at once: there is one sale and one
// customer in the end, and the same end as if nothing had happened.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import { Bridge, run } from '../node/module.ts';
import type { Ports, Task } from '../node/module.ts';
import { TaskHeld } from '../node/store.ts';
import { Stopped, openWorld, runAll, runPending, stateOf, stopAt } from './world.ts';
import type { State, World } from './world.ts';
import { withoutBodies } from '../node/tasks.ts';

const TASK = 'task-1';

/** Runs until the host is stopped; true when it came to its end instead. */
async function runUntil(world: World, task: Task, at: number): Promise<{ done: boolean; last: string }> {
  const store = world.store();
  const breaker = stopAt(at);
  try {
    await run(world.bridge, store.task(task.id) ?? task, breaker.ports({ store, http: world.http, clock: world.clock }));
    return { done: true, last: breaker.last };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { done: false, last: breaker.last };
  } finally {
    store.close();
  }
}

async function undisturbed(series: 'R' | 'X'): Promise<State> {
  const world = await openWorld(series);
  const store = world.store();
  try {
    await runAll(world, store, world.task(TASK));
    return await stateOf(world, store);
  } finally {
    store.close();
    await world.close();
  }
}

/** Stops a host at each of `stops` in turn, then lets one finish. */
async function stoppedAt(series: 'R' | 'X', stops: number[]): Promise<{ state: State; done: boolean; last: string[] }> {
  const world = await openWorld(series);
  try {
    const task = world.task(TASK);
    const last: string[] = [];
    let done = false;
    for (const at of stops) {
      const stopped = await runUntil(world, task, at);
      done = stopped.done;
      last.push(stopped.last);
    }
    const store = world.store();
    try {
      await runAll(world, store, store.task(TASK) ?? task);
      return { state: await stateOf(world, store), done, last };
    } finally {
      store.close();
    }
  } finally {
    await world.close();
  }
}

for (const series of SERIES) {
  test(`${series}: stopped at any boundary, then finished by another host`, async (t) => {
    const expected = await undisturbed(series);
    assert.deepEqual([expected.sales.length, expected.customers, expected.exceptions, expected.rows['claims']], [1, 1, [], []]);
    const wrong: string[] = [];
    let at = 1;
    for (; ; at += 1) {
      const { state, done, last } = await stoppedAt(series, [at]);
      if (done) break;
      try {
        assert.deepEqual(state, expected);
      } catch (error) {
        wrong.push(`stopped ${last[0]} (boundary ${at}): ${(error as Error).message}`);
      }
    }
    t.diagnostic(`${at - 1} boundaries`);
    assert.ok(at > 40, `only ${at} boundaries were met`);
    assert.deepEqual(wrong, []);
  });

  test(`${series}: stopped twice`, async (t) => {
    const expected = await undisturbed(series);
    let pairs = 0;
    for (let first = 3; first < 80; first += 7) {
      for (let second = 2; second < 40; second += 9) {
        const { state, last } = await stoppedAt(series, [first, second]);
        pairs += 1;
        assert.deepEqual(state, expected, `stopped ${last.join(', then ')}`);
      }
    }
    t.diagnostic(`${pairs} pairs`);
  });

  test(`${series}: two hosts, two tasks, one order`, async () => {
    const expected = await undisturbed(series);
    for (let skew = 0; skew < 12; skew += 1) {
      const world = await openWorld(series);
      const stores = [world.store(), world.store()];
      try {
        const late = (ports: Ports, turns: number): Ports => ({ ...ports, http: { send: async (request) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return ports.http.send(request);
        } } });
        await Promise.all(stores.map((store, host) => {
          const ports = { store, http: world.http, clock: world.clock };
          return run(world.bridge, world.task(`task-${host}`), late(ports, host === 0 ? skew : 11 - skew));
        }));
        const [store = world.store()] = stores;
        await runPending(world, store);
        assert.deepEqual(await stateOf(world, store), expected, `skew ${skew}`);
      } finally {
        for (const store of stores) store.close();
        await world.close();
      }
    }
  });

  test(`${series}: one task, two hosts: the second is turned away, and later told the outcome`, async () => {
    const world = await openWorld(series);
    const [one, two] = [world.store(), world.store()];
    try {
      const task = world.task(TASK);
      const running = run(world.bridge, task, { store: one, http: world.http, clock: world.clock });
      await assert.rejects(run(world.bridge, task, { store: two, http: world.http, clock: world.clock }), TaskHeld);
      const outcome = await running;
      // What is kept of an outcome holds no bodies of writes: names and addresses do not stay.
      assert.deepEqual(await run(world.bridge, task, { store: two, http: world.http, clock: world.clock }), withoutBodies(outcome));
      assert.equal((await stateOf(world, one)).sales.length, 1);
    } finally {
      one.close();
      two.close();
      await world.close();
    }
  });

  for (const kind of ['429', '500', 'timeout_before', 'timeout_after'] as const) {
    for (const vendor of ['lightspeed', 'shopify'] as const) {
      test(`${series}: ${kind} on each request to ${vendor}`, async (t) => {
        const expected = await undisturbed(series);
        let struck = 0;
        for (let nth = 1; ; nth += 1) {
          const world = await openWorld(series);
          const store = world.store();
          try {
            const server = vendor === 'shopify' ? world.sandbox.shopify : series === 'R' ? world.sandbox.r : world.sandbox.x;
            server.faults.set([{ kind, nth }]);
            const outcome = await runAll(world, store, world.task(TASK));
            assert.deepEqual(await stateOf(world, store), expected, `request ${nth}, ${outcome.rounds} rounds`);
            if (server.faults.counts[kind] === 0) break;
            struck += 1;
          } finally {
            store.close();
            await world.close();
          }
        }
        t.diagnostic(`${struck} requests`);
        assert.ok(struck >= (vendor === 'shopify' ? 1 : 4));
      });
    }
  }
}

for (const series of SERIES) {
  test(`${series}: vendors that fail at random, and orders run again until they stand`, async (t) => {
    const expected = await undisturbed(series);
    const met = new Map<string, number>();
    let hidden = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const world = await openWorld(series);
      const store = world.store();
      try {
        const server = series === 'R' ? world.sandbox.r : world.sandbox.x;
        server.faults.set({ seed, perMille: { '429': 80, '500': 80, timeout_before: 80, timeout_after: 120 } });
        for (let attempt = 1; attempt <= 10; attempt += 1) {
          const outcome = await runAll(world, store, world.task(`task-${attempt}`));
          const codes = (outcome.exceptions ?? []).map((exception) => exception.code);
          for (const code of codes) met.set(code, (met.get(code) ?? 0) + 1);
          if (codes.length === 0) break;
          assert.notEqual(attempt, 10, `seed ${seed} still ends in ${codes.join(', ')}`);
        }
        hidden += server.faults.effectsHidden;
        assert.deepEqual(await stateOf(world, store), expected, `seed ${seed}`);
      } finally {
        store.close();
        await world.close();
      }
    }
    t.diagnostic(`60 orders, ${hidden} writes whose answer was lost, exceptions on the way: ${JSON.stringify(Object.fromEntries(met))}`);
    assert.ok(hidden >= 10);
  });

  test(`${series}: the configuration changes while a task is under way`, async () => {
    const expected = await undisturbed(series);
    for (let at = 20; at <= 60; at += 2) {
      const world = await openWorld(series);
      try {
        const task = world.task(TASK);
        await runUntil(world, task, at);
        const changed = new Bridge({ ...world.config, customers: { default_country: 'CA' } });
        assert.notEqual(changed.revision, world.bridge.revision);
        const store = world.store();
        try {
          await runAll({ ...world, bridge: changed }, store, store.task(TASK) ?? task);
          assert.deepEqual(await stateOf(world, store), expected, `stopped at boundary ${at}`);
        } finally {
          store.close();
          changed.free();
        }
      } finally {
        await world.close();
      }
    }
  });
}

for (const series of SERIES) {
  test(`${series}: what a flow raised is closed when the order stands`, async () => {
    const world = await openWorld(series);
    const store = world.store();
    try {
      world.sandbox.shopify.faults.set([{ kind: '500', times: 9 }]);
      const failed = await runAll(world, store, world.task('task-1'));
      assert.deepEqual(failed.exceptions?.map((exception) => exception.code), ['VENDOR_UNREACHABLE']);
      world.sandbox.shopify.faults.set();
      const outcome = await runAll(world, store, world.task('task-2'));
      assert.equal(outcome.exceptions, undefined);
      assert.deepEqual(store.exceptions('open').map((exception) => exception.code), []);
    } finally {
      store.close();
      await world.close();
    }
  });
}
