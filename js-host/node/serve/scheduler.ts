// Runs what there is to do: one thing at a time about a subject, the most urgent first, so many
// at once. What fails is tried again later, and parked when it fails too often.

import type { Clock, Outcome } from '../module.ts';
import { run } from '../module.ts';
import type { ServedTenant } from './tenant.ts';
import { earliest, workOf } from './work.ts';
import type { Work } from './work.ts';

/** How often something is tried before a person has to look at it. */
export const MAX_ATTEMPTS = 8;
const LONGEST_WAIT_MS = 300_000;
/** Timers do not reach further; it is looked again by then. */
const LONGEST_SLEEP_MS = 60_000;

export type Done = { tenant: string; work: Work; outcome?: Outcome; error?: string; milliseconds: number };

export type SchedulerOptions = {
  clock: Clock;
  /** Things done at once, over all tenants. */
  concurrency: number;
  tell(done: Done): void;
};

export type Scheduler = {
  /** Something may be due now. */
  wake(): void;
  /** Resolves when nothing runs, and nothing is due within so many milliseconds. */
  idle(withinMs: number): Promise<void>;
  running(tenant: ServedTenant): number;
  /** What was tried too often, and is in no inbox. */
  parked(tenant: ServedTenant): number;
  /** Begins nothing more, and resolves when all that runs has ended, or after so long. */
  stop(graceMs: number): Promise<void>;
};

export function createScheduler(tenants: readonly ServedTenant[], { clock, concurrency, tell }: SchedulerOptions): Scheduler {
  /** Subjects that are worked on, with their tenant's name. */
  const busy = new Set<string>();
  const running = new Map<ServedTenant, number>();
  const failures = new Map<string, { attempts: number; notBefore: number }>();
  const ended = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  /** Who comes first changes, so that a busy tenant does not keep the others waiting. */
  let first = 0;

  const nameOf = (tenant: ServedTenant, key: string): string => `${tenant.config.tenant}/${key}`;
  const due = (tenant: ServedTenant, now: Date): Work[] => workOf(tenant, now).filter(({ key }) => {
    const failed = failures.get(nameOf(tenant, key));
    return failed === undefined || (failed.attempts < MAX_ATTEMPTS && failed.notBefore <= now.getTime());
  });
  const nextTime = (): number | undefined => {
    const failed = [...failures.values()].filter(({ attempts }) => attempts < MAX_ATTEMPTS).map(({ notBefore }) => notBefore);
    const times = [...tenants.flatMap((tenant) => earliest(tenant)?.getTime() ?? []), ...failed];
    return times.length === 0 ? undefined : Math.min(...times);
  };

  const pump = (): void => {
    clearTimeout(timer);
    if (stopping) return;
    const now = clock.now();
    first = (first + 1) % Math.max(tenants.length, 1);
    for (const tenant of [...tenants.slice(first), ...tenants.slice(0, first)]) {
      if (busy.size >= concurrency) break;
      const seen = new Set<string>();
      for (const work of due(tenant, now)) {
        if (busy.size >= concurrency) break;
        const subject = nameOf(tenant, work.subject);
        // What came earlier about the subject goes first, even if it waits for its turn.
        if (busy.has(subject) || seen.has(subject)) continue;
        seen.add(subject);
        begin(tenant, work, subject);
      }
    }
    settle(now);
  };

  const settle = (now: Date): void => {
    const at = nextTime();
    if (at !== undefined) timer = setTimeout(pump, Math.min(Math.max(at - now.getTime(), 1), LONGEST_SLEEP_MS));
    if (busy.size === 0) waiting.splice(0).forEach((look) => look());
  };

  const begin = (tenant: ServedTenant, work: Work, subject: string): void => {
    busy.add(subject);
    running.set(tenant, (running.get(tenant) ?? 0) + 1);
    const ending: Promise<void> = perform(tenant, work).finally(() => {
      busy.delete(subject);
      running.set(tenant, (running.get(tenant) ?? 1) - 1);
      ended.delete(ending);
      setImmediate(pump);
    });
    ended.add(ending);
  };

  const perform = async (tenant: ServedTenant, work: Work): Promise<void> => {
    const { bridge, store, http } = tenant;
    const start = performance.now();
    const report = (rest: { outcome?: Outcome; error?: string }): void => (
      tell({ tenant: tenant.config.tenant, work, ...rest, milliseconds: performance.now() - start }));
    try {
      const outcome = await run(bridge, work.task(clock.now()), { store, http, clock });
      failures.delete(nameOf(tenant, work.key));
      if (work.seq !== undefined) store.inbox.end(work.seq, outcome.status === 'refused' ? 'refused' : 'done', clock.now());
      report({ outcome });
    } catch (error) {
      // After a stop the next start goes on with it; the store may be closed by now.
      if (stopping) return;
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      again(tenant, work, message);
      report({ error: message });
    }
  };

  /** Each wait is twice the one before. */
  const again = ({ config, store }: ServedTenant, { key, seq, attempts }: Work, message: string): void => {
    const name = `${config.tenant}/${key}`;
    const failed = seq === undefined ? failures.get(name)?.attempts ?? 0 : attempts;
    const notBefore = clock.now().getTime() + Math.min(1000 * 2 ** failed, LONGEST_WAIT_MS);
    if (seq === undefined) failures.set(name, { attempts: failed + 1, notBefore });
    else if (failed + 1 >= MAX_ATTEMPTS) store.inbox.park(seq, message);
    else store.inbox.retry(seq, new Date(notBefore), message);
  };

  return {
    wake: () => void setImmediate(pump),
    async idle(withinMs) {
      for (;;) {
        const now = clock.now();
        const at = nextTime();
        const soon = at !== undefined && at <= now.getTime() + withinMs;
        if (busy.size === 0 && !soon && tenants.every((tenant) => due(tenant, now).length === 0)) return;
        if (busy.size === 0) pump();
        await new Promise<void>((resolve) => {
          const wait = setTimeout(resolve, 50);
          waiting.push(() => { clearTimeout(wait); resolve(); });
        });
      }
    },
    running: (tenant) => running.get(tenant) ?? 0,
    parked: ({ config }) => [...failures].filter(([name, { attempts }]) => attempts >= MAX_ATTEMPTS && name.startsWith(`${config.tenant}/`)).length,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => { late = setTimeout(resolve, graceMs); });
      await Promise.race([Promise.allSettled(ended), grace]);
      clearTimeout(late);
    },
  };
}
