/** UTF-8 in both directions. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Matches only a surrogate that is not half of a pair: the `u` flag joins the others. */
const LONE = /\p{Surrogate}/u;

export function isWellFormed(text: string): boolean {
  return !LONE.test(text);
}

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The module's answers are JSON in valid UTF-8. */
export function parse<T>(bytes: Uint8Array): T {
  return JSON.parse(decode(bytes)) as T;
}
