// `tillbridge run` and `tillbridge preview`: one task against the real systems, resumed where
// it stopped if it was begun before.

import type { Outcome, Task } from '../module.ts';
import { run, systemClock } from '../module.ts';
import { accessOf } from '../access.ts';
import { createHttp } from '../http.ts';
import { importLinks } from '../links.ts';
import type { Command, Values } from '../main.ts';
import { openStore } from '../store.ts';
import type { SqliteStore } from '../store.ts';
import { eventFrom, previewTask, taskFor } from '../task.ts';
import type { TenantHead } from '../tenant.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const DAY_MS = 86_400_000;
const KEEP_DAYS = 30;

const OPTIONS = {
  config: { type: 'string', short: 'c' },
  store: { type: 'string', short: 's' },
  links: { type: 'string' },
  topic: { type: 'string', short: 't' },
  source: { type: 'string' },
  'event-id': { type: 'string' },
  origin: { type: 'string' },
  now: { type: 'string' },
  explain: { type: 'string' },
} as const;

const HELP = {
  '--config FILE': 'the tenant\'s configuration',
  '--store DB': 'the tenant\'s database file; it is created when it is not there',
  '--links FILE': 'a JSON list of {variant, item}, put into the store first',
  '--topic TOPIC': 'the input is a webhook\'s raw body of this topic, such as orders/create',
  '--source WHO': 'with --topic: `shopify` (default), `lightspeed`, `schedule` or `operator`',
  '--event-id ID': 'with --topic: the delivery\'s id (X-Shopify-Webhook-Id)',
  '--origin SHOP': 'with --topic: the shop or domain the webhook names as its sender',
  '--now TIME': 'the task\'s moment, RFC 3339; default: the machine\'s',
  '--explain HOW': '`none`, `reasons` or `text`',
};

const ENVIRONMENT = `The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN. For other base
URLs than the vendors' own: TILLBRIDGE_SHOPIFY_URL and TILLBRIDGE_LIGHTSPEED_URL.`;

export const runCommand: Command = {
  name: 'run',
  usage: '--config CONFIG --store DB [--topic TOPIC] [EVENT | --pending]',
  summary: 'Carry out one event: read, decide, write, and keep what came of it in the store.',
  options: { ...OPTIONS, pending: { type: 'boolean' } },
  help: { ...HELP, '--pending': 'no event: resume unfinished tasks, then run those that are due' },
  details: `EVENT is {source, topic, id?, origin?, body?, …}, or with --topic the raw body itself. The same
event again is the same task: a finished one is not run twice, an interrupted one goes on where
it stopped, one that ended in exceptions is tried anew.\n\n${ENVIRONMENT}`,
  operands: { least: 0, most: 1 },
  run: (operands, values) => carryOut(operands[0], values, 'apply'),
};

export const previewCommand: Command = {
  name: 'preview',
  usage: '--config CONFIG --store DB [--topic TOPIC] [EVENT]',
  summary: 'Say what `run` would write, reading both systems and writing to neither.',
  options: OPTIONS,
  help: HELP,
  details: ENVIRONMENT,
  operands: { least: 0, most: 1 },
  run: (operands, values) => carryOut(operands[0], values, 'preview'),
};

async function carryOut(file: string | undefined, values: Values, mode: 'apply' | 'preview'): Promise<number> {
  if (typeof values['config'] !== 'string') throw new UsageError('--config FILE is needed');
  if (typeof values['store'] !== 'string') throw new UsageError('--store DB is needed');
  const pending = values['pending'] === true;
  if (pending && file !== undefined) throw new UsageError('--pending takes no event');
  const { bridge, config } = openTenant(await read(values['config']));
  const http = createHttp(accessOf(config));
  const store = openStore(values['store'], config.tenant);
  try {
    store.sweep(new Date(Date.now() - KEEP_DAYS * DAY_MS));
    if (typeof values['links'] === 'string') await importLinks(store, await read(values['links']), values['links']);
    const perform = (task: Task): Promise<Outcome> => run(bridge, task, { store, http, clock: systemClock });
    if (pending) return await runPending(store, perform, values);
    const task = await readTask(store, config, file, values, mode);
    return report(await perform(task), store, values);
  } finally {
    store.close();
    bridge.free();
  }
}

async function runPending(store: SqliteStore, perform: (task: Task) => Promise<Outcome>, values: Values): Promise<number> {
  const tasks = store.pending(new Date());
  if (tasks.length === 0) say('Nothing is pending.');
  let worst: number = EXIT.done;
  for (const task of tasks) worst = Math.max(worst, report(await perform(task), store, values));
  return worst;
}

async function readTask(
  store: SqliteStore, config: TenantHead, file: string | undefined, values: Values, mode: 'apply' | 'preview',
): Promise<Task> {
  const event = eventFrom(await read(file), file ?? 'standard input', values);
  const now = moment(values['now']);
  const explain = values['explain'] as Task['explain'];
  return mode === 'preview'
    ? previewTask(config.tenant, event, now, explain)
    : taskFor(store, config.tenant, event, now, explain);
}

function moment(text: unknown): Date {
  if (typeof text !== 'string') return new Date();
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/^\d{4}-\d\d-\d\dT/.test(text)) {
    throw new UsageError(`--now is not an RFC 3339 time: ${text}`);
  }
  return time;
}

function report(outcome: Outcome, store: SqliteStore, values: Values): number {
  print(outcome, values['pretty'] === true);
  const exceptions = outcome.exceptions ?? [];
  if (outcome.refusal !== undefined) sayIssue(outcome.refusal);
  for (const exception of exceptions) sayException(exception);
  const writes = (outcome.writes ?? []).map((write) => write.natural_key ?? write.id);
  const count = `${writes.length} ${writes.length === 1 ? 'write' : 'writes'}`;
  const shadow = outcome.shadow === true && writes.length > 0 ? ' not made, in shadow' : '';
  say(`${outcome.status}: ${count}${shadow}${writes.length === 0 ? '' : ` (${writes.join(', ')})`}, ${exceptions.length} exceptions, ${outcome.rounds} rounds.`);
  const following = outcome.next?.length ?? 0;
  const earliest = store.earliest();
  if (following > 0 && earliest !== undefined) say(`${following} to follow, from ${earliest.toISOString()}: \`tillbridge run --pending\`.`);
  return outcome.status === 'done' && exceptions.length === 0 ? EXIT.done : EXIT.failed;
}
