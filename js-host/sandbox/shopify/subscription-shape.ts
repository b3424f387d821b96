// What a subscription makes of a payload: its filter lets it through or not, and of the rest only
// the fields it includes are sent (sheet 1.1: a field a filter names and a payload does not have
// means no delivery, without a word). Equal payloads within a short time are not held back.

import { compare, parseDecimal } from '../decimal.ts';
import { isObject, objectOf, parseJson, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { holds, termsOf } from './search.ts';
import type { Term } from './search.ts';

/** Throws when the filter has what the sandbox does not cover. */
export function shapeOf(filter: string | null, includeFields: readonly string[]): (payload: string) => string | undefined {
  const terms = termsOf(filter ?? '', 'payloads');
  return (payload) => {
    if (terms.length === 0 && includeFields.length === 0) return payload;
    const object = objectOf(parseJson(payload));
    if (!terms.every((term) => reach(object, term.field.split('.')).some((value) => matches(value, term)))) return undefined;
    return includeFields.length === 0 ? payload : JSON.stringify(only(object, includeFields));
  };
}

/** All values a path leads to; lists are passed through, any of theirs will do. */
function reach(value: Json | undefined, path: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => reach(each, path));
  const [key, ...rest] = path;
  if (key !== undefined) return isObject(value) ? reach(value[key], rest) : [];
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

/** Numbers as numbers, times as times, all else as text without regard to case (inferred: the order of the three). */
function matches(own: string, { sign, value }: Term): boolean {
  if (sign === '' && value.endsWith('*')) return own.toLowerCase().startsWith(value.slice(0, -1).toLowerCase());
  const [left, right] = [parseDecimal(own), parseDecimal(value)];
  if (left !== undefined && right !== undefined) return holds(sign, compare(left, right));
  const times = [own, value].map((text) => (/^\d{4}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN)) as [number, number];
  if (!times.some(Number.isNaN)) return holds(sign, times[0] - times[1]);
  return sign === '' && own.toLowerCase() === value.toLowerCase();
}

/** `variants.id` keeps the id of every variant; `variants` keeps them whole. */
function only(object: JsonObject, fields: readonly string[]): JsonObject {
  const kept: JsonObject = {};
  for (const key of new Set(fields.map((field) => field.split('.')[0] ?? ''))) {
    const value = object[key];
    if (value === undefined) continue;
    const inner = fields.filter((field) => field.startsWith(`${key}.`)).map((field) => field.slice(key.length + 1));
    kept[key] = inner.length === 0 || fields.includes(key) ? value : within(value, inner);
  }
  return kept;
}

function within(value: Json, fields: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((each) => within(each, fields));
  return isObject(value) ? only(value, fields) : value;
}
