// Tasks and their journals: opened or resumed, answered, and ended.

import type { DatabaseSync } from 'node:sqlite';
import type { Answer, Journal, Outcome, Task } from '../src/contract.ts';
import { blob, bodyBytes, digest } from './bodies.ts';
import { StoreError } from './database.ts';
import { HOLD_MS, TaskHeld, newHolder, stillHeld } from './hold.ts';
import { canonical } from './json.ts';

export type Opened = { journal: Journal; finished?: Outcome };

export type Tasks = {
  open(task: Task, now: Date): Opened;
  /** A task as it was opened, its body included. */
  read(id: string): Task | undefined;
  outcome(id: string): Outcome | undefined;
  unfinished(): string[];
  /** True when the request was marked before. */
  sent(task: string, request: string, at: Date): boolean;
  answer(task: string, answer: Answer): void;
  restart(task: string, core: string, revision: string): void;
  /** Ends the task; its answers go, and its body too unless a person has to look at it. */
  end(task: string, outcome: Outcome, at: Date, keepBody: boolean): void;
  forget(task: string): void;
  release(): void;
  sweep(before: Date): number;
};

/** What makes two tasks of one id the same: not their moment, which each delivery has its own of. */
function identity({ tenant, mode, event }: Task, body: Uint8Array | null): string {
  const { source, topic, cursor } = event;
  return digest(canonical({ tenant, mode: mode ?? 'apply', source, topic, cursor }), body ?? '');
}

/** What was written stays known by its natural key; the names and addresses in it do not stay. */
export function withoutBodies(outcome: Outcome): Outcome {
  if (outcome.writes === undefined) return outcome;
  return { ...outcome, writes: outcome.writes.map(({ body: _, ...write }) => write) };
}

export function openTasks(database: DatabaseSync): Tasks {
  const me = newHolder();
  const find = database.prepare('SELECT * FROM tasks WHERE id = ?');
  const insert = database.prepare(`INSERT INTO tasks (id, state, digest, task, body, opened_at, holder, held_until)
    VALUES (?, 'open', ?, ?, ?, ?, ?, ?)`);
  const take = database.prepare('UPDATE tasks SET holder = ?, held_until = ? WHERE id = ?');
  const renew = database.prepare("UPDATE tasks SET held_until = ? WHERE id = ? AND holder = ? AND state = 'open'");
  const unplan = database.prepare('DELETE FROM next WHERE id = ?');
  const answersOf = database.prepare('SELECT answer, body FROM answers WHERE task = ? ORDER BY seq');
  const addAnswer = database.prepare(`INSERT INTO answers (task, id, seq, answer, body)
    VALUES (?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM answers WHERE task = ?), ?, ?)`);
  const dropAnswers = database.prepare('DELETE FROM answers WHERE task = ?');
  const setVersion = database.prepare('UPDATE tasks SET core = ?, revision = ? WHERE id = ?');
  const mark = database.prepare('INSERT OR IGNORE INTO sent (task, id, at) VALUES (?, ?, ?)');
  const finish = database.prepare(`UPDATE tasks SET state = ?, outcome = ?, finished_at = ?, core = ?, revision = ?,
    holder = NULL, held_until = NULL, body = CASE WHEN ? THEN body END WHERE id = ?`);
  const remove = database.prepare('DELETE FROM tasks WHERE id = ?');
  const openOnes = database.prepare("SELECT id FROM tasks WHERE state = 'open' ORDER BY opened_at, id");
  const letGo = database.prepare("UPDATE tasks SET holder = NULL, held_until = NULL WHERE holder = ?");
  const old = database.prepare("DELETE FROM tasks WHERE state <> 'open' AND finished_at < ?");

  const until = (now: Date): string => new Date(now.getTime() + HOLD_MS).toISOString();

  /** Refuses to go on with a task that another host has taken over. */
  const hold = (task: string): void => {
    if (renew.run(until(new Date()), task, me).changes === 0) {
      throw new StoreError(`task ${task} is finished or was taken over by another host`);
    }
  };

  const journal = (row: Record<string, unknown>): Journal => ({
    ...(row['core'] === null ? {} : { core: row['core'] as string, revision: row['revision'] as string }),
    answers: answersOf.all(row['id'] as string).map((stored) => {
      const body = blob(stored['body']);
      return { ...(JSON.parse(stored['answer'] as string) as Answer), ...(body === undefined ? {} : { body }) };
    }),
  });

  return {
    open(task, now) {
      const { event, ...rest } = task;
      const { body, ...head } = event;
      const bytes = bodyBytes(body);
      const is = identity(task, bytes);
      const row = find.get(task.id);
      if (row === undefined) {
        insert.run(task.id, is, JSON.stringify({ ...rest, event: head }), bytes, now.toISOString(), me, until(now));
        unplan.run(task.id);
        return { journal: { answers: [] } };
      }
      // A finished task may have given up its body, and is then known by its id alone.
      const finished = row['state'] !== 'open';
      if (row['digest'] !== is && !(finished && bytes === null)) {
        throw new StoreError(`task id ${task.id} was given to another event before`);
      }
      if (finished) {
        return { journal: { answers: [] }, finished: JSON.parse(row['outcome'] as string) as Outcome };
      }
      const stored = JSON.parse(row['task'] as string) as Task;
      if (stored.now !== task.now) {
        throw new StoreError(`task ${task.id} was begun at ${stored.now}: resume it as it was stored`);
      }
      const holder = row['holder'] as string | null;
      const heldUntil = row['held_until'] as string | null;
      if (stillHeld(holder, heldUntil, me, now)) throw new TaskHeld(task.id, heldUntil ?? '');
      take.run(me, until(now), task.id);
      return { journal: journal(row) };
    },
    read(id) {
      const row = find.get(id);
      if (row === undefined) return undefined;
      const task = JSON.parse(row['task'] as string) as Task;
      const body = blob(row['body']);
      return body === undefined ? task : { ...task, event: { ...task.event, body } };
    },
    outcome(id) {
      const outcome = find.get(id)?.['outcome'];
      return typeof outcome === 'string' ? JSON.parse(outcome) as Outcome : undefined;
    },
    unfinished: () => openOnes.all().map((row) => row['id'] as string),
    sent(task, request, at) {
      hold(task);
      return mark.run(task, request, at.toISOString()).changes === 0;
    },
    answer(task, answer) {
      hold(task);
      const { body, ...head } = answer;
      addAnswer.run(task, answer.id, task, JSON.stringify(head), bodyBytes(body));
    },
    restart(task, core, revision) {
      hold(task);
      dropAnswers.run(task);
      setVersion.run(core, revision, task);
    },
    end(task, outcome, at, keepBody) {
      hold(task);
      const state = outcome.status === 'refused' ? 'refused' : 'done';
      finish.run(state, JSON.stringify(withoutBodies(outcome)), at.toISOString(), outcome.core, outcome.revision ?? null, keepBody ? 1 : 0, task);
      dropAnswers.run(task);
    },
    forget: (task) => void remove.run(task),
    release: () => void letGo.run(me),
    sweep: (before) => Number(old.run(before.toISOString()).changes),
  };
}
