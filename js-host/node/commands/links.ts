// `tillbridge links`: which variant is which item. Reads both catalogues and links what is certain,
// shows what is left to a person, and takes in what the person decided.

import { randomUUID } from 'node:crypto';
import { parse as parseCsv } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { accessOf } from '../access.ts';
import { table } from '../demo/table.ts';
import { createHttp } from '../http.ts';
import { catalogueRun, scanAll } from '../linking.ts';
import type { Candidate, Orphan, Review, RunRow } from '../linking.ts';
import type { Command, Values } from '../main.ts';
import { run, systemClock } from '../module.ts';
import type { Event, Outcome, Task } from '../module.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, InputError, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const TOPIC = 'links/read';
const BATCH = 500;
const DAY_MS = 86_400_000;
const SHOWN = 20;
const COLUMNS = ['variant', 'sku', 'title', 'reason', 'worth', 'item', 'item_codes', 'item_title', 'because', 'taken_by', 'decision'];
const DECISIONS = ['link', 'refuse', 'unlink'];

const ACTIONS: Record<string, (values: Values, file: string | undefined) => Promise<number>> = { run: runAll, list, export: exportCsv, decide };

export const linksCommand: Command = {
  name: 'links',
  usage: 'run|list|export|decide --config CONFIG --store DB [FILE.csv]',
  summary: 'Link Shopify\'s variants with Lightspeed\'s items, and decide what is not certain.',
  options: {
    config: { type: 'string', short: 'c' }, store: { type: 'string', short: 's' },
    anew: { type: 'boolean' }, orphans: { type: 'boolean' }, all: { type: 'boolean' }, json: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'the tenant\'s configuration',
    '--store DB': 'the tenant\'s database file; it is created when it is not there',
    '--anew': 'run: begin anew although a run is under way',
    '--orphans': 'list: variants and items that nothing on the other side is like',
    '--all': `list: all of them, not the first ${SHOWN}`,
    '--json': 'list: as JSON',
  },
  details: `run     read both catalogues, link what is certain one to one, and say what is left. An
        interrupted run goes on where it was. Nothing is written to Shopify or Lightspeed.
list    what is left to a person, what is worth most first
export  the same as a CSV on standard output: one line for each variant and item that may be meant
decide  take in a CSV with the columns variant, item and decision: link, refuse or unlink; lines
        without a decision are left as they are

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 1, most: 2 },
  run: async ([action = '', file], values) => {
    const perform = ACTIONS[action];
    if (perform === undefined) throw new UsageError(`"${action}" is nothing that can be done with links: ${Object.keys(ACTIONS).join(', ')}`);
    if ((action === 'decide') !== (file !== undefined)) throw new UsageError(action === 'decide' ? 'decide takes the CSV file' : `${action} takes no file`);
    return perform(values, file);
  },
};

type Opened = { store: SqliteStore; perform(task: Task): Promise<Outcome>; tenant: string; close(): void };

async function open(values: Values): Promise<Opened> {
  if (typeof values['config'] !== 'string') throw new UsageError('--config FILE is needed');
  if (typeof values['store'] !== 'string') throw new UsageError('--store DB is needed');
  const { bridge, config } = openTenant(await read(values['config']));
  const store = openStore(values['store'], config.tenant);
  return {
    store, tenant: config.tenant,
    perform: (task) => run(bridge, task, { store, http: createHttp(accessOf(config)), clock: systemClock }),
    close() {
      store.close();
      bridge.free();
    },
  };
}

/** A task of its own, each time. */
function taskOf(tenant: string, event: Event): Task {
  const id = `${event.topic.replace('/', '-')}-${randomUUID()}`;
  return { contract: 1, tenant, id, now: new Date().toISOString(), mode: 'apply', explain: 'none', event };
}

async function runAll(values: Values): Promise<number> {
  const opened = await open(values);
  const { store, perform, tenant } = opened;
  try {
    const begun = Date.now();
    const first = values['anew'] === true ? [] : store.pending(new Date(Date.now() + DAY_MS)).filter(({ event }) => event.topic === TOPIC);
    if (first.length > 0) say('Going on with the run that is under way (--anew begins another one).');
    const tell = progress();
    const failed = await catalogueRun({
      store, perform, first: first[0] ?? taskOf(tenant, { source: 'operator', topic: TOPIC }), clock: systemClock, tell,
    });
    tell(undefined);
    for (const exception of failed?.exceptions ?? []) sayException(exception);
    if (failed?.refusal !== undefined) sayIssue(failed.refusal);
    if (failed !== undefined) return EXIT.failed;
    const row = await store.get('links', 'run') as RunRow;
    say(summary(row, (Date.now() - begun) / 1000));
    return row.review > 0 ? EXIT.failed : EXIT.done;
  } finally {
    opened.close();
  }
}

const PHASES: Record<string, string> = {
  items: 'Reading Lightspeed', variants: 'Reading Shopify', pairs: 'Linking by codes', words: 'Linking by words',
  rest: 'Looking for candidates', orphans: 'Looking for orphans', settled: 'Clearing up', sweep: 'Clearing up',
};

/** A line for each phase; on a terminal it counts. */
function progress(): (row: RunRow | undefined) => void {
  let shown = '';
  const live = process.stderr.isTTY;
  return (row) => {
    const words = row === undefined ? '' : PHASES[row.state] ?? '';
    if (words === shown && !live) return;
    if (shown !== '' && words !== shown) process.stderr.write(live ? '\n' : '');
    shown = words;
    if (row === undefined || words === '') return;
    const line = `${words}: ${number(row.items)} items, ${number(row.variants)} variants, ${number(row.linked)} linked`;
    process.stderr.write(live ? `\r${line}\u001b[K` : `${words} …\n`);
  };
}

function summary(row: RunRow, seconds: number): string {
  return [
    `${number(row.variants)} variants, ${number(row.items)} items, ${seconds.toFixed(1)} s:`,
    `  ${number(row.linked)} linked, ${number(row.made)} of them now`,
    `  ${number(row.review)} for a person${row.review > 0 ? ': `tillbridge links list`, then `export` and `decide`' : ''}`,
    `  ${number(row.orphan_variants)} variants and ${number(row.orphan_items)} items that nothing is like: \`tillbridge links list --orphans\``,
    `  ${number(row.skipped)} gift cards and archived products left out`,
  ].join('\n');
}

