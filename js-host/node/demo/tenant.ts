// One tenant of the demonstration: a shop, one Lightspeed series, a store of its own, and how
// much was asked of the vendors for each order.

import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.ts';
import { createHttp } from '../http.ts';
import { putLinks } from '../links.ts';
import { Bridge } from '../module.ts';
import type { Clock, TenantConfig } from '../module.ts';
import type { Done } from '../serve/scheduler.ts';
import type { ServedTenant } from '../serve/tenant.ts';
import { openStore } from '../store.ts';
import { payoutsOf, seedClearing } from './clearing.ts';
import type { Item, Series } from './derive.ts';
import { seedR, seedX } from './seed.ts';

/** What the tasks about one order took. */
export type Effort = { tasks: number; rounds: number; requests: number; units: number; milliseconds: number };

export type DemoTenant = {
  series: Series;
  config: TenantConfig;
  served: ServedTenant;
  sandbox: Sandbox;
  /** The items that stand for goods. */
  items: readonly Item[];
  /** By subject, such as `order/1`. */
  efforts: Map<string, Effort>;
};

export async function openDemoTenant(
  sandbox: Sandbox, series: Series, own: TenantConfig, items: readonly Item[], folder: string, clock: Clock,
): Promise<DemoTenant> {
  const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
  const config = { ...own, payouts: payoutsOf(series) } as TenantConfig;
  if (series === 'R') seedR(sandbox.r, config, items);
  else seedX(sandbox.x, config, items);
  seedClearing(sandbox, series, config);
  const store = openStore(join(folder, `${config.tenant}.db`), config.tenant, { now: () => clock.now() });
  await putLinks(store, items);
  const http = createHttp({
    shopify: { url: sandbox.shopify.url, headers: { 'x-shopify-access-token': sandbox.shopify.accessToken } },
    lightspeed: { url: lightspeed.url, headers: { authorization: `Bearer ${lightspeed.accessToken}` } },
  });
  const served: ServedTenant = {
    config, store, http, bridge: new Bridge(config),
    secrets: { shopify: [sandbox.shopify.webhookSecret], lightspeed: [] },
  };
  return { series, config, served, sandbox, items, efforts: new Map() };
}

/** Counts what a task asked for. One task runs at a time, so all that was asked since the last is its own. */
export function counter(tenants: readonly DemoTenant[], sandbox: Sandbox): (done: Done) => void {
  const logs = { R: sandbox.r.requests, X: sandbox.x.requests };
  const seen = { R: logs.R.length, X: logs.X.length, shopify: sandbox.shopify.requests.length };
  return ({ tenant: name, work, outcome, milliseconds }) => {
    const tenant = tenants.find(({ config }) => config.tenant === name);
    if (tenant === undefined) return;
    const asked = logs[tenant.series].slice(seen[tenant.series]);
    const shopify = sandbox.shopify.requests.length - seen.shopify;
    seen[tenant.series] = logs[tenant.series].length;
    seen.shopify = sandbox.shopify.requests.length;
    const before = tenant.efforts.get(work.subject) ?? { tasks: 0, rounds: 0, requests: 0, units: 0, milliseconds: 0 };
    tenant.efforts.set(work.subject, {
      tasks: before.tasks + 1,
      rounds: Math.max(before.rounds, outcome?.rounds ?? 0),
      requests: before.requests + asked.length + shopify,
      units: before.units + asked.reduce((sum, request) => sum + request.cost, 0),
      milliseconds: before.milliseconds + milliseconds,
    });
  };
}

export function closeTenant({ served: { bridge, store } }: DemoTenant): void {
  store.close();
  bridge.free();
}
