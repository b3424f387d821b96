// The sandbox's storage: SQLite tables of JSON documents in insertion order,
// sequences that survive a restart, and transactions. A number in a document comes
// back as a JsonNumber, so documents of our own types hold numbers as text.

import { DatabaseSync } from 'node:sqlite';
import { parseJson } from './json.ts';

export type Table<T> = {
  get(id: string): T | undefined;
  put(id: string, document: T): void;
  remove(id: string): void;
  all(): T[];
};

export type Store = {
  table<T>(name: string): Table<T>;
  /** The next number of a sequence, counting from `first`. */
  next(sequence: string, first?: number): number;
  /** Raises a sequence so that the next number is above `taken`. */
  skip(sequence: string, taken: number): void;
  /** All of it or none of it. Transactions do not nest: an inner one joins the outer. */
  transaction<T>(work: () => T): T;
  close(): void;
};

export function openStore(path: string): Store {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL)');
  const readSequence = database.prepare('SELECT value FROM sequence WHERE name = ?');
  const writeSequence = database.prepare(
    'INSERT INTO sequence (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const last = (name: string): number | undefined => readSequence.get(name)?.['value'] as number | undefined;
  let open = false;

  return {
    table: <T>(name: string): Table<T> => table<T>(database, name),
    next(name, first = 1) {
      const value = Math.max((last(name) ?? first - 1) + 1, first);
      writeSequence.run(name, value);
      return value;
    },
    skip(name, taken) {
      if (taken > (last(name) ?? 0)) writeSequence.run(name, taken);
    },
    transaction(work) {
      if (open) return work();
      open = true;
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      } finally {
        open = false;
      }
    },
    close: () => database.close(),
  };
}

function table<T>(database: DatabaseSync, name: string): Table<T> {
  database.exec(`CREATE TABLE IF NOT EXISTS "${name}" (id TEXT PRIMARY KEY, document TEXT NOT NULL)`);
  const get = database.prepare(`SELECT document FROM "${name}" WHERE id = ?`);
  const put = database.prepare(`INSERT INTO "${name}" (id, document) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document`);
  const remove = database.prepare(`DELETE FROM "${name}" WHERE id = ?`);
  const all = database.prepare(`SELECT document FROM "${name}" ORDER BY rowid`);
  const read = (row: Record<string, unknown>): T => parseJson(row['document'] as string) as T;
  return {
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : read(row);
    },
    put: (id, document) => void put.run(id, JSON.stringify(document)),
    remove: (id) => void remove.run(id),
    all: () => all.all().map(read),
  };
}
