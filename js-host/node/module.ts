// The module and its facade, as this host takes them: from the package, the way any other host
// does. The one place that says so.

export {
  Bridge, ConfigError, NotSent, Setup, TillbridgeError, check, checkDraft, describe, lightspeedPayload, run, systemClock, verifyLightspeed, verifyShopify,
} from 'tillbridge';
export type {
  Answer, Clock, DraftConfig, Event, Exception, Http, Outcome, Ports, Request, Row, Store, Task, TenantConfig,
} from 'tillbridge';
/** What set-up came to. */
export type { Setup as SetupReport } from '../src/contract.ts';
