// The module's own rows: get, scan, and commit of several rows, all or nothing.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Conflict, Row } from '../src/contract.ts';
import type { Page } from '../src/ports.ts';
import { StoreError } from './database.ts';
import { jsonEqual } from './json.ts';

/** The host's own table, which the module may read and never write. */
const TASKS = 'tasks';
const MAX_SCAN = 1000;

export type Rows = {
  get(table: string, key: string): unknown;
  scan(table: string, prefix: string, after: string | undefined, limit: number): Page;
  gather(table: string, keys: readonly string[], prefixes: readonly string[], limit: number): Page['rows'];
  /** Inside a transaction of the caller: the first row that is not as expected, or undefined. */
  put(rows: readonly Row[]): Conflict | undefined;
};

export function openRows(database: DatabaseSync): Rows {
  const read = database.prepare('SELECT value FROM rows WHERE tbl = ? AND key = ?');
  const task = database.prepare('SELECT state FROM tasks WHERE id = ?');
  const write = database.prepare(`INSERT INTO rows (tbl, key, value) VALUES (?, ?, ?)
    ON CONFLICT (tbl, key) DO UPDATE SET value = excluded.value`);
  const remove = database.prepare('DELETE FROM rows WHERE tbl = ? AND key = ?');
  // substr, not LIKE: a prefix may hold % or _ and must match case. One lower and one upper bound:
  // of several SQLite takes any, and would walk through the table.
  const page = (lower: string): StatementSync => database.prepare(`SELECT key, value FROM rows
    WHERE tbl = ? AND key ${lower} ? AND key < ? AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?`);
  const [from, behind] = [page('>='), page('>')];

  const get = (table: string, key: string): unknown => {
    if (table === TASKS) {
      const row = task.get(key);
      return row === undefined ? undefined : { v: 1, state: row['state'] };
    }
    const row = read.get(table, key);
    return row === undefined ? undefined : JSON.parse(row['value'] as string);
  };

  const scan = (table: string, prefix: string, after: string | undefined, limit: number): Page => {
      const size = Math.min(Math.max(1, limit), MAX_SCAN);
      const end = `${prefix}\u{10ffff}`;
      const found = after === undefined || after < prefix
        ? from.all(table, prefix, end, prefix, prefix, size + 1)
        : behind.all(table, after, end, prefix, prefix, size + 1);
      const rows = found.slice(0, size).map((row) => ({
        key: row['key'] as string,
        value: JSON.parse(row['value'] as string) as unknown,
      }));
      return { rows, after: found.length > size ? rows.at(-1)?.key ?? null : null };
  };

  return {
    get,
    scan,
    gather(table, keys, prefixes, limit) {
      const rows = keys.flatMap((key) => {
        const value = get(table, key);
        return value === undefined ? [] : [{ key, value }];
      });
      return [...rows, ...prefixes.flatMap((prefix) => scan(table, prefix, undefined, limit).rows)];
    },
    put(rows) {
      // Every expectation is about what stood there before the first change.
      for (const row of rows) {
        if (row.table === TASKS) throw new StoreError('the table "tasks" is the host\'s own and is not written by a commit');
        if (row.expect === undefined) continue;
        const value = get(row.table, row.key);
        const met = 'absent' in row.expect ? value === undefined : value !== undefined && jsonEqual(value, row.expect.value);
        if (!met) return { table: row.table, key: row.key, value: value ?? null };
      }
      for (const row of rows) {
        if (row.value === undefined) remove.run(row.table, row.key);
        else write.run(row.table, row.key, JSON.stringify(row.value));
      }
      return undefined;
    },
  };
}