async function list(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const found = values['orphans'] === true ? await orphansOf(opened.store) : await reviewsOf(opened.store);
    if (values['json'] === true) {
      print(found, values['pretty'] === true);
      return EXIT.done;
    }
    const shown = values['all'] === true ? found : found.slice(0, SHOWN);
    if (found.length === 0) say('There is nothing.');
    else process.stdout.write(`${values['orphans'] === true ? orphanTable(shown as OrphanOf[]) : reviewTable(shown as Review[])}\n`);
    if (shown.length < found.length) say(`${number(found.length - shown.length)} more: --all`);
    return EXIT.done;
  } finally {
    opened.close();
  }
}

type OrphanOf = Orphan & { id: string; side: string };

async function orphansOf(store: SqliteStore): Promise<OrphanOf[]> {
  const rows = await scanAll<Orphan>(store, 'links', 'orphan/');
  return rows.map(({ key, value }) => {
    const [, side = '', ...id] = key.split('/');
    return { ...value, side, id: id.join('/') };
  });
}

async function reviewsOf(store: SqliteStore): Promise<Review[]> {
  const rows = (await scanAll<Review>(store, 'links', 'review/')).map(({ value }) => value);
  return rows.sort((one, other) => Number(other.worth) - Number(one.worth));
}

function reviewTable(rows: readonly Review[]): string {
  return table(
    [{ title: 'variant' }, { title: 'SKU' }, { title: 'title' }, { title: 'worth', right: true }, { title: 'why' }, { title: 'may be item' }, { title: 'because' }],
    rows.map(({ variant, sku, title, worth, reason, candidates: [likely] }) => [
      numberOf(variant), short(sku), short(title), worth, reason.replaceAll('_', ' '),
      likely === undefined ? '-' : `${likely.item} ${short(likely.title)}`, likely === undefined ? '-' : likely.because.join(', '),
    ]),
  );
}

