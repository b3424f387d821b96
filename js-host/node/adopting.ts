// A run over orders that staff keyed by hand, task after task, and its rows as the module stores
// them (docs/storage.md).

import type { Clock, Outcome, Task } from './module.ts';
import type { SqliteStore } from './store.ts';

export const TOPIC = 'adopt/read';
/** What a decided order leads to. */
const READ_ORDER = 'orders/read';

export type RunRow = { run: string; state: string; orders: number; sales: number; adopted: number; asked: number; since?: string };

export type Candidate = {
  sale: string; outlet: string; at: string; total: string; because: string[]; doubts?: string[]; differs?: string;
};

export type Said = { run: string; name: string; total: string; sure: boolean; sales: Candidate[]; decided?: { sale: string | null } };

export type AdoptRun = {
  store: SqliteStore;
  perform(task: Task): Promise<Outcome>;
  /** Nothing where a run is under way whose orders are left. */
  first: Task | undefined;
  clock: Clock;
  tell(row: RunRow | undefined, orders: number): void;
};

/** Carries out a run from its first task to its last, then what it says of each order; gives the outcome that stopped it, if one did. */
export async function adoptRun({ store, perform, first, clock, tell }: AdoptRun): Promise<Outcome | undefined> {
  const row = async (): Promise<RunRow | undefined> => await store.get('adopt', 'run') as RunRow | undefined;
  const pending = (topic: string): Task | undefined => store.pending(clock.now()).find(({ event }) => event.topic === topic);
  for (let task = first; task !== undefined;) {
    const outcome = await perform(task);
    const goesOn = (outcome.next ?? []).some(({ event }) => event.topic === TOPIC);
    // A page that was not given is planned for later: that is for the next call, and a person first.
    if (outcome.status !== 'done' || (outcome.exceptions ?? []).some(({ subject }) => subject === 'adopt')) return outcome;
    tell(await row(), 0);
    task = undefined;
    // A vendor may want us to wait.
    while (goesOn && task === undefined) {
      task = pending(TOPIC);
      if (task === undefined) await clock.sleep(new Date(clock.now().getTime() + 500));
    }
  }
  let done = 0;
  for (let task = pending(READ_ORDER); task !== undefined; task = pending(READ_ORDER)) {
    const outcome = await perform(task);
    if (outcome.status !== 'done') return outcome;
    done += 1;
    tell(await row(), done);
  }
  return undefined;
}
