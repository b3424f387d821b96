// Webhooks that were received: stored before they are answered, worked on in their order, and
// known again when they come a second time.

import type { DatabaseSync } from 'node:sqlite';
import { blob, bodyBytes } from './bodies.ts';
import type { Event } from './module.ts';

export type InboxState = 'waiting' | 'done' | 'refused' | 'parked';

export type Received = {
  seq: number;
  subject: string;
  priority: number;
  /** The task that it became, once it was begun. */
  task?: string;
  attempts: number;
};

export type Arrival = { dedupeKey: string; subject: string; priority: number; event: Event; at: Date };

export type Inbox = {
  /** False when it was received before. */
  add(arrival: Arrival): boolean;
  /** One that nobody can work with is kept, for a person to see. */
  refuse(arrival: Arrival, error: string): boolean;
  /** What is due, the most urgent first, else in the order in which it came. */
  due(now: Date): Received[];
  /** The event of one of them, with its body. */
  event(seq: number): Event;
  /** The tasks that wait here to be tried again. */
  tasks(): Set<string>;
  /** Whether an event of the topic waits, or is worked on, and has not failed. */
  waits(topic: string): boolean;
  /** When the next one is due that is not yet. */
  earliest(): Date | undefined;
  begin(seq: number, task: string): void;
  /** Ends it; a body that nobody needs any more goes. */
  end(seq: number, state: 'done' | 'refused', at: Date): void;
  retry(seq: number, notBefore: Date, error: string): void;
  park(seq: number, error: string): void;
  /** Lets what was parked be tried again; returns how many there were. */
  unpark(): number;
  counts(): Record<InboxState, number>;
  oldest(): string | undefined;
  sweep(before: Date): number;
};

export function openInbox(database: DatabaseSync): Inbox {
  const insert = database.prepare(`INSERT INTO inbox (dedupe_key, state, subject, priority, event, body, received_at, times, attempts, error)
    VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?) ON CONFLICT (dedupe_key) DO UPDATE SET times = times + 1 RETURNING times`);
  const due = database.prepare(`SELECT seq, subject, priority, task, attempts FROM inbox
    WHERE state = 'waiting' AND (not_before IS NULL OR not_before <= ?) ORDER BY priority, seq LIMIT 1000`);
  const read = database.prepare('SELECT event, body FROM inbox WHERE seq = ?');
  const tasks = database.prepare("SELECT task FROM inbox WHERE state IN ('waiting', 'parked') AND task IS NOT NULL");
  const waits = database.prepare("SELECT 1 FROM inbox WHERE state = 'waiting' AND attempts = 0 AND event ->> '$.topic' = ? LIMIT 1");
  const earliest = database.prepare("SELECT min(not_before) AS at FROM inbox WHERE state = 'waiting' AND not_before IS NOT NULL");
  const begin = database.prepare('UPDATE inbox SET task = ? WHERE seq = ?');
  const end = database.prepare('UPDATE inbox SET state = ?, finished_at = ?, error = NULL, body = NULL WHERE seq = ?');
  const retry = database.prepare('UPDATE inbox SET attempts = attempts + 1, not_before = ?, error = ? WHERE seq = ?');
  const park = database.prepare("UPDATE inbox SET state = 'parked', attempts = attempts + 1, error = ? WHERE seq = ?");
  const unpark = database.prepare("UPDATE inbox SET state = 'waiting', attempts = 0, not_before = NULL WHERE state = 'parked'");
  const counts = database.prepare('SELECT state, count(*) AS n FROM inbox GROUP BY state');
  const oldest = database.prepare("SELECT min(received_at) AS at FROM inbox WHERE state = 'waiting'");
  const old = database.prepare("DELETE FROM inbox WHERE state IN ('done', 'refused') AND coalesce(finished_at, received_at) < ?");

  const keep = ({ dedupeKey, subject, priority, event, at }: Arrival, state: InboxState, error: string | null): boolean => {
    const { body, ...head } = event;
    const row = insert.get(dedupeKey, state, subject, priority, JSON.stringify(head), bodyBytes(body), at.toISOString(), error);
    return row?.['times'] === 1;
  };
  return {
    add: (arrival) => keep(arrival, 'waiting', null),
    refuse: (arrival, error) => keep(arrival, 'refused', error),
    due: (now) => due.all(now.toISOString()).map((row) => ({
      seq: row['seq'] as number,
      subject: row['subject'] as string,
      priority: row['priority'] as number,
      ...(typeof row['task'] === 'string' ? { task: row['task'] } : {}),
      attempts: row['attempts'] as number,
    })),
    event(seq) {
      const row = read.get(seq);
      const event = JSON.parse(row?.['event'] as string) as Event;
      const body = blob(row?.['body']);
      return body === undefined ? event : { ...event, body };
    },
    tasks: () => new Set(tasks.all().map((row) => row['task'] as string)),
    waits: (topic) => waits.get(topic) !== undefined,
    earliest() {
      const at = earliest.get()?.['at'];
      return typeof at === 'string' ? new Date(at) : undefined;
    },
    begin: (seq, task) => void begin.run(task, seq),
    end: (seq, state, at) => void end.run(state, at.toISOString(), seq),
    retry: (seq, notBefore, error) => void retry.run(notBefore.toISOString(), error, seq),
    park: (seq, error) => void park.run(error, seq),
    unpark: () => Number(unpark.run().changes),
    counts() {
      const found: Record<InboxState, number> = { waiting: 0, done: 0, refused: 0, parked: 0 };
      for (const row of counts.all()) found[row['state'] as InboxState] = row['n'] as number;
      return found;
    },
    oldest() {
      const at = oldest.get()?.['at'];
      return typeof at === 'string' ? at : undefined;
    },
    sweep: (before) => Number(old.run(before.toISOString()).changes),
  };
}
