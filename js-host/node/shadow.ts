// Reports of a tenant in shadow: how they are made, and the rows as the module stores them
// (docs/storage.md).

import { scanAll } from './linking.ts';
import type { Clock, Outcome, Task } from './module.ts';
import type { SqliteStore } from './store.ts';

export type Count = { name: string; count: number };

export type DayReport = {
  date: string; run: string; state: string; made_at: string; until: string; currency: string; orders: number; kinds: Count[]; likely: number;
  ours: string; theirs: string; differs: Count[]; exceptions: Count[]; others: Count[];
};

export type Difference = { what: string; about?: string; ours: string; theirs: string };

export type Entry = {
  kind: string; about: string; name?: string; ours?: string; theirs?: string; sales?: string[]; keyed_at?: string; likely?: boolean;
  differs?: Difference[]; exceptions?: string[]; candidates?: { sale: string; total: string; because: string[]; doubts: string[] }[];
};

/** The reports that stand, the newest first. */
export async function reportsOf(store: SqliteStore): Promise<DayReport[]> {
  const rows = await scanAll<DayReport>(store, 'shadow', 'report/');
  return rows.filter(({ key }) => /^report\/\d{4}-\d\d-\d\d$/.test(key)).map(({ value }) => value).reverse();
}

/** What a report says of each order and sale. */
export async function entriesOf(store: SqliteStore, date: string): Promise<Entry[]> {
  const prefix = `report/${date}/`;
  const rows = await scanAll<Omit<Entry, 'kind' | 'about'>>(store, 'shadow', prefix);
  return rows.map(({ key, value }) => {
    const [kind = '', about = ''] = key.slice(prefix.length).split('/');
    return { ...value, kind, about };
  });
}

export type Making = { store: SqliteStore; perform(task: Task): Promise<Outcome>; first: Task; clock: Clock; tell(outcome: Outcome): void };

/** Makes a report from its first task to its last; gives the outcome that stopped it, if one did. */
export async function makeReport({ store, perform, first, clock, tell }: Making): Promise<Outcome | undefined> {
  for (let task: Task | undefined = first; task !== undefined;) {
    const outcome = await perform(task);
    tell(outcome);
    // A page that was not given is planned for later: that is for the next call, and a person first.
    if (outcome.status !== 'done' || (outcome.exceptions ?? []).some(({ code }) => code !== 'SHADOW_DIFFERS')) return outcome;
    const topics = (outcome.next ?? []).map(({ event }) => event.topic);
    task = topics.length === 0 ? undefined : store.pending(clock.now()).find(({ event }) => topics.includes(event.topic));
  }
  return undefined;
}

/** A day on the calendar of a time zone. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** The hour of that day. */
export function hourIn(timeZone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}

/** The day before. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
