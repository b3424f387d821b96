// Pages of a long or a moving list. A cursor says where it stood, not how many came before
// (Shopify's own hold last_id and last_value): what is added, changed or deleted between two
// pages moves nothing else, and a page costs what it passes over, not what lies before it.

import { GraphQLError } from 'graphql';
import { objectOf, parseJson, textOf } from '../json.ts';
import type { PageArguments, View } from './views.ts';

export type Position = { value: string; id: string };
export type Listing<T> = {
  /** By rising position. */
  items: readonly T[];
  accept(item: T): boolean;
  position(item: T): Position;
  compare(a: Position, b: Position): number;
  view(item: T): unknown;
};

export function keysetPage<T>(list: Listing<T>, args: PageArguments): View {
  const { items, accept, view } = list;
  const [first, last] = [args.first ?? undefined, args.last ?? undefined];
  if (first === undefined && last === undefined) {
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  }
  const size = items.length;
  const at = (index: number): T => items[args.reverse === true ? size - 1 - index : index] as T;
  /** The first index that lies behind a position, or on it. */
  const seek = (cursor: Position, behind: boolean): number => {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = list.compare(list.position(at(middle)), cursor) * (args.reverse === true ? -1 : 1);
      if (behind ? order > 0 : order >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  /** Up to `limit` of what is searched for, from one index towards another. */
  const collect = (start: number, end: number, limit: number): T[] => {
    const found: T[] = [];
    const step = start < end ? 1 : -1;
    for (let index = step > 0 ? start : start - 1; found.length < limit && (step > 0 ? index < end : index >= end); index += step) {
      const item = at(index);
      if (accept(item)) found.push(item);
    }
    return found;
  };
  const from = typeof args.after === 'string' ? seek(positionOf(args.after), true) : 0;
  const to = Math.max(typeof args.before === 'string' ? seek(positionOf(args.before), false) : size, from);
  const forward = first !== undefined;
  const limit = first ?? last ?? 0;
  const found = forward ? collect(from, to, limit + 1) : collect(to, from, limit + 1);
  const more = found.length > limit;
  const taken = found.slice(0, limit);
  if (!forward) taken.reverse();
  const shown = forward && last !== undefined ? taken.slice(Math.max(taken.length - last, 0)) : taken;
  const any = (start: number, end: number): boolean => collect(start, end, 1).length > 0;
  const cursor = (item: T): string => {
    const { value, id } = list.position(item);
    return Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString('base64');
  };
  const [head, tail] = [shown[0], shown.at(-1)];
  return {
    nodes: () => shown.map(view),
    edges: () => shown.map((item) => ({ cursor: cursor(item), node: view(item) })),
    pageInfo: {
      hasNextPage: () => (forward && more) || any(to, size),
      hasPreviousPage: () => (!forward && more) || shown.length < taken.length || any(from, 0),
      startCursor: head === undefined ? null : cursor(head),
      endCursor: tail === undefined ? null : cursor(tail),
    },
  };
}

function positionOf(cursor: string): Position {
  const place = objectOf(parseJson(Buffer.from(cursor, 'base64').toString('utf8')));
  const [value, id] = [textOf(place['last_value']), textOf(place['last_id'])];
  if (value === undefined || id === undefined) throw new GraphQLError('Invalid cursor for current pagination sort.', { extensions: { code: 'BAD_REQUEST' } });
  return { value, id };
}

/** Ids are digits without leading zeros: the longer one is the greater. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** By a text or, when it is given, by a number of it; what is equal is told apart by the id. */
export function compareBy(numeric: boolean): Listing<unknown>['compare'] {
  return (a, b) => (numeric ? Number(a.value) - Number(b.value) : a.value < b.value ? -1 : a.value > b.value ? 1 : 0) || compareIds(a.id, b.id);
}
