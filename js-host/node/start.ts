// `npm start`: local Lightspeed and Shopify servers, Tillbridge's own server between them, orders
// that happen in the shops, and whether each became in Lightspeed what it should have.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SERIES, deriveConfig, deriveItems, groups } from './demo/derive.ts';
import { readOrder } from './demo/orders.ts';
import { expectations, samples, sampleTenant } from './demo/sample.ts';
import type { Expected } from './demo/sample.ts';
import { openShop, tell } from './demo/shop.ts';
import type { Job, Shop } from './demo/shop.ts';
import { exceptionsOf, progress, tableOf } from './demo/show.ts';
import type { Result } from './demo/show.ts';
import { hoursTable, sayHour, surprisesOf, tradingHour } from './demo/trading.ts';
import { payOut } from './demo/paid-out.ts';
import { ConfigError, describe } from './module.ts';
import { InputError, sayIssue } from './terminal.ts';

const HELP = `npm --prefix js-host start [-- ORDER.json …]

Starts local servers that speak the wire of Shopify, Lightspeed R and Lightspeed X, and the server
of \`tillbridge serve\` between them. Orders are placed, paid, sent, cancelled in the shops; their
signed webhooks come twice, late and out of order; each order goes to both series. Prints what
became of each. The shops' clocks run 60 times as fast as yours: the vendors' rate limits are kept.
Then an hour of trade for each series: what both sides show at its end, what was oversold, and how
long Shopify took to show what the till had sold, by the shop's clock. Last, what was sold is paid
out, tied out and recorded in both series.

Without ORDER.json: the sample orders of js-host/orders, some of which are to raise an exception.
With ORDER.json …: your own, each the body of an orders/create webhook. The sandbox is given the
items, taxes, payment types and the location that they name; configuration and links are derived
from them. An order's transactions are read from NAME.transactions.json beside it, else one payment
is derived; its fulfilment order is derived.

  --stay   keep the servers up at the end, and say where they are
  --keep   keep the tenants' databases, and say where they are
  --help   this text

Exit code 0: each order stands in Lightspeed as it should, or raised the exception it was to raise,
after the hour of trade both sides show the same, and each payout is tied out.`;

