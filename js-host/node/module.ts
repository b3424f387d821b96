// The module and its facade, as this host takes them: from the package, the way any other host
// does. The one place that says so.

export {
  Bridge, ConfigError, NotSent, TillbridgeError, check, describe, lightspeedPayload, run, systemClock, verifyLightspeed, verifyShopify,
} from 'tillbridge';
export type {
  Answer, Clock, Event, Exception, Http, Outcome, Ports, Request, Row, Store, Task, TenantConfig,
} from 'tillbridge';
