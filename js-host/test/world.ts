// A world for tests: sandbox, one tenant of one series, a clock that jumps instead of waiting,
// and hosts that can be stopped at any boundary.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { RConfig, Sandbox } from '../sandbox/index.ts';
import { createHttp } from '../node/http.ts';
import { putLinks } from '../node/links.ts';
import { Bridge, run } from '../node/module.ts';
import type { Clock, Http, Outcome, Ports, Store, Task, TenantConfig } from '../node/module.ts';
import { openStore } from '../node/store.ts';
import type { SqliteStore } from '../node/store.ts';
import type { Series } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import type { OrderFile } from '../node/demo/orders.ts';
import { sampleTenant, samples } from '../node/demo/sample.ts';
import { seedR, seedX } from '../node/demo/seed.ts';
import { salesOf } from './sales.ts';
import type { FoundSale } from './sales.ts';

const ORDERS = new URL('../orders/', import.meta.url);

export type World = {
  series: Series;
  sandbox: Sandbox;
  config: TenantConfig;
  bridge: Bridge;
  clock: Clock;
  order: OrderFile;
  file: string;
  http: Http;
  /** Opens the tenant's store once more, as another process would. */
  store(): SqliteStore;
  task(id: string): Task;
  close(): Promise<void>;
};

/** Time passes only when somebody waits; every wait lets the others go on first. */
export function jumpingClock(start: Date): Clock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    async sleep(until) {
      await delay(2);
      now = Math.max(now, until.getTime());
    },
  };
}

/** The sample orders are read once. */
let read: ReturnType<typeof samples> | undefined;

/** The files of all sample orders. */
export async function sampleFiles(): Promise<string[]> {
  return [...(await (read ??= samples())).values()].flat().map(({ file }) => file);
}

export async function openWorld(series: Series, orderFile = 'us-1001-one-line.json', r: RConfig = {}): Promise<World> {
  const order = await readOrder(fileURLToPath(new URL(orderFile, ORDERS)));
  const shop = orderFile.split('-')[0] ?? '';
  const { config, items } = await sampleTenant(shop, series, (await (read ??= samples())).get(shop) ?? []);
  const clock = jumpingClock(new Date(Date.parse(order.processedAt) + 60_000));
  const sandbox = await startSandbox({ now: () => clock.now(), r: { accountId: config.lightspeed.account, ...r }, shopify: { shopDomain: config.shopify.shop } });
  if (series === 'R') seedR(sandbox.r, config, items);
  else seedX(sandbox.x, config, items);
  sandbox.shopify.seedOrder(order.text, order.transactions);
  const folder = mkdtempSync(join(tmpdir(), 'tillbridge-world-'));
  const file = join(folder, 'tenant.db');
  const store = (): SqliteStore => openStore(file, config.tenant, { now: () => clock.now() });
  const first = store();
  await putLinks(first, items);
  first.close();
  const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
  const http = createHttp({
    shopify: { url: sandbox.shopify.url, headers: { 'x-shopify-access-token': sandbox.shopify.accessToken } },
    lightspeed: { url: lightspeed.url, headers: { authorization: `Bearer ${lightspeed.accessToken}` } },
  });
  const bridge = new Bridge(config);
  return {
    series, sandbox, config, bridge, clock, order, file, http, store,
    task: (id) => ({
      contract: 1, tenant: config.tenant, id, now: clock.now().toISOString(), mode: 'apply',
      event: { source: 'shopify', topic: 'orders/create', origin: config.shopify.shop, body: new TextEncoder().encode(order.text) },
    }),
    async close() {
      await sandbox.close();
      bridge.free();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The host was stopped. */
export class Stopped extends Error {}

export type Breaker = {
  /** How many boundaries were passed. */
  passed: number;
  /** What lay around the last one, for messages. */
  last: string;
  ports(ports: Ports): Ports;
};

/**
 * Stops a host at its `at`-th boundary: before and after each call of the store, before a
 * request leaves, and after its effect but before its answer is known. A stopped host does
 * nothing more.
 */
export function stopAt(at: number): Breaker {
  const breaker: Breaker = {
    passed: 0,
    last: '',
    ports({ store, http, clock }) {
      const wrapped = Object.fromEntries(Object.entries(store).map(([name, method]) => [
        name, typeof method !== 'function' ? method : async (...args: unknown[]) => {
          boundary(`before ${name}`);
          const result: unknown = await (method as (...values: unknown[]) => unknown)(...args);
          boundary(`after ${name}`);
          return result;
        },
      ])) as unknown as Store;
      return {
        store: wrapped,
        clock,
        http: {
          async send(request) {
            boundary(`before ${request.method} ${request.path}`);
            const answer = await http.send(request);
            boundary(`after ${request.method} ${request.path}`);
            return answer;
          },
        },
      };
    },
  };
  const boundary = (what: string): void => {
    breaker.passed += 1;
    breaker.last = what;
    if (breaker.passed >= at) throw new Stopped(`stopped ${what}`);
  };
  return breaker;
}

/** Runs the task, and then whatever it and other tasks have left to do. */
export async function runAll(world: World, store: SqliteStore, task: Task): Promise<Outcome> {
  const outcome = await run(world.bridge, task, { store, http: world.http, clock: world.clock });
  return await runPending(world, store) ?? outcome;
}

/** Runs what is unfinished or planned; the last outcome. */
export async function runPending(world: World, store: SqliteStore): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  for (let round = 0; round < 20; round += 1) {
    const waiting = store.earliest();
    if (waiting !== undefined) await world.clock.sleep(waiting);
    const [next] = store.pending(world.clock.now());
    if (next === undefined) return outcome;
    outcome = await run(world.bridge, next, { store, http: world.http, clock: world.clock });
  }
  throw new Error('tasks follow each other without end');
}

export type State = { sales: FoundSale[]; customers: number; stock: string[]; rows: Record<string, string[]>; exceptions: string[] };

/** What the world has come to, without ids that may differ between runs. */
export async function stateOf(world: World, store: SqliteStore): Promise<State> {
  const { sandbox, series } = world;
  const dump = series === 'R' ? sandbox.r.dump() : sandbox.x.dump();
  const keys = async (table: string): Promise<string[]> => (await store.scan(table, '', undefined, 100)).rows.map((row) => row.key);
  return {
    sales: salesOf(world, world.order).map((sale) => ({ ...sale, id: 'one' })),
    customers: dump.customers.length,
    stock: Object.entries(dump.stock).map(([key, value]) => `${key}=${value}`).sort(),
    rows: {
      sales: await keys('sales'),
      claims: await keys('claims'),
      customers: (await keys('customers')).map(() => 'one'),
      in_flight: await keys('in_flight'),
      seen: await keys('seen'),
    },
    exceptions: store.exceptions('open').map((exception) => exception.code),
  };
}
