// Reads the fields of an R-Series request body. The vendor takes native JSON
// scalars and strings alike ("5", 5, true, "true"). The sandbox is stricter than
// the vendor in one thing: a field it does not know is refused, so that a
// misspelt one cannot pass unseen.

import type { Decimal } from '../decimal.ts';
import { parseDecimal } from '../decimal.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../json.ts';
import { Refusal } from './wire.ts';

export function onlyKnown(body: JsonObject, known: readonly string[], what: string): void {
  for (const key of Object.keys(body)) {
    if (!known.includes(key)) throw new Refusal(400, `${what} has no field '${key}'.`);
  }
}

/** Text; absent and null are undefined. */
export function text(body: JsonObject, key: string): string | undefined {
  const value: Json | undefined = body[key];
  if (value === undefined || value === null) return undefined;
  const read = textOf(value);
  if (read === undefined) throw new Refusal(400, `Invalid value for '${key}'.`);
  return read;
}

export function flag(body: JsonObject, key: string): boolean | undefined {
  const value = text(body, key);
  if (value === undefined) return undefined;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Refusal(400, `Invalid boolean for '${key}': ${value}`);
}

export function decimal(body: JsonObject, key: string): Decimal | undefined {
  const value = text(body, key);
  if (value === undefined) return undefined;
  const read = parseDecimal(value);
  if (read === undefined) throw new Refusal(400, `Invalid number for '${key}': ${value}`);
  return read;
}

/** A foreign key; 0 means none and is returned as "0". */
export function id(body: JsonObject, key: string): string | undefined {
  const value = text(body, key);
  if (value === undefined) return undefined;
  if (!/^\d{1,18}$/.test(value)) throw new Refusal(400, `Invalid id for '${key}': ${value}`);
  return BigInt(value).toString();
}

/** A point in time; undefined when absent. */
export function time(body: JsonObject, key: string): Date | undefined {
  const value = text(body, key);
  if (value === undefined) return undefined;
  const read = new Date(value);
  if (Number.isNaN(read.getTime())) throw new Refusal(400, `Invalid date for '${key}': ${value}`);
  return read;
}

/** An id that is given, not 0, and known. */
export function mustExist(body: JsonObject, key: string, table: { get(id: string): unknown }): string {
  const value = id(body, key) ?? '0';
  if (value === '0' || table.get(value) === undefined) throw new Refusal(400, `Invalid ${key}: ${value}`);
  return value;
}
