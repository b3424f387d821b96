// `tillbridge payout`: how a deposit of Shopify came about, what it is in the books, and the proof.

import { join } from 'node:path';
import { chartOf } from '../payout/chart.ts';
import type { Answer, Summarised } from '../payout/answer.ts';
import { booksOf, replacedIn, writeAll, writeOne, writeWhole } from '../payout/files.ts';
import { statementHtml } from '../payout/html.ts';
import { gather } from '../payout/inputs.ts';
import type { Given } from '../payout/inputs.ts';
import { placesIn, postedAfter, refuseLoss, writtenPosted } from '../payout/posted.ts';
import type { Before } from '../payout/posted.ts';
import { machineZone, standIn } from '../payout/stand-in.ts';
import { statementText } from '../payout/text.ts';
import { table } from '../demo/table.ts';
import type { Command, Values } from '../main.ts';
import { Bridge, ConfigError } from '../module.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, InputError, UsageError, parse, print, printText, read, say, sayIssue } from '../terminal.ts';

/** Options that name a JSON list, and the field of the decision's input it goes to. */
const LISTS = ['recorded', 'orders', 'bank', 'posted', 'report', 'openings', 'movements'] as const;

/** What stands beside the rows: as it was written, and what that holds. */
type Lists = Partial<Record<typeof LISTS[number], { text: string; list: unknown[] }>>;

export const payoutCommand: Command = {
  name: 'payout',
  usage: 'FILE… [--config CONFIG] [--out FOLDER] [--posted FILE]',
  summary: 'Explain every cent of a Shopify payout, and make its journal.',
  options: {
    config: { type: 'string', short: 'c' }, 'time-zone': { type: 'string' }, currency: { type: 'string' },
    recorded: { type: 'string' }, orders: { type: 'string' }, bank: { type: 'string' }, posted: { type: 'string' }, report: { type: 'string' },
    openings: { type: 'string' }, movements: { type: 'string' },
    channel: { type: 'boolean' }, out: { type: 'string', short: 'o' }, html: { type: 'string' }, csv: { type: 'string' },
    json: { type: 'boolean' }, accounts: { type: 'boolean' },
  },
  help: {
    '--config FILE': 'your configuration; without it, the default chart of accounts',
    '--time-zone ZONE': 'without a configuration: whose days and months count; default: this machine\'s',
    '--currency CODE': 'without a configuration: the shop\'s currency; default: that of the rows',
    '--out FOLDER': 'write journal.csv, journal.json, xero.json, quickbooks.json, statement.html, posted.json',
    '--posted FILE': 'JSON list: what was posted before; the posted.json of the last run',
    '--html FILE': 'write the statement as a page to print or to send',
    '--csv FILE': 'write the journal for a spreadsheet',
    '--recorded FILE': 'JSON list: the payments and refunds that Lightspeed has, to be compared',
    '--orders FILE': 'JSON list: what each order\'s money is made of: goods, tax, shipping and so on',
    '--bank FILE': 'JSON list: movements on the bank account, to find each payout among',
    '--report FILE': 'JSON list: figures of Shopify\'s finance report, to be compared',
    '--openings FILE': 'JSON list: what disputes, reserves, gift cards and store credit stood at before',
    '--movements FILE': 'JSON list: what moved those four outside of payouts',
    '--channel': 'keep the lines apart by sales channel',
    '--json': 'print the decision as it is, not the statement',
    '--accounts': 'print the chart of accounts: the words for `payouts.accounts`, codes and names',
  },
  details: `FILE is the CSV export of payment transactions from Shopify Admin, as it was downloaded; or the
balance transactions and the payouts as JSON, of REST or GraphQL. What each file is, is told by its
content; their order does not matter.

posted.json of --out says what stands posted once the journal beside it is. Hand it over with --posted
the next time: then only what is new or changed is posted, and what failed is taken back.

Nothing is read from or written to Shopify, Lightspeed or a store. Exit code 0: all is explained;
1: something is held or wants looking at; 2: the command line or a file is wrong.
The rules, and the form of each list: docs/payouts.md.`,
  operands: { least: 0, most: 1000 },
  async run(files, values) {
    try {
      if (values['accounts'] === true) return await accounts(files, values);
      return await statement(files, values);
    } catch (error) {
      // Whatever is wrong here is wrong with what was handed over.
      if (error instanceof InputError) {
        say(`tillbridge: ${error.message}`);
        return EXIT.usage;
      }
      if (!(error instanceof ConfigError)) throw error;
      for (const issue of error.issues) sayIssue(issue);
      return EXIT.usage;
    }
  },
};

async function accounts(files: string[], values: Values): Promise<number> {
  if (files.length > 0) throw new UsageError('--accounts takes no file');
  const chart = chartOf(await ownCodes(values['config']));
  if (values['json'] === true) print(chart, values['pretty'] === true);
  else {
    const rows = chart.map(({ account, code, title }) => [account, code, title]);
    process.stdout.write(`${table([{ title: 'word' }, { title: 'code' }, { title: 'title' }], rows)}\n`);
  }
  return EXIT.done;
}

async function ownCodes(config: unknown): Promise<Record<string, string>> {
  if (typeof config !== 'string') return {};
  const bytes = await read(config);
  openTenant(bytes).bridge.free();
  // The module has accepted it.
  return (JSON.parse(new TextDecoder().decode(bytes)) as { payouts?: { accounts?: Record<string, string> } }).payouts?.accounts ?? {};
}

