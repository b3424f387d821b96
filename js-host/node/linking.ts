// A run of linking, task after task, and its rows as the module stores them (docs/storage.md).

import type { Clock, Outcome, Task } from './module.ts';
import type { SqliteStore } from './store.ts';

export type RunRow = {
  run: string; state: string; items: number; variants: number; linked: number; made: number; review: number;
  orphan_variants: number; orphan_items: number; skipped: number;
};

export type Candidate = { item: string; codes: string[]; title: string; because: string[]; taken_by?: string };

export type Review = {
  variant: string; sku: string; barcode: string; title: string; reason: string; worth: string; gone?: string; candidates: Candidate[];
};

export type Orphan = { codes: string[]; title: string };

const PAGE = 1000;

/** All rows below a prefix. */
export async function scanAll<T>(store: SqliteStore, name: string, prefix: string): Promise<{ key: string; value: T }[]> {
  const all: { key: string; value: T }[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.scan(name, prefix, after, PAGE);
    all.push(...page.rows as { key: string; value: T }[]);
    if (page.after === null) return all;
    after = page.after;
  }
}

/** The task of such an event, as soon as it is due: a vendor may want us to wait. */
export async function planned(store: SqliteStore, clock: Clock, is: (event: Task['event']) => boolean): Promise<Task> {
  for (;;) {
    const task = store.pending(clock.now()).find(({ event }) => is(event));
    if (task !== undefined) return task;
    await clock.sleep(new Date(clock.now().getTime() + 500));
  }
}

export type CatalogueRun = {
  store: SqliteStore;
  perform(task: Task): Promise<Outcome>;
  first: Task;
  clock: Clock;
  tell(row: RunRow | undefined): void;
};

/** Carries out a run from its first task to its last; gives the outcome that stopped it, if one did. */
export async function catalogueRun({ store, perform, first, clock, tell }: CatalogueRun): Promise<Outcome | undefined> {
  for (let task: Task | undefined = first; task !== undefined;) {
    const outcome = await perform(task);
    const goesOn = (outcome.next ?? []).length > 0;
    // A page that was not given is planned for later: that is for the next call, and a person first.
    const stopped = outcome.status !== 'done' || (outcome.exceptions ?? []).some(({ subject, code }) => subject === 'links' && code !== 'LINKS_TO_REVIEW');
    if (stopped) return outcome;
    tell(await store.get('links', 'run') as RunRow | undefined);
    task = goesOn ? await planned(store, clock, ({ topic }) => topic === first.event.topic) : undefined;
  }
  return undefined;
}
