// Tables that tell of their changes, for what is kept in memory beside them (catalogue.ts).
// After a transaction that was undone all of it is forgotten and read anew.

import type { Store, Table } from '../store.ts';

export type Watcher<T> = { put(id: string, document: T): void; remove(id: string): void; forget(): void };
export type Watched<T> = Table<T> & { watch(watcher: Watcher<T>): void };
export type WatchedStore = Store & { watched<T>(name: string): Watched<T> };

export function watchStore(store: Store): WatchedStore {
  const undone: (() => void)[] = [];
  return {
    ...store,
    watched<T>(name: string): Watched<T> {
      const watchers: Watcher<T>[] = [];
      undone.push(() => watchers.forEach((watcher) => watcher.forget()));
      return watchTable(store.table<T>(name), watchers);
    },
    transaction(work) {
      try {
        return store.transaction(work);
      } catch (error) {
        for (const forget of undone) forget();
        throw error;
      }
    },
  };
}

function watchTable<T>(table: Table<T>, watchers: Watcher<T>[]): Watched<T> {
  return {
    ...table,
    put(id, document) {
      table.put(id, document);
      for (const watcher of watchers) watcher.put(id, document);
    },
    remove(id) {
      table.remove(id);
      for (const watcher of watchers) watcher.remove(id);
    },
    watch: (watcher) => void watchers.push(watcher),
  };
}
