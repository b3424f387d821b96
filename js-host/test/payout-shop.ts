// A shop on Shopify Payments for tests of payouts: its orders are sold in both systems, its payouts
// are found by the flow, and what came of them is looked up in Lightspeed and in the store.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { sum } from '../node/payout/amounts.ts';
import { FAMILIES } from '../node/payout/words.ts';
import { Bridge, run } from '../node/module.ts';
import type { Exception, Outcome, Task, TenantConfig } from '../node/module.ts';
import type { SqliteStore } from '../node/store.ts';
import { itemOf, payoutsOf, seedClearing } from '../node/demo/clearing.ts';
import type { PayoutsConfig } from '../node/demo/clearing.ts';
import type { Series } from '../node/demo/derive.ts';
import { readOrder } from '../node/demo/orders.ts';
import type { RConfig, ShopifyHandle } from '../sandbox/index.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

type Any = any;
const ORDERS = new URL('../orders/', import.meta.url);
const HOUR = 3_600_000;

/** A record of a payout as it stands in Lightspeed, in the words of neither series. */
export type Recorded = {
  id: string; reference: string; register: string; at: string; total: string; payments: string[]; note: string;
  /** Amounts by family. */
  lines: { [family: string]: string };
};

/** A journal entry as the store keeps it. */
export type Entry = { reference: string; date: string; currency: string; debits: string; credits: string; lines: { account: string; memo: string; debit?: string; credit?: string }[] };

export type PayoutShop = World & {
  store: () => SqliteStore;
  db: SqliteStore;
  shopify: ShopifyHandle;
  acts: ShopifyHandle['acts'];
  /** Another configuration of the same tenant from here on. */
  configure(change: Partial<TenantConfig>): void;
  /** The order is placed, paid and posted to Lightspeed; answers its gid. */
  sell(file: string): Promise<string>;
  /** The order is looked at once more. */
  again(file: string): Promise<Outcome>;
  /** Shopify is asked for payouts, and all that follows at once is done; the outcome of the last task. */
  poll(mode?: Task['mode']): Promise<Outcome>;
  read(payout: string, mode?: Task['mode']): Promise<Outcome>;
  /** A person has something done. */
  operate(topic: string, cursor?: string): Promise<Outcome>;
  /** Time passes, and what falls due in it is done. */
  pass(hours: number): Promise<Outcome | undefined>;
  records(): Recorded[];
  record(reference: string): Recorded;
  entries(): Promise<Entry[]>;
  row(payout: string): Promise<Any>;
  rows(): Promise<{ [key: string]: unknown }>;
  raised(): Exception[];
  codes(): string[];
  /** Writes that left for Lightspeed since the last look. */
  written(): string[];
};

/** How many rows of a payout a page has. */
export const ROWS = 100;

