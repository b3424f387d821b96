// What a list query sees of an entity's rows: the values of their searchable fields, in the order
// of a field and by value. For tables that grow large it is kept and told of each change, so that
// a page costs its own rows and not those of the whole table.

import { canonical, compareForOrder, moment } from './filter.ts';
import type { FieldType } from './filter.ts';
import type { Watched } from './watched.ts';

/** Which fields of an entity's documents are searchable. */
export type Shape<T> = {
  key: string;
  fields: Record<string, FieldType>;
  /** Values a filter or sort sees; several when the field is in a to-many relation. */
  values(document: T, field: string): string[];
};

export type Entry = { readonly values: Readonly<Record<string, string | readonly string[]>> };

export type Catalogue<T> = {
  /** All rows in ascending order of a field, then of their key. */
  inOrder(field: string): readonly Entry[];
  /** Rows that have one of these values, in canonical form, in a field. */
  having(field: string, values: Iterable<string>): Entry[];
  document(entry: Entry): T | undefined;
};

/** The catalogue of documents at hand. */
export function catalogue<T>(documents: T[], shape: Shape<T>): Catalogue<T> {
  const entries = new Map(documents.map((document) => [entryOf(shape, document), document]));
  return { ...views(shape, [...entries.keys()]), document: (entry) => entries.get(entry) };
}

/** The catalogue of a table, read once and then kept up to date. */
export function keptCatalogue<T>(table: Watched<T>, shape: Shape<T>, idOf: (document: T) => string): Catalogue<T> {
  type Kept = Entry & { id: string };
  let entries: Map<string, Kept> | undefined;
  let seen: Views | undefined;
  const put = (id: string, document: T): void => void entries?.set(id, { id, ...entryOf(shape, document) });
  table.watch({
    put(id, document) {
      put(id, document);
      seen = undefined;
    },
    remove(id) {
      entries?.delete(id);
      seen = undefined;
    },
    forget() {
      entries = undefined;
      seen = undefined;
    },
  });
  const current = (): Views => {
    if (entries === undefined) {
      entries = new Map();
      for (const document of table.all()) put(idOf(document), document);
    }
    seen ??= views(shape, [...entries.values()]);
    return seen;
  };
  return {
    inOrder: (field) => current().inOrder(field),
    having: (field, values) => current().having(field, values),
    document: (entry) => table.get((entry as Kept).id),
  };
}

/** The value of a field that is not in a to-many relation, else the first. */
export function valueOf(entry: Entry, field: string): string {
  const value = entry.values[field];
  return (typeof value === 'object' ? value[0] : value) ?? '';
}

export function valuesOf(entry: Entry, field: string): readonly string[] {
  const value = entry.values[field] ?? [];
  return typeof value === 'string' ? [value] : value;
}

function entryOf<T>(shape: Shape<T>, document: T): Entry {
  const values: Record<string, string | readonly string[]> = {};
  for (const field of Object.keys(shape.fields)) {
    const found = shape.values(document, field);
    values[field] = found.length === 1 ? found[0] ?? '' : found;
  }
  return { values };
}

type Views = Pick<Catalogue<unknown>, 'inOrder' | 'having'>;

/** Orders and look-ups of entries, each made when it is first needed. */
function views<T>(shape: Shape<T>, entries: Entry[]): Views {
  const orders = new Map<string, readonly Entry[]>();
  const byValue = new Map<string, Map<string, Entry[]>>();
  const typeOf = (field: string): FieldType => shape.fields[field] ?? 'text';
  return {
    inOrder(field) {
      const known = orders.get(field) ?? sorted(entries, field, typeOf(field), shape.key);
      orders.set(field, known);
      return known;
    },
    having(field, values) {
      const known = byValue.get(field) ?? grouped(entries, field, typeOf(field));
      byValue.set(field, known);
      return [...new Set([...values].flatMap((value) => known.get(value) ?? []))];
    },
  };
}

function sorted(entries: Entry[], field: string, type: FieldType, key: string): readonly Entry[] {
  const keyed = entries.map((entry) => ({ entry, by: valueOf(entry, field), sort: sortKey(type, valueOf(entry, field)), id: sortKey('number', valueOf(entry, key)) }));
  keyed.sort((a, b) => comparePart(type, a.sort, b.sort, a.by, b.by) ||
    comparePart('number', a.id, b.id, valueOf(a.entry, key), valueOf(b.entry, key)));
  return keyed.map(({ entry }) => entry);
}

type SortKey = bigint | number | undefined;

/** A number that orders like the text; none for texts and for numbers that are not whole. */
function sortKey(type: FieldType, value: string): SortKey {
  if (type === 'time') return moment(value);
  return type === 'number' && /^\d+$/.test(value) ? BigInt(value) : undefined;
}

function comparePart(type: FieldType, a: SortKey, b: SortKey, textA: string, textB: string): number {
  if (a === undefined || b === undefined) return compareForOrder(type, textA, textB);
  return a < b ? -1 : a > b ? 1 : 0;
}

function grouped(entries: Entry[], field: string, type: FieldType): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const value of valuesOf(entry, field)) {
      const name = canonical(type, value);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [entry]);
      else group.push(entry);
    }
  }
  return groups;
}
