// What requests took from the bucket, counted on the request log: of all of them, or of
// those whose query or body names a text (an order's number, a customer's e-mail).

import type { RequestLog } from '../http.ts';

export type Spent = { requests: number; units: number };

export function spent(log: readonly RequestLog[], naming?: string): Spent {
  const of = log.filter(({ query, body }) =>
    naming === undefined || body.includes(naming) || [...new URLSearchParams(query).values()].some((value) => value.includes(naming)));
  // Tenths, so that the sum is exact.
  return { requests: of.length, units: of.reduce((tenths, { cost }) => tenths + Math.round(cost * 10), 0) / 10 };
}
