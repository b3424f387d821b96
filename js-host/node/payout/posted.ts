// What stands posted of each payout: what a run is told of it, and what it leaves for the next one.

import { readFile } from 'node:fs/promises';
import { InputError, parse } from '../terminal.ts';
import type { Summarised } from './answer.ts';
import { codeOf } from './files.ts';
import { numberOf } from './findings.ts';

/** One of the list. Whether it has the right form is for the module to say. */
type Posted = { payout: unknown; times: number; lines: unknown };

/** What was handed over as posted before. */
export type Before = { list: readonly unknown[]; places: ReadonlyMap<string, number> };

const ID = /^(?:gid:\/\/shopify\/ShopifyPaymentsPayout\/)?0*(\d+)(?:\?.*)?$/;

/** The number of a payout, however its id is written; of what is none, nothing. */
function payoutOf(one: unknown): string | undefined {
  const id = typeof one === 'object' && one !== null ? (one as Partial<Posted>).payout : undefined;
  return ID.exec(typeof id === 'string' ? id : JSON.stringify(id) ?? '')?.[1];
}

const worded = (one: unknown): string => JSON.stringify(one);

/** Where each payout stands. One that stands twice is refused, for nobody can tell what is in the books. */
export function placesIn(list: readonly unknown[], file: string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, one] of list.entries()) {
    const payout = payoutOf(one);
    if (payout === undefined) continue;
    const before = places.get(payout);
    if (before !== undefined) throw new InputError(`${file}: payout ${payout} stands twice, at $.posted[${before}] and $.posted[${place}]: keep the one that was written last`);
    places.set(payout, place);
  }
  return places;
}

/** What stands posted once the entries of a run are: all else stays as it was handed over. */
export function postedAfter({ list, places }: Before, { payouts }: Summarised): unknown[] {
  const after = [...list];
  for (const { payout, posting, lines } of payouts) {
    if (posting !== 'post') continue;
    const place = places.get(numberOf(payout));
    const times = place === undefined ? 0 : (list[place] as Posted).times;
    const now: Posted = { payout, times: times + 1, lines };
    if (place === undefined) after.push(now);
    else after[place] = now;
  }
  return after;
}

/** A payout a line, so that what a run changed is seen. */
export const writtenPosted = (list: readonly unknown[]): string => (list.length === 0 ? '[]\n' : `[\n${list.map(worded).join(',\n')}\n]\n`);

/** The list in a file; where there is no file, none. */
async function listAt(file: string): Promise<unknown[]> {
  let bytes;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw new InputError(`${file} cannot be read: ${codeOf(error)}`);
  }
  const list = parse(new TextDecoder().decode(bytes), file);
  if (!Array.isArray(list)) throw new InputError(`${file} is there and is no list of what was posted: move it away, or write to another folder`);
  return list;
}

/**
 * A list that stands at `file` is replaced only by one that knows all it says: it was handed over, or
 * the new one says the same.
 */
export async function refuseLoss(file: string, { list: before }: Before, after: readonly unknown[]): Promise<void> {
  const stands = await listAt(file);
  const known = new Set([...before, ...after].map(worded));
  const lost = stands.filter((one) => !known.has(worded(one)));
  if (lost.length === 0) return;
  const named = lost.slice(0, 5).map((one) => payoutOf(one) ?? 'without a number').join(', ');
  const more = lost.length > 5 ? ` and ${lost.length - 5} more` : '';
  throw new InputError(`${file} tells what was posted before, and was not handed over: payout ${named}${more} would be lost; add --posted ${file}, or write to another folder`);
}
