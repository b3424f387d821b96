// Small parts of GraphQL answers: money, pages, attributes, taxes. The library calls a
// function it finds at a field with the field's arguments, so that only what is
// selected is made.

import { GraphQLError } from 'graphql';
import { dec, multiply, print, printFixed } from '../decimal.ts';
import { isObject, listOf, objectOf, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

export type View = Record<string, unknown>;
export type PageArguments = { first?: number; last?: number; after?: string; before?: string; reverse?: boolean };
export type BagView = { shopMoney: MoneyView; presentmentMoney: MoneyView };
type MoneyView = { amount: string; currencyCode: string };

/** Decimals print with one place at least, as the Admin API does. */
export function money(amount: string, currencyCode: string): MoneyView {
  return { amount: printFixed(dec(amount), 1), currencyCode };
}

/** `price_set` of the object; without it the scalar `price`, which is in the shop's currency. */
export function bag(order: JsonObject, object: JsonObject, key: string, setKey = `${key}_set`): BagView | null {
  const set = objectOf(object[setKey]);
  const currency = textOf(order['currency']) ?? 'XXX';
  const scalar = textOf(object[key]);
  const side = (name: string, fallback: string): MoneyView | undefined => {
    const given = objectOf(set[name]);
    const amount = textOf(given['amount']) ?? scalar;
    return amount === undefined ? undefined : money(amount, textOf(given['currency_code']) ?? fallback);
  };
  const shopMoney = side('shop_money', currency);
  const presentmentMoney = side('presentment_money', textOf(order['presentment_currency']) ?? currency);
  return shopMoney === undefined || presentmentMoney === undefined ? null : { shopMoney, presentmentMoney };
}

/** The same where the schema wants an amount: nothing given is zero. */
export function bagOrZero(order: JsonObject, object: JsonObject, key: string, setKey?: string): BagView {
  return bag(order, object, key, setKey) ?? bag(order, { [key]: '0' }, key) as BagView;
}

/** One page of a connection; the cursor is the key of the item. */
export function page<T>(items: T[], args: PageArguments, view: (item: T) => unknown, keyOf: (item: T) => string): View {
  if (args.first === undefined && args.last === undefined) {
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  }
  const ordered = args.reverse === true ? items.toReversed() : items;
  const cursor = (item: T): string => Buffer.from(keyOf(item)).toString('base64');
  const at = (text: string): number => {
    const found = ordered.findIndex((item) => cursor(item) === text);
    if (found < 0) throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
    return found;
  };
  let from = typeof args.after === 'string' ? at(args.after) + 1 : 0;
  let to = typeof args.before === 'string' ? at(args.before) : ordered.length;
  if (typeof args.first === 'number') to = Math.min(to, from + args.first);
  if (typeof args.last === 'number') from = Math.max(from, to - args.last);
  const taken = ordered.slice(from, to);
  const [first, last] = [taken[0], taken.at(-1)];
  return {
    nodes: () => taken.map(view),
    edges: () => taken.map((item) => ({ cursor: cursor(item), node: view(item) })),
    pageInfo: {
      hasNextPage: to < ordered.length,
      hasPreviousPage: from > 0,
      startCursor: first === undefined ? null : cursor(first),
      endCursor: last === undefined ? null : cursor(last),
    },
  };
}

export function attributes(list: Json | undefined): View[] {
  return objects(list).map((each) => ({ key: textOf(each['name']) ?? '', value: textOf(each['value']) ?? null }));
}

export function allocations(order: JsonObject, list: Json | undefined): View[] {
  return objects(list).map((each) => ({ allocatedAmountSet: () => bagOrZero(order, each, 'amount') }));
}

export function taxLines(order: JsonObject, list: Json | undefined): View[] {
  return objects(list).map((tax) => {
    const rate = textOf(tax['rate']);
    return {
      title: textOf(tax['title']) ?? '',
      rate: rate === undefined ? null : Number(rate),
      ratePercentage: rate === undefined ? null : Number(print(multiply(dec(rate), dec('100')))),
      channelLiable: tax['channel_liable'] ?? null,
      priceSet: () => bagOrZero(order, tax, 'price'),
    };
  });
}

export function objects(list: Json | undefined): JsonObject[] {
  return listOf(list).filter(isObject);
}

export function textOrNull(object: JsonObject, key: string): string | null {
  return textOf(object[key]) ?? null;
}

export function flag(object: JsonObject, key: string, absent = false): boolean {
  return object[key] === undefined || object[key] === null ? absent : object[key] === true;
}

export function count(object: JsonObject, key: string): number {
  return Number(textOf(object[key]) ?? '0');
}
