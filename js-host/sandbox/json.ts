// JSON that keeps numbers as they were written. A number becomes the raw-JSON
// object of the runtime (JSON.rawJSON), which prints as the same digits.

import { dec, parseDecimal, print } from './decimal.ts';
import type { Decimal } from './decimal.ts';

// An interface, not a type: it must not pass for a JsonObject.
export interface JsonNumber { readonly rawJSON: string }
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json | undefined };

type RawJson = {
  rawJSON(text: string): JsonNumber;
  isRawJSON(value: unknown): boolean;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};
const raw = JSON as unknown as RawJson;

/** The value of a JSON text with exact numbers, or undefined when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return raw.parse(text, (_key, value, context) =>
      typeof value === 'number' ? raw.rawJSON(context.source ?? String(value)) : value) as Json;
  } catch {
    return undefined;
  }
}

export function isNumber(value: Json | undefined): value is JsonNumber {
  return raw.isRawJSON(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
}

/** A decimal, an integer or a decimal's text as a JSON number. */
export function number(value: Decimal | number | string): JsonNumber {
  return raw.rawJSON(typeof value === 'object' ? print(value) : print(dec(value)));
}

/** The decimal of a JSON number, and only of a number. */
export function decimalOf(value: Json | undefined): Decimal | undefined {
  return isNumber(value) ? parseDecimal(value.rawJSON) : undefined;
}

/** The text of a scalar; undefined for null, absent, objects and lists. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isNumber(value) ? value.rawJSON : undefined;
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
