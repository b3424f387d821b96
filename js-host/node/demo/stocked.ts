// A shop with a till, for what is published: a sandbox, one tenant that publishes, Tillbridge's own
// server with its webhooks and schedules, and what happens at the till and in the web shop. Time is
// skipped while nothing is done (skipping.ts).

import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/index.ts';
import { createHttp } from '../http.ts';
import { putLinks } from '../links.ts';
import { Bridge, describe, run } from '../module.ts';
import type { Clock, Http, Task, TenantConfig } from '../module.ts';
import { TOPIC, openingRun } from '../opening.ts';
import type { RunRow } from '../opening.ts';
import { SCHEDULES, fireSchedule } from '../serve/schedules.ts';
import type { Schedule } from '../serve/schedules.ts';
import type { Receipt } from '../serve/receive.ts';
import type { Done } from '../serve/scheduler.ts';
import { startServer } from '../serve/server.ts';
import type { Server } from '../serve/server.ts';
import type { ServedTenant } from '../serve/tenant.ts';
import { openStore } from '../store.ts';
import { LOCATION, idOf } from './derive.ts';
import type { Item, Series } from './derive.ts';
import { readOrder } from './orders.ts';
import { ORDERS, sampleTenant, samples } from './sample.ts';
import { seedR, seedX } from './seed.ts';
import { skippingClock } from './skipping.ts';
import type { SkippingClock } from './skipping.ts';

/** An item that both systems have. */
export type Good = Item & { inventoryItem: string };

export type StockOptions = {
  /** Where the tenant's database is; default: in memory, where nothing waits for a disk. */
  folder?: string;
  /** When it begins; default: the day after the sample orders. */
  start?: Date;
  /** Units of each item at each place, on both sides; default 5. */
  units?: number;
  /** Each with one outlet; default 1. */
  places?: 1 | 2;
  /** Of the configuration; `publish` is on. */
  stock?: object;
  sandbox?: Pick<SandboxOptions, 'r' | 'x' | 'shopify'>;
  concurrency?: number;
  /** Which schedules fire; default: those about stock. */
  fires?: (schedule: Schedule) => boolean;
  /** Whether somebody has accepted what publishing changes; default: yes. */
  opened?: boolean;
  /** More items, with what belongs to them. */
  more?: (shop: { sandbox: Sandbox; config: TenantConfig; locations: readonly string[]; outlets: readonly string[] }) => Item[];
  /** Units that Shopify has of each of these at each place; default: they are not stocked there. */
  moreUnits?: number;
  http?: (http: Http) => Http;
  onReceived?(received: Receipt): void;
  onDone?(done: Done): void;
};

