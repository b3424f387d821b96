// A table whose readers see each change only a while after it was made, as behind a replica that
// lags. Rows keep the time and the version of their change: one that shows up late lies before
// what was seen already. What is on its way is in memory only, and shown at once when the lag ends.

import type { Table } from './store.ts';

export type Lagging<T> = {
  /** The rows as they are. Writes go here; the table below is what readers see. */
  real: Table<T>;
  /** From now on changes are seen this much later. */
  delay(ms: number): void;
  /** Shows what is due. */
  settle(): void;
  /** Answers what forgets the changes since, for a transaction that is undone. */
  mark(): () => void;
};

export function lagging<T>(shown: Table<T>, now: () => Date, idOf: (row: T) => string): Lagging<T> {
  let delayMs = 0;
  let waiting: { id: string; row: T; due: number }[] = [];
  const newest = new Map<string, T>();
  const show = (until: number): void => {
    const due = waiting.filter((each) => each.due <= until);
    if (due.length === 0) return;
    waiting = waiting.filter((each) => each.due > until);
    for (const { id, row } of due) shown.put(id, row);
    remember();
  };
  const remember = (): void => {
    newest.clear();
    for (const { id, row } of waiting) newest.set(id, row);
  };
  return {
    real: {
      get: (id) => newest.get(id) ?? shown.get(id),
      put(id, row) {
        if (delayMs === 0 && waiting.length === 0) return shown.put(id, row);
        waiting.push({ id, row, due: now().getTime() + delayMs });
        newest.set(id, row);
      },
      remove(id) {
        waiting = waiting.filter((each) => each.id !== id);
        newest.delete(id);
        shown.remove(id);
      },
      all() {
        const rows = new Map(shown.all().map((row) => [idOf(row), row]));
        for (const [id, row] of newest) rows.set(id, row);
        return [...rows.values()];
      },
    },
    delay(ms) {
      delayMs = ms;
      if (ms === 0) show(Infinity);
    },
    settle: () => show(now().getTime()),
    mark() {
      const before = waiting.length;
      return () => {
        waiting.length = Math.min(before, waiting.length);
        remember();
      };
    },
  };
}

/** The store's own transactions, which also undo what is on its way. */
export function undoing<S extends { transaction<T>(work: () => T): T }>(store: S, mark: () => () => void): S {
  return {
    ...store,
    transaction<T>(work: () => T): T {
      const undo = mark();
      try {
        return store.transaction(work);
      } catch (error) {
        undo();
        throw error;
      }
    },
  };
}
