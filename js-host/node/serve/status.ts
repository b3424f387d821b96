// What a person, or a monitor, sees of the server: counts and times, no names, no secrets.

import type { Scheduler } from './scheduler.ts';
import type { Running } from './schedules.ts';
import type { ServedTenant } from './tenant.ts';

export type TenantStatus = {
  tenant: string;
  series: 'R' | 'X';
  /** Everything is computed, nothing is written to a vendor. */
  shadow: boolean;
  /** Webhooks that wait to be worked on, and when the oldest of them came. */
  waiting: number;
  oldest: string | null;
  running: number;
  /** Tried too often: `tillbridge serve --retry-parked` tries them again. */
  parked: number;
  /** Events that the module cannot work with. */
  refused: number;
  /** When the next planned task is due. */
  next: string | null;
  /** Open exceptions by code. */
  exceptions: Record<string, number>;
};

export type Status = {
  core: string;
  tenants: TenantStatus[];
  schedules: { topic: string; every_seconds: number; state: 'running' | 'no flow' }[];
};

export function statusOf(core: string, tenants: readonly ServedTenant[], scheduler: Scheduler, schedules: Running): Status {
  const shown = (state: 'running' | 'no flow') => ({ topic, everyMs }: { topic: string; everyMs: number }) => (
    { topic, every_seconds: everyMs / 1000, state });
  return {
    core,
    tenants: tenants.map((tenant) => ofTenant(tenant, scheduler)),
    schedules: [...schedules.started.map(shown('running')), ...schedules.idle.map(shown('no flow'))],
  };
}

function ofTenant(tenant: ServedTenant, scheduler: Scheduler): TenantStatus {
  const { store, config } = tenant;
  const counts = store.inbox.counts();
  const exceptions: Record<string, number> = {};
  for (const { code } of store.exceptions('open')) exceptions[code] = (exceptions[code] ?? 0) + 1;
  return {
    tenant: config.tenant,
    series: config.lightspeed.series,
    shadow: config.shadow === true,
    waiting: counts.waiting,
    oldest: store.inbox.oldest() ?? null,
    running: scheduler.running(tenant),
    parked: counts.parked + scheduler.parked(tenant),
    refused: counts.refused,
    next: store.earliest()?.toISOString() ?? null,
    exceptions,
  };
}
