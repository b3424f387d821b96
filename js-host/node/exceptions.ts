// Exceptions a person must look at: raised again they are the same row, and examined without
// being raised again they are closed.

import type { DatabaseSync } from 'node:sqlite';
import type { Outcome } from '../src/contract.ts';

export type StoredException = {
  dedupe_key: string;
  state: 'open' | 'closed';
  subject: string;
  code: string;
  exception: unknown;
  task: string;
  times: number;
  first_at: string;
  last_at: string;
  closed_at: string | null;
};

export type Exceptions = {
  /** Inside a transaction of the caller. */
  take(task: string, outcome: Outcome, at: Date): void;
  list(state?: 'open' | 'closed'): StoredException[];
};

export function openExceptions(database: DatabaseSync): Exceptions {
  const upsert = database.prepare(`
    INSERT INTO exceptions (dedupe_key, state, subject, code, exception, task, times, first_at, last_at)
    VALUES (:key, 'open', :subject, :code, :exception, :task, 1, :at, :at)
    ON CONFLICT (dedupe_key) DO UPDATE SET state = 'open', exception = excluded.exception,
      task = excluded.task, times = times + 1, last_at = excluded.last_at, closed_at = NULL`);
  const open = database.prepare("SELECT dedupe_key FROM exceptions WHERE subject = ? AND code = ? AND state = 'open'");
  const close = database.prepare("UPDATE exceptions SET state = 'closed', closed_at = ? WHERE dedupe_key = ?");
  const all = database.prepare('SELECT * FROM exceptions ORDER BY first_at, dedupe_key');

  return {
    take(task, outcome, at) {
      const raised = new Set<string>();
      for (const exception of outcome.exceptions ?? []) {
        raised.add(exception.dedupe_key);
        upsert.run({
          key: exception.dedupe_key,
          subject: exception.subject,
          code: exception.code,
          exception: JSON.stringify(exception),
          task,
          at: at.toISOString(),
        });
      }
      for (const { subject, codes } of outcome.checked ?? []) {
        for (const code of codes) {
          for (const row of open.all(subject, code)) {
            const key = row['dedupe_key'] as string;
            if (!raised.has(key)) close.run(at.toISOString(), key);
          }
        }
      }
    },
    list: (state) => all.all()
      .map((row) => ({ ...row, exception: JSON.parse(row['exception'] as string) }) as StoredException)
      .filter((row) => state === undefined || row.state === state),
  };
}
