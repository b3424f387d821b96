// A run of publishing: its first tasks, and what follows them until nothing does.

import type { Clock, Exception, Outcome, Task } from './module.ts';
import type { SqliteStore } from './store.ts';

export type StockSum = {
  /** Tasks that looked at items. */
  looks: number;
  writes: number;
  /** What the last look at each subject had to say. */
  exceptions: Exception[];
  refusal?: NonNullable<Outcome['refusal']>;
  /** Until when nothing is due, while something follows. */
  waits?: Date;
};

export type StockRun = {
  store: SqliteStore;
  perform(task: Task): Promise<Outcome>;
  first: readonly Task[];
  clock: Clock;
  tell(sum: StockSum): void;
};

const TOPICS = ['stock/publish', 'stock/reconcile', 'orders/read'];
/** What follows later than this is left to whoever serves the tenant. */
const PATIENCE_MS = 600_000;

/** What was written to Shopify or Lightspeed, and not to our own store. */
export function toVendors({ writes = [] }: Outcome): NonNullable<Outcome['writes']> {
  return writes.filter(({ system }) => system !== 'store');
}

export async function stockRun({ store, perform, first, clock, tell }: StockRun): Promise<StockSum> {
  const sum: StockSum = { looks: 0, writes: 0, exceptions: [] };
  const known = new Map<string, Exception>();
  const end = clock.now().getTime() + PATIENCE_MS;
  const carryOut = async (task: Task): Promise<boolean> => {
    const outcome = await perform(task);
    delete sum.waits;
    if (task.event.topic === 'stock/publish') sum.looks += 1;
    sum.writes += toVendors(outcome).length;
    for (const { subject, codes } of outcome.checked ?? []) {
      for (const [key, one] of known) if (one.subject === subject && codes.includes(one.code)) known.delete(key);
    }
    for (const exception of outcome.exceptions ?? []) known.set(exception.dedupe_key, exception);
    sum.exceptions = [...known.values()];
    if (outcome.refusal !== undefined) sum.refusal = outcome.refusal;
    tell(sum);
    return outcome.refusal === undefined;
  };
  for (const task of first) if (!await carryOut(task)) return sum;
  for (;;) {
    const now = clock.now();
    const due = store.pending(now).filter(({ event }) => TOPICS.includes(event.topic));
    for (const task of due) if (!await carryOut(task)) return sum;
    if (due.length > 0) continue;
    const later = store.pending(new Date(end)).some(({ event }) => TOPICS.includes(event.topic));
    const next = store.earliest();
    if (!later || next === undefined || now.getTime() >= end) return sum;
    sum.waits = next;
    tell(sum);
    // A moment at a time: whoever serves the tenant may do it, too.
    await clock.sleep(new Date(Math.min(Math.max(next.getTime(), now.getTime() + 20), now.getTime() + 1000)));
  }
}
