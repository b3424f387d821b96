// `tillbridge setup`: from ten lines to a running tenant. Shows what it will do; with --apply it does
// it, and writes the configuration.

import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { accessOf } from '../access.ts';
import { table } from '../demo/table.ts';
import { createHttp } from '../http.ts';
import type { Command, Values } from '../main.ts';
import { Setup, run, systemClock } from '../module.ts';
import type { DraftConfig, Exception, Outcome, SetupReport, Task } from '../module.ts';
import { openStore } from '../store.ts';
import { EXIT, InputError, UsageError, print, read, say, sayException, sayIssue } from '../terminal.ts';

const TOPIC = 'setup';
const DAY_MS = 86_400_000;

export const setupCommand: Command = {
  name: 'setup',
  usage: '--config CONFIG --store DB [--apply]',
  summary: 'Fill in a configuration from both systems, and make what it needs there.',
  options: {
    config: { type: 'string', short: 'c' }, store: { type: 'string', short: 's' },
    apply: { type: 'boolean' }, 'accept-names': { type: 'boolean' }, out: { type: 'string', short: 'o' }, json: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'the configuration; ten lines are enough to begin with',
    '--store DB': 'the tenant\'s database file; it is created when it is not there',
    '--apply': 'do it; without it set-up only shows what it would do',
    '--accept-names': 'what has another name than when it was chosen still is the right one',
    '--out FILE': 'where the configuration is written; as it was given it is kept as FILE.bak',
    '--json': 'the result as JSON on standard output',
  },
  details: `The ten lines to begin with:

  {"contract": 1, "tenant": "my-shop",
   "shopify": {"shop": "my-shop.myshopify.com"},
   "lightspeed": {"series": "R", "account": "123456"},
   "webhooks": {"shopify": "https://HOST/webhooks/shopify/my-shop"}}

Set-up reads both systems and chooses what it can, with its reasons; what it cannot know it asks.
Answer in the configuration at the path that is given, and run it again: what is there is never
changed, and nothing is made twice.

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 0, most: 0 },
  run: async (_operands, values) => setUp(values),
};

async function setUp(values: Values): Promise<number> {
  const { config: file, store: database } = values;
  if (typeof file !== 'string' || file === '-') throw new UsageError('--config FILE is needed');
  if (typeof database !== 'string') throw new UsageError('--store DB is needed');
  const bytes = await read(file);
  const setup = new Setup(bytes);
  // It was accepted: it is JSON, and has the fields that every draft has.
  const draft = JSON.parse(new TextDecoder().decode(bytes)) as DraftConfig;
  const apply = values['apply'] === true && draft.shadow !== true;
  if (values['apply'] === true && !apply) say('The configuration has `shadow: true`: nothing is made. Set up without it first.');
  const store = openStore(database, draft.tenant);
  try {
    say(`Reading ${draft.shopify.shop} and Lightspeed ${draft.lightspeed.series}-Series ${draft.lightspeed.account} …`);
    const begun = apply ? store.pending(new Date(Date.now() + DAY_MS)).find(({ event }) => event.topic === TOPIC) : undefined;
    if (begun !== undefined) say('Going on with a set-up that was interrupted.');
    const task = begun ?? taskOf(draft.tenant, apply, values['accept-names'] === true);
    const ports = { store, http: createHttp(accessOf(draft)), clock: systemClock };
    const outcome = await run(setup, task, ports);
    if (values['json'] === true) print(outcome, values['pretty'] === true);
    else tell(outcome, apply);
    return await ended(outcome, { apply, file, out: typeof values['out'] === 'string' ? values['out'] : file });
  } finally {
    store.close();
    setup.free();
  }
}

function taskOf(tenant: string, apply: boolean, acceptNames: boolean): Task {
  return {
    contract: 1, tenant, id: `setup-${randomUUID()}`, now: new Date().toISOString(), mode: apply ? 'apply' : 'preview', explain: 'none',
    event: { source: 'operator', topic: TOPIC, ...(acceptNames ? { body: JSON.stringify({ accept_names: true }) } : {}) },
  };
}

function tell(outcome: Outcome, apply: boolean): void {
  if (outcome.setup !== undefined) process.stdout.write(`${report(outcome.setup, apply)}\n`);
  for (const exception of outcome.exceptions ?? []) sayFinding(exception);
  if (outcome.refusal !== undefined) sayIssue(outcome.refusal);
}

/** An exception with what it rests on: of set-up that is what a person needs. */
export function sayFinding(exception: Exception): void {
  sayException(exception);
  const evidence = Object.entries(exception.evidence ?? {});
  if (evidence.length > 0) say(`  ${evidence.map(([name, value]) => `${name}: ${String(value)}`).join(', ')}`);
}

const SOME = 3;

/** All topics where they are few; else how many there are of what. */
function topicsInShort(topics: string[]): string {
  if (topics.length <= SOME) return topics.join(', ');
  const what = new Map<string, number>();
  for (const topic of topics) {
    const subject = /^(.*?ORDERS|[A-Z]+S)_/u.exec(topic)?.[1] ?? topic;
    what.set(subject, (what.get(subject) ?? 0) + 1);
  }
  return [...what].map(([subject, times]) => `${times} of ${subject}`).join(', ');
}

/** What was chosen, made and asked, for a person. */
export function report(setup: SetupReport, apply: boolean): string {
  const parts: string[] = [];
  if (setup.choices.length > 0) {
    parts.push('Chosen', table([{ title: 'where' }, { title: 'what' }, { title: 'why' }], setup.choices.map(({ path, value, reason }) => [path, value, reason])), '');
  }
  if (setup.made.length > 0) {
    const rows = setup.made.filter(({ kind }) => kind !== 'webhook').map(({ kind, name, id, purpose }) => [kind, name, id ?? '', purpose]);
    const topics = setup.made.filter(({ kind }) => kind === 'webhook').map(({ name }) => name);
    if (topics.length > 0) rows.push(['webhooks', topicsInShort(topics), '', 'so that changes are met at once']);
    parts.push(apply ? 'Made' : 'To be made', table([{ title: 'what' }, { title: 'name' }, { title: 'id' }, { title: 'for' }], rows), '');
  }
  if (setup.questions.length > 0) {
    parts.push('Only you can say');
    for (const { path, question, options, needed } of setup.questions) {
      parts.push(`  ${needed ? '!' : '-'} ${path}: ${question}`);
      for (const { id, name } of options ?? []) parts.push(`      ${id}  ${name}`);
    }
    parts.push('');
  }
  if (parts.length === 0) parts.push('The configuration has everything it needs.');
  return parts.join('\n').trimEnd();
}

async function ended(outcome: Outcome, { apply, file, out }: { apply: boolean; file: string; out: string }): Promise<number> {
  const { setup, exceptions = [] } = outcome;
  if (setup === undefined) {
    if ((outcome.next ?? []).length > 0) say('It is too early: run set-up again in a minute.');
    return EXIT.failed;
  }
  const open = setup.questions.filter(({ needed }) => needed).length;
  if (!apply) {
    say(open > 0 ? `${count(open, 'question')} must be answered (!).` : 'Nothing was changed: --apply does it.');
    return open > 0 || exceptions.length > 0 ? EXIT.failed : EXIT.done;
  }
  keep(file, out, setup.config);
  say(`The configuration is in ${out}.`);
  if (!setup.complete) say(`${count(open, 'question')} must be answered there (!); then run set-up again.`);
  else if (exceptions.length === 0) say('It is complete. Next: `tillbridge links run`.');
  return setup.complete && exceptions.length === 0 ? EXIT.done : EXIT.failed;
}

/** What was there stays beside it: a person wrote it. */
function keep(file: string, out: string, config: DraftConfig): void {
  const text = `${JSON.stringify(config, null, 2)}\n`;
  try {
    if (out === file && existsSync(file)) renameSync(file, `${file}.bak`);
    writeFileSync(out, text);
  } catch (error) {
    throw new InputError(`${out} cannot be written: ${(error as Error).message}`);
  }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
