// What tests of stock look at in a shop with a till, and how they disturb it.

import { openStockShop } from '../node/demo/stocked.ts';
import type { Series } from '../node/demo/derive.ts';
import type { Good, StockOptions, StockShop } from '../node/demo/stocked.ts';
import type { Exception, Http } from '../node/module.ts';
import type { Fault, FaultHook, Faults } from '../sandbox/index.ts';

type Any = any;
export type Request = Parameters<FaultHook>[0];
type Level = { row: Any; units(value: number): void };

/** A change is heard of by a webhook or the next poll, and what rises is read twice. */
export const HEARD = 16;
export const CONFIRMED = 31;

export type Looked = StockShop & {
  /** The rows of each write that left for Shopify, as `item@location from->to`. */
  written(): string[];
  raised(): Exception[];
  codes(): string[];
  lightspeed: { faults: Faults; requests: { method: string; path: string; query: unknown }[] };
  /** Whether it reads the levels of items, and not what changed. */
  readsLevels(request: Request): boolean;
  /** Such requests fail, until nothing is said. */
  fails(is?: (request: Request) => boolean, fault?: Fault): void;
  /** Each list of levels is handed over, to be changed before it arrives; nothing: as it is. */
  spoil(change?: (rows: Any[]) => Any[]): void;
  /** A row of a list of levels, in the words of its series. */
  level(row: Any): Level;
  /** No webhook comes, of either vendor. */
  deaf(is?: boolean): void;
  publish(...goods: Good[]): void;
  /** Evidence of the only exception of this code. */
  evidence(code: string): Any;
};

export async function look(series: Series, options: StockOptions = {}): Promise<Looked> {
  let change: ((rows: Any[]) => Any[]) | undefined;
  const http = (own: Http): Http => ({
    async send(request, ...rest) {
      const answer = await own.send(request, ...rest);
      const levels = series === 'R' ? request.path.endsWith('/ItemShop.json') : /\/inventory(_levels)?$/u.test(request.path);
      if (change === undefined || !levels || answer.status !== 200) return answer;
      const text = new TextDecoder().decode(answer.body as Uint8Array);
      const body = JSON.parse(text) as Any;
      const rows = [series === 'R' ? body.ItemShop ?? [] : body.data ?? body].flat();
      const after = change(rows);
      const whole = series === 'R' ? { ...body, ItemShop: after } : Array.isArray(body) ? after : { ...body, data: after };
      return { ...answer, body: new TextEncoder().encode(JSON.stringify(whole)) };
    },
  });
  const shop = await openStockShop(series, { http, ...options });
  const number = (gid: string): string => `${gid}`.replace(/^.*\//, '');
  const lightspeed = (series === 'R' ? shop.sandbox.r : shop.sandbox.x) as Any;
  const raised = (): Exception[] => shop.tenant.store.exceptions('open').map(({ exception }) => exception as Exception);
  const codes = (): string[] => raised().map(({ code }) => code).sort();
  return {
    ...shop,
    written: () => shop.sandbox.shopify.requests
      .filter(({ body }) => /inventorySetQuantities|inventoryActivate/.test(body))
      .flatMap(({ body }) => {
        const { input, ...own } = JSON.parse(body).variables as Any;
        const place = (item: string, location: string): string =>
          `${shop.goods.findIndex(({ inventoryItem }) => inventoryItem === number(item))}@${shop.locations.indexOf(number(location))}`;
        if (input === undefined) return [`${place(own.inventoryItemId, own.locationId)} new->${own.available}`];
        return input.quantities.map((row: Any) => `${place(row.inventoryItemId, row.locationId)} ${row.changeFromQuantity}->${row.quantity}`) as string[];
      }),
    raised,
    codes,
    lightspeed,
    readsLevels: ({ path, query, method }) => (series === 'R'
      ? path.endsWith('/ItemShop.json') && new URLSearchParams(query as Any).has('itemID')
      : method === 'POST' && path.endsWith('/inventory_levels')),
    fails(is, fault = { kind: '500' }) {
      lightspeed.faults.set(is === undefined ? undefined : (request: Request) => (is(request) ? fault : undefined));
    },
    spoil(own) { change = own; },
    level: (row) => ({
      row,
      units(value) {
        if (series === 'R') Object.assign(row, { qoh: String(value), sellable: String(Math.max(value, 0)) });
        else if ('inventory_level' in row) row.inventory_level = value;
        else row.current_inventory_level = value;
      },
    }),
    deaf(is = true) {
      for (const { deliveries } of [shop.sandbox.shopify, shop.sandbox.x]) deliveries.setFaults(is ? { seed: 1, perMille: { dropped: 1000 } } : undefined);
    },
    publish: (...goods) => { shop.put('stock/publish', goods.map(({ item }) => item).join(',')); },
    evidence(code) {
      const [only, ...more] = raised().filter((own) => own.code === code);
      if (only === undefined || more.length > 0) throw new Error(`${code}: ${codes().join(', ')}`);
      return only.evidence as Any;
    },
  };
}
