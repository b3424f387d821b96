/** The package's front door; each entry adds its way to load the module. */
export { Bridge, check, describe, type DecisionInput } from "./bridge.ts";
export { Setup, checkDraft, type DraftInput } from "./setup.ts";
export type { ConfigInput } from "./config.ts";
export type * from "./contract.ts";
export { ConfigError, TillbridgeError } from "./errors.ts";
export { MAX_BODY_BYTES } from "./limits.ts";
export { MemoryStore } from "./memory-store.ts";
export { committed, NotSent, systemClock, unknownAnswer } from "./ports.ts";
export type { Clock, Http, HttpResponse, Opened, Page, Ports, Store } from "./ports.ts";
export { run, type RunOptions } from "./run.ts";
export { lightspeedPayload, verifyLightspeed, verifyShopify } from "./verify.ts";
