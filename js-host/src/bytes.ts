/** Tells bytes from other values, also those of another realm (a `vm` context, an iframe). */

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;
const tagOf = getter(TYPED_ARRAY, Symbol.toStringTag);
const lengthOf = getter(ArrayBuffer.prototype, "byteLength");

function getter(owner: object, key: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(owner, key)?.get as (this: unknown) => unknown;
}

/** `value` as bytes (a view, not a copy), or undefined when it is something else. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (ArrayBuffer.isView(value)) {
    // `instanceof` fails across realms; the tag's getter reads an internal slot and cannot be
    // forged. A DataView has none. Wider elements are numbers, not bytes.
    const tag = tagOf.call(value);
    if (tag !== undefined && tag !== "Uint8Array" && tag !== "Uint8ClampedArray") return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return isArrayBuffer(value) ? new Uint8Array(value) : undefined;
}

/** Whether it holds bytes or numbers of any width. */
export function isBinary(value: object): boolean {
  return ArrayBuffer.isView(value) || isArrayBuffer(value);
}

function isArrayBuffer(value: object): value is ArrayBuffer {
  try {
    lengthOf.call(value);
    return true;
  } catch {
    return false;
  }
}