export type StockShop = {
  series: Series;
  sandbox: Sandbox;
  server: Server;
  tenant: ServedTenant;
  clock: SkippingClock;
  goods: Good[];
  /** Numbers of Shopify's locations, and the outlet of each. */
  locations: string[];
  outlets: string[];
  /** At the till, at once. */
  till(good: Good, units?: number, place?: number): void;
  receive(good: Good, units: number, place?: number): void;
  /** A buyer in the web shop takes one; default: of the first item. Answers the order's gid. */
  buy(place?: number, good?: Good): string;
  /** What Shopify has, and what Lightspeed has. */
  shows(good: Good, place?: number): number;
  committed(good: Good, place?: number): number;
  holds(good: Good, place?: number): number;
  /** An event of a schedule, or of a person, as the inbox takes it. */
  put(topic: string, cursor?: string): void;
  /** All that is due has been done, and its webhooks have come. */
  quiet(): Promise<void>;
  /** Lets time pass, and does what is due meanwhile. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
};

/** One unit of the first item, paid. */
const TEMPLATE = 'us-1001-one-line.json';

export async function openStockShop(series: Series, options: StockOptions = {}): Promise<StockShop> {
  const { folder, units = 5, places = 1, sandbox: more = {} } = options;
  const template = await readOrder(fileURLToPath(new URL(TEMPLATE, ORDERS)));
  const clock = skippingClock(options.start ?? new Date(Date.parse(template.processedAt) + 86_400_000));
  const { config: sample, items } = await sampleTenant('us', series, (await samples()).get('us') ?? []);
  const { config, locations, outlets } = placed(sample, series, places, options.stock ?? {});
  const sandbox = await startSandbox({
    now: () => clock.now(),
    r: { accountId: config.lightspeed.account, ...more.r },
    x: { domainPrefix: config.lightspeed.account, ...more.x },
    shopify: { shopDomain: config.shopify.shop, ...more.shopify },
  });
  const { shopify, r, x } = sandbox;
  if (series === 'R') seedR(r, config, items);
  else seedX(x, config, items);
  for (const [at, id] of locations.entries()) shopify.seedLocation({ id, name: at === 0 ? 'Web' : `Shop ${at + 1}` });
  const others = options.more?.({ sandbox, config, locations, outlets }) ?? [];
  const goods = [...items, ...others].map((item, at): Good => {
    const shown = at < items.length ? units : options.moreUnits;
    const stock = shown === undefined ? {} : Object.fromEntries(locations.map((id) => [id, shown]));
    const { inventoryItemId } = shopify.seedVariant({ id: item.variant.replace(/^.*\//, ''), sku: item.sku, title: item.title, stock });
    return { ...item, inventoryItem: inventoryItemId };
  });
  const lines = items.map(({ item }) => ({ itemID: item, productId: item, quantity: units }));
  for (const id of outlets) {
    if (series === 'R') r.count({ shopID: id, lines });
    else x.stocktake({ outletId: id, lines });
  }

  const store = openStore(folder === undefined ? ':memory:' : join(folder, `${config.tenant}.db`), config.tenant, { now: () => clock.now() });
  const lightspeed = series === 'R' ? r : x;
  const http = createHttp({
    shopify: { url: shopify.url, headers: { 'x-shopify-access-token': shopify.accessToken } },
    lightspeed: { url: lightspeed.url, headers: { authorization: `Bearer ${lightspeed.accessToken}` } },
  });
  const tenant: ServedTenant = {
    config, store, http: options.http?.(http) ?? http, bridge: new Bridge(config),
    secrets: { shopify: [shopify.webhookSecret], lightspeed: [x.webhookSecret] },
  };
  if (options.opened !== false) await accepted(tenant, clock);
  await putLinks(store, goods);
  const server = await startServer({
    tenants: [tenant], clock, schedules: [],
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...(options.onReceived === undefined ? {} : { onReceived: options.onReceived }),
    ...(options.onDone === undefined ? {} : { onDone: options.onDone }),
  });
  for (const event of describe().events) {
    const [source, topic = ''] = event.split(':');
    if (source === 'shopify') shopify.deliveries.subscribe({ topic, url: `${server.url}/webhooks/shopify/${config.tenant}` });
    if (source === 'lightspeed') x.deliveries.subscribe({ topic, url: `${server.url}/webhooks/lightspeed/${config.tenant}` });
  }

  const quiet = async (): Promise<void> => {
    const told = (): number => shopify.deliveries.log.length + x.deliveries.log.length;
    for (let before = -1; before !== told();) {
      before = told();
      await shopify.deliveries.settled();
      await x.deliveries.settled();
      await server.idle(0);
    }
  };
  const stock = ({ topic }: Schedule): boolean => /^(lightspeed|stock)\//u.test(topic);
  const schedules = SCHEDULES.filter((schedule) => schedule.applies(tenant) && (options.fires ?? stock)(schedule));
  const fires = schedules.map((schedule) => ({ schedule, at: clock.now().getTime() + schedule.everyMs }));
  const pass = async (seconds: number): Promise<void> => {
    const end = clock.now().getTime() + seconds * 1000;
    for (;;) {
      for (const turn of fires.filter(({ at }) => at <= clock.now().getTime())) {
        turn.at += turn.schedule.everyMs;
        if (fireSchedule(tenant, turn.schedule, clock.now())) server.wake();
      }
      await quiet();
      const times = [store.earliest()?.getTime(), store.inbox.earliest()?.getTime(), ...fires.map(({ at }) => at)];
      const next = Math.min(...times.flatMap((time) => time ?? []));
      if (next > end) break;
      clock.skip(new Date(next));
    }
    clock.skip(new Date(end));
  };
  let puts = 0;
  let orders = 0;
  const shop: StockShop = {
    series, sandbox, server, tenant, clock, goods, locations, outlets, quiet, pass,
    till({ item }, quantity = 1, place = 0) {
      const outlet = outlets[place] ?? '';
      if (series === 'R') r.tillSale({ shopID: outlet, lines: [{ itemID: item, quantity }] });
      else x.tillSale({ outletId: outlet, lines: [{ productId: item, quantity }] });
    },
    receive({ item }, quantity, place = 0) {
      const outlet = outlets[place] ?? '';
      if (series === 'R') r.receive({ shopID: outlet, lines: [{ itemID: item, quantity }] });
      else x.receive({ outletId: outlet, lines: [{ productId: item, quantity }] });
    },
    buy(place = 0, good) {
      orders += 1;
      const now = `${clock.now().toISOString().slice(0, 19)}Z`;
      const text = template.text
        .replaceAll(template.id, `${BigInt(template.id) + BigInt(orders * 1000)}`)
        .replaceAll(template.lines[0]?.variant ?? '', (good ?? goods[0])?.variant.replace(/^.*\//, '') ?? '')
        .replaceAll(template.name, `#${5000 + orders}`)
        .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-05:00"/g, JSON.stringify(now));
      return shopify.acts.place(text, { location: locations[place] ?? LOCATION });
    },
    shows: ({ inventoryItem }, place = 0) => shopify.stock(inventoryItem, locations[place] ?? '')?.available ?? NaN,
    committed: ({ inventoryItem }, place = 0) => shopify.stock(inventoryItem, locations[place] ?? '')?.committed ?? NaN,
    holds({ item }, place = 0) {
      const { stock } = series === 'R' ? r.dump() : x.dump();
      return Number(stock[`${item}@${outlets[place]}`] ?? 0);
    },
    put(topic, cursor) {
      puts += 1;
      const at = clock.now();
      const event = { source: 'schedule', topic, id: `${topic}@put-${puts}`, ...(cursor === undefined ? {} : { cursor }) } as const;
      const { subject, dedupe_key: dedupeKey, priority } = tenant.bridge.route(event);
      store.inbox.add({ dedupeKey, subject, priority, event, at });
      server.wake();
    },
    async close() {
      await server.close();
      store.close();
      tenant.bridge.free();
      await sandbox.close();
    },
  };
  // From where on Lightspeed's changes are read.
  shop.put('lightspeed/poll');
  await quiet();
  return shop;
}

/** As if a person had accepted a tie-out when the shop went live. One of a shop without links says of what. */
export async function accepted({ bridge, config, store, http }: Pick<ServedTenant, 'bridge' | 'config' | 'store' | 'http'>, clock: Clock): Promise<void> {
  const first: Task = { contract: 1, tenant: config.tenant, id: 'opening', now: clock.now().toISOString(), mode: 'apply', explain: 'none', event: { source: 'operator', topic: TOPIC } };
  await openingRun({ store, clock, first, perform: (task) => run(bridge, task, { store, http, clock }), tell: () => undefined });
  const { digest } = await store.get('stock', 'opening/run') as RunRow;
  const value = { v: 1, run: 'opening', by: 'the demonstration', at: first.now, digest, places: {} };
  await store.commit(['opening/accepted', `opening/accepted/${digest}`].map((key) => ({ table: 'stock', key, value })));
}

/** The sample's configuration, with a second place where one is wanted. */
function placed(sample: TenantConfig, series: Series, places: number, stock: object): { config: TenantConfig; locations: string[]; outlets: string[] } {
  const numbers = Array.from({ length: places }, (_, at) => at);
  const locations = numbers.map((at) => String(Number(LOCATION) + at));
  const outlets = numbers.map((at) => idOf(series, 'outlet', at + 1));
  const config = {
    ...sample,
    outlets: numbers.map((at) => ({ id: idOf(series, 'outlet', at + 1), register: idOf(series, 'register', at + 1) })),
    locations: locations.map((id, at) => ({ id: `gid://shopify/Location/${id}`, outlets: [outlets[at] ?? ''] })),
    stock: { publish: true, ...stock },
  } as TenantConfig;
  return { config, locations, outlets };
}