export const number = (gid: string): string => gid.replace(/^.*\//, '');

export type PayoutOptions = { payouts?: Partial<PayoutsConfig>; config?: Partial<TenantConfig>; r?: RConfig };

/** Opens the shop; its first order (#1001, 54.38 USD) was paid and is not posted yet. */
export async function openPayoutShop(series: Series, { payouts = {}, config = {}, r = {} }: PayoutOptions = {}): Promise<PayoutShop> {
  const world = await openWorld(series, 'us-1001-one-line.json', r);
  seedClearing(world.sandbox, series, world.config);
  const lightspeed = series === 'R' ? world.sandbox.r : world.sandbox.x;
  const db = world.store();
  let tasks = 0;
  let seen = 0;
  const shop: PayoutShop = {
    ...world,
    db,
    shopify: world.sandbox.shopify,
    acts: world.sandbox.shopify.acts,
    configure(change) {
      shop.bridge.free();
      shop.config = { ...shop.config, ...change };
      shop.bridge = new Bridge(shop.config);
    },
    async sell(file) {
      const order = await readOrder(fileURLToPath(new URL(file, ORDERS)));
      await until(shop, Date.parse(order.processedAt) + 60_000);
      const gid = shop.shopify.seedOrder(order.text, order.transactions);
      await posted(order.text);
      return gid;
    },
    async again(file) {
      const order = await readOrder(fileURLToPath(new URL(file, ORDERS)));
      return await posted(shop.acts.text(`gid://shopify/Order/${order.id}`));
    },
    poll: (mode = 'apply') => begin({ source: 'schedule', topic: 'payouts/poll' }, mode),
    read: (payout, mode = 'apply') => begin({ source: 'schedule', topic: 'payouts/read', cursor: number(payout) }, mode),
    operate: (topic, cursor) => begin({ source: 'operator', topic, ...(cursor === undefined ? {} : { cursor }) }, 'apply'),
    async pass(hours) {
      const end = shop.clock.now().getTime() + hours * HOUR;
      let outcome: Outcome | undefined;
      for (let next = db.earliest(); next !== undefined && next.getTime() <= end; next = db.earliest()) {
        await until(shop, next.getTime());
        outcome = await due() ?? outcome;
      }
      await until(shop, end);
      return await due() ?? outcome;
    },
    records: () => recordsOf(shop),
    record(reference) {
      const [only, ...more] = recordsOf(shop).filter((own) => own.reference === reference);
      assert.ok(only !== undefined && more.length === 0, `${reference}: ${JSON.stringify(recordsOf(shop))}`);
      return only;
    },
    entries: async () => (await db.scan('payouts', 'entry/', undefined, 100)).rows.map(({ value }) => (value as Any).journal as Entry),
    row: (payout) => db.get('payouts', number(payout)),
    async rows() {
      const { rows } = await db.scan('payouts', '', undefined, 1000);
      return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
    },
    raised: () => db.exceptions('open').map(({ exception }) => exception as Exception),
    codes: () => db.exceptions('open').map(({ code }) => code).sort(),
    written() {
      const fresh = lightspeed.requests.slice(seen).filter(({ method }) => method !== 'GET');
      seen = lightspeed.requests.length;
      return fresh.map(({ method, path, status }) => `${method} ${path.replace(/^.*\//, '')} ${status}`);
    },
    async close() {
      db.close();
      if (shop.bridge !== world.bridge) shop.bridge.free();
      await world.close();
    },
  };
  const perform = (task: Task): Promise<Outcome> => run(shop.bridge, task, { store: db, http: shop.http, clock: shop.clock });
  const due = async (): Promise<Outcome | undefined> => {
    let outcome: Outcome | undefined;
    for (let count = 0; count < 60; count += 1) {
      const [next] = db.pending(shop.clock.now());
      if (next === undefined) return outcome;
      outcome = await perform(next);
    }
    throw new Error('tasks follow each other without end');
  };
  const begin = async (event: Task['event'], mode: NonNullable<Task['mode']>): Promise<Outcome> => {
    tasks += 1;
    const task: Task = { contract: 1, tenant: shop.config.tenant, id: `payouts-${tasks}`, now: shop.clock.now().toISOString(), mode, event };
    const outcome = await perform(task);
    return await due() ?? outcome;
  };
  const posted = (text: string): Promise<Outcome> => begin({
    source: 'shopify', topic: 'orders/updated', origin: shop.config.shopify.shop, body: new TextEncoder().encode(text),
  }, 'apply');
  shop.config = { ...world.config, ...config, payouts: { ...payoutsOf(series), ...payouts } } as TenantConfig;
  shop.bridge = new Bridge(shop.config);
  return shop;
}

async function until(shop: World, at: number): Promise<void> {
  if (at > shop.clock.now().getTime()) await shop.clock.sleep(new Date(at));
}

function recordsOf({ series, sandbox }: World): Recorded[] {
  const family = (item: string): string => FAMILIES.find((_, at) => itemOf(series, at) === item)?.[0] ?? item;
  const lines = (own: [string, string][]): Recorded['lines'] => Object.fromEntries(own.map(([item, amount]) => [family(item), amount]));
  if (series === 'R') {
    return sandbox.r.dump().sales.filter(({ row }) => row['referenceNumberSource'] === 'ShopifyPayout').map(({ row, lines: own, payments, notes }) => ({
      id: row['saleID'] ?? '', reference: row['referenceNumber'] ?? '', register: row['registerID'] ?? '', at: new Date(row['completeTime'] ?? '').toISOString(),
      total: fixed(row['calcTotal'] ?? ''), payments: payments.map((payment) => fixed(payment['amount'] ?? '')), note: notes.PrintedNote?.['note'] ?? '',
      lines: lines(own.map(({ row: line }) => [line['itemID'] ?? '', priced(line['unitPrice'] ?? '', line['unitQuantity'] ?? '')])),
    }));
  }
  return sandbox.x.dump().sales.filter(({ source }) => source.type === 'ShopifyPayout').map((sale) => ({
    id: sale.id, reference: sale.source.id ?? '', register: sale.source.registerId, at: new Date(sale.date).toISOString(),
    total: fixed(sale.totals.priceInclTax), payments: sale.payments.map(({ amount }) => fixed(amount)), note: sale.note ?? '',
    lines: lines(sale.lines.map(({ productId, price, quantity }) => [productId, priced(price, quantity)])),
  }));
}

/** Two places, as a person reads it. */
export const fixed = (amount: string): string => sum([amount, '0.00']);
const priced = (price: string, units: string): string => {
  assert.ok(units === '1' || units === '-1', `${units} units`);
  return fixed(units === '1' ? price : `-${price}`.replace('--', ''));
};

/** A payout of 120 rows of a dollar, two pages, and of what comes after them. */
export function large(shop: PayoutShop, last?: { type: string; amount: string }): string {
  const at = shop.clock.now().toISOString();
  for (let row = 0; row < ROWS + 20; row += 1) shop.acts.adjust({ type: 'ADJUSTMENT', amount: '1.00', at });
  if (last !== undefined) shop.acts.adjust({ ...last, at });
  return only(shop.acts.settle({ at }));
}

export function only([payout, ...more]: string[]): string {
  assert.ok(payout !== undefined && more.length === 0);
  return payout;
}
