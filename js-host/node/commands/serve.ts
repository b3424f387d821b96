// `tillbridge serve`: webhooks in, tasks run, until it is told to stop.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accessOf } from '../access.ts';
import { createHttp } from '../http.ts';
import { importLinks } from '../links.ts';
import type { Command, Values } from '../main.ts';
import type { Done } from '../serve/scheduler.ts';
import { startServer } from '../serve/server.ts';
import type { ServedTenant } from '../serve/tenant.ts';
import { openStore } from '../store.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, UsageError, read, say } from '../terminal.ts';

const DAY_MS = 86_400_000;
const KEEP_DAYS = 30;

export const serveCommand: Command = {
  name: 'serve',
  usage: '--store FOLDER [--port PORT] CONFIG…',
  summary: 'Receive webhooks of one or several tenants, and carry them out.',
  options: {
    store: { type: 'string', short: 's' },
    host: { type: 'string' },
    port: { type: 'string', short: 'p' },
    links: { type: 'string' },
    concurrency: { type: 'string' },
    'retry-parked': { type: 'boolean' },
    quiet: { type: 'boolean', short: 'q' },
  },
  help: {
    '--store FOLDER': 'where each tenant has its database file, TENANT.db',
    '--host HOST': 'default 127.0.0.1: a proxy with TLS is to stand before it',
    '--port PORT': 'default 8787; 0 is any that is free',
    '--links FILE': 'with one CONFIG: a JSON list of {variant, item}, put into the store first',
    '--concurrency N': 'how many subjects are worked on at once, default 4',
    '--retry-parked': 'try again what was parked because it failed too often',
    '--quiet': 'no line for each webhook and task',
  },
  details: `Shopify's webhooks go to POST /webhooks/shopify/TENANT, those of Lightspeed X-Series to POST
/webhooks/lightspeed/TENANT. GET /health says that it runs, GET /status what is waiting.

The environment gives the credentials: SHOPIFY_ACCESS_TOKEN, LIGHTSPEED_TOKEN,
SHOPIFY_WEBHOOK_SECRET, LIGHTSPEED_WEBHOOK_SECRET (several secrets separated by commas, while one
replaces another). With several tenants each name may end in __TENANT, in capitals and with _ for
all that is no letter or digit: SHOPIFY_ACCESS_TOKEN__HARBOUR_R. docs/host.md tells the rest.`,
  operands: { least: 1, most: 1000 },
  run: serve,
};

async function serve(files: string[], values: Values): Promise<number> {
  const folder = values['store'];
  if (typeof folder !== 'string') throw new UsageError('--store FOLDER is needed');
  if (typeof values['links'] === 'string' && files.length > 1) throw new UsageError('--links goes with one CONFIG');
  const port = count(values['port'], '--port', 8787, 65_535);
  const concurrency = count(values['concurrency'], '--concurrency', 4, 1000);
  mkdirSync(folder, { recursive: true });
  const tenants: ServedTenant[] = [];
  try {
    for (const file of files) tenants.push(await open(file, folder, values));
    const quiet = values['quiet'] === true;
    const server = await startServer({
      tenants, port, concurrency,
      ...(typeof values['host'] === 'string' ? { host: values['host'] } : {}),
      ...(quiet ? {} : {
        onReceived: ({ tenant, vendor, became, about }) => say(`${stamp()} ${tenant} ${vendor} ${became} ${about}`),
        onDone: (done) => say(lineOf(done)),
      }),
    });
    say(`tillbridge serves ${tenants.map(({ config }) => config.tenant).join(', ')} at ${server.url}`);
    for (const { topic, state } of server.status().schedules) if (state === 'no flow') say(`  ${topic} is not scheduled: this version has no flow for it`);
    await stopped();
    say('stopping: what runs is ended first');
    await server.close();
    return EXIT.done;
  } finally {
    for (const { store, bridge } of tenants) {
      store.close();
      bridge.free();
    }
  }
}

async function open(file: string, folder: string, values: Values): Promise<ServedTenant> {
  const { bridge, config } = openTenant(await read(file));
  const environment = environmentOf(config.tenant);
  const store = openStore(join(folder, `${config.tenant}.db`), config.tenant);
  store.sweep(new Date(Date.now() - KEEP_DAYS * DAY_MS));
  if (values['retry-parked'] === true) store.inbox.unpark();
  if (typeof values['links'] === 'string') await importLinks(store, await read(values['links']), values['links']);
  return {
    config, bridge, store,
    http: createHttp(accessOf(config, environment)),
    secrets: { shopify: list(environment['SHOPIFY_WEBHOOK_SECRET']), lightspeed: list(environment['LIGHTSPEED_WEBHOOK_SECRET']) },
  };
}

/** A variable of the tenant's own goes before the one for all. */
export function environmentOf(tenant: string, all: Record<string, string | undefined> = process.env): Record<string, string | undefined> {
  const suffix = `__${tenant.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const own = Object.entries(all).filter(([name]) => name.endsWith(suffix)).map(([name, value]) => [name.slice(0, -suffix.length), value]);
  return { ...all, ...Object.fromEntries(own) as Record<string, string> };
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function count(text: unknown, option: string, usual: number, most: number): number {
  if (typeof text !== 'string') return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) throw new UsageError(`${option} is a whole number up to ${most}, not ${text}`);
  return value;
}

function lineOf({ tenant, work, outcome, error, milliseconds }: Done): string {
  const codes = [...new Set((outcome?.exceptions ?? []).map(({ code }) => code))].join(',');
  const became = error === undefined ? `${outcome?.status} ${(outcome?.writes ?? []).length} writes${outcome?.shadow === true ? ' (shadow: not made)' : ''}${codes === '' ? '' : ` ${codes}`}` : `failed ${error}`;
  return `${stamp()} ${tenant} ${work.subject} ${became} ${Math.round(milliseconds)} ms`;
}

function stamp(): string {
  return new Date().toISOString();
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
