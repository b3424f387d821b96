// Filters of R-Series list queries: values compared as a field's type says, by the vendor's
// operators (sheet 8.R, Rdoc introduction/query-parameters).

import { compare, parseDecimal, print } from '../decimal.ts';
import { Refusal } from './wire.ts';

/** `caseless`: text compared without regard to case. */
export type FieldType = 'number' | 'text' | 'caseless' | 'time';

export type Filter = {
  field: string;
  test(value: string): boolean;
  /** For `=` and `IN`: what the values may be, in canonical form. */
  equals?: ReadonlySet<string>;
};

const OPERATOR = /^(>=|<=|><|!=|!~|>|<|~|=|IN),(.*)$/s;

export function filterOf(field: string, type: FieldType, parameter: string): Filter {
  const [, operator = '=', operand = ''] = OPERATOR.exec(parameter) ?? ['', '=', parameter];
  const against = (text: string): ((value: string) => number) => {
    valid(type, text);
    return (value) => compareAs(type, value, text);
  };
  const among = (members: string[]): Filter => {
    const equals = new Set(members.map((member) => canonical(type, valid(type, member))));
    return { field, equals, test: (value) => equals.has(canonical(type, value)) };
  };
  if (operator === 'IN') {
    const members = membersOf(operand);
    if (members.length > 100) throw new Refusal(400, 'IN takes at most 100 values.');
    return among(members);
  }
  if (operator === '><') {
    const [low = '', high = ''] = operand.split(',');
    const [above, below] = [against(low), against(high)];
    return { field, test: (value) => above(value) >= 0 && below(value) <= 0 };
  }
  if (operator === '~' || operator === '!~') {
    const pattern = new RegExp(`^${operand.split('%').map(escapePattern).join('.*')}$`, 'is');
    return { field, test: (value) => pattern.test(value) === (operator === '~') };
  }
  if (operator === '=') return among([operand]);
  const test = against(operand);
  switch (operator) {
    case '>': return { field, test: (value) => test(value) > 0 };
    case '>=': return { field, test: (value) => test(value) >= 0 };
    case '<': return { field, test: (value) => test(value) < 0 };
    case '<=': return { field, test: (value) => test(value) <= 0 };
    default: return { field, test: (value) => test(value) !== 0 };
  }
}

/** Equal values of a type have equal canonical forms. */
export function canonical(type: FieldType, value: string): string {
  if (type === 'time') return String(Date.parse(value));
  if (type === 'caseless') return value.toLowerCase();
  const read = type === 'number' ? parseDecimal(value) : undefined;
  return read === undefined ? value : print(read);
}

function compareAs(type: FieldType, a: string, b: string): number {
  // An empty time is NaN: it fails every comparison.
  if (type === 'time') return Date.parse(a) - Date.parse(b);
  return compareForOrder(type, a, b);
}

/** The same as a total order: empty times come first. */
export function compareForOrder(type: FieldType, a: string, b: string): number {
  if (type === 'number') {
    const [x, y] = [parseDecimal(a), parseDecimal(b)];
    if (x !== undefined && y !== undefined) return compare(x, y);
  }
  if (type === 'time') {
    const [x, y] = [moment(a), moment(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  const [x, y] = type === 'caseless' ? [a.toLowerCase(), b.toLowerCase()] : [a, b];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Milliseconds of a time; before all others when there is none. */
export function moment(text: string): number {
  const at = Date.parse(text);
  return Number.isNaN(at) ? -Infinity : at;
}

/** `[1,2]`, `["a,b","c"]` or `1,2`, as documented. */
function membersOf(operand: string): string[] {
  if (operand.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(operand);
      if (Array.isArray(list) && list.every((member) => typeof member === 'string')) return list as string[];
    } catch { /* words without quotation marks */ }
  }
  return operand.replace(/^\[|\]$/g, '').split(',').map((member) => member.trim().replace(/^"|"$/g, ''));
}

function valid(type: FieldType, text: string): string {
  if (type === 'time' && Number.isNaN(Date.parse(text))) throw new Refusal(400, `Invalid date: ${text}`);
  if (type === 'number' && parseDecimal(text) === undefined) throw new Refusal(400, `Invalid number: ${text}`);
  return text;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
