// One tenant of the demonstration: a shop, one Lightspeed series, a store of its own, and the
// ports between them.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type { Sandbox, WebhookDelivery } from '../../sandbox/index.ts';
import { createHttp } from '../http.ts';
import { putLinks } from '../links.ts';
import { Bridge, run } from '../module.ts';
import type { Clock, Event, Outcome, Task, TenantConfig } from '../module.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { taskFor } from '../task.ts';
import type { Item, Series } from './derive.ts';
import { seedR, seedX } from './seed.ts';

export type Tenant = {
  series: Series;
  config: TenantConfig;
  bridge: Bridge;
  store: SqliteStore;
  sandbox: Sandbox;
  clock: Clock;
};

export type Delivered = {
  outcome: Outcome;
  /** Requests to the vendors. */
  requests: number;
  /** Cost of those to Lightspeed, in the vendor's unit (R only has one). */
  units: number;
  milliseconds: number;
};

export async function openDemoTenant(
  sandbox: Sandbox, series: Series, config: TenantConfig, items: readonly Item[], folder: string, clock: Clock,
): Promise<Tenant> {
  if (series === 'R') seedR(sandbox.r, config, items);
  else seedX(sandbox.x, config, items);
  const bridge = new Bridge(config);
  const store = openStore(join(folder, `${config.tenant}.db`), config.tenant, { now: () => clock.now() });
  await putLinks(store, items);
  return { series, config, bridge, store, sandbox, clock };
}

/** Delivers a webhook as a host would: verified over its raw body, then run to its end. */
export async function deliver(tenant: Tenant, webhook: WebhookDelivery): Promise<Delivered> {
  const { sandbox, store, clock } = tenant;
  verify(webhook, sandbox.shopify.webhookSecret);
  const header = (name: string): string => webhook.headers[name] ?? '';
  const event: Event = {
    source: 'shopify',
    topic: header('X-Shopify-Topic'),
    id: header('X-Shopify-Webhook-Id'),
    origin: header('X-Shopify-Shop-Domain'),
    triggered_at: header('X-Shopify-Triggered-At'),
    api_version: header('X-Shopify-API-Version'),
    body: webhook.body,
  };
  return perform(tenant, taskFor(store, tenant.config.tenant, event, clock.now()));
}

export async function perform(tenant: Tenant, task: Task): Promise<Delivered> {
  const { bridge, store, sandbox, series, clock } = tenant;
  const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
  const http = createHttp({
    shopify: { url: sandbox.shopify.url, headers: { 'x-shopify-access-token': sandbox.shopify.accessToken } },
    lightspeed: { url: lightspeed.url, headers: { authorization: `Bearer ${lightspeed.accessToken}` } },
  });
  const before = [lightspeed.requests.length, sandbox.shopify.requests.length] as const;
  const start = performance.now();
  const outcome = await run(bridge, task, { store, http, clock });
  const milliseconds = performance.now() - start;
  const asked = lightspeed.requests.slice(before[0]);
  return {
    outcome,
    requests: asked.length + sandbox.shopify.requests.length - before[1],
    units: asked.reduce((sum, request) => sum + request.cost, 0),
    milliseconds,
  };
}

export function closeTenant({ bridge, store }: Tenant): void {
  store.close();
  bridge.free();
}

function verify(webhook: WebhookDelivery, secret: string): void {
  const expected = createHmac('sha256', secret).update(webhook.body).digest();
  const given = Buffer.from(webhook.headers['X-Shopify-Hmac-Sha256'] ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error('a webhook is not signed with the shop\'s secret');
  }
}
