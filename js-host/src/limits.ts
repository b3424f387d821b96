/** The bounds of what is handed to the module. Reaching one is a coded refusal, never a crash. */

/** One document: a body, a context, a configuration or an envelope. */
export const MAX_BODY_BYTES = 32_000_000;

/** All bodies of one step together: hosts such as Workers have 128 MB for everything. */
export const MAX_STEP_BYTES = 48_000_000;

/** Objects and arrays inside each other. The module's own parser stops at the same depth. */
export const MAX_DEPTH = 128;

/** Steps of one task in one `run`: the module itself stops long before. */
export const MAX_STEPS = 64;
