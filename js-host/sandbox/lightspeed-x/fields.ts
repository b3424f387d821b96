// Reads the fields of an X-Series request body: numbers must be JSON numbers, ids
// UUIDs, required fields present; anything else is a 422. Stricter than the vendor
// in one thing: an unknown field is refused, so that a misspelt one cannot pass.

import type { Decimal } from '../decimal.ts';
import { print, round } from '../decimal.ts';
import type { Json, JsonObject } from '../json.ts';
import { decimalOf, isNumber, isObject } from '../json.ts';
import { Refusal } from './wire.ts';

/** Unit prices and taxes are kept at five decimals. */
const UNIT_PLACES = 5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function invalid(message: string): never {
  throw new Refusal(422, message);
}

export function onlyKnown(body: JsonObject, known: readonly string[], what: string): void {
  for (const key of Object.keys(body)) if (!known.includes(key)) invalid(`${what}: unknown field ${key}`);
}

export function object(body: JsonObject, key: string, what: string): JsonObject {
  const value = body[key];
  return isObject(value) ? value : invalid(`${what}.${key} is required`);
}

export function optionalObject(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  if (value === undefined || value === null) return {};
  return isObject(value) ? value : invalid(`${key} must be an object`);
}

export function objects(body: JsonObject, key: string): JsonObject[] {
  const value: Json | undefined = body[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return invalid(`${key} must be a list`);
  return value.map((element) => isObject(element) ? element : invalid(`${key} must be a list of objects`));
}

export function optionalText(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : invalid(`${key} must be a string`);
}

export function optionalFlag(body: JsonObject, key: string): boolean | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'boolean' ? value : invalid(`${key} must be a boolean`);
}

export function optionalUuid(body: JsonObject, key: string): string | undefined {
  const value = optionalText(body, key);
  return value === undefined || UUID.test(value) ? value?.toLowerCase() : invalid(`${key} must be a UUID`);
}

export function uuid(body: JsonObject, key: string, what: string): string {
  return optionalUuid(body, key) ?? invalid(`${what}.${key} is required`);
}

export function optionalDecimal(body: JsonObject, key: string): Decimal | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (!isNumber(value)) return invalid(`${key} must be a number`);
  return decimalOf(value) ?? invalid(`${key} is out of range`);
}

export function decimal(body: JsonObject, key: string, what: string): Decimal {
  return optionalDecimal(body, key) ?? invalid(`${what}.${key} is required`);
}

/** Text of a unit amount, cut to five decimals. */
export function unit(value: Decimal): string {
  return print(round(value, UNIT_PLACES));
}

/** A point in time, as text; undefined when absent. */
export function optionalTime(body: JsonObject, key: string): string | undefined {
  const value = optionalText(body, key);
  return value === undefined || !Number.isNaN(Date.parse(value)) ? value : invalid(`${key} must be a date`);
}
