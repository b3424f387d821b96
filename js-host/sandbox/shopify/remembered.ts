// A table that is held in memory as well, with orders and indexes: a catalogue of 100,000
// variants is paged and searched without reading every document for every page.

import type { Table } from '../store.ts';

export type Remembered<T> = Table<T> & {
  /** All documents in an order, which is kept under its name until something is written. */
  sorted(name: string, compare: (a: T, b: T) => number): readonly T[];
  /** The documents an index has under a value. */
  where(index: string, value: string): readonly T[];
  /** The same in an order, which is kept like that of all. */
  sortedWhere(index: string, value: string, compare: (a: T, b: T) => number): readonly T[];
  /** Reads everything anew: what is in memory does not follow a transaction back. */
  forget(): void;
};

/** Documents are shared, not copied: whoever changes one puts a new one. An index leaves out what it has no value for. */
export function remembered<T extends { id: string }>(table: Table<T>, indexes: Record<string, (document: T) => string | null>): Remembered<T> {
  const orders = new Map<string, readonly T[]>();
  const groups = new Map<string, Map<string, T>>();
  let known: Map<string, T> | undefined;

  const keysOf = (document: T): string[] => Object.entries(indexes).flatMap(([name, valueOf]) => {
    const value = valueOf(document);
    return value === null ? [] : [`${name} ${value}`];
  });
  const enter = (document: T): void => {
    for (const key of keysOf(document)) {
      const group = groups.get(key) ?? new Map<string, T>();
      groups.set(key, group.set(document.id, document));
    }
  };
  const leave = (document: T | undefined): void => {
    for (const key of document === undefined ? [] : keysOf(document)) groups.get(key)?.delete(document?.id ?? '');
  };
  const load = (): Map<string, T> => {
    if (known === undefined) {
      known = new Map(table.all().map((document) => [document.id, document]));
      known.forEach(enter);
    }
    return known;
  };

  return {
    get: (id) => load().get(id),
    put(id, document) {
      const documents = load();
      table.put(id, document);
      leave(documents.get(id));
      documents.set(id, document);
      enter(document);
      orders.clear();
    },
    remove(id) {
      const documents = load();
      table.remove(id);
      leave(documents.get(id));
      documents.delete(id);
      orders.clear();
    },
    all: () => [...load().values()],
    sorted(name, compare) {
      const made = orders.get(name) ?? [...load().values()].sort(compare);
      orders.set(name, made);
      return made;
    },
    where: (index, value) => {
      load();
      return [...groups.get(`${index} ${value}`)?.values() ?? []];
    },
    sortedWhere(index, value, compare) {
      const name = `where ${index} ${value}`;
      load();
      const made = orders.get(name) ?? [...groups.get(`${index} ${value}`)?.values() ?? []].sort(compare);
      orders.set(name, made);
      return made;
    },
    forget() {
      known = undefined;
      groups.clear();
      orders.clear();
    },
  };
}
