// The module and its facade, as this host takes them: the one place that says where they are.

export { Bridge, ConfigError, TillbridgeError, check, describe, run, systemClock } from '../src/index.ts';
export type { Event, Outcome, Task, TenantConfig } from '../src/index.ts';