function orphanTable(rows: readonly OrphanOf[]): string {
  return table([{ title: 'side' }, { title: 'id' }, { title: 'codes' }, { title: 'title' }],
    rows.map(({ side, id, codes, title }) => [side, id, codes.filter((code) => code !== '').join(', '), short(title)]));
}

async function exportCsv(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const rows = (await reviewsOf(opened.store)).flatMap(lines);
    // A title that begins like a formula is one in a spreadsheet.
    process.stdout.write(stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true }));
    say(`${number(rows.length)} lines. Put link or refuse into the column \`decision\`, then: tillbridge links decide FILE.csv`);
    return EXIT.done;
  } finally {
    opened.close();
  }
}

function lines({ variant, sku, title, reason, worth, candidates }: Review): string[][] {
  const some: (Candidate | undefined)[] = candidates.length === 0 ? [undefined] : candidates;
  return some.map((own) => [
    numberOf(variant), sku, title, reason, worth, own?.item ?? '', own?.codes.join(' ') ?? '', own?.title ?? '',
    own?.because.join(' ') ?? '', own?.taken_by === undefined ? '' : numberOf(own.taken_by), '',
  ]);
}

type Choice = { variant: string; item: string; decision: string };

async function decide(values: Values, file: string | undefined): Promise<number> {
  const choices = choicesOf(await read(file), file ?? '');
  const opened = await open(values);
  try {
    let taken = 0;
    for (let at = 0; at < choices.length; at += BATCH) {
      const body = new TextEncoder().encode(JSON.stringify({ decisions: choices.slice(at, at + BATCH) }));
      const outcome = await opened.perform(taskOf(opened.tenant, { source: 'operator', topic: 'links/decide', body }));
      for (const exception of outcome.exceptions ?? []) {
        sayException(exception);
        taken += 1;
      }
      if (outcome.refusal !== undefined) {
        sayIssue(outcome.refusal);
        return EXIT.failed;
      }
    }
    say(`${number(choices.length - taken)} decisions were carried out${taken === 0 ? '' : `, ${number(taken)} were not`}.`);
    return taken === 0 ? EXIT.done : EXIT.failed;
  } finally {
    opened.close();
  }
}

/** The lines of a CSV that decide something; each is checked before the first is carried out. */
function choicesOf(bytes: Uint8Array, name: string): Choice[] {
  let rows: Record<string, string>[];
  try {
    rows = parseCsv(new TextDecoder().decode(bytes), { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new InputError(`${name} is not a CSV: ${(error as Error).message}`);
  }
  return rows.flatMap((row, at) => {
    const { variant = '', item = '', decision = '' } = row;
    const word = decision.toLowerCase();
    if (word === '') return [];
    const where = `${name}, line ${at + 2}`;
    if (!DECISIONS.includes(word)) throw new InputError(`${where}: "${decision}" is not a decision: ${DECISIONS.join(', ')}`);
    if (!/^(gid:\/\/shopify\/ProductVariant\/)?\d+$/.test(variant)) throw new InputError(`${where}: "${variant}" is not a variant`);
    if (!/^[\w-]{1,64}$/.test(item)) throw new InputError(`${where}: "${item}" is not an item`);
    return [{ variant, item, decision: word }];
  });
}

const number = (value: number): string => value.toLocaleString('en-US');
const numberOf = (gid: string): string => gid.replace(/^.*\//, '');
const short = (text: string): string => (text.length > 32 ? `${text.slice(0, 31)}…` : text);
