// Every sample order, with the host stopped at every boundary between its steps: the end is the
// same. And that this would be seen: with one of the three safeguards taken out, it is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERIES } from '../node/demo/derive.ts';
import type { Series } from '../node/demo/derive.ts';
import { run } from '../node/module.ts';
import type { Http, Ports, Store, Task } from '../node/module.ts';
import { Stopped, openWorld, runAll, runPending, sampleFiles, stateOf, stopAt } from './world.ts';
import type { State, World } from './world.ts';

const TASK = 'task-1';

/** A safeguard taken out of a host's ports. */
type Planted = (ports: Ports) => Ports;
const sound: Planted = (ports) => ports;

async function undisturbed(series: Series, file: string): Promise<State> {
  const world = await openWorld(series, file);
  const store = world.store();
  try {
    await runAll(world, store, world.task(TASK));
    return await stateOf(world, store);
  } finally {
    store.close();
    await world.close();
  }
}

/** Stops a host at a boundary, then lets another one finish; undefined when there is no such boundary. */
async function stoppedAt(series: Series, file: string, at: number, planted: Planted): Promise<{ state: State; last: string } | undefined> {
  const world = await openWorld(series, file);
  try {
    const breaker = stopAt(at);
    const first = world.store();
    const task = world.task(TASK);
    try {
      await run(world.bridge, task, planted(breaker.ports(portsOf(world, first))));
      return undefined;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    } finally {
      first.close();
    }
    const second = world.store();
    try {
      await finish(world, second, second.task(TASK) ?? task, planted);
      return { state: await stateOf(world, second), last: breaker.last };
    } finally {
      second.close();
    }
  } finally {
    await world.close();
  }
}

async function finish(world: World, store: ReturnType<World['store']>, task: Task, planted: Planted): Promise<void> {
  await run(world.bridge, task, planted(portsOf(world, store)));
  await runPending(world, store);
}

function portsOf(world: World, store: Store): Ports {
  return { store, http: world.http, clock: world.clock };
}

/** What differs from the undisturbed end, boundary by boundary. */
async function differences(series: Series, file: string, planted: Planted): Promise<{ wrong: string[]; boundaries: number }> {
  const expected = await undisturbed(series, file);
  const wrong: string[] = [];
  for (let at = 1; ; at += 1) {
    const stopped = await stoppedAt(series, file, at, planted);
    if (stopped === undefined) return { wrong, boundaries: at - 1 };
    try {
      assert.deepEqual(stopped.state, expected);
    } catch {
      wrong.push(`stopped ${stopped.last} (boundary ${at})`);
    }
  }
}

for (const series of SERIES) {
  test(`${series}: every sample order, stopped at every boundary`, async (t) => {
    const files = await sampleFiles();
    assert.ok(files.length >= 30, `${files.length} orders`);
    const wrong: string[] = [];
    let boundaries = 0;
    for (const file of files) {
      const found = await differences(series, file, sound);
      boundaries += found.boundaries;
      wrong.push(...found.wrong.map((what) => `${file}: ${what}`));
    }
    t.diagnostic(`${files.length} orders, ${boundaries} boundaries`);
    assert.ok(boundaries > 1500, `${boundaries} boundaries`);
    assert.deepEqual(wrong, []);
  });
}

test('without the mark that a write was sent, a stop makes something twice', async () => {
  const unmarked: Planted = ({ store, ...rest }) => {
    const forgetful = Object.fromEntries(Object.entries(store).filter(([name]) => name !== 'commitAsked')) as unknown as Store;
    return { ...rest, store: { ...forgetful, sent: async () => false } };
  };
  const { wrong } = await differences('R', 'us-1001-one-line.json', unmarked);
  assert.ok(wrong.length > 0);
});

test('without a look before a write, a stop makes something twice', async () => {
  const blind: Planted = ({ http, ...rest }) => ({ ...rest, http: withoutLooks(http) });
  const { wrong } = await differences('R', 'us-1001-one-line.json', blind);
  assert.ok(wrong.length > 0);
});

test('without the claim, two hosts make something twice', async () => {
  const expected = await undisturbed('R', 'us-1001-one-line.json');
  const free: Planted = ({ store, ...rest }) => ({ ...rest, store: withoutClaims(store) });
  const ends = async (planted: Planted): Promise<number> => {
    let wrong = 0;
    for (let skew = 0; skew < 8; skew += 1) {
      const world = await openWorld('R', 'us-1001-one-line.json');
      const stores = [world.store(), world.store()];
      try {
        await Promise.all(stores.map(async (store, host) => {
          for (let turn = 0; turn < (host === 0 ? skew : 8 - skew); turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
          return run(world.bridge, world.task(`task-${host}`), planted(portsOf(world, store)));
        }));
        const [store = world.store()] = stores;
        await runPending(world, store);
        const { sales, customers } = await stateOf(world, store);
        if (sales.length !== expected.sales.length || customers !== expected.customers) wrong += 1;
      } finally {
        for (const store of stores) store.close();
        await world.close();
      }
    }
    return wrong;
  };
  assert.equal(await ends(sound), 0);
  assert.ok(await ends(free) > 0);
});

/** Lightspeed's searches find nothing. */
function withoutLooks(http: Http): Http {
  return {
    async send(request) {
      const answer = await http.send(request);
      if (request.system !== 'lightspeed' || request.method !== 'GET') return answer;
      return { ...answer, body: new TextEncoder().encode('{"@attributes":{"count":"0"}}') };
    },
  };
}

/** Whoever claims something has it. */
function withoutClaims(store: Store): Store {
  const { commitAsked: _, ...plain } = store;
  return {
    ...plain,
    commit: (rows) => store.commit(rows.map(({ expect, ...row }) => (
      row.table === 'claims' || row.table === 'orders' || expect === undefined ? row : { ...row, expect }))),
  };
}
