// `tillbridge shadow`: what would have differed between Tillbridge and what staff keyed, day by day.

import { randomUUID } from 'node:crypto';
import { accessOf } from '../access.ts';
import { createHttp } from '../http.ts';
import type { Command, Values } from '../main.ts';
import { run, systemClock } from '../module.ts';
import type { Event, Outcome, Task, TenantConfig } from '../module.ts';
import { dayBefore, dayIn, entriesOf, makeReport, reportsOf } from '../shadow.ts';
import type { DayReport } from '../shadow.ts';
import { listText, reportText } from '../shadow-text.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const DATE = /^\d{4}-\d\d-\d\d$/;

const ACTIONS: Record<string, (values: Values) => Promise<number>> = { report, list, clear };

export const shadowCommand: Command = {
  name: 'shadow',
  usage: 'report|list|clear --config CONFIG --store DB [--date DAY]',
  summary: 'Say what would have differed, while the configuration says `shadow: true`.',
  options: {
    config: { type: 'string', short: 'c' }, store: { type: 'string', short: 's' }, date: { type: 'string' },
    kept: { type: 'boolean' }, all: { type: 'boolean' }, json: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'the tenant\'s configuration',
    '--store DB': 'the tenant\'s database file',
    '--date DAY': 'report: the day, such as 2026-11-23; default yesterday in the shop\'s time zone',
    '--kept': 'report: as it was made last, without reading Lightspeed again',
    '--all': 'report: every order, not the first 15 of each kind',
    '--json': 'report, list: as JSON',
  },
  details: `report  read the day's sales in Lightspeed, compare them with what Tillbridge would have done, and
        say what differs. It may be made again at any time: staff may key an order days later.
        \`tillbridge serve\` makes yesterday's every morning, and the earlier ones anew that are open
list    the reports that were made, a line each
clear   remove all that the shadow keeps, when it is over

Nothing is written to Shopify or Lightspeed. Exit code 0: nothing differs; 1: something does.

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 1, most: 1 },
  run: async ([action = ''], values) => {
    const perform = ACTIONS[action];
    if (perform === undefined) throw new UsageError(`"${action}" is nothing that can be done with a shadow: ${Object.keys(ACTIONS).join(', ')}`);
    return perform(values);
  },
};

type Opened = { store: SqliteStore; config: TenantConfig; perform(task: Task): Promise<Outcome>; close(): void };

async function open(values: Values): Promise<Opened> {
  if (typeof values['config'] !== 'string') throw new UsageError('--config FILE is needed');
  if (typeof values['store'] !== 'string') throw new UsageError('--store DB is needed');
  const { bridge, config } = openTenant(await read(values['config']));
  const store = openStore(values['store'], config.tenant);
  return {
    // The module has accepted it as one.
    store, config: config as unknown as TenantConfig,
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

async function report(values: Values): Promise<number> {
  const { date } = values;
  if (date !== undefined && (typeof date !== 'string' || !DATE.test(date))) throw new UsageError(`--date is a day such as 2026-11-23, not ${String(date)}`);
  const opened = await open(values);
  const { store, config } = opened;
  try {
    if (config.shadow !== true) say('The configuration does not say `shadow: true`: only days of an earlier shadow can be reported.');
    const day = date ?? dayBefore(dayIn(config.time_zone, new Date()));
    if (values['kept'] !== true) {
      const failed = await carryOut(opened, { source: 'operator', topic: 'shadow/report', cursor: day }, `Reading the sales of ${day} …`);
      if (failed) return EXIT.failed;
    }
    const made = await store.get('shadow', `report/${day}`) as DayReport | null | undefined;
    if (made === undefined || made === null) {
      say(`There is no report of ${day} yet.`);
      return EXIT.failed;
    }
    const entries = await entriesOf(store, day);
    if (values['json'] === true) print({ ...made, entries }, values['pretty'] === true);
    else process.stdout.write(`${reportText(made, entries, namesOf(config), values['all'] === true)}\n`);
    return entries.every(({ kind }) => kind === 'same' || kind === 'reserved') ? EXIT.done : EXIT.failed;
  } finally {
    opened.close();
  }
}

async function list(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const reports = await reportsOf(opened.store);
    if (values['json'] === true) print(reports, values['pretty'] === true);
    else if (reports.length === 0) say('No report was made yet: `tillbridge shadow report`.');
    else process.stdout.write(`${listText(reports)}\n`);
    return EXIT.done;
  } finally {
    opened.close();
  }
}

async function clear(values: Values): Promise<number> {
  const opened = await open(values);
  try {
    const failed = await carryOut(opened, { source: 'operator', topic: 'shadow/clear' }, 'Removing what the shadow keeps …');
    if (!failed) say('All of it is gone.');
    return failed ? EXIT.failed : EXIT.done;
  } finally {
    opened.close();
  }
}

/** Runs an event to its end; true when something stood in its way, which is said. */
async function carryOut({ store, config, perform }: Opened, event: Event, words: string): Promise<boolean> {
  say(words);
  const failed = await makeReport({ store, perform, first: taskOf(config.tenant, event), clock: systemClock, tell: () => undefined });
  for (const exception of failed?.exceptions ?? []) sayException(exception);
  if (failed?.refusal !== undefined) sayIssue(failed.refusal);
  return failed !== undefined;
}

/** What the ids of a configuration stand for. */
function namesOf(config: TenantConfig): Map<string, string> {
  const names = new Map<string, string>();
  for (const { gateway, id } of config.payment_types) names.set(`${id}`, [names.get(`${id}`), gateway].filter(Boolean).join('/'));
  const { gift_card: card, ...helpers } = config.helper_items;
  names.set(`${card.item}`, 'gift card');
  for (const [name, item] of Object.entries(helpers)) if (item !== undefined && item !== null) names.set(`${item as string}`, name.replace('_', ' '));
  return names;
}