export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, keep: { type: 'boolean' }, stay: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const own = positionals.length > 0;
  const jobs = own ? await ownJobs(positionals) : await sampleJobs();
  const expected: Expected = own ? { known: false, stories: {}, ends: {} } : await expectations();
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-'));
  const shops: Shop[] = [];
  try {
    const start = performance.now();
    const results = await work(jobs, expected, folder, shops);
    const took = performance.now() - start;
    const hours = own ? 0 : await trade();
    const payouts = await settle(shops);
    const code = Math.max(conclude(results, own, took), hours, payouts);
    if (values.stay === true) await stay(shops);
    return code;
  } finally {
    for (const shop of shops) await shop.close().catch(() => undefined);
    if (values.keep === true) say(`The databases are in ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

async function work(jobs: readonly Job[], expected: Expected, folder: string, shops: Shop[]): Promise<Result[]> {
  const orders = jobs.flatMap((job) => job.orders);
  const of = orders.length * SERIES.length;
  say(`tillbridge ${describe().core}: ${orders.length} orders of ${jobs.length} ${jobs.length === 1 ? 'shop' : 'shops'}, to ${SERIES.length} series each.`);
  const results: Result[] = [];
  for (const job of jobs) {
    const shop = await openShop(job, expected, folder);
    shops.push(shop);
    const { sandbox, server } = shop;
    say(`${job.shop}: Shopify ${sandbox.shopify.url}  R-Series ${sandbox.r.url}  X-Series ${sandbox.x.url}  Tillbridge ${server.url}`);
    for (const order of job.orders) {
      for (const result of await tell(shop, order, expected)) {
        results.push(result);
        say(progress(result, results.length, of));
      }
    }
    const { log } = sandbox.shopify.deliveries;
    const faulty = Object.entries(Object.groupBy(log.filter(({ fault }) => fault !== undefined), ({ fault }) => fault ?? ''));
    const faults = faulty.map(([fault, found]) => `${found?.length ?? 0} ${fault}`).join(', ');
    say(`${job.shop}: ${log.length} webhooks${faults === '' ? '' : `, of which ${faults}`}`);
  }
  return results;
}

/** An hour of trade for each series; 1 when the sides do not agree at its end. */
async function trade(): Promise<number> {
  const hours = await Promise.all(SERIES.map((series) => tradingHour(series)));
  say(`\nAn hour of trade:\n\n${hoursTable(hours)}\n`);
  for (const hour of hours) say(sayHour(hour));
  const surprises = hours.flatMap(surprisesOf);
  for (const surprise of surprises) say(`\nSURPRISE  ${surprise}`);
  return surprises.length === 0 ? 0 : 1;
}

/** What each shop sold is paid out; 1 when a payout is not tied out. */
async function settle(shops: readonly Shop[]): Promise<number> {
  const payouts = (await Promise.all(shops.map(payOut))).flat();
  if (payouts.length > 0) say(`\nPaid out:\n\n${payouts.map(({ text }) => text).join('\n\n')}`);
  const surprises = payouts.flatMap((payout) => payout.surprises);
  for (const surprise of surprises) say(`\nSURPRISE  ${surprise}`);
  return surprises.length === 0 ? 0 : 1;
}

function conclude(results: readonly Result[], own: boolean, milliseconds: number): number {
  const byName = (a: Result, b: Result): number => a.order.name.localeCompare(b.order.name, 'en', { numeric: true }) || a.series.localeCompare(b.series);
  say('');
  say(tableOf([...results].sort(byName)));
  const exceptions = exceptionsOf(results);
  if (exceptions.length > 0) say(`\nFor a person, and why:\n\n${exceptions.join('\n')}`);
  const surprises = results.flatMap(({ order, series, surprises: found }) => found.map((surprise) => `${order.name} -> ${series}: ${surprise}`));
  for (const surprise of surprises) say(`\nSURPRISE  ${surprise}`);
  const well = results.filter((result) => result.surprises.length === 0);
  const tied = well.filter((result) => result.exceptions.length === 0).length;
  const raised = well.length - tied;
  const wrong = results.length - well.length;
  const rest = own ? `${raised} raised an exception` : `${raised} raised the exception they were to raise`;
  const pace = `${(results.length / (milliseconds / 1000)).toFixed(1)} a second`;
  say(`\n${tied} of ${results.length} tied out, ${rest}, ${wrong} ${wrong === 1 ? 'was' : 'were'} not as expected (${pace}).`);
  return surprises.length === 0 && (!own || raised === 0) ? 0 : 1;
}

/** Until somebody ends it. */
async function stay(shops: readonly Shop[]): Promise<void> {
  say('\nThe servers stay up; Ctrl-C ends them.');
  for (const { sandbox: { shopify, r, x }, server, tenants } of shops) {
    say(`\n${shopify.shopDomain}`);
    say(`  Shopify     ${shopify.url}/admin/api/${shopify.apiVersion}/graphql.json  x-shopify-access-token: ${shopify.accessToken}`);
    say(`  R-Series    ${r.url}/API/V3/Account/${r.accountId}/  authorization: Bearer ${r.accessToken}`);
    say(`  X-Series    ${x.url}/api/2026-07/  authorization: Bearer ${x.accessToken}`);
    say(`  Tillbridge  ${server.url}/status`);
    for (const { config } of tenants) say(`              ${server.url}/webhooks/shopify/${config.tenant}`);
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
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
  say('  derived: fulfilment orders, configuration, links and the sandbox\'s items, taxes and payment types');
  return groups(orders).map((group, at) => {
    const place = { name: `own-${at + 1}`, timeZone: 'UTC' };
    return {
      shop: place.name,
      orders: group,
      tenantOf: async (series) => ({ config: deriveConfig(group, series, place), items: deriveItems(group, series) }),
    };
  });
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
