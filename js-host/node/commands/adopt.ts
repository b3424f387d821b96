// `tillbridge adopt`: orders that staff keyed into Lightspeed by hand. Reads open orders and sales,
// adopts what is certain, shows what is left to a person, and takes in what the person decided.

import { randomUUID } from 'node:crypto';
import { parse as parseCsv } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { accessOf } from '../access.ts';
import { TOPIC, adoptRun } from '../adopting.ts';
import type { Candidate, RunRow, Said } from '../adopting.ts';
import { table } from '../demo/table.ts';
import { createHttp } from '../http.ts';
import { scanAll } from '../linking.ts';
import type { Command, Values } from '../main.ts';
import { run, systemClock } from '../module.ts';
import type { Event, Outcome, Task } from '../module.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, InputError, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const BATCH = 200;
const DAY_MS = 86_400_000;
const SHOWN = 20;
const COLUMNS = ['order', 'name', 'total', 'sale', 'outlet', 'at', 'sale_total', 'differs', 'because', 'doubts', 'decision'];

const ACTIONS: Record<string, (values: Values, file: string | undefined) => Promise<number>> = { run: runAll, list, export: exportCsv, decide };

export const adoptCommand: Command = {
  name: 'adopt',
  usage: 'run|list|export|decide --config CONFIG --store DB [FILE.csv]',
  summary: 'Find orders that staff keyed into Lightspeed by hand, and decide what is not certain.',
  options: {
    config: { type: 'string', short: 'c' }, store: { type: 'string', short: 's' },
    anew: { type: 'boolean' }, all: { type: 'boolean' }, json: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'the tenant\'s configuration',
    '--store DB': 'the tenant\'s database file; it is created when it is not there',
    '--anew': 'run: begin anew although a run is under way',
    '--all': `list: those that are adopted or decided as well, and not only the first ${SHOWN}`,
    '--json': 'list: as JSON',
  },
  details: `run     hold all open orders against Lightspeed's sales, adopt those that staff keyed for certain,
        and say what is left. An interrupted run goes on where it was. Nothing is written to
        Shopify; to Lightspeed only orders are posted that a run before held back.
list    the orders that may have been keyed, each with the sales that may be theirs
export  the same as a CSV on standard output: one line for each sale that may be meant
decide  take in a CSV with the columns order, sale and decision: adopt (this sale is the order) or
        none (it was not keyed: post it); lines without a decision are left as they are

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 1, most: 2 },
  run: async ([action = '', file], values) => {
    const perform = ACTIONS[action];
    if (perform === undefined) throw new UsageError(`"${action}" is nothing that can be done with keyed orders: ${Object.keys(ACTIONS).join(', ')}`);
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
  const { store, tenant } = opened;
  try {
    const begun = Date.now();
    const left = values['anew'] === true ? [] : store.pending(new Date(Date.now() + DAY_MS)).filter(({ event }) => event.topic === TOPIC);
    if (left.length > 0) say('Going on with the run that is under way (--anew begins another one).');
    if (!await carryOut(opened, left[0] ?? taskOf(tenant, { source: 'operator', topic: TOPIC }))) return EXIT.failed;
    const row = await store.get('adopt', 'run') as RunRow;
    const open = (await saidOf(store)).filter(isOpen);
    say(summary(row, open.length, (Date.now() - begun) / 1000));
    return open.length > 0 ? EXIT.failed : EXIT.done;
  } finally {
    opened.close();
  }
}

/** Whether it came to its end. */
async function carryOut({ store, perform }: Opened, first: Task | undefined): Promise<boolean> {
  const tell = progress();
  const failed = await adoptRun({ store, perform, first, clock: systemClock, tell });
  tell(undefined, 0);
  for (const exception of failed?.exceptions ?? []) sayException(exception);
  if (failed?.refusal !== undefined) sayIssue(failed.refusal);
  return failed === undefined;
}

const PHASES: Record<string, string> = { orders: 'Reading Shopify', sales: 'Reading Lightspeed', decide: 'Deciding', sweep: 'Clearing up' };

/** A line for each phase; on a terminal it counts. */
function progress(): (row: RunRow | undefined, orders: number) => void {
  let shown = '';
  const live = process.stderr.isTTY;
  return (row, orders) => {
    const words = row === undefined ? '' : orders > 0 ? 'Adopting' : PHASES[row.state] ?? '';
    if (words === shown && !live) return;
    if (shown !== '' && words !== shown) process.stderr.write(live ? '\n' : '');
    shown = words;
    if (row === undefined || words === '') return;
    const line = `${words}: ${number(row.orders)} orders, ${number(row.sales)} sales, ${number(orders)} looked at`;
    process.stderr.write(live ? `\r${line}\u001b[K` : `${words} …\n`);
  };
}

function summary(row: RunRow, open: number, seconds: number): string {
  return [
    `${number(row.orders)} open orders, ${number(row.sales)} sales since the oldest of them, ${seconds.toFixed(1)} s:`,
    `  ${number(row.adopted)} keyed by hand for certain: adopted, and never posted again`,
    `  ${number(open)} for a person, not posted until then${open > 0 ? ': `tillbridge adopt list`, then `export` and `decide`' : ''}`,
  ].join('\n');
}

type SaidOf = Said & { order: string };

async function saidOf(store: SqliteStore): Promise<SaidOf[]> {
  const rows = await scanAll<Said>(store, 'adopt', 'order/');
  return rows.map(({ key, value }) => ({ ...value, order: key.slice('order/'.length) }));
}

const isOpen = ({ sure, decided }: Said): boolean => !sure && decided === undefined;

async function list(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const all = values['all'] === true;
    const found = (await saidOf(opened.store)).filter((said) => all || isOpen(said));
    if (values['json'] === true) {
      print(found, values['pretty'] === true);
      return EXIT.done;
    }
    const shown = all ? found : found.slice(0, SHOWN);
    if (found.length === 0) say('There is nothing.');
    else process.stdout.write(`${saidTable(shown)}\n`);
    if (shown.length < found.length) say(`${number(found.length - shown.length)} more: --all`);
    return EXIT.done;
  } finally {
    opened.close();
  }
}

function saidTable(rows: readonly SaidOf[]): string {
  return table(
    [{ title: 'order' }, { title: 'total', right: true }, { title: 'what' }, { title: 'sale' }, { title: 'comes to', right: true }, { title: 'because' }, { title: 'but' }],
    rows.flatMap((said) => {
      const some: (Candidate | undefined)[] = said.sales.length === 0 ? [undefined] : said.sales;
      return some.map((own) => [
        said.name === '' ? said.order : said.name, said.total, whatOf(said), own?.sale ?? '-', own?.total ?? '-',
        own?.because.join(', ') ?? '-', (own?.doubts ?? []).join(', '),
      ]);
    }),
  );
}

function whatOf({ sure, decided }: Said): string {
  if (decided !== undefined) return decided.sale === null ? 'none, decided' : `${decided.sale}, decided`;
  return sure ? 'adopted' : 'to decide';
}

async function exportCsv(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const rows = (await saidOf(opened.store)).filter(isOpen).flatMap((said) => said.sales.map((own) => [
      said.order, said.name, said.total, own.sale, own.outlet, own.at, own.total, own.differs ?? '', own.because.join(' '), (own.doubts ?? []).join(' '), '',
    ]));
    // A name that begins like a formula is one in a spreadsheet.
    process.stdout.write(stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true }));
    say(`${number(rows.length)} lines. Put adopt or none into the column \`decision\`, then: tillbridge adopt decide FILE.csv`);
    return EXIT.done;
  } finally {
    opened.close();
  }
}