async function statement(names: string[], values: Values): Promise<number> {
  if (names.length === 0) throw new UsageError('no file was named; usage: tillbridge payout FILE…');
  const files = [];
  for (const name of names) files.push({ name, bytes: await read(name) });
  const given = gather(files);
  const { bridge, zone } = await open(values, given);
  const lists = await listsOf(values);
  const list = lists.posted?.list ?? [];
  const before = { list, places: placesIn(list, String(values['posted'])) };
  const bytes = bridge.decideBytes('payout.summarise', contextOf(values, given, lists), given.payload);
  bridge.free();
  const text = new TextDecoder().decode(bytes);
  const answer = JSON.parse(text, visible) as Answer;
  if (values['json'] === true) printText(bytes, values['pretty'] === true);
  if (answer.refusal !== undefined) {
    refuse(answer.refusal, given, values);
    return EXIT.usage;
  }
  if (answer.output === undefined) throw new InputError('the module decided nothing');
  if (values['json'] !== true) process.stdout.write(`${statementText(answer, zone)}\n`);
  await leave(text, answer, values, { zone, before });
  const held = answer.output.payouts.some(({ posting }) => posting === 'held');
  return held || (answer.exceptions ?? []).length > 0 ? EXIT.failed : EXIT.done;
}

/** Nothing of what was handed over may steer a terminal or turn its writing around. */
function visible(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || key === 'csv') return value;
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

async function open(values: Values, given: Given): Promise<{ bridge: Bridge; zone: string }> {
  const { config, currency, 'time-zone': zone } = values;
  if (typeof config === 'string') {
    if (zone !== undefined || currency !== undefined) throw new UsageError('--time-zone and --currency stand in for a configuration: leave them out beside --config');
    const { bridge, config: own } = openTenant(await read(config));
    return { bridge, zone: own.time_zone };
  }
  const timeZone = typeof zone === 'string' ? zone : machineZone();
  if (zone === undefined) say(`Days and months are those of ${timeZone}, as on this machine: --time-zone or --config names another.`);
  return { zone: timeZone, bridge: new Bridge(standIn(timeZone, typeof currency === 'string' ? currency : given.currency ?? 'USD')) };
}

async function listsOf(values: Values): Promise<Lists> {
  const lists: Lists = {};
  for (const name of LISTS) {
    const file = values[name];
    if (typeof file !== 'string') continue;
    const text = new TextDecoder().decode(await read(file));
    const list = parse(text, file);
    if (!Array.isArray(list)) throw new InputError(`${file} is no JSON list, as --${name} takes it (docs/payouts.md)`);
    lists[name] = { text, list };
  }
  return lists;
}

/** What stands beside the rows: lists go in as they were written, so that numbers keep their digits. */
function contextOf(values: Values, given: Given, lists: Lists): Uint8Array {
  const whole = values['json'] === true;
  const formats = [
    ...(typeof values['out'] === 'string' || typeof values['csv'] === 'string' ? ['csv'] : []),
    ...(typeof values['out'] === 'string' ? ['xero', 'quickbooks'] : []),
  ];
  const fields = [`"explain":"${whole ? 'reasons' : 'none'}"`, `"only_unmatched":${!whole}`, `"by_channel":${values['channel'] === true}`, `"formats":${JSON.stringify(formats)}`];
  if (given.payouts !== undefined) fields.push(`"payouts":${given.payouts}`);
  for (const [name, { text }] of Object.entries(lists)) fields.push(`"${name}":${text}`);
  return new TextEncoder().encode(`{${fields.join(',')}}`);
}

function refuse(issue: NonNullable<Answer['refusal']>, given: Given, values: Values): void {
  const large = issue.code === 'TOO_LARGE';
  sayIssue(large ? { ...issue, hint: 'Hand over less at a time: an export of a shorter period, or fewer payouts.' } : issue);
  const field = /^\$\.(\w+)/.exec(issue.path)?.[1] ?? '';
  const list = values[field];
  // What is wrong with payouts that are not there is told of their rows.
  const vendor = field === 'payouts' && given.names.payouts.length > 0 ? given.names.payouts : given.names.transactions;
  const names = field === 'transactions' || field === 'payouts' ? vendor : typeof list === 'string' ? [list] : [];
  if (names.length > 0) say(`  file: ${names.join(', ')}`);
}

type Known = { zone: string; before: Before };

async function leave(text: string, answer: Answer, values: Values, { zone, before }: Known): Promise<void> {
  const { out, html, csv } = values;
  const wanted = [out, html, csv].some((one) => typeof one === 'string');
  if (!wanted) return;
  const { output } = parse(text, 'the answer') as Answer;
  if (output === undefined) return;
  if (typeof out === 'string') await leaveBooks(out, output, before, statementHtml(answer, zone));
  if (typeof html === 'string') await writeOne(html, statementHtml(answer, zone));
  if (typeof csv === 'string') await writeOne(csv, output.csv ?? '');
  const held = output.payouts.filter(({ posting }) => posting === 'held').length;
  if (held > 0) say(output.payouts.length === 1 ? 'The payout is held: the journal is empty.' : `Held, and in no journal: ${held} of ${output.payouts.length} payouts.`);
}

async function leaveBooks(out: string, output: Summarised, before: Before, page: string): Promise<void> {
  const posted = join(out, 'posted.json');
  const after = postedAfter(before, output);
  await refuseLoss(posted, before, after);
  const replaced = await replacedIn(out, output);
  await writeAll(out, { ...booksOf(output), 'statement.html': page });
  // Last, so that nothing counts as posted whose journal could not be written.
  await writeWhole(posted, writtenPosted(after));
  say(`The journal and the statement are in ${out}.`);
  if (replaced.length > 0) say(`The journal that was there before is replaced: it held ${replaced.join(', ')}.`);
  if (output.payouts.some(({ posting }) => posting === 'post')) say(`Post the journal; the next run takes it as posted with --posted ${posted}.`);
}
