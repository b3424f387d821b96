/** How large the built files may be, in bytes; a test holds them to it. */

/** Workers and browsers load it; Shopify's limit for a Function (256,000) is the yardstick. */
export const WASM_LIMIT = 220_000;

/** The strictest host for pasted code takes 1,000,000 characters, the customer's own included. */
export const INLINE_LIMIT = 400_000;
