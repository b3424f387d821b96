// What is looked at again and again: each schedule puts an event into the inbox at its times, as
// a webhook would.

import type { Clock } from '../module.ts';
import type { ServedTenant } from './tenant.ts';

export type Schedule = {
  topic: string;
  everyMs: number;
  /** Whether it is for this tenant. */
  applies(tenant: ServedTenant): boolean;
};

/** R-Series has no webhooks: it is asked. */
export const SCHEDULES: readonly Schedule[] = [
  { topic: 'lightspeed/poll', everyMs: 15_000, applies: ({ config }) => config.lightspeed.series === 'R' },
];

export type Running = { stop(): void; started: readonly Schedule[]; idle: readonly Schedule[] };

/** Starts those that the module has a flow for; the others are named as idle. */
export function startSchedules(
  tenants: readonly ServedTenant[], schedules: readonly Schedule[], events: readonly string[], clock: Clock, wake: () => void,
): Running {
  const known = (schedule: Schedule): boolean => events.includes(`schedule:${schedule.topic}`);
  const started = schedules.filter(known);
  const timers = started.flatMap((schedule) => tenants.filter(schedule.applies).map((tenant) => {
    const fire = (): void => {
      const at = clock.now();
      // Two hosts, or a restart within the interval, come to the same key.
      const turn = Math.floor(at.getTime() / schedule.everyMs);
      const event = { source: 'schedule', topic: schedule.topic, id: `${schedule.topic}@${turn}` } as const;
      const { subject, dedupe_key: dedupeKey, priority } = tenant.bridge.route(event);
      if (tenant.store.inbox.add({ dedupeKey, subject, priority, event, at })) wake();
    };
    return setInterval(fire, schedule.everyMs);
  }));
  return {
    started,
    idle: schedules.filter((schedule) => !known(schedule)),
    stop: () => timers.forEach(clearInterval),
  };
}
