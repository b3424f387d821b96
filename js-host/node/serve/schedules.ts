// What is looked at again and again: each schedule puts an event into the inbox at its times, as
// a webhook would.

import type { Clock } from '../module.ts';
import { dayIn, hourIn } from '../shadow.ts';
import type { ServedTenant } from './tenant.ts';

export type Schedule = {
  topic: string;
  everyMs: number;
  /** Whether it is for this tenant. */
  applies(tenant: ServedTenant): boolean;
  /** Which turn it is at a moment, or that it is none's; default: one each interval. */
  turn?(tenant: ServedTenant, at: Date): string | undefined;
};

/** The hour of the shop's day from which yesterday is reported: what came at midnight is in by then. */
const REPORT_HOUR = 4;

/** R-Series has no webhooks: it is asked. */
export const SCHEDULES: readonly Schedule[] = [
  { topic: 'lightspeed/poll', everyMs: 15_000, applies: ({ config }) => config.lightspeed.series === 'R' },
  {
    topic: 'shadow/report', everyMs: 600_000, applies: ({ config }) => config.shadow === true,
    turn: ({ config }, at) => (hourIn(config.time_zone, at) >= REPORT_HOUR ? dayIn(config.time_zone, at) : undefined),
  },
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
      const turn = schedule.turn === undefined ? String(Math.floor(at.getTime() / schedule.everyMs)) : schedule.turn(tenant, at);
      if (turn === undefined) return;
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