type Choice = { order: string; sale: string | null };

async function decide(values: Values, file: string | undefined): Promise<number> {
  const choices = choicesOf(await read(file), file ?? '');
  const opened = await open(values);
  try {
    let taken = 0;
    for (let at = 0; at < choices.length; at += BATCH) {
      const body = new TextEncoder().encode(JSON.stringify({ decisions: choices.slice(at, at + BATCH) }));
      const outcome = await opened.perform(taskOf(opened.tenant, { source: 'operator', topic: 'adopt/decide', body }));
      for (const exception of outcome.exceptions ?? []) {
        sayException(exception);
        taken += 1;
      }
      if (outcome.refusal !== undefined) {
        sayIssue(outcome.refusal);
        return EXIT.failed;
      }
    }
    if (!await carryOut(opened, undefined)) return EXIT.failed;
    say(`${number(choices.length - taken)} decisions were noted${taken === 0 ? '' : `, ${number(taken)} were not`}.`);
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
  const seen = new Map<string, number>();
  return rows.flatMap((row, at) => {
    const { order = '', sale = '', decision = '' } = row;
    const word = decision.toLowerCase();
    if (word === '') return [];
    const where = `${name}, line ${at + 2}`;
    if (word !== 'adopt' && word !== 'none') throw new InputError(`${where}: "${decision}" is not a decision: adopt, none`);
    if (!/^(gid:\/\/shopify\/Order\/)?\d+$/.test(order)) throw new InputError(`${where}: "${order}" is not an order`);
    if (word === 'adopt' && !/^[\w-]{1,64}$/.test(sale)) throw new InputError(`${where}: "${sale}" is not a sale`);
    const number = order.replace(/^.*\//, '');
    const before = seen.get(number);
    if (before !== undefined) throw new InputError(`${where}: order ${number} is decided in line ${before} already`);
    seen.set(number, at + 2);
    return [{ order, sale: word === 'adopt' ? sale : null }];
  });
}

const number = (value: number): string => value.toLocaleString('en-US');
