// `tillbridge stock`: publishes what Lightspeed holds of some items or of all, and shows what is kept
// of one and why its quantity is what it is.

import { randomUUID } from 'node:crypto';
import { accessOf } from '../access.ts';
import { createHttp } from '../http.ts';
import { scanAll } from '../linking.ts';
import type { Command, Values } from '../main.ts';
import { run, systemClock } from '../module.ts';
import type { Event, Outcome, Task } from '../module.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { stockRun, toVendors } from '../stocking.ts';
import type { StockSum } from '../stocking.ts';
import { openTenant } from '../tenant.ts';
import { opening } from './stock-opening.ts';
import { EXIT, InputError, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const PUBLISH = 'stock/publish';
const RECONCILE = 'stock/reconcile';
/** As many as one task publishes. */
const BATCH = 15;
const ITEM = /^[\w-]{1,64}$/;

const ACTIONS: Record<string, (values: Values, items: string[]) => Promise<number>> = { publish, reconcile, show, opening: openingOf };

export const stockCommand: Command = {
  name: 'stock',
  usage: 'publish ITEM…|reconcile|show ITEM|opening [run|show|accept NAME] --config CONFIG --store DB',
  summary: 'Publish what Lightspeed holds, and say why a quantity is what it is.',
  options: {
    config: { type: 'string', short: 'c' }, store: { type: 'string', short: 's' }, json: { type: 'boolean' },
    csv: { type: 'string' }, by: { type: 'string' }, all: { type: 'boolean' }, anew: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'the tenant\'s configuration',
    '--store DB': 'the tenant\'s database file; it is created when it is not there',
    '--json': 'show, opening: as JSON',
    '--csv FILE': 'opening run, show: totals and largest differences as a CSV, too',
    '--all': 'opening run, show: the 50 largest differences of each location, not the first 10',
    '--anew': 'opening run: begin anew although a tie-out is under way',
    '--by WHO': 'opening accept: who accepts it; default: the user of this machine',
  },
  details: `publish    read both sides for these items of Lightspeed, write what is wrong, and go on until what
           is to rise was read a second time (stock.confirm_after, usually 30 s)
reconcile  the same for all linked items, a page at a time; only differences are written
show       what is kept of an item and in flight, what would be written now, and why; nothing is
           written
opening    before the first write: what publishing would change, per location, and what nobody counts.
           \`run\` computes it and writes nothing; an interrupted run goes on where it was. \`show\` prints
           the last one. \`accept NAME\` says that it may be written: until then nothing is

With stock.publish not set in the configuration everything is computed, and nothing is written. A
configuration with other locations, outlets or amounts held back needs a tie-out of its own: make and
accept it with the new file before that is served.

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 1, most: 1001 },
  run: async ([action = '', ...items], values) => {
    const perform = ACTIONS[action];
    if (perform === undefined) throw new UsageError(`"${action}" is nothing that can be done with stock: ${Object.keys(ACTIONS).join(', ')}`);
    if (action === 'opening') return perform(values, items);
    if (action === 'reconcile' ? items.length > 0 : items.length === 0) throw new UsageError(action === 'reconcile' ? 'reconcile takes no items' : `${action} takes an item`);
    if (action === 'show' && items.length > 1) throw new UsageError('show takes one item');
    for (const item of items) if (!ITEM.test(item)) throw new InputError(`"${item}" is no item: it is an itemID (R) or a product id (X)`);
    return perform(values, items);
  },
};

type Opened = { store: SqliteStore; publishes: boolean; tenant: string; perform(task: Task): Promise<Outcome>; close(): void };

async function open(values: Values): Promise<Opened> {
  if (typeof values['config'] !== 'string') throw new UsageError('--config FILE is needed');
  if (typeof values['store'] !== 'string') throw new UsageError('--store DB is needed');
  const { bridge, config } = openTenant(await read(values['config']));
  const store = openStore(values['store'], config.tenant);
  return {
    store, publishes: config.stock?.publish === true, tenant: config.tenant,
    perform: (task) => run(bridge, task, { store, http: createHttp(accessOf(config)), clock: systemClock }),
    close() {
      store.close();
      bridge.free();
    },
  };
}

/** A task of its own, each time. */
function taskOf(tenant: string, event: Event, more: Partial<Task> = {}): Task {
  const id = `${event.topic.replace('/', '-')}-${randomUUID()}`;
  return { contract: 1, tenant, id, now: new Date().toISOString(), mode: 'apply', explain: 'none', event, ...more };
}

async function openingOf(values: Values, words: string[]): Promise<number> {
  const opened = await open(values);
  try {
    return await opening({ ...opened, task: (event) => taskOf(opened.tenant, event) }, values, words);
  } finally {
    opened.close();
  }
}

async function publish(values: Values, items: string[]): Promise<number> {
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) => items.slice(at * BATCH, (at + 1) * BATCH));
  return carryOut(values, batches.map((batch): Event => ({ source: 'operator', topic: PUBLISH, cursor: batch.join(',') })));
}

async function reconcile(values: Values): Promise<number> {
  return carryOut(values, [{ source: 'operator', topic: RECONCILE }]);
}

async function carryOut(values: Values, events: Event[]): Promise<number> {
  const opened = await open(values);
  const { store, perform, tenant, publishes } = opened;
  try {
    if (!publishes) say('stock.publish is not set: nothing is written.');
    const begun = Date.now();
    const tell = progress();
    const sum = await stockRun({ store, perform, clock: systemClock, first: events.map((event) => taskOf(tenant, event)), tell });
    tell(undefined);
    for (const exception of sum.exceptions) sayException(exception);
    if (sum.refusal !== undefined) sayIssue(sum.refusal);
    say(`${number(sum.looks)} looks at items, ${number(sum.writes)} writes, ${number(sum.exceptions.length)} exceptions, ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
    return sum.refusal === undefined && sum.exceptions.length === 0 ? EXIT.done : EXIT.failed;
  } finally {
    opened.close();
  }
}

