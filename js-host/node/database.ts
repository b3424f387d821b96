// Opens a tenant's database file: creates its tables, and refuses a file that a newer
// version has written. docs/storage.md describes every table.

import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** Raised with every change of the tables; a migration per step belongs in `migrate`. */
export const SCHEMA_VERSION = 2;

const TABLES = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE rows (
  tbl TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (tbl, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused')),
  digest TEXT NOT NULL,
  task TEXT NOT NULL,
  body BLOB,
  opened_at TEXT NOT NULL,
  core TEXT,
  revision TEXT,
  holder TEXT,
  held_until TEXT,
  outcome TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX tasks_by_state ON tasks (state, finished_at);
CREATE TABLE answers (
  task TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  answer TEXT NOT NULL,
  body BLOB,
  PRIMARY KEY (task, id)
) STRICT;
CREATE TABLE sent (
  task TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (task, id)
) STRICT;
CREATE TABLE exceptions (
  dedupe_key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  subject TEXT NOT NULL,
  code TEXT NOT NULL,
  exception TEXT NOT NULL,
  task TEXT NOT NULL,
  times INTEGER NOT NULL,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX exceptions_by_subject ON exceptions (subject, code, state);
CREATE TABLE next (
  id TEXT PRIMARY KEY,
  parent TEXT NOT NULL,
  not_before TEXT NOT NULL,
  task TEXT NOT NULL,
  body BLOB
) STRICT;
CREATE INDEX next_by_time ON next (not_before);
`;

/** What version 2 brought: webhooks that were received and not worked on yet. */
const INBOX = `
CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'parked')),
  subject TEXT NOT NULL,
  priority INTEGER NOT NULL,
  event TEXT NOT NULL,
  body BLOB,
  received_at TEXT NOT NULL,
  times INTEGER NOT NULL,
  task TEXT,
  attempts INTEGER NOT NULL,
  not_before TEXT,
  error TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX inbox_by_state ON inbox (state, priority, seq);
`;

/** A store that cannot be used, and why. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

const SWITCH_TRIES = 200;
const SWITCH_WAIT_MS = 50;

/** The database of one tenant. The file is created when it is not there. */
export function openDatabase(path: string, tenant: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    switchToWal(database);
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    transaction(database, () => {
      const version = database.prepare('PRAGMA user_version').get()?.['user_version'] as number;
      if (version > SCHEMA_VERSION) {
        throw new StoreError(`${path} was written by a newer version: its schema is ${version}, this version knows ${SCHEMA_VERSION}`);
      }
      if (version === 0) create(database, tenant);
      else migrate(database, version);
    });
    const owner = meta(database, 'tenant');
    if (owner !== tenant) throw new StoreError(`${path} belongs to tenant "${owner}", not "${tenant}"`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite does not wait by itself for whoever else is switching the same new file. */
function switchToWal(database: DatabaseSync): void {
  for (let left = SWITCH_TRIES; ; left -= 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (left === 0 || !String((error as Error).message).includes('locked')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SWITCH_WAIT_MS);
    }
  }
}

/** All of it or none of it. Other processes wait for their turn. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk may have rolled back already; the first error is the one to tell.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** One fact about the file itself. */
export function meta(database: DatabaseSync, key: string): string {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return row?.['value'] as string;
}

function create(database: DatabaseSync, tenant: string): void {
  const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.['n'] as number;
  if (tables > 0) throw new StoreError('the file is a database of another program');
  database.exec(TABLES);
  database.exec(INBOX);
  const put = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  put.run('tenant', tenant);
  put.run('mac_key', randomBytes(32).toString('hex'));
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/** Inside the transaction that opens the file: it is of the new version, or of the old one still. */
function migrate(database: DatabaseSync, from: number): void {
  if (from < 2) database.exec(INBOX);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
