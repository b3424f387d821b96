/** How large the built files may be, in bytes; a test holds them to it. */

/**
 * Workers and browsers load it. What the module really needs, and why, is in docs/decisions/0011 and 0022.
 * The limit keeps it from growing unnoticed.
 */
export const WASM_LIMIT = 2_400_000;

/**
 * The strictest host for pasted code takes 1,000,000 characters, the customer's own included
 * (docs/decisions/0020, 0022).
 */
export const INLINE_LIMIT = 880_000;
