// A shop for tests of the turnover tie-out: its orders are placed and posted, its days tied out, and
// Lightspeed's answers changed.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Series } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import { Bridge, run } from '../node/module.ts';
import type { Exception, Http, Outcome, Task, TenantConfig } from '../node/module.ts';
import type { SqliteStore } from '../node/store.ts';
import { key as keySale } from './till.ts';
import type { Till } from './till.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

type Any = any;

export const ORDERS = new URL('../orders/', import.meta.url);
export const DAY = '2026-11-20';
export const UNTAXED = 'us-1006-untaxed.json';
export const DISCOUNT = 'us-1007-discount.json';

export type Shop = World & {
  db: SqliteStore;
  /** The order is placed, and sent from that location; answers its gid. */
  place(file: string, location?: string): Promise<string>;
  /** The order is placed and posted. */
  sell(file: string, location?: string): Promise<string>;
  /** The order is looked at as it is now. */
  again(order: string): Promise<Outcome>;
  /** Does a task of an event, and nothing that follows it. */
  perform(event: Task['event'], http?: Http): Promise<Outcome>;
  due(http?: Http): Promise<void>;
  /** Ties the day out; answers its row. */
  tie(cursor?: string, http?: Http): Promise<Any>;
  row(day?: string): Promise<Any>;
  /** The keys of all that is kept of the day. */
  keys(): Promise<string[]>;
  told(): Exception[];
};

/** A shop in which one order was placed; `change` tells how its configuration differs. */
export async function open(t: TestContext, series: Series, file = UNTAXED, change?: (world: World) => Partial<TenantConfig>): Promise<Shop> {
  const world = await openWorld(series, file);
  const db = world.store();
  if (change !== undefined) {
    world.config = { ...world.config, ...change(world) };
    // The first one is the world's to free.
    world.bridge = new Bridge(world.config);
  }
  t.after(async () => {
    db.close();
    if (change !== undefined) world.bridge.free();
    await world.close();
  });
  let tasks = 0;
  const of = (event: Task['event']): Task => ({
    contract: 1, tenant: world.config.tenant, id: `turnover-${tasks += 1}`, now: world.clock.now().toISOString(), mode: 'apply', event,
  });
  const perform = (event: Task['event'], http = world.http): Promise<Outcome> => run(world.bridge, of(event), { store: db, http, clock: world.clock });
  const due = async (http = world.http): Promise<void> => {
    for (let count = 0; count < 60; count += 1) {
      const [next] = db.pending(world.clock.now());
      if (next === undefined) return;
      await run(world.bridge, next, { store: db, http, clock: world.clock });
    }
    throw new Error('tasks follow each other without end');
  };
  const seen = async (text: string): Promise<Outcome> => {
    const outcome = await perform({ source: 'shopify', topic: 'orders/updated', origin: world.config.shopify.shop, body: new TextEncoder().encode(text) });
    await due();
    return outcome;
  };
  const shop: Shop = {
    ...world,
    db,
    perform,
    due,
    async place(file, location) {
      const order = await readOrder(fileURLToPath(new URL(file, ORDERS)));
      await until(world, Date.parse(order.processedAt) + 60_000);
      const { shopify } = world.sandbox;
      if (location === undefined) return shopify.seedOrder(order.text, order.transactions);
      return shopify.acts.place(order.text, { location, ...(order.transactions === undefined ? {} : { transactions: order.transactions }) });
    },
    async sell(file, location) {
      const gid = await shop.place(file, location);
      await seen(world.sandbox.shopify.acts.text(gid));
      return gid;
    },
    again: (order) => seen(world.sandbox.shopify.acts.text(order)),
    async tie(cursor = DAY, http = world.http) {
      await perform({ source: 'operator', topic: 'payouts/turnover', cursor }, http);
      await due(http);
      return await shop.row(cursor);
    },
    row: (day = DAY) => db.get('payouts', `turnover/${day}`),
    keys: async () => (await db.scan('payouts', 'turnover/', undefined, 500)).rows.map(({ key }) => key),
    told: () => db.exceptions('open').filter(({ code }) => code === 'TURNOVER_DIFFERS').map(({ exception }) => exception as Exception),
  };
  return shop;
}

export const ZERO = '0.00';

/** What an outlet comes to; the web's, unless another one is named. */
export function figures({ config }: World, given: { [figure: string]: string }): unknown {
  return { outlet: `${config.outlets[0]?.id}`, shopify: ZERO, lightspeed: ZERO, till: ZERO, difference: ZERO, unexplained: ZERO, named: ZERO, ...given };
}

/** Answers of Lightspeed in which something reads otherwise. */
export function answering(shop: Shop, change: (path: string, text: string) => { status?: number; text: string }): Http {
  return {
    async send(request) {
      const answer: Any = await shop.http.send(request);
      if (request.system !== 'lightspeed') return answer;
      const { status, text } = change(request.path, new TextDecoder().decode(answer.body));
      return { ...answer, status: status ?? answer.status, body: new TextEncoder().encode(text) };
    },
  };
}

/** A sale comes to something else. */
export function changed(shop: Shop, from: string, to: string): Http {
  let times = 0;
  const http = answering(shop, (_path, text) => {
    const data = JSON.parse(text);
    for (const row of [data.Sale ?? data.data].flat()) {
      const total = shop.series === 'R' ? row?.calcTotal : row?.totals?.price_incl_tax ?? (row?.total_price + row?.total_tax).toFixed(2);
      if (Number(total) !== Number(from)) continue;
      times += 1;
      if (shop.series === 'R') row.calcTotal = to;
      // What waits for its buyer is sold when its payments come to its total.
      else row.payments[0].amount += Number(to) - Number(from);
      if (shop.series === 'R') continue;
      if (row.totals !== undefined) row.totals.price_incl_tax = Number(to);
      else row.total_price = Number((Number(to) - row.total_tax).toFixed(5));
    }
    return { text: JSON.stringify(data) };
  });
  return { send: async (request) => {
    const answer = await http.send(request);
    if (request.system === 'lightspeed') assert.ok(times > 0, 'a sale was changed');
    return answer;
  } };
}

export async function until({ clock }: World, at: number): Promise<void> {
  if (at > clock.now().getTime()) await clock.sleep(new Date(at));
}

/** Staff key a sale, and no faster than the vendor allows. */
export async function key(world: World, total: string, note: string, at?: Till['at']): Promise<void> {
  await keySale(world, { note, total, ...(at === undefined ? {} : { at }) });
  await world.clock.sleep(new Date(world.clock.now().getTime() + 12_000));
}
