// The module and its facade, as this host takes them: the one place that says where they are.

export { Bridge, ConfigError, NotSent, TillbridgeError, check, describe, run, systemClock } from '../src/index.ts';
export type { Clock, Event, Http, Outcome, Ports, Request, Store, Task, TenantConfig } from '../src/index.ts';
