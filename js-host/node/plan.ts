// Tasks that follow a finished task, until they are begun.

import type { DatabaseSync } from 'node:sqlite';
import type { Outcome, Task } from '../src/contract.ts';
import { blob, bodyBytes, digest } from './bodies.ts';

export type Plan = {
  /** Inside a transaction of the caller. */
  add(parent: Task, outcome: Outcome, at: Date): void;
  /** Due tasks, with `now` as their moment. They leave the plan when they are opened. */
  due(now: Date): Task[];
  /** When the next one is due. */
  earliest(): Date | undefined;
};

export function openPlan(database: DatabaseSync): Plan {
  const insert = database.prepare('INSERT OR IGNORE INTO next (id, parent, not_before, task, body) VALUES (?, ?, ?, ?, ?)');
  const due = database.prepare('SELECT task, body FROM next WHERE not_before <= ? ORDER BY not_before, id');
  const earliest = database.prepare('SELECT min(not_before) AS at FROM next');

  return {
    add(parent, outcome, at) {
      (outcome.next ?? []).forEach((following, index) => {
        const { body, ...event } = following.event;
        // From parent and index alone, so that a repeated finish plans nothing twice.
        const id = `next-${digest(parent.id, String(index)).slice(0, 32)}`;
        const task = { contract: parent.contract, tenant: parent.tenant, id, mode: parent.mode, explain: parent.explain, event };
        // One form of time, since the column is compared as text.
        const notBefore = new Date(following.not_before ?? at).toISOString();
        insert.run(id, parent.id, notBefore, JSON.stringify(task), bodyBytes(body));
      });
    },
    due: (now) => due.all(now.toISOString()).map((row) => {
      const task = JSON.parse(row['task'] as string) as Task;
      const body = blob(row['body']);
      return { ...task, now: now.toISOString(), event: body === undefined ? task.event : { ...task.event, body } };
    }),
    earliest() {
      const at = earliest.get()?.['at'];
      return typeof at === 'string' ? new Date(at) : undefined;
    },
  };
}
