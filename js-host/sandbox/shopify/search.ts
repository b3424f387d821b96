// Shopify's search syntax as far as the sandbox takes it: `field:value` terms joined by spaces or
// AND, values quoted or not, >= <= > < for times and ids. Three kinds of terms: what is
// covered filters; what Shopify documents and the sandbox does not cover is refused; a field
// Shopify does not know either is ignored, as Shopify does, with a warning beside the data.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { compareIds } from './keyset.ts';

export type Term = { field: string; sign: string; value: string; text: string };
export type Matcher<T> = (item: T, term: Term) => boolean;
export type SearchNote = { path: readonly (string | number)[]; query: string; warnings: object[] };
/** What an answer says beside its data, and the API version that is asked; the context of one execution. */
export type Asked = { search: SearchNote[]; version: string };
export type Search<T> = { terms: Term[]; accept(item: T): boolean };

const TOKEN = /(?:\\.|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^\s])+/gs;
const TERM = /^([a-z_0-9.]+):(>=|<=|>|<)?(.*)$/s;

/** The terms of a query. Whatever else the syntax has (OR, NOT, brackets, words without a field) is refused. */
export function termsOf(query: string, what: string): Term[] {
  return (query.match(TOKEN) ?? []).filter((token) => token !== 'AND').map((text) => {
    const [, field = '', sign = '', value = ''] = TERM.exec(text) ?? [];
    if (field === '') throw new GraphQLError(`The sandbox does not search ${what} by ${text}.`);
    return { field, sign, value: plain(value), text };
  });
}

/** `documented`: the fields Shopify lists at the query argument, words apart. */
export function searchOf<T>(query: string, what: string, known: Record<string, Matcher<T>>, documented: string, asked: Asked, info: GraphQLResolveInfo): Search<T> {
  const given = termsOf(query, what);
  const listed = new Set(documented.split(/\s+/));
  const terms = given.filter(({ field }) => known[field] !== undefined);
  const rest = given.filter(({ field }) => known[field] === undefined);
  for (const { field, text } of rest) if (listed.has(field)) throw new GraphQLError(`The sandbox does not search ${what} by ${text}.`);
  if (rest.length > 0) {
    // The words and the place are from memory of Shopify's answers; no document at hand shows them.
    const warnings = rest.map(({ field }) => ({ field, message: 'Invalid search field for this query.', code: 'invalid_field' }));
    asked.search.push({ path: [info.path.key], query, warnings });
  }
  return { terms, accept: (item) => terms.every((term) => known[term.field]?.(item, term) === true) };
}

/** Without regard to case; a star at the end stands for whatever follows. Shopify does not say that SKUs are compared so: inferred. */
export function byText<T>(of: (item: T) => string | null): Matcher<T> {
  return (item, { value }) => {
    const [own, wanted] = [(of(item) ?? '').toLowerCase(), value.toLowerCase()];
    return wanted.endsWith('*') ? own.startsWith(wanted.slice(0, -1)) : own === wanted;
  };
}

/** One of several words with commas between them. */
export function byWord<T>(of: (item: T) => readonly string[]): Matcher<T> {
  return (item, { value }) => value.toLowerCase().split(',').some((word) => of(item).includes(word));
}

export function byId<T>(of: (item: T) => string): Matcher<T> {
  return (item, { sign, value }) => holds(sign, compareIds(of(item), value.slice(value.lastIndexOf('/') + 1)));
}

/** By the second, as times are answered. */
export function byTime<T>(of: (item: T) => string | undefined): Matcher<T> {
  const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000);
  return (item, { sign, value }) => holds(sign, seconds(of(item) ?? '') - seconds(value));
}

export function byFlag<T>(of: (item: T) => boolean): Matcher<T> {
  return (item, { value }) => of(item) === (value === 'true');
}

/** False when there is nothing to compare (NaN). */
export function holds(sign: string, order: number): boolean {
  if (sign === '>=') return order >= 0;
  if (sign === '<=') return order <= 0;
  if (sign === '>') return order > 0;
  return sign === '<' ? order < 0 : order === 0;
}

/** A value without its quotes, and without the backslashes that keep what follows as it is. */
function plain(value: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(value);
  return (quoted?.[2] ?? value).replace(/\\(.)/gs, '$1');
}
