// Payments and refunds that are not as Lightspeed has them.

import { dayIn } from '../shadow.ts';
import type { ReconciledRow } from './answer.ts';
import { numberOf } from './findings.ts';
import { standingOf } from './words.ts';

/** By how they stand and why, in the order in which they are met. */
export function unmatched(rows: readonly ReconciledRow[]): [heading: string, rows: ReconciledRow[]][] {
  const groups = new Map<string, ReconciledRow[]>();
  for (const row of rows) {
    if (row.status === 'matched' && row.why === undefined) continue;
    const heading = standingOf(row.status, row.why);
    const own = groups.get(heading);
    if (own === undefined) groups.set(heading, [row]);
    else own.push(row);
  }
  return [...groups];
}

export const orderOf = (row: ReconciledRow): string => row.name ?? numberOf(row.order ?? '-');

/** The day of a row on the shop's calendar; in a zone that this machine does not know, that of UTC. */
export function dayOf(zone: string, at: string): string {
  try {
    return dayIn(zone, new Date(at));
  } catch {
    return at.slice(0, 10);
  }
}
