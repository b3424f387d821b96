// A table that notes what was put into it, for what follows it: the ledger reads the orders that
// changed since it last looked, not all of them for every page.

import type { Table } from '../store.ts';

export type Noted<T> = Table<T> & {
  /** What was put since the last look; at first, all there is. */
  changed(): T[];
  /** Looks at everything again: after a transaction that was undone. */
  forget(): void;
};

export function noted<T>(table: Table<T>): Noted<T> {
  let fresh: Set<string> | undefined;
  return {
    ...table,
    put(id, document) {
      table.put(id, document);
      fresh?.add(id);
    },
    changed() {
      const ids = fresh;
      fresh = new Set();
      return ids === undefined ? table.all() : [...ids].flatMap((id) => table.get(id) ?? []);
    },
    forget() {
      fresh = undefined;
    },
  };
}
