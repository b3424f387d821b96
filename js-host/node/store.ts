// The Store port on SQLite: one database file per tenant. What a task leaves behind is written
// in one transaction, so that a host stopped at any moment finds either all of it or none.

import { createHmac } from 'node:crypto';
import type { Answer, Outcome, Row, Task } from '../src/contract.ts';
import { committed, unknownAnswer } from '../src/ports.ts';
import type { Store } from '../src/ports.ts';
import { StoreError, meta, openDatabase, transaction } from './database.ts';
import { openExceptions } from './exceptions.ts';
import type { StoredException } from './exceptions.ts';
import { openInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';
import { openPlan } from './plan.ts';
import { openRows } from './rows.ts';
import { openTasks } from './tasks.ts';

export { StoreError } from './database.ts';
export { TaskHeld } from './hold.ts';
export type { StoredException } from './exceptions.ts';

/** The port, and what a host of its own needs besides. */
export interface SqliteStore extends Store {
  /** A task as it was stored: resume it with this one, so that its moment stays the same. */
  task(id: string): Task | undefined;
  /** What a finished task came to. */
  outcome(id: string): Outcome | undefined;
  /** Unfinished tasks first, then those that are due. */
  pending(now: Date): Task[];
  earliest(): Date | undefined;
  exceptions(state?: 'open' | 'closed'): StoredException[];
  inbox: Inbox;
  /** Removes finished tasks that ended before this moment; returns how many. */
  sweep(before: Date): number;
  close(): void;
}

export type StoreOptions = {
  /** The clock of marks and holds. Default: the machine's. */
  now?: () => Date;
};

export function openStore(path: string, tenant: string, options: StoreOptions = {}): SqliteStore {
  const now = options.now ?? (() => new Date());
  const database = openDatabase(path, tenant);
  const key = Buffer.from(meta(database, 'mac_key'), 'hex');
  const rows = openRows(database);
  const tasks = openTasks(database);
  const exceptions = openExceptions(database);
  const plan = openPlan(database);
  const inbox = openInbox(database);
  const atomic = <T>(work: () => T): T => transaction(database, work);

  const finish = (id: string, outcome: Outcome): void => {
    const at = now();
    const task = tasks.read(id);
    if (task === undefined) throw new StoreError(`task ${id} is not known`);
    // A preview leaves no trace: its answers were only a memory between its steps.
    if (task.mode === 'preview') return tasks.forget(id);
    const conflict = rows.put(outcome.commit ?? []);
    if (conflict !== undefined) {
      throw new StoreError(`row ${conflict.table}/${conflict.key} was changed by another task`);
    }
    exceptions.take(id, outcome, at);
    plan.add(task, outcome, at);
    const needsPerson = outcome.status === 'refused' || (outcome.exceptions ?? []).length > 0;
    tasks.end(id, outcome, at, needsPerson);
  };

  const commitAsked = (task: string, request: string, changes: readonly Row[], at: string): Answer => {
    const marked = tasks.sent(task, request, new Date(at));
    const answer = marked ? unknownAnswer(request, at) : committed(request, at, rows.put(changes));
    tasks.answer(task, answer);
    return answer;
  };

  return {
    open: async (task, at) => atomic(() => tasks.open(task, at)),
    get: async (table, rowKey) => rows.get(table, rowKey),
    scan: async (table, prefix, after, limit) => rows.scan(table, prefix, after, limit),
    gather: async (table, keys, prefixes, limit) => rows.gather(table, keys, prefixes, limit),
    commit: async (changes) => atomic(() => rows.put(changes)),
    commitAsked: async (task, request, changes, at) => atomic(() => commitAsked(task, request, changes, at)),
    mac: async (value) => createHmac('sha256', key).update(value, 'utf8').digest('hex'),
    sent: async (task, request) => atomic(() => tasks.sent(task, request, now())),
    answer: async (task, answer) => atomic(() => tasks.answer(task, answer)),
    restart: async (task, core, revision) => atomic(() => tasks.restart(task, core, revision)),
    finish: async (task, outcome) => atomic(() => finish(task, outcome)),
    task: (id) => tasks.read(id),
    outcome: (id) => tasks.outcome(id),
    pending: (at) => [
      ...tasks.unfinished().flatMap((id) => tasks.read(id) ?? []),
      ...plan.due(at),
    ],
    earliest: () => plan.earliest(),
    exceptions: (state) => exceptions.list(state),
    inbox,
    sweep: (before) => atomic(() => tasks.sweep(before) + inbox.sweep(before)),
    close() {
      tasks.release();
      database.close();
    },
  };
}
