/**
 * Writes a host's objects as JSON text for the module.
 *
 * Like `JSON.stringify`, but it refuses what that one changes silently: a hole, a `Map`, an
 * infinite number, half a surrogate pair. A number that may have lost digits on its way through
 * JavaScript is marked, so that the module can refuse it where it matters: an id that nobody
 * reads, because its `gid` stands beside it, does no harm.
 */
import { asBytes, isBinary } from "./bytes.ts";
import { MAX_BODY_BYTES, MAX_DEPTH } from "./limits.ts";
import { keepsItsDigits, plainJson } from "./plain.ts";
import { Refusal, type FacadeCode } from "./refusal.ts";
import { isWellFormed, utf8 } from "./text.ts";

/** A document as the module takes it: bytes and text stay as they are, objects become JSON. */
export function encodeBody(value: unknown, path: string): Uint8Array {
  const bytes = asBytes(value) ?? encodeText(value, path);
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge(path, `${bytes.length}`);
  return bytes;
}

function encodeText(value: unknown, path: string): Uint8Array {
  if (typeof value !== "string") return utf8(stringify(value, path));
  if (value.length > MAX_BODY_BYTES) throw tooLarge(path);
  if (!isWellFormed(value)) throw loneSurrogate(path);
  return utf8(value);
}

/** The JSON text of `value`. `path` names it in refusals. */
export function stringify(value: unknown, path = "$"): string {
  const writer = new Writer(path);
  try {
    return plainJson(value, MAX_BODY_BYTES, MAX_DEPTH) ?? writer.value(value);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // A getter, a Proxy or a `toJSON` of the host threw. Its message may hold personal data.
    throw writer.refusal("UNREADABLE_INPUT", "reading this property throws");
  }
}

function tooLarge(path: string, length = "its"): Refusal {
  return new Refusal("TOO_LARGE", path, `${length} bytes are more than ${MAX_BODY_BYTES}`);
}

function loneSurrogate(path: string): Refusal {
  return new Refusal("INVALID_VALUE", path, "the text holds half of a surrogate pair");
}

/** Text that needs no escapes and has no surrogates at all. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

class Writer {
  readonly #root: string;
  readonly #open: object[] = [];
  /** The keys that lead to the value being read, for the path of a refusal. */
  readonly #keys: (string | number)[] = [];
  readonly #quoted = new Map<string, string>();
  #written = 0;

  constructor(root: string) {
    this.#root = root;
  }

  refusal(code: FacadeCode, message: string, hint?: string): Refusal {
    const keys = this.#keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`));
    return new Refusal(code, this.#root + keys.join(""), message, hint);
  }

  value(value: unknown): string {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return this.#number(value);
      case "boolean":
        return value ? "true" : "false";
      case "bigint":
        return this.#bigint(value);
      case "object":
        return value === null ? "null" : this.#object(value);
      default:
        throw this.refusal("WRONG_TYPE", `${typeof value} is not data`);
    }
  }

  #text(text: string): string {
    this.#count(text.length);
    if (PLAIN.test(text)) return `"${text}"`;
    if (!isWellFormed(text)) throw this.refusal("INVALID_VALUE", loneSurrogate("").message);
    return JSON.stringify(text);
  }

  #number(number: number): string {
    const text = String(number);
    if (!Number.isFinite(number)) throw this.refusal("INVALID_VALUE", `${text} is not a number`);
    if (keepsItsDigits(number)) return text;
    return `{"$unsafe_number":"${text}"}`;
  }

  #bigint(number: bigint): string {
    if (BigInt.asIntN(128, number) !== number) {
      throw this.refusal("INVALID_VALUE", "a whole number of more than 128 bits");
    }
    return number.toString();
  }

  #object(object: object): string {
    if (this.#open.length >= MAX_DEPTH) {
      throw this.refusal("TOO_DEEP", `nested deeper than ${MAX_DEPTH}`);
    }
    if (this.#open.includes(object)) {
      throw this.refusal("UNREADABLE_INPUT", "the object contains itself");
    }
    this.#open.push(object);
    const text = Array.isArray(object) ? this.#array(object) : this.#record(object);
    this.#open.pop();
    return text;
  }

  #array(array: unknown[]): string {
    let text = "[";
    for (let index = 0; index < array.length; index += 1) {
      this.#keys.push(index);
      this.#count(1);
      const item = array[index];
      // `JSON.stringify` would write null: a value nobody sent.
      if (item === undefined) throw this.refusal("INVALID_VALUE", "a hole in a list");
      text += index === 0 ? this.value(item) : `,${this.value(item)}`;
      this.#keys.pop();
    }
    return `${text}]`;
  }

  #record(object: object): string {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) this.#mustBeData(object);
    const { toJSON } = object as { toJSON?: unknown };
    if (typeof toJSON === "function") return this.value(toJSON.call(object, this.#keys.at(-1)));
    let text = "{";
    for (const key of Object.keys(object)) {
      this.#keys.push(key);
      const value = (object as Record<string, unknown>)[key];
      if (value !== undefined) {
        text += text.length === 1 ? this.#key(key) : `,${this.#key(key)}`;
        text += this.value(value);
      }
      this.#keys.pop();
    }
    return `${text}}`;
  }

  /** Refuses objects whose content is not in their properties: they would become `{}`. */
  #mustBeData(object: object): void {
    if (isBinary(object)) {
      throw this.refusal("WRONG_TYPE", "bytes inside an object", "Bytes can only be a whole body.");
    }
    const tag = Object.prototype.toString.call(object).slice(8, -1);
    if (tag === "Date" && Number.isNaN(Date.prototype.getTime.call(object))) {
      throw this.refusal("INVALID_VALUE", "an invalid date");
    }
    if (tag !== "Object" && tag !== "Date") {
      throw this.refusal("WRONG_TYPE", `${tag} is not plain data`);
    }
  }

  #key(key: string): string {
    let quoted = this.#quoted.get(key);
    if (quoted === undefined) {
      quoted = `${this.#text(key)}:`;
      this.#quoted.set(key, quoted);
    } else {
      this.#count(quoted.length);
    }
    return quoted;
  }

  /** Stops early on what would be too large: a list of a billion, a body met a thousand times. */
  #count(length: number): void {
    this.#written += length;
    if (this.#written > MAX_BODY_BYTES) throw tooLarge(this.#root);
  }
}
