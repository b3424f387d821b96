// A table that also knows its rows by version, so that a list of any length is paged in
// time that grows with its length (sheet 8.X, paging). The index is kept in memory and
// read against the rows themselves: what was written in a change that was taken back,
// or has been written again since, is passed over.

import type { Table } from '../store.ts';

export type Feed<T> = Table<T> & {
  /** The rows whose version is above `version`, ascending. */
  after(version: number): Iterable<T>;
};

export type FeedOptions<T> = { idOf(row: T): string; versionOf(row: T): number };

type Entry = { version: number; id: string };

export function feed<T>(table: Table<T>, { idOf, versionOf }: FeedOptions<T>): Feed<T> {
  let index: Entry[] | undefined;
  const built = (): Entry[] => index ??= table.all()
    .map((row) => ({ version: versionOf(row), id: idOf(row) }))
    .sort((a, b) => a.version - b.version);
  return {
    ...table,
    put(id, row) {
      table.put(id, row);
      if (index !== undefined) insert(index, { version: versionOf(row), id });
    },
    *after(version) {
      const entries = built();
      for (let at = firstAbove(entries, version); at < entries.length; at += 1) {
        const entry = entries[at];
        const row = entry === undefined ? undefined : table.get(entry.id);
        if (row !== undefined && versionOf(row) === entry?.version) yield row;
      }
    },
  };
}

/** At the end but for a version that was given out before and taken back. */
function insert(entries: Entry[], entry: Entry): void {
  const at = firstAbove(entries, entry.version);
  for (let before = at - 1; entries[before]?.version === entry.version; before -= 1) {
    if (entries[before]?.id === entry.id) return;
  }
  entries.splice(at, 0, entry);
}

function firstAbove(entries: Entry[], version: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.version ?? 0) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}
