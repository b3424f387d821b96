// What publishing a whole shop costs the module: `stock/reconcile` page by page, task after task,
// with a real store and vendors that answer at once out of tables, so that a hundred thousand
// quantities can be gone through. Time is that of the thread inside of the module. First Shopify shows too much of each, then of one in a hundred.

import { memoryBytes } from './instance.ts';
import { Bridge, run } from '../module.ts';
import type { TenantConfig, Task } from '../module.ts';
import { idOf } from '../demo/derive.ts';
import type { Series } from '../demo/derive.ts';
import { LOCATION } from '../demo/derive.ts';
import { sampleTenant, samples } from '../demo/sample.ts';
import { accepted } from '../demo/stocked.ts';
import { putLinks } from '../links.ts';
import { openStore } from '../store.ts';

export type Paged = { series: Series; items: number; changed: string; tasks: number; writes: number; written: number; microseconds_an_item: number; memory: number };

type Any = any;

const VARIANTS = 45_000_000_000_000;
const GOODS = 55_000_000_000_000;
const FIRST = 500_000;
const NOW = '2026-11-22T12:00:00Z';

/** Both vendors, out of tables. */
function vendors(series: Series, outlet: string, items: readonly string[]): { http: Any; shown: Int32Array; held: Int32Array; done: { writes: number; written: number } } {
  const shown = new Int32Array(items.length).fill(9);
  const held = new Int32Array(items.length).fill(7);
  const places = new Map(items.map((item, at) => [item, at]));
  const done = { writes: 0, written: 0 };
  const place = (gid: string, from: number): number => Number(gid.replace(/^.*\//u, '')) - from;
  const shopify = ({ variables }: Any): unknown => {
    if (variables.ids !== undefined) {
      const nodes = variables.ids.map((id: string) => {
        const at = place(id, VARIANTS);
        const item = { id: `gid://shopify/InventoryItem/${GOODS + at}`, tracked: true };
        const level = {
          isActive: true, updatedAt: NOW, item, location: { id: `gid://shopify/Location/${LOCATION}`, isActive: true },
          quantities: [{ name: 'available', quantity: shown[at] }, { name: 'committed', quantity: 0 }],
        };
        return { id, inventoryItem: { id: item.id, inventoryLevels: { pageInfo: { hasNextPage: false }, nodes: [level] } } };
      });
      return { nodes };
    }
    if (variables.input !== undefined) {
      done.writes += 1;
      for (const row of variables.input.quantities) {
        const at = place(row.inventoryItemId, GOODS);
        if (shown[at] !== row.changeFromQuantity) throw new Error(`${at} is ${shown[at]}, not ${row.changeFromQuantity}`);
        shown[at] = row.quantity;
        done.written += 1;
      }
      return { inventorySetQuantities: { inventoryAdjustmentGroup: null, userErrors: [] } };
    }
    return { orders: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] } };
  };
  const lightspeed = ({ query, body }: Any): unknown => {
    if (series === 'X') {
      return body.product_ids.map((item: string) => ({ product_id: item, outlet_id: outlet, current_inventory_level: held[places.get(item) ?? -1] }));
    }
    const row = (item: string, shop: string): unknown => {
      const units = String(held[places.get(item) ?? -1]);
      return { itemShopID: `${item}${shop}`, qoh: units, sellable: units, itemID: item, shopID: shop, timeStamp: NOW.replace('Z', '+00:00') };
    };
    const asked = /\[(.*)\]/u.exec(query.itemID)?.[1]?.split(',') ?? [];
    return { '@attributes': { next: '', previous: '' }, ItemShop: asked.flatMap((item) => [row(item, '0'), row(item, outlet)]) };
  };
  const http = {
    async send(request: Any): Promise<unknown> {
      const answer = request.system === 'shopify' ? { data: shopify(request.body) } : lightspeed(request);
      return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(answer)) };
    },
  };
  return { http, shown, held, done };
}

export async function paged(series: Series, count: number): Promise<Paged[]> {
  const { config: sample } = await sampleTenant('us', series, (await samples()).get('us') ?? []);
  const outlet = idOf(series, 'outlet', 1);
  const config = {
    ...sample, outlets: [{ id: outlet, register: idOf(series, 'register', 1) }],
    locations: [{ id: `gid://shopify/Location/${LOCATION}`, outlets: [outlet] }], stock: { publish: true },
  } as TenantConfig;
  const items = Array.from({ length: count }, (_, at) => idOf(series, 'item', FIRST + at));
  const { http, shown, held, done } = vendors(series, outlet, items);
  let now = Date.parse(NOW);
  const clock = { now: () => new Date(now), sleep: async (until: Date) => { now = until.getTime(); } };
  const store = openStore(':memory:', config.tenant, { now: () => clock.now() });
  const bridge = new Bridge(config);
  let tasks = 0;
  let steps = 0;
  const timed = {
    step(task: Task, journal: Any): Any {
      const start = process.threadCpuUsage();
      const outcome = bridge.step(task, journal);
      const { user, system } = process.threadCpuUsage(start);
      steps += user + system;
      return outcome;
    },
  };
  const perform = (task: Task): Any => run(timed as Any, task, { store, http, clock } as Any);
  const task = (event: Any): Task => ({ contract: 1, tenant: config.tenant, id: `paged-${tasks}`, now: clock.now().toISOString(), mode: 'apply', explain: 'none', event });
  await accepted({ bridge, config, store, http }, clock);
  await putLinks(store, items.map((item, at) => ({ item, variant: String(VARIANTS + at) })));

  const look = async (changed: string): Promise<Paged> => {
    Object.assign(done, { writes: 0, written: 0 });
    [tasks, steps] = [0, 0];
    const events: Any[] = [{ source: 'schedule', topic: 'stock/reconcile' }];
    for (let event = events.pop(); event !== undefined; event = events.pop()) {
      tasks += 1;
      now += 1000;
      const outcome = await perform({ ...task(event), id: `${changed}-${tasks}` });
      if (outcome.status !== 'done' || (outcome.exceptions ?? []).length > 0) throw new Error(JSON.stringify(outcome));
      events.push(...(outcome.next ?? []).map((next: Any) => next.event));
    }
    const wrong = shown.filter((units, at) => units !== held[at]).length;
    if (wrong > 0) throw new Error(`${wrong} of ${count} are not what Lightspeed holds`);
    return {
      series, items: count, changed, tasks, ...done, microseconds_an_item: Math.round(steps / count), memory: memoryBytes(),
    };
  };
  const all = await look('all');
  for (let at = 0; at < count; at += 100) held[at] = 5;
  const some = await look('1 in 100');
  store.close();
  return [all, some];
}

if (import.meta.main === true) {
  const most = Number(process.argv[2] ?? 100_000);
  for (const series of ['R', 'X'] as const) {
    for (const count of [most / 10, most]) for (const row of await paged(series, count)) process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}
