// What there is to do for a tenant: tasks that were begun before a stop, webhooks in the inbox,
// and tasks that follow others when they are due.

import type { Event, Task } from '../module.ts';
import { TillbridgeError } from '../module.ts';
import { taskFor } from '../task.ts';
import type { ServedTenant } from './tenant.ts';

/** Something to do. One thing at a time is done about a subject. */
export type Work = {
  /** Names it within its tenant. */
  key: string;
  subject: string;
  priority: number;
  /** The inbox's number, when a webhook caused it. */
  seq?: number;
  attempts: number;
  task(now: Date): Task;
};

/** All that is due, the most urgent first, then in the order in which it came. */
export function workOf(tenant: ServedTenant, now: Date): Work[] {
  const { store } = tenant;
  // A webhook's task waits in the inbox, which counts how often it was tried.
  const waiting = store.inbox.tasks();
  const begun: Work[] = store.pending(now).filter(({ id }) => !waiting.has(id)).map((task) => ({
    key: `task/${task.id}`, ...placeOf(tenant, task.event), attempts: 0, task: () => task,
  }));
  const received: Work[] = store.inbox.due(now).map(({ seq, subject, priority, task, attempts }) => (
    { key: `inbox/${seq}`, subject, priority, seq, attempts, task: (at: Date) => begin(tenant, seq, task, at) }));
  return [...begun, ...received].sort((a, b) => a.priority - b.priority);
}

/** When something is due that is not yet. */
export function earliest({ store }: ServedTenant): Date | undefined {
  const times = [store.earliest(), store.inbox.earliest()].filter((time) => time !== undefined);
  return times.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** A webhook's task: the one that it became before a stop, else a new one. */
function begin(tenant: ServedTenant, seq: number, known: string | undefined, now: Date): Task {
  const { store, config } = tenant;
  const stored = known === undefined ? undefined : store.task(known);
  if (stored !== undefined) return stored;
  const task = taskFor(store, config.tenant, store.inbox.event(seq), now);
  store.inbox.begin(seq, task.id);
  return task;
}

function placeOf({ bridge }: ServedTenant, event: Event): { subject: string; priority: number } {
  try {
    const { subject, priority } = bridge.route(event);
    return { subject, priority };
  } catch (error) {
    if (!(error instanceof TillbridgeError)) throw error;
    // It was accepted by another version; the module says what is wrong with it now.
    return { subject: `event/${event.topic}`, priority: 9 };
  }
}
