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
/** The hour of the shop's day in which all of its stock is looked at: little is sold then. */
const RECONCILE_HOUR = 3;

/** The hour from which set-up is checked: before anybody comes to work. */
const CHECK_HOUR = 5;

/** The hour from which yesterday's turnover is tied out: what was placed by night is posted, and set-up was checked. */
const TURNOVER_HOUR = 6;

/** The day of the month from which the last month is proven: its payouts are in a week after it. */
const PROOF_DAY = '09';

const isPaidOut = ({ config }: ServedTenant): boolean => (
  config.shadow !== true && (config.payment_types ?? []).some(({ gateway }) => gateway === 'shopify_payments'));

const publishes = (series: 'R' | 'X') => ({ config }: ServedTenant): boolean => (
  config.lightspeed.series === series && config.stock?.publish === true);

export const SCHEDULES: readonly Schedule[] = [
  // R-Series has no webhooks: it is asked. Those of X-Series are not always delivered.
  { topic: 'lightspeed/poll', everyMs: 15_000, applies: publishes('R') },
  { topic: 'lightspeed/poll', everyMs: 60_000, applies: publishes('X') },
  {
    topic: 'stock/reconcile', everyMs: 600_000, applies: ({ config }) => config.stock?.publish === true,
    turn: ({ config }, at) => (hourIn(config.time_zone, at) === RECONCILE_HOUR ? dayIn(config.time_zone, at) : undefined),
  },
  // Orders whose webhooks never came: those that changed lately, and all that are open. In shadow they
  // would only be computed again.
  { topic: 'orders/changed', everyMs: 60_000, applies: ({ config }) => config.shadow !== true },
  { topic: 'orders/open', everyMs: 3_600_000, applies: ({ config }) => config.shadow !== true },
  // Nothing tells of payouts. In shadow their pages could not be added up: nothing is kept.
  { topic: 'payouts/poll', everyMs: 3_600_000, applies: isPaidOut },
  // Last month's clearing account, once its payouts are in.
  {
    topic: 'payouts/proof', everyMs: 3_600_000, applies: isPaidOut,
    turn: ({ config }, at) => (dayIn(config.time_zone, at).slice(8) >= PROOF_DAY ? dayIn(config.time_zone, at).slice(0, 7) : undefined),
  },
  // Yesterday, outlet by outlet: what Shopify sold, and what Lightspeed has for it.
  {
    topic: 'payouts/turnover', everyMs: 600_000, applies: isPaidOut,
    turn: ({ config }, at) => (hourIn(config.time_zone, at) >= TURNOVER_HOUR ? dayIn(config.time_zone, at) : undefined),
  },
  {
    topic: 'setup/check', everyMs: 600_000, applies: () => true,
    turn: ({ config }, at) => (hourIn(config.time_zone, at) >= CHECK_HOUR ? dayIn(config.time_zone, at) : undefined),
  },
  {
    topic: 'shadow/report', everyMs: 600_000, applies: ({ config }) => config.shadow === true,
    turn: ({ config }, at) => (hourIn(config.time_zone, at) >= REPORT_HOUR ? dayIn(config.time_zone, at) : undefined),
  },
];

export type Running = { stop(): void; started: readonly Schedule[]; idle: readonly Schedule[] };

/** Puts the event of a schedule's turn into the inbox; whether there is something new in it. */
export function fireSchedule(tenant: ServedTenant, { topic, everyMs, turn }: Schedule, at: Date): boolean {
  // Two hosts, or a restart within the interval, come to the same key.
  const own = turn === undefined ? String(Math.floor(at.getTime() / everyMs)) : turn(tenant, at);
  // One that still waits sees all that another one would: a vendor that is slow is not asked more often.
  if (own === undefined || tenant.store.inbox.waits(topic)) return false;
  const event = { source: 'schedule', topic, id: `${topic}@${own}` } as const;
  const { subject, dedupe_key: dedupeKey, priority } = tenant.bridge.route(event);
  return tenant.store.inbox.add({ dedupeKey, subject, priority, event, at });
}

/** Starts those that the module has a flow for; the others are named as idle. */
export function startSchedules(
  tenants: readonly ServedTenant[], schedules: readonly Schedule[], events: readonly string[], clock: Clock, wake: () => void,
): Running {
  const known = (schedule: Schedule): boolean => events.includes(`schedule:${schedule.topic}`);
  const started = schedules.filter(known);
  const timers = started.flatMap((schedule) => tenants.filter(schedule.applies).map((tenant) => {
    const fire = (): void => {
      if (fireSchedule(tenant, schedule, clock.now())) wake();
    };
    return setInterval(fire, schedule.everyMs);
  }));
  return {
    started,
    idle: schedules.filter((schedule) => !known(schedule)),
    stop: () => timers.forEach(clearInterval),
  };
}
