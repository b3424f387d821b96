// The ways in which a vendor does not answer, and what is said of each.

import type { Http } from '../node/module.ts';

/** How a vendor does not answer; a number is its status. */
export type Fault = 'lost' | { status: number; headers?: { [name: string]: string } };

/** Each with the codes of what is open meanwhile. */
export const OUTAGES: readonly [string, Fault, string[]][] = [
  ['503', { status: 503 }, ['VENDOR_UNREACHABLE']],
  ['429', { status: 429 }, ['VENDOR_UNREACHABLE']],
  // It says until when: nothing is amiss.
  ['429 that names a time', { status: 429, headers: { 'retry-after': '900' } }, []],
  ['no answer', 'lost', ['VENDOR_UNREACHABLE']],
];

/** What comes instead of an answer. */
export function failed(fault: Fault): Awaited<ReturnType<Http['send']>> {
  if (fault === 'lost') throw new Error('no answer');
  return { headers: {}, ...fault, body: new TextEncoder().encode('{}') };
}
