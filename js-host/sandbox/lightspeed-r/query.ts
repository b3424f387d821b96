// R-Series list queries: filters, sort, limit, and paging by an opaque `after` in a full
// `next` address (sheet 8.R, Rdoc introduction/query-parameters).
// An unknown parameter is refused, so that a misspelt filter cannot pass unseen.

import type { Request } from '../http.ts';
import { valueOf, valuesOf } from './catalogue.ts';
import type { Catalogue, Entry, Shape } from './catalogue.ts';
import { compareForOrder, filterOf } from './filter.ts';
import type { FieldType, Filter } from './filter.ts';
import { Refusal } from './wire.ts';

export type Listing<T> = Shape<T> & {
  entity: string;
  sortable: readonly string[];
  /** Whether the server is told to disregard the filter of a field. */
  ignores?(field: string): boolean;
  catalogue(): Catalogue<T>;
};

export type Page<T> = { rows: T[]; next: string; total?: number };

const RESERVED = ['limit', 'sort', 'after', 'load_relations', 'archived', 'count'];
/** Look-ups by value pay when they leave few rows; these are sorted for each page. */
const FEW = 1000;

export function selectPage<T>(request: Request, listing: Listing<T>): Page<T> {
  const { query } = request;
  const { filters, ignoring } = filtersOf(query, listing);
  const limit = Number(query.get('limit') ?? '100');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refusal(400, 'limit must be between 1 and 100.');

  const sort = query.get('sort') ?? (ignoring ? `-${listing.key}` : listing.key);
  const descending = sort.startsWith('-');
  const field = descending ? sort.slice(1) : sort;
  if (field !== listing.key && !listing.sortable.includes(field)) throw new Refusal(400, `Cannot sort by '${field}'.`);
  const order = orderOf(listing.fields[field] ?? 'text');
  const position = (entry: Entry): Position => [valueOf(entry, field), valueOf(entry, listing.key)];

  const rows = listing.catalogue();
  const ordered = few(rows, filters)?.sort((a, b) => order(position(a), position(b))) ?? rows.inOrder(field);
  const matches = (entry: Entry): boolean => filters.every((filter) => valuesOf(entry, filter.field).some(filter.test));
  const after = query.get('after');
  const start = after === null ? undefined : decodePosition(after);
  const isBefore = (entry: Entry): boolean => start !== undefined &&
    (descending ? order(position(entry), start) < 0 : order(position(entry), start) <= 0);
  const border = start === undefined ? (descending ? ordered.length : 0) : firstAfter(ordered, isBefore);

  const shown: Entry[] = [];
  let more = false;
  const step = descending ? -1 : 1;
  for (let at = descending ? border - 1 : border; at >= 0 && at < ordered.length && !more; at += step) {
    const entry = ordered[at];
    if (entry === undefined || !matches(entry)) continue;
    if (shown.length < limit) shown.push(entry);
    else more = true;
  }
  const last = shown.at(-1);
  const page: Page<T> = {
    rows: shown.map((entry) => rows.document(entry)).filter((row) => row !== undefined),
    next: more && last !== undefined ? nextAddress(request, position(last)) : '',
  };
  if (query.get('count') === '1') page.total = ordered.filter(matches).length;
  return page;
}

function filtersOf<T>(query: URLSearchParams, listing: Listing<T>): { filters: Filter[]; ignoring: boolean } {
  const filters: Filter[] = [];
  let ignoring = false;
  for (const [name, value] of query) {
    if (RESERVED.includes(name)) continue;
    const type = listing.fields[name];
    if (type === undefined) throw new Refusal(400, `'${name}' is not a searchable field of ${listing.entity}.`);
    if (listing.ignores?.(name) === true) ignoring = true;
    else filters.push(filterOf(name, type, value));
  }
  const archived = query.get('archived') ?? 'false';
  if (!['true', 'false', 'only'].includes(archived)) throw new Refusal(400, "archived must be 'true', 'false' or 'only'.");
  if (listing.fields['archived'] !== undefined && archived !== 'true') {
    filters.push({ field: 'archived', test: (value) => (value === 'true') === (archived === 'only') });
  }
  return { filters, ignoring };
}

/** The rows that one of the filters leaves, when these are few. */
function few<T>(rows: Catalogue<T>, filters: Filter[]): Entry[] | undefined {
  for (const { field, equals } of filters) {
    const found = equals === undefined ? undefined : rows.having(field, equals);
    if (found !== undefined && found.length <= FEW) return found;
  }
  return undefined;
}

/** Where the rows end that `isBefore` holds of; it holds of all before that, and of none after. */
function firstAfter(ordered: readonly Entry[], isBefore: (entry: Entry) => boolean): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = ordered[middle];
    if (entry !== undefined && isBefore(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
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

function orderOf(type: FieldType): (a: Position, b: Position) => number {
  return (a, b) => compareForOrder(type, a[0], b[0]) || compareForOrder('number', a[1], b[1]);
}

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
