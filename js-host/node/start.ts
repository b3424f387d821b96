// `npm start`: local Lightspeed and Shopify servers, orders delivered to them as webhooks, and
// whether each became the sale it should have.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { clockFrom } from './demo/clock.ts';
import { SERIES, deriveConfig, deriveItems, groups } from './demo/derive.ts';
import type { Item, Series } from './demo/derive.ts';
import { deliverAll } from './demo/deliver.ts';
import { readOrder } from './demo/orders.ts';
import type { OrderFile } from './demo/orders.ts';
import { expectations, samples, sampleTenant } from './demo/sample.ts';
import type { Expected } from './demo/sample.ts';
import { exceptionsOf, progress, tableOf } from './demo/show.ts';
import type { Result } from './demo/show.ts';
import { closeTenant, openDemoTenant } from './demo/tenant.ts';
import { ConfigError, describe } from './module.ts';
import type { TenantConfig } from './module.ts';
import { InputError, sayIssue } from './terminal.ts';

const HELP = `npm --prefix js-host start [-- ORDER.json …]

Starts local servers that speak the wire of Shopify, Lightspeed R and Lightspeed X, delivers
orders to both series as signed webhooks, and prints what became of each.

Without ORDER.json: the sample orders of js-host/orders, some of which are to be refused.
With ORDER.json …: your own, each the body of an orders/create webhook. The sandbox is given the
items, taxes and payment types that they name; configuration and links are derived from them. An
order's transactions are read from NAME.transactions.json beside it, else one payment is derived.

  --keep   keep the tenants' databases, and say where they are
  --help   this text

Exit code 0: every sale comes to its order's total, and every order that was to be refused was.`;

type Job = { shop: string; orders: OrderFile[]; tenantOf(series: Series): Promise<{ config: TenantConfig; items: Item[] }> };

export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, keep: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const own = positionals.length > 0;
  const jobs = own ? await ownJobs(positionals) : await sampleJobs();
  const expected: Expected = own ? { known: false, again: [], exceptions: {} } : await expectations();
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-'));
  try {
    const results = await work(jobs, expected, folder);
    return conclude(results, own);
  } finally {
    if (values.keep === true) say(`The databases are in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

async function work(jobs: readonly Job[], expected: Expected, folder: string): Promise<Result[]> {
  const orders = jobs.flatMap((job) => job.orders);
  const again = orders.filter((order) => expected.again.includes(stem(order))).length;
  const of = (orders.length + again) * SERIES.length;
  say(`tillbridge ${describe().core}: ${orders.length} orders of ${jobs.length} ${jobs.length === 1 ? 'shop' : 'shops'}, ${of} deliveries.`);
  const results: Result[] = [];
  for (const job of jobs) {
    // No order may lie in the future: the vendors refuse it.
    const latest = Math.max(...job.orders.map((order) => Date.parse(order.processedAt)));
    const clock = clockFrom(new Date(latest + 60_000));
    const sandbox = await startSandbox({ now: () => clock.now(), r: { accountId: '1' }, shopify: { shopDomain: await domainOf(job) } });
    say(`Shopify ${sandbox.shopify.url}  R-Series ${sandbox.r.url}  X-Series ${sandbox.x.url}  (${job.shop})`);
    try {
      for (const order of job.orders) sandbox.shopify.seedOrder(order.text, order.transactions);
      for (const series of SERIES) {
        const { config, items } = await job.tenantOf(series);
        const tenant = await openDemoTenant(sandbox, series, config, items, folder, clock);
        try {
          await deliverAll(tenant, job.orders, expected, (result) => {
            results.push(result);
            say(progress(result, results.length, of));
          });
        } finally {
          closeTenant(tenant);
        }
      }
    } finally {
      await closeQuietly(sandbox);
    }
  }
  return results;
}

function conclude(results: readonly Result[], own: boolean): number {
  const byName = (a: Result, b: Result): number => a.order.name.localeCompare(b.order.name, 'en', { numeric: true }) || a.series.localeCompare(b.series);
  say('');
  say(tableOf([...results].sort(byName)));
  const exceptions = exceptionsOf(results);
  if (exceptions.length > 0) say(`\nNot posted, and why:\n\n${exceptions.join('\n')}`);
  const surprises = results.flatMap(({ order, series, surprises: found }) => found.map((surprise) => `${order.name} -> ${series}: ${surprise}`));
  for (const surprise of surprises) say(`\nSURPRISE  ${surprise}`);
  const tied = results.filter((result) => result.codes.length === 0 && result.surprises.length === 0).length;
  const refused = results.filter((result) => result.codes.length > 0 && result.surprises.length === 0).length;
  const wrong = results.length - tied - refused;
  const rest = own ? `${refused} were not posted` : `${refused} were refused as they were to be`;
  say(`\n${tied} of ${results.length} deliveries tied out, ${rest}, ${wrong} ${wrong === 1 ? 'was' : 'were'} not as expected.`);
  return surprises.length === 0 && (!own || refused === 0) ? 0 : 1;
}

async function sampleJobs(): Promise<Job[]> {
  return [...await samples()].map(([shop, orders]) => ({
    shop, orders, tenantOf: (series) => sampleTenant(shop, series, orders),
  }));
}

async function ownJobs(files: readonly string[]): Promise<Job[]> {
  // npm changes into its folder; the paths are meant from where the command was given.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const orders = await Promise.all(files.map((file) => readOrder(resolve(from, file))));
  for (const order of orders) {
    say(`${order.name} (${order.file}): ${order.lines.length} items, rates ${order.rates.join(', ')}, gateways ${order.gateways.join(', ') || 'none'}`);
    if (order.transactions === undefined) say('  derived: one payment of the order\'s total');
  }
  say('  derived: configuration, links and the sandbox\'s items, taxes and payment types');
  return groups(orders).map((group, at) => {
    const place = { name: `own-${at + 1}`, timeZone: 'UTC' };
    return {
      shop: place.name,
      orders: group,
      tenantOf: async (series) => ({ config: deriveConfig(group, series, place), items: deriveItems(group, series) }),
    };
  });
}

async function domainOf(job: Job): Promise<string> {
  return (await job.tenantOf('R')).config.shopify.shop;
}

async function closeQuietly(sandbox: Sandbox): Promise<void> {
  await sandbox.close().catch(() => undefined);
}

function stem(order: OrderFile): string {
  return order.file.replace(/\.json$/, '');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof ConfigError) error.issues.forEach(sayIssue);
    else process.stderr.write(`tillbridge: ${error instanceof InputError ? error.message : (error as Error).stack ?? String(error)}\n`);
    process.exitCode = 1;
  }
}
