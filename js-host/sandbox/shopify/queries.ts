// The roots of the Admin queries: single things by gid, and orders in pages.

import { GraphQLError } from 'graphql';
import { objectOf, parseJson, textOf } from '../json.ts';
import { orderView } from './order-view.ts';
import type { StoredOrder } from './orders.ts';
import { itemView, levelView, locationView, placeView } from './place-view.ts';
import { gid, idOf } from './shop.ts';
import type { Shop } from './shop.ts';
import { page } from './views.ts';
import type { PageArguments, View } from './views.ts';

type OrdersArguments = PageArguments & { query?: string | null; sortKey: string };

export function adminQueries(shop: Shop): object {
  const order = (id: string): View | null => {
    const stored = shop.orders.get(id);
    return stored === undefined ? null : orderView(shop, stored);
  };
  return {
    order: ({ id }: { id: string }) => order(id),
    orders: (args: OrdersArguments) =>
      page(selected(shop.orders.all(), args), args, (stored) => orderView(shop, stored), (stored) => stored.id),
    fulfillmentOrder: ({ id }: { id: string }) => {
      const place = id.startsWith('gid://shopify/FulfillmentOrder/') ? shop.places.get(idOf(id)) : undefined;
      if (place === undefined) return null;
      const lineOf = (lineId: string): View | null => {
        const all = order(gid('Order', place.orderId))?.['lineItems'] as ((args: PageArguments) => { nodes(): View[] }) | undefined;
        return all?.({ first: Infinity }).nodes().find((line) => line['id'] === gid('LineItem', lineId)) ?? null;
      };
      return placeView(shop, place, (orderId) => order(gid('Order', orderId)), lineOf);
    },
    inventoryItem: ({ id }: { id: string }) => itemView(shop, idOf(id)),
    inventoryLevel: ({ id }: { id: string }) => {
      const level = shop.levels.get(id);
      return level === undefined ? null : levelView(shop, level);
    },
    location: ({ id }: { id?: string | null }) =>
      locationView(shop, id === undefined || id === null ? shop.locations.all()[0]?.id ?? null : idOf(id)),
  };
}

const KEYS: Record<string, string> = { UPDATED_AT: 'updated_at', CREATED_AT: 'created_at', PROCESSED_AT: 'processed_at' };

/** The orders a search finds, sorted; same times are told apart by the id. */
function selected(orders: StoredOrder[], args: OrdersArguments): StoredOrder[] {
  const key = KEYS[args.sortKey];
  if (key === undefined && args.sortKey !== 'ID') throw new GraphQLError(`The sandbox does not sort by ${args.sortKey}.`);
  const accept = filterOf(args.query ?? '');
  const rows = orders.map((stored) => ({ stored, order: objectOf(parseJson(stored.text)) })).filter(({ order }) => accept((name) => textOf(order[name])));
  const time = (row: (typeof rows)[number]): number => (key === undefined ? 0 : Date.parse(textOf(row.order[key]) ?? '') || 0);
  const id = (row: (typeof rows)[number]): bigint => BigInt(row.stored.id);
  return rows.sort((a, b) => time(a) - time(b) || (id(a) < id(b) ? -1 : 1)).map(({ stored }) => stored);
}

const TERM = /^(updated_at|created_at|processed_at|name|id):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|(\S+))$/;

/** Terms joined by spaces or AND. A term the sandbox does not know is refused, not disregarded. */
function filterOf(query: string): (field: (name: string) => string | undefined) => boolean {
  const terms = (query.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).filter((term) => term !== 'AND').map((term) => {
    // Neither archived nor cancelled.
    if (term === 'status:open') return { name: 'status', sign: '', value: 'open' };
    const [, name = '', sign = '', single, double, plain] = TERM.exec(term) ?? [];
    if (name === '') throw new GraphQLError(`The sandbox does not search orders by ${term}.`);
    return { name, sign, value: single ?? double ?? plain ?? '' };
  });
  return (field) => terms.every(({ name, sign, value }) => {
    if (name === 'status') return (field('closed_at') ?? '') === '' && (field('cancelled_at') ?? '') === '';
    const own = field(name) ?? '';
    if (!name.endsWith('_at')) return own === value;
    const [left, right] = [Date.parse(own), Date.parse(value)];
    if (sign === '>=') return left >= right;
    if (sign === '<=') return left <= right;
    if (sign === '>') return left > right;
    return sign === '<' ? left < right : left === right;
  });
}
