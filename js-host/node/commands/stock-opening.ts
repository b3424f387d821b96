// `tillbridge stock opening`: what publishing would change, per location, and a person's word that it may.

import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { stringify } from 'csv-stringify/sync';
import type { Values } from '../main.ts';
import { systemClock } from '../module.ts';
import type { Event, Outcome, Task } from '../module.ts';
import { COLUMNS, TOPIC, openingLines, openingOf, openingRun, openingText } from '../opening.ts';
import type { Opening, RunRow } from '../opening.ts';
import type { SqliteStore } from '../store.ts';
import { EXIT, InputError, UsageError, print, say, sayException, sayIssue } from '../terminal.ts';

export type Opened = { store: SqliteStore; publishes: boolean; tenant: string; perform(task: Task): Promise<Outcome>; task(event: Event): Task };

const SHOWN = 10;
const DAY_MS = 86_400_000;
const ACTIONS: Record<string, (opened: Opened, values: Values, run: string) => Promise<number>> = { run: runAll, show, accept };

export async function opening(opened: Opened, values: Values, [action = 'run', run = '', ...more]: string[]): Promise<number> {
  const perform = ACTIONS[action];
  if (perform === undefined) throw new UsageError(`"${action}" is nothing that can be done with an opening tie-out: ${Object.keys(ACTIONS).join(', ')}`);
  if (more.length > 0 || (action === 'accept') !== (run !== '')) {
    throw new UsageError(action === 'accept' ? 'accept takes the name of the tie-out that you saw, which `run` and `show` print' : `opening ${action} takes nothing more`);
  }
  return perform(opened, values, run);
}

async function runAll(opened: Opened, values: Values): Promise<number> {
  const { store, perform } = opened;
  const pending = values['anew'] === true ? undefined : store.pending(new Date(Date.now() + DAY_MS)).find(({ event }) => event.topic === TOPIC);
  if (pending !== undefined) say('Going on with the tie-out that is under way (--anew begins another one).');
  const tell = progress();
  const failed = await openingRun({ store, perform, first: pending ?? opened.task({ source: 'operator', topic: TOPIC }), clock: systemClock, tell });
  tell(undefined);
  for (const exception of failed?.exceptions ?? []) sayException(exception);
  if (failed?.refusal !== undefined) sayIssue(failed.refusal);
  return failed === undefined ? show(opened, values) : EXIT.failed;
}

const PHASES: Record<string, string> = {
  linked: 'Comparing what is linked', unlinked: 'Looking at variants that are linked to nothing', unsure: 'Looking at variants that a person must link',
  unsold: 'Looking at items that no variant is like',
};

/** A line for each phase; on a terminal it counts. */
function progress(): (row: RunRow | undefined) => void {
  let shown = '';
  const live = process.stderr.isTTY;
  return (row) => {
    const words = row === undefined ? '' : PHASES[row.state] ?? '';
    if (live && shown !== '' && words !== shown) process.stderr.write('\n');
    if (words !== '' && (live || words !== shown)) process.stderr.write(live ? `\r${words}: ${row?.linked ?? 0} items\u001b[K` : `${words} …\n`);
    shown = words;
  };
}

async function known({ store }: Opened): Promise<Opening> {
  const own = await openingOf(store);
  if (own === undefined) throw new InputError('there is no tie-out yet: `tillbridge stock opening run` makes one');
  return own;
}

async function show(opened: Opened, values: Values): Promise<number> {
  const own = await known(opened);
  if (typeof values['csv'] === 'string') {
    const lines = openingLines(own);
    // What begins like a formula is one in a spreadsheet.
    await writeFile(values['csv'], stringify(lines, { header: true, columns: COLUMNS, escape_formulas: true }));
    say(`${lines.length} lines are in ${values['csv']}.`);
  }
  if (values['json'] === true) print(own, values['pretty'] === true);
  else process.stdout.write(`${openingText(own, values['all'] === true ? Infinity : SHOWN)}\n`);
  if (own.run.state !== 'done') say('It is under way: `tillbridge stock opening run` goes on with it.');
  else if (own.accepted === undefined) say(`Accept it with: tillbridge stock opening accept ${own.run.run}`);
  return EXIT.done;
}

async function accept(opened: Opened, values: Values, run: string): Promise<number> {
  const before = await known(opened);
  const by = typeof values['by'] === 'string' ? values['by'] : userInfo().username;
  const body = new TextEncoder().encode(JSON.stringify({ run, by }));
  const outcome = await opened.perform(opened.task({ source: 'operator', topic: 'stock/accept', body }));
  for (const exception of outcome.exceptions ?? []) sayException(exception);
  if (outcome.refusal !== undefined) sayIssue(outcome.refusal);
  if (outcome.status !== 'done' || (outcome.exceptions ?? []).length > 0) {
    if (before.run.run !== run) say(`The last tie-out is ${before.run.run}: \`tillbridge stock opening show\``);
    return EXIT.failed;
  }
  process.stdout.write(`${openingText({ ...(await known(opened)), places: before.places.map((place) => ({ ...place, largest: [] })) }, 0)}\n`);
  say(opened.publishes
    ? 'What differs is written by `tillbridge serve`, or now: tillbridge stock reconcile'
    : 'stock.publish is not set: nothing is written before it is.');
  return EXIT.done;
}
