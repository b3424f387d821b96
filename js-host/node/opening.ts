// An opening tie-out, page after page, its rows as the module stores them (docs/storage.md), and
// what of them a person reads.

import { table } from './demo/table.ts';
import type { Column } from './demo/table.ts';
import { planned, scanAll } from './linking.ts';
import type { Clock, Outcome, Task } from './module.ts';
import type { SqliteStore } from './store.ts';

export const TOPIC = 'stock/opening';

export type RunRow = { run: string; state: string; cursor: string; digest: string; began_at: string; until: string; linked: number; gone: number };

export type Difference = {
  item: string; inventory_item: string; variant?: string; sellable?: string; in_flight: string; safety: string;
  shown: string; shopify?: string; difference: string; change: string; why?: string;
};

export type Place = { place: string; name: string; sums: Record<string, string>; why: Record<string, string>; largest: Difference[] };

export type AcceptedRow = { run: string; by: string; at: string; digest: string };

export type Opening = { run: RunRow; places: Place[]; accepted?: AcceptedRow };

/** The last tie-out, as far as it is. */
export async function openingOf(store: SqliteStore): Promise<Opening | undefined> {
  const run = await store.get('stock', 'opening/run') as RunRow | undefined;
  if (run === undefined) return undefined;
  const { names = {} } = (await store.get('setup', 'names') ?? {}) as { names?: Record<string, string> };
  const rows = await scanAll<Omit<Place, 'place' | 'name'>>(store, 'stock', 'opening/place/');
  const places = rows.map(({ key, value }) => {
    const place = key.slice('opening/place/'.length);
    const id = place.replace(/^.*\//, '');
    const known = names[place] ?? names[`location/gid://shopify/Location/${id}`];
    return { ...value, place, name: known === undefined ? place.replace('/', ' ') : `${known} (${id})` };
  });
  const accepted = await store.get('stock', `opening/accepted/${run.digest}`) as AcceptedRow | undefined;
  return { run, places, ...(accepted === undefined ? {} : { accepted }) };
}

export type OpeningRun = {
  store: SqliteStore;
  perform(task: Task): Promise<Outcome>;
  first: Task;
  clock: Clock;
  tell(row: RunRow | undefined): void;
};

/** Carries out a run from its first task to its last; gives the outcome that stopped it, if one did. */
export async function openingRun({ store, perform, first, clock, tell }: OpeningRun): Promise<Outcome | undefined> {
  for (let task: Task | undefined = first; task !== undefined;) {
    const outcome = await perform(task);
    // A page that was not given is planned for later: that is for the next call, and a person first.
    if (outcome.status !== 'done' || (outcome.exceptions ?? []).length > 0) return outcome;
    const row = await store.get('stock', 'opening/run') as RunRow;
    tell(row);
    // A page of a run that was given up may be planned still.
    task = row.state === 'done' ? undefined : await planned(store, clock, ({ topic, cursor }) => topic === TOPIC && cursor === row.cursor);
  }
  return undefined;
}

const of = (sums: Record<string, string>, name: string): number => Number(sums[name] ?? '0');
const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 5 });
const signed = (value: number): string => `${value > 0 ? '+' : ''}${number(value)}`;
const idOf = (gid: string): string => gid.replace(/^.*\//, '');

const difference = (sums: Record<string, string>): number => of(sums, 'shown') - of(sums, 'shopify');

const UNITS = ['sellable', 'in_flight', 'safety', 'kits', 'kept', 'other', 'shown', 'shopify'];
const COUNTS = ['items', 'same', 'rise', 'stock', 'fall', 'zero', 'held', 'skipped'];
const PILES: [string, string][] = [
  ['unlinked', 'Shopify sells variants that are linked to no item'],
  ['unsold', 'Lightspeed has items that no variant is like'],
  ['unplaced', 'linked, at a place that nobody counts'],
];
const CHANGES: Record<string, string> = { rise: 'rises', stock: 'is stocked', fall: 'falls', zero: 'to zero' };

const right = (titles: string[]): Column[] => titles.map((title) => ({ title, right: true }));

/** The sums of all places. */
function total(places: readonly Place[]): Place {
  const sums: Record<string, string> = {};
  for (const place of places) for (const name of Object.keys(place.sums)) sums[name] = String(of(sums, name) + of(place.sums, name));
  return { place: 'all', name: 'all', sums, why: {}, largest: [] };
}

/** What a person reads before they accept it. */
export function openingText({ run, places, accepted }: Opening, shown: number): string {
  const located = places.filter(({ sums }) => of(sums, 'items') > 0);
  const rows = located.length > 1 ? [...located, total(located)] : located;
  const units = table(
    [{ title: 'units' }, ...right(['Lightspeed sells', '- in flight', '- held back', '+ kits', '+ as they are', '+ other', '= would show', 'shows now', 'difference'])],
    rows.map(({ name, sums }) => [name, ...UNITS.map((unit) => number(of(sums, unit))), signed(difference(sums))]),
  );
  const counts = table(
    [{ title: 'quantities' }, ...right(['compared', 'right', 'rise', 'are stocked', 'fall', 'fall to zero', 'held', 'left out'])],
    rows.map(({ name, sums }) => [name, ...COUNTS.map((count) => number(of(sums, count)))]),
  );
  const reasons = located.flatMap(({ name, why }) => Object.entries(why).map(([reason, count]) => [name, reason.replaceAll('_', ' '), number(Number(count))]));
  const piles = places.flatMap(({ name, sums }) => PILES.flatMap(([pile, words]) => (of(sums, `${pile}_items`) === 0 ? []
    : [[name, words, number(of(sums, `${pile}_items`)), number(of(sums, `${pile}_units`))]])));
  return [
    head(run, accepted),
    ...section('', located.length === 0 ? 'Nothing was compared: nothing is linked, or Shopify has none of it.' : `${units}\n\n${counts}`),
    ...section('Why a quantity is held, left out or zero', reasons.length === 0 ? '' : table([{ title: 'location' }, { title: 'why' }, { title: 'quantities', right: true }], reasons)),
    ...section('Not counted, and left as it is', piles.length === 0 ? '' : table([{ title: 'place' }, { title: 'what' }, ...right(['items', 'units'])], piles)),
    ...located.flatMap((place) => section(...largest(place, shown))),
  ].join('\n');
}

function section(title: string, text: string): string[] {
  return text === '' ? [] : ['', ...(title === '' ? [] : [title, '']), text];
}

function head({ run, state, until, linked, gone }: RunRow, accepted: AcceptedRow | undefined): string {
  const how = state === 'done' ? `of ${until.slice(0, 16).replace('T', ' ')} UTC` : 'is under way: the numbers are not complete';
  const missing = gone === 0 ? '' : `, ${number(gone)} of them not in Shopify any more`;
  const who = accepted === undefined ? 'No tie-out of this configuration was accepted: nothing is written.'
    : `${accepted.run === run ? 'Accepted' : `Tie-out ${accepted.run} of this configuration was accepted`} by ${accepted.by} at ${accepted.at.slice(0, 16).replace('T', ' ')} UTC.`;
  return `Opening tie-out ${run} ${how}: ${number(linked)} items are linked${missing}.\n${who}`;
}

function largest({ name, largest: all }: Place, shown: number): [title: string, text: string] {
  const some = all.slice(0, shown);
  const more = all.length > some.length ? `\n${number(all.length - some.length)} more: --all, or --csv FILE` : '';
  return [`Largest differences, ${name}`, some.length === 0 ? '' : `${table(
    [{ title: 'item' }, { title: 'variant' }, ...right(['Lightspeed sells', '- in flight', '- held back', '= would show', 'shows now', 'difference']), { title: 'what' }],
    some.map((own) => [
      own.item, own.variant === undefined ? '-' : idOf(own.variant), own.sellable === undefined ? 'kit' : number(Number(own.sellable)),
      number(Number(own.in_flight)), number(Number(own.safety)), number(Number(own.shown)), own.shopify === undefined ? 'not stocked' : number(Number(own.shopify)),
      signed(Number(own.difference)), [CHANGES[own.change] ?? own.change, own.why?.replaceAll('_', ' ')].filter((word) => word !== undefined).join(', '),
    ]),
  )}${more}`];
}

export const COLUMNS = ['row', 'location', 'item', 'variant', ...UNITS, 'difference', 'what', 'why', ...COUNTS, ...PILES.flatMap(([pile]) => [`${pile}_items`, `${pile}_units`])];

/** A line for each place with its totals, then one for each of its largest differences. */
export function openingLines({ places }: Opening): Record<string, string>[] {
  return places.flatMap(({ name, sums, why, largest: all }) => [
    { row: 'total', location: name, ...sums, difference: String(difference(sums)), why: Object.entries(why).map(([reason, count]) => `${reason} ${count}`).join(', ') },
    ...all.map(({ change: what, ...own }) => ({ row: 'item', location: name, ...own, what })),
  ]);
}
