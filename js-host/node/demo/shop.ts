// A shop of the demonstration: a sandbox, a server with a tenant of each series, and the orders
// that happen in the shop. The shop's webhooks find the server by themselves.

import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { startServer } from '../serve/server.ts';
import type { Server } from '../serve/server.ts';
import { describe } from '../module.ts';
import type { Clock, Exception, TenantConfig } from '../module.ts';
import { booksOf, doubles, unlike } from './books.ts';
import { clockFrom } from './clock.ts';
import { LOCATION, SERIES } from './derive.ts';
import type { Item, Series } from './derive.ts';
import type { OrderFile } from './orders.ts';
import type { Expected } from './sample.ts';
import { codesOf } from './show.ts';
import type { Result } from './show.ts';
import { step } from './story.ts';
import { closeTenant, counter, openDemoTenant } from './tenant.ts';
import type { DemoTenant } from './tenant.ts';

export type Job = { shop: string; orders: OrderFile[]; tenantOf(series: Series): Promise<{ config: TenantConfig; items: Item[] }> };

export type Shop = { sandbox: Sandbox; server: Server; clock: Clock; tenants: DemoTenant[]; close(): Promise<void> };

/** Longer than any wait of a task for its turn. */
const SETTLED_MS = 60_000;
/** R-Series lets an order through every 12 seconds or so. */
export const CLOCK_SPEED = 60;
const NONE = { tasks: 0, rounds: 0, requests: 0, units: 0, milliseconds: 0 };

export async function openShop(job: Job, expected: Expected, folder: string): Promise<Shop> {
  // No order may lie in the future: the vendors refuse it.
  const latest = Math.max(...job.orders.map((order) => Date.parse(order.processedAt)));
  const clock = clockFrom(new Date(latest + 60_000), CLOCK_SPEED);
  const made = await Promise.all(SERIES.map((series) => job.tenantOf(series)));
  const shopDomain = made[0]?.config.shopify.shop ?? '';
  const sandbox = await startSandbox({ now: () => clock.now(), r: { accountId: '1' }, shopify: { shopDomain } });
  const { shopify } = sandbox;
  shopify.seedLocation({ id: LOCATION, name: 'Web' });
  for (const { variant, sku, title } of made[0]?.items ?? []) {
    shopify.seedVariant({ id: variant.replace(/^.*\//, ''), sku, title, stock: { [LOCATION]: 100 } });
  }
  const tenants = await Promise.all(SERIES.map((series, at) => {
    const { config, items } = made[at] as { config: TenantConfig; items: Item[] };
    return openDemoTenant(sandbox, series, config, items, folder, clock);
  }));
  const server = await startServer({ tenants: tenants.map(({ served }) => served), clock, concurrency: 1, onDone: counter(tenants, sandbox) });
  // These tenants publish nothing: what happens to stock is not their orders' story (stocked.ts).
  const topics = describe().events.filter((event) => event.startsWith('shopify:')).map((event) => event.slice('shopify:'.length))
    .filter((topic) => !topic.startsWith('inventory_'));
  for (const { config } of tenants) {
    for (const topic of topics) shopify.deliveries.subscribe({ topic, url: `${server.url}/webhooks/shopify/${config.tenant}`, name: config.tenant });
  }
  if (expected.faults !== undefined) shopify.deliveries.setFaults(expected.faults);
  return {
    sandbox, server, clock, tenants,
    async close() {
      await server.close();
      tenants.forEach(closeTenant);
      await sandbox.close();
    },
  };
}

/** Lets an order happen, and looks at what became of it in both systems. */
export async function tell(shop: Shop, order: OrderFile, expected: Expected): Promise<Result[]> {
  const story = expected.stories[stem(order)] ?? ['place'];
  for (const { waits, act } of story.map(step)) {
    if (waits) await quiet(shop);
    act(shop.sandbox.shopify, order, `gid://shopify/Order/${order.id}`);
  }
  await quiet(shop);
  return shop.tenants.map((tenant) => judge(tenant, order, story, expected));
}

/** All webhooks have come, and nothing is left to do. */
export async function quiet({ sandbox, server }: Pick<Shop, 'sandbox' | 'server'>): Promise<void> {
  await sandbox.shopify.deliveries.settled();
  await server.idle(SETTLED_MS);
}

function judge(tenant: DemoTenant, order: OrderFile, story: readonly string[], expected: Expected): Result {
  const { end, codes = [] } = expected.ends[stem(order)] ?? { end: 'sold' as const };
  const subject = `order/${order.id}`;
  const exceptions = tenant.served.store.exceptions('open').map(({ exception }) => exception as Exception)
    .filter((exception) => exception.subject === subject || exception.subject.startsWith(`${subject}/`));
  const books = booksOf(tenant, order);
  const raised = codesOf({ exceptions });
  // Of a person's own order it is not known whether it can be posted: then nothing is to stand.
  const refused = !expected.known && raised.length > 0 && books.sales.length === 0;
  const surprises = unlike(books, order, refused ? 'nothing' : end);
  if (expected.known && raised.join() !== [...codes].sort().join()) surprises.push(`raised ${raised.join(', ') || 'nothing'} instead of ${codes.join(', ') || 'nothing'}`);
  for (const address of doubles(tenant)) surprises.push(`several customers have one address (${address.length} characters)`);
  const { parked } = tenant.served.store.inbox.counts();
  if (parked > 0) surprises.push(`${parked} webhooks are parked`);
  return { order, series: tenant.series, story, end: refused ? 'nothing' : end, books, exceptions, effort: tenant.efforts.get(subject) ?? NONE, surprises };
}

function stem(order: OrderFile): string {
  return order.file.replace(/\.json$/, '');
}