/** A line for each thing that is done; on a terminal it counts. */
function progress(): (sum: StockSum | undefined) => void {
  let shown = '';
  const live = process.stderr.isTTY;
  return (sum) => {
    if (sum === undefined) {
      if (live && shown !== '') process.stderr.write('\n');
      return;
    }
    const words = sum.waits === undefined ? 'Publishing' : 'Waiting for a second read';
    if (live) process.stderr.write(`\r${words}: ${number(sum.looks)} looks, ${number(sum.writes)} writes\u001b[K`);
    else if (words !== shown) process.stderr.write(`${words} …\n`);
    shown = words;
  };
}

async function show(values: Values, [item = '']: string[]): Promise<number> {
  const opened = await open(values);
  const { store, perform, tenant } = opened;
  try {
    const linked = await store.get('links', `item/${item}`) as { variant: string } | undefined;
    if (linked === undefined) throw new InputError(`item ${item} is linked to no variant: \`tillbridge links\` tells what is left to a person`);
    const kept = await scanAll<unknown>(store, 'stock', `${item}/`);
    const flight = await scanAll<{ row: unknown }>(store, 'in_flight', `${item}/`);
    const outcome = await perform(taskOf(tenant, { source: 'operator', topic: PUBLISH, cursor: item }, { mode: 'preview', explain: 'text' }));
    const { explanations = [], exceptions = [], refusal } = outcome;
    const would = toVendors(outcome).map(({ natural_key: key }) => key);
    if (values['json'] === true) {
      print({ item, variant: linked.variant, kept, in_flight: flight, would_write: would, explanations, exceptions }, values['pretty'] === true);
    } else {
      const lines = [
        `item ${item}, variant ${linked.variant}`,
        ...section('kept', kept.map(({ key, value }) => `${key.slice(item.length + 1)}  ${facts(value)}`)),
        ...section('in flight', flight.map(({ key, value }) => `${key.slice(item.length + 1)}  ${facts(value.row)}`)),
        ...section('why', explanations.map(({ subject, text, rule, result }) => `${subject}  ${text ?? `${rule}: ${JSON.stringify(result)}`}`)),
        ...section('would be written now', would.map((key) => `${key}`)),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    for (const exception of exceptions) sayException(exception);
    if (refusal !== undefined) sayIssue(refusal);
    return refusal === undefined && exceptions.length === 0 ? EXIT.done : EXIT.failed;
  } finally {
    opened.close();
  }
}

function section(title: string, lines: string[]): string[] {
  return ['', `${title}${lines.length === 0 ? ': nothing' : ''}`, ...lines.map((line) => `  ${line}`)];
}

/** A row in one line, without what it is filed under. */
function facts(value: unknown): string {
  const { v: _, ...row } = value as Record<string, unknown>;
  return Object.entries(row).map(([name, own]) => `${name} ${typeof own === 'object' ? JSON.stringify(own) : String(own)}`).join('  ');
}

const number = (value: number): string => value.toLocaleString('en-US');
