// Payments and refunds that are not as Lightspeed has them.

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
