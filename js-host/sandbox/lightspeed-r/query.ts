// R-Series list queries: filters with operators, sort, limit, and paging by an
// opaque `after` in a full `next` address (sheet 8.R, Rdoc introduction/query-parameters).
// An unknown parameter is refused, so that a misspelt filter cannot pass unseen.

import { compare, parseDecimal } from '../decimal.ts';
import type { Request } from '../http.ts';
import { Refusal } from './wire.ts';

/** `caseless`: text compared without regard to case. */
export type FieldType = 'number' | 'text' | 'caseless' | 'time';

export type Listing<T> = {
  entity: string;
  key: string;
  fields: Record<string, FieldType>;
  sortable: readonly string[];
  /** Values a filter or sort sees; several when the field is in a to-many relation. */
  values(row: T, field: string): string[];
  /** Filters that the server is told to disregard. */
  ignored?: readonly string[];
};

export type Page<T> = { rows: T[]; next: string; total?: number };

const RESERVED = ['limit', 'sort', 'after', 'load_relations', 'archived', 'count'];
const OPERATOR = /^(>=|<=|><|!=|!~|>|<|~|=|IN),(.*)$/s;

export function selectPage<T>(request: Request, all: T[], listing: Listing<T>): Page<T> {
  const { query } = request;
  let rows = all;
  let ignoring = false;
  for (const [name, value] of query) {
    if (RESERVED.includes(name)) continue;
    const type = listing.fields[name];
    if (type === undefined) throw new Refusal(400, `'${name}' is not a searchable field of ${listing.entity}.`);
    if (listing.ignored?.includes(name) === true) {
      ignoring = true;
      continue;
    }
    const matches = predicate(type, value);
    rows = rows.filter((row) => listing.values(row, name).some(matches));
  }
  const limit = Number(query.get('limit') ?? '100');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refusal(400, 'limit must be between 1 and 100.');

  const sort = query.get('sort') ?? (ignoring ? `-${listing.key}` : listing.key);
  const descending = sort.startsWith('-');
  const field = descending ? sort.slice(1) : sort;
  if (field !== listing.key && !listing.sortable.includes(field)) throw new Refusal(400, `Cannot sort by '${field}'.`);
  const type = listing.fields[field] ?? 'text';
  const position = (row: T): Position => [listing.values(row, field)[0] ?? '', listing.values(row, listing.key)[0] ?? ''];
  const order = (a: Position, b: Position): number =>
    (descending ? -1 : 1) * (compareAs(type, a[0], b[0]) || compareAs('number', a[1], b[1]));
  const sorted = [...rows].sort((a, b) => order(position(a), position(b)));

  const after = query.get('after');
  const start = after === null ? undefined : decodePosition(after);
  const rest = start === undefined ? sorted : sorted.filter((row) => order(position(row), start) > 0);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const page: Page<T> = { rows: shown, next: rest.length > shown.length && last !== undefined ? nextAddress(request, position(last)) : '' };
  if (query.get('count') === '1') page.total = rows.length;
  return page;
}

/** The relations a request asks for: `all`, or a JSON list of names the entity has. */
export function relationsOf(query: URLSearchParams, entity: { entity: string; relations: readonly string[] }): readonly string[] {
  const text = query.get('load_relations');
  if (text === null || text === '') return [];
  if (text === 'all') return entity.relations;
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch { /* refused below */ }
  if (!Array.isArray(names)) throw new Refusal(400, `load_relations of ${entity.entity} must be a JSON list of names.`);
  return names.map((name) => {
    if (!entity.relations.includes(name)) throw new Refusal(400, `${entity.entity} has no relation '${name}'.`);
    return name as string;
  });
}

type Position = [value: string, id: string];

function nextAddress(request: Request, position: Position): string {
  const query = new URLSearchParams(request.query);
  query.set('after', Buffer.from(JSON.stringify(position)).toString('base64'));
  return `${request.origin}${request.path}?${query}`;
}

function decodePosition(token: string): Position {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')) return value as Position;
  } catch { /* refused below */ }
  throw new Refusal(400, 'Invalid after.');
}

function predicate(type: FieldType, parameter: string): (value: string) => boolean {
  const [, operator = '=', operand = ''] = OPERATOR.exec(parameter) ?? ['', '=', parameter];
  const against = (text: string): ((value: string) => number) => {
    if (type === 'time' && Number.isNaN(Date.parse(text))) throw new Refusal(400, `Invalid date: ${text}`);
    if (type === 'number' && parseDecimal(text) === undefined) throw new Refusal(400, `Invalid number: ${text}`);
    return (value) => compareAs(type, value, text);
  };
  if (operator === 'IN') {
    const members = operand.replace(/^\[|\]$/g, '').split(',').map((member) => member.trim().replace(/^"|"$/g, ''));
    if (members.length > 100) throw new Refusal(400, 'IN takes at most 100 values.');
    const tests = members.map(against);
    return (value) => tests.some((test) => test(value) === 0);
  }
  if (operator === '><') {
    const [low = '', high = ''] = operand.split(',');
    const [above, below] = [against(low), against(high)];
    return (value) => above(value) >= 0 && below(value) <= 0;
  }
  if (operator === '~' || operator === '!~') {
    const pattern = new RegExp(`^${operand.split('%').map(escapePattern).join('.*')}$`, 'is');
    return (value) => pattern.test(value) === (operator === '~');
  }
  const test = against(operand);
  switch (operator) {
    case '>': return (value) => test(value) > 0;
    case '>=': return (value) => test(value) >= 0;
    case '<': return (value) => test(value) < 0;
    case '<=': return (value) => test(value) <= 0;
    case '!=': return (value) => test(value) !== 0;
    default: return (value) => test(value) === 0;
  }
}

function compareAs(type: FieldType, a: string, b: string): number {
  // An empty time is NaN: it fails every comparison and sorts by id.
  if (type === 'time') return Date.parse(a) - Date.parse(b);
  if (type === 'number') {
    const [x, y] = [parseDecimal(a), parseDecimal(b)];
    if (x !== undefined && y !== undefined) return compare(x, y);
  }
  const [x, y] = type === 'caseless' ? [a.toLowerCase(), b.toLowerCase()] : [a, b];
  return x < y ? -1 : x > y ? 1 : 0;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
