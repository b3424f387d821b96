// The command line as a person uses it: exit codes, JSON on standard output, words on standard
// error, and a run that survives being killed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { salesOf } from './sales.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';
import { withoutBodies } from '../node/tasks.ts';
import type { Outcome } from '../src/contract.ts';

const BIN = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
const ORDERS = fileURLToPath(new URL('../orders/', import.meta.url));
const CONFIG = join(ORDERS, 'us.R.config.json');
const ORDER = join(ORDERS, 'us-1001-one-line.json');

const folder = mkdtempSync(join(tmpdir(), 'tillbridge-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

type Ended = { code: number | null; signal: string | null; out: string; err: string };
type Options = { input?: string; env?: Record<string, string>; started?: (child: ChildProcess) => void };

function tillbridge(args: string[], { input, env, started }: Options = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  started?.(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
}

const environment = (world: World): Record<string, string> => {
  const lightspeed = world.series === 'R' ? world.sandbox.r : world.sandbox.x;
  return {
    SHOPIFY_ACCESS_TOKEN: world.sandbox.shopify.accessToken,
    LIGHTSPEED_TOKEN: lightspeed.accessToken,
    TILLBRIDGE_SHOPIFY_URL: world.sandbox.shopify.url,
    TILLBRIDGE_LIGHTSPEED_URL: lightspeed.url,
  };
};

test('help of all and of each command, and the version', async () => {
  const all = await tillbridge(['--help']);
  assert.equal(all.code, 0);
  for (const command of ['check', 'decide', 'run', 'preview', 'schema', 'codes', 'describe']) {
    assert.match(all.out, new RegExp(`\\n  ${command} `));
    const one = await tillbridge([command, '--help']);
    assert.deepEqual([one.code, one.err], [0, ''], command);
    assert.match(one.out, new RegExp(`^tillbridge ${command}`));
  }
  const version = await tillbridge(['--version']);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

test('a wrong command line is exit code 2, with a hint', async () => {
  const wrong = [
    [], ['chekc', CONFIG], ['check', '--nonsense'], ['check', CONFIG, CONFIG], ['decide'], ['decide', 'order.to_sale', ORDER],
    ['decide', 'order.to_till', '--config', CONFIG, ORDER], ['run', '--config', CONFIG, ORDER], ['run', '--store', 'x.db', ORDER],
  ];
  for (const args of wrong) {
    const { code, out, err } = await tillbridge(args);
    assert.deepEqual([code, out], [2, ''], args.join(' '));
    assert.match(err, /tillbridge/, args.join(' '));
  }
  assert.match((await tillbridge(['chekc'])).err, /did you mean "check"/);
});

test('check: usable, not usable, not JSON, from a file and from standard input', async () => {
  const good = await tillbridge(['check', CONFIG]);
  assert.deepEqual([good.code, good.out, good.err], [0, '[]\n', 'The configuration is usable.\n']);
  const config = JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, unknown>;
  const piped = await tillbridge(['check', '-', '--pretty'], { input: JSON.stringify({ ...config, currency: 'XXQ', outlets: [] }) });
  assert.equal(piped.code, 1);
  const issues = JSON.parse(piped.out) as { code: string; path: string }[];
  assert.ok(issues.some((issue) => issue.code === 'CONFIG_UNKNOWN_CURRENCY' && issue.path === '$.currency'));
  assert.match(piped.err, /CONFIG_UNKNOWN_CURRENCY at \$\.currency: .+\n {2}hint: /);
  const misspelled = await tillbridge(['check'], { input: JSON.stringify({ ...config, curency: 'USD' }) });
  assert.equal(misspelled.code, 1);
  assert.match(misspelled.out, /curency/);
  const cut = await tillbridge(['check'], { input: '{"contract":1,' });
  assert.equal(cut.code, 1);
  assert.match(cut.err, /^INVALID_JSON at /);
  const missing = await tillbridge(['check', 'nowhere.json']);
  assert.deepEqual([missing.code, missing.err], [1, 'tillbridge: there is no file nowhere.json\n']);
});

test('describe names decisions, events and tables', async () => {
  const { code, out } = await tillbridge(['describe', '--pretty']);
  assert.equal(code, 0);
  const description = JSON.parse(out) as { decisions: { name: string }[]; events: string[]; tables: string[] };
  assert.ok(description.decisions.some((decision) => decision.name === 'order.to_sale'));
  assert.ok(description.events.includes('shopify:orders/create'));
  assert.ok(description.tables.includes('claims'));
});

test('schema and codes: all, one, and one there is not', async () => {
  const names = JSON.parse((await tillbridge(['schema'])).out) as string[];
  assert.ok(names.includes('config') && names.includes('outcome') && !names.includes('codes'));
  const schema = JSON.parse((await tillbridge(['schema', 'config'])).out) as Record<string, unknown>;
  assert.ok('$schema' in schema);
  const codes = JSON.parse((await tillbridge(['codes'])).out) as { id: string }[];
  assert.ok(codes.length > 30);
  const one = JSON.parse((await tillbridge(['codes', 'line_unlinked'])).out) as { id: string; owner: string };
  assert.deepEqual([one.id, one.owner], ['LINE_UNLINKED', 'retail_ops']);
  for (const args of [['schema', 'confg'], ['codes', 'LINE_LINKED']]) assert.equal((await tillbridge(args)).code, 2);
});

test('decide: a sale, an exception, a refusal', async () => {
  const links = JSON.parse(readFileSync(join(ORDERS, 'us.R.links.json'), 'utf8')) as unknown;
  const transactions = [{ id: 7, kind: 'sale', status: 'success', gateway: 'shopify_payments', amount: '54.38', currency: 'USD' }];
  const context = file('context.json', JSON.stringify({ transactions, links }));
  const sale = await tillbridge(['decide', 'order.to_sale', '--config', CONFIG, '--context', context, '--explain', 'text', ORDER]);
  assert.equal(sale.code, 0, sale.err);
  const decision = JSON.parse(sale.out) as { output: { sales: { tie_out: { order_total: unknown; sale_total: unknown } }[] }; explanations: { text?: string }[] };
  assert.deepEqual(decision.output.sales[0]?.tie_out.order_total, decision.output.sales[0]?.tie_out.sale_total);
  assert.ok(decision.explanations.every((explanation) => typeof explanation.text === 'string'));

  const unpaid = await tillbridge(['decide', 'order.to_sale', '-c', CONFIG], { input: readFileSync(ORDER, 'utf8') });
  assert.equal(unpaid.code, 1);
  assert.match(unpaid.err, /TRANSACTIONS_MISSING on order\/5610000001001 \(finance\)/);
  const refused = await tillbridge(['decide', 'order.to_sale', '-c', CONFIG], { input: '{"id":' });
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^INVALID_JSON at /);
  const customer = await tillbridge(['decide', 'customer.keys', '-c', CONFIG], { input: '{"email":" Ada@Example.COM "}' });
  assert.equal(customer.code, 0);
  assert.match(customer.out, /"normal":"ada@example\.com"/i);
});

for (const series of ['R', 'X'] as const) {
  test(`${series}: preview writes nothing, run writes once, the same event again is the same task`, async () => {
    const world = await openWorld(series);
    try {
      const config = join(ORDERS, `us.${series}.config.json`);
      const links = join(ORDERS, `us.${series}.links.json`);
      const store = join(folder, `${series}.db`);
      const env = environment(world);
      const args = ['--config', config, '--store', store, '--links', links, '--topic', 'orders/create', '--origin', world.config.shopify.shop, ORDER];
      const preview = await tillbridge(['preview', ...args], { env });
      assert.equal(preview.code, 0, preview.err);
      assert.deepEqual(salesOf(world, world.order), []);
      const seen = JSON.parse(preview.out) as { writes: { system: string; natural_key: string }[] };
      const keys = (writes: { system: string; natural_key: string }[]): string[] => writes.filter((write) => write.system === 'lightspeed').map((write) => write.natural_key.split('/')[0] ?? '');
      assert.deepEqual(keys(seen.writes), ['customer', 'sale']);

      const first = await tillbridge(['run', ...args], { env });
      assert.equal(first.code, 0, first.err);
      assert.match(first.err, /^done: .+ 0 exceptions, \d+ rounds\.\n$/);
      const outcome = JSON.parse(first.out) as { writes: { system: string; natural_key: string }[] };
      assert.deepEqual(keys(outcome.writes), ['customer', 'sale']);
      const second = await tillbridge(['run', ...args, '--now', '2027-01-01T00:00:00Z'], { env });
      assert.deepEqual([second.code, JSON.parse(second.out)], [0, withoutBodies(JSON.parse(first.out) as Outcome)]);
      assert.ok(!second.out.includes('@') && !second.out.includes('Mulberry'), 'no personal data stays in a finished task');
      assert.equal(salesOf(world, world.order).length, 1);
      assert.ok(![preview, first, second].some((run) => `${run.out}${run.err}`.includes(env['LIGHTSPEED_TOKEN'] ?? '-')));
      assert.equal((await tillbridge(['run', '--config', config, '--store', store, '--pending'], { env })).err, 'Nothing is pending.\n');
    } finally {
      await world.close();
    }
  });

  test(`${series}: killed while its write is on the wire, and run again`, async () => {
    const world = await openWorld(series);
    try {
      let child: ChildProcess | undefined;
      const lightspeed = series === 'R' ? world.sandbox.r : world.sandbox.x;
      lightspeed.faults.set((request) => {
        if (request.method === 'POST' && /\/(Sale\.json|sales)$/.test(request.path)) child?.kill('SIGKILL');
        return undefined;
      });
      const args = ['run', '--config', join(ORDERS, `us.${series}.config.json`), '--store', join(folder, `killed-${series}.db`),
        '--links', join(ORDERS, `us.${series}.links.json`), '--topic', 'orders/create', ORDER];
      const killed = await tillbridge(args, { env: environment(world), started: (started) => { child = started; } });
      assert.equal(killed.signal, 'SIGKILL');
      assert.equal(salesOf(world, world.order).length, 1, 'the vendor has done it, and nobody heard');
      lightspeed.faults.set();
      const again = await tillbridge(args, { env: environment(world) });
      assert.equal(again.code, 0, again.err);
      assert.equal(salesOf(world, world.order).length, 1);
    } finally {
      await world.close();
    }
  });
}

test('run: an exception is exit code 1, and the event can be run again after it is mended', async () => {
  const world = await openWorld('R');
  try {
    const env = environment(world);
    const args = ['run', '--config', CONFIG, '--store', join(folder, 'mended.db'), '--topic', 'orders/create', ORDER];
    const unlinked = await tillbridge(args, { env });
    assert.equal(unlinked.code, 1);
    assert.match(unlinked.err, /LINE_UNLINKED on order\/5610000001001 \(retail_ops\): .+\n {2}next step: /);
    const mended = await tillbridge([...args, '--links', join(ORDERS, 'us.R.links.json')], { env });
    assert.equal(mended.code, 0, mended.err);
    assert.equal(salesOf(world, world.order).length, 1);
  } finally {
    await world.close();
  }
});

test('run: an event as JSON keeps its digits; what is not an event is told', async () => {
  const world = await openWorld('R', 'us-1005-large-id.json');
  try {
    const env = environment(world);
    const args = ['run', '--config', CONFIG, '--store', join(folder, 'event.db'), '--links', join(ORDERS, 'us.R.links.json')];
    const body = world.order.text.replace(/"admin_graphql_api_id": "gid:\/\/shopify\/Order\/\d+",\s*/, '');
    const run = await tillbridge(args, { env, input: `{"source":"shopify","topic":"orders/create","body":${body}}` });
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /sale\/820982911946154509\//);
    const raw = await tillbridge([...args, ORDER], { env });
    assert.equal(raw.code, 1);
    assert.match(raw.err, /Then name its topic: --topic orders\/create/);
    const bare = await tillbridge([...args, '--topic', 'orders/create', ORDER]);
    assert.deepEqual([bare.code, bare.err], [1, 'tillbridge: the environment variable SHOPIFY_ACCESS_TOKEN is not set (token of the Shopify Admin API)\n']);
  } finally {
    await world.close();
  }
});
