// The server: what is genuine is stored before it is answered, once; one thing at a time is
// done about an order; nothing is lost when it stops.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { environmentOf } from '../node/commands/serve.ts';
import type { Http, Task } from '../node/module.ts';
import { SCHEDULES, fireSchedule, startSchedules } from '../node/serve/schedules.ts';
import type { Schedule } from '../node/serve/schedules.ts';
import { startServer } from '../node/serve/server.ts';
import type { Server, ServerOptions } from '../node/serve/server.ts';
import type { ServedTenant } from '../node/serve/tenant.ts';
import { openStore } from '../node/store.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

const SECRET = 'sandbox-webhook-secret';
const folder = mkdtempSync(join(tmpdir(), 'tillbridge-serve-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Served = { world: World; tenant: ServedTenant; server: Server; post(body: string, more?: Post): Promise<Response>; end(): Promise<void> };
type Post = { topic?: string; secret?: string; headers?: Record<string, string>; path?: string };

async function served(series: 'R' | 'X' = 'R', options: Partial<ServerOptions> = {}, wrap: (http: Http) => Http = (http) => http): Promise<Served> {
  const world = await openWorld(series);
  const tenant: ServedTenant = {
    config: world.config, bridge: world.bridge, store: world.store(), http: wrap(world.http),
    secrets: { shopify: [SECRET, 'the-older-one'], lightspeed: ['x-secret'] },
  };
  const server = await startServer({ tenants: [tenant], clock: world.clock, schedules: [], ...options });
  return {
    world, tenant, server,
    post: (body, more = {}) => post(`${server.url}${more.path ?? `/webhooks/shopify/${world.config.tenant}`}`, body, world.config.shopify.shop, more),
    async end() {
      await server.close();
      tenant.store.close();
      await world.close();
    },
  };
}

function post(url: string, body: string, shop: string, { topic = 'orders/create', secret = SECRET, headers = {} }: Post): Promise<Response> {
  return fetch(url, {
    method: 'POST', body,
    headers: {
      'x-shopify-topic': topic, 'x-shopify-shop-domain': shop, 'x-shopify-webhook-id': createHmac('sha256', 'id').update(body + topic).digest('hex'),
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body, 'utf8').digest('base64'), ...headers,
    },
  });
}

const salesIn = (world: World): number => world.series === 'R' ? world.sandbox.r.dump().sales.length : world.sandbox.x.dump().sales.length;

for (const series of ['R', 'X'] as const) {
  test(`${series}: a signed webhook becomes one sale, however often it comes`, async () => {
    const { world, server, post, tenant, end } = await served(series);
    const answers = await Promise.all([post(world.order.text), post(world.order.text), post(world.order.text, { secret: 'the-older-one' })]);
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
    await server.idle(60_000);
    await post(world.order.text);
    await server.idle(60_000);
    assert.equal(salesIn(world), 1);
    assert.deepEqual(tenant.store.inbox.counts(), { waiting: 0, done: 1, refused: 0, parked: 0 });
    await end();
  });
}

test('what is not signed with a known secret is refused, and nothing of it is kept', async () => {
  const { world, post, tenant, server, end } = await served();
  const other = createHmac('sha256', SECRET).update(`${world.order.text} `).digest('base64');
  const cases: Post[] = [
    { secret: 'wrong' },
    { headers: { 'x-shopify-hmac-sha256': other } },
    { headers: { 'x-shopify-hmac-sha256': '' } },
    { path: `/webhooks/lightspeed/${world.config.tenant}` },
  ];
  for (const one of cases) assert.equal((await post(world.order.text, one)).status, 401, JSON.stringify(one));
  assert.equal((await post(world.order.text, { path: '/webhooks/shopify/nobody' })).status, 404);
  assert.equal((await post(world.order.text, { path: '/elsewhere' })).status, 404);
  assert.equal((await post(world.order.text, { headers: { 'x-shopify-shop-domain': 'other.myshopify.com' } })).status, 403);
  assert.equal((await fetch(`${server.url}/webhooks/shopify/${world.config.tenant}`)).status, 405);
  assert.deepEqual(tenant.store.inbox.counts(), { waiting: 0, done: 0, refused: 0, parked: 0 });
  await end();
});

test('a tenant without a secret takes nothing', async () => {
  const world = await openWorld('R');
  const tenant: ServedTenant = { config: world.config, bridge: world.bridge, store: world.store(), http: world.http, secrets: { shopify: [], lightspeed: [] } };
  const server = await startServer({ tenants: [tenant], clock: world.clock, schedules: [] });
  const url = `${server.url}/webhooks/shopify/${world.config.tenant}`;
  assert.equal((await post(url, world.order.text, world.config.shopify.shop, { secret: '' })).status, 401);
  await server.close();
  tenant.store.close();
  await world.close();
});

test('a genuine webhook that nobody can work with is kept and seen, and not sent again', async () => {
  const { post, tenant, server, end } = await served();
  for (const [body, topic] of [['{"id": 12', 'orders/create'], ['{"id": "x"}', 'orders/create'], ['{}', 'themes/publish']] as const) {
    assert.equal((await post(body, { topic })).status, 200, body);
    assert.equal((await post(body, { topic })).status, 200, body);
  }
  assert.equal(tenant.store.inbox.counts().refused, 3);
  const [status] = server.status().tenants;
  assert.deepEqual([status?.refused, status?.waiting], [3, 0]);
  await end();
});

test('a body that is too large is not read to its end', async () => {
  const { server, world, end } = await served();
  const answer = await post(`${server.url}/webhooks/shopify/${world.config.tenant}`, 'x'.repeat(17 * 1024 * 1024), world.config.shopify.shop, {}).catch(() => undefined);
  assert.ok(answer === undefined || answer.status === 413);
  await end();
});

test('it is stored before it is answered: a server that stops then loses nothing', async () => {
  const world = await openWorld('R');
  const open = async (hold: boolean): Promise<{ server: Server; tenant: ServedTenant }> => {
    const never: Http = { send: () => new Promise(() => undefined) };
    const tenant: ServedTenant = { config: world.config, bridge: world.bridge, store: world.store(), http: hold ? never : world.http, secrets: { shopify: [SECRET], lightspeed: [] } };
    return { tenant, server: await startServer({ tenants: [tenant], clock: world.clock, schedules: [] }) };
  };
  const first = await open(true);
  const url = `${first.server.url}/webhooks/shopify/${world.config.tenant}`;
  assert.equal((await post(url, world.order.text, world.config.shopify.shop, {})).status, 200);
  // The process is gone: nothing was closed, its holds are those of a process that is no more.
  const database = new DatabaseSync(world.file);
  assert.equal(database.prepare('SELECT count(*) AS n FROM inbox').get()?.['n'], 1);
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  database.exec("UPDATE tasks SET holder = 'elsewhere/1/x', held_until = '2020-01-01T00:00:00.000Z' WHERE holder IS NOT NULL");
  database.close();
  const second = await open(false);
  await second.server.idle(60_000);
  assert.equal(salesIn(world), 1);
  assert.deepEqual(second.tenant.store.inbox.counts(), { waiting: 0, done: 1, refused: 0, parked: 0 });
  await second.server.close();
  await first.server.close(0);
  second.tenant.store.close();
  first.tenant.store.close();
  await world.close();
});

test('about one order one thing is done at a time, about others meanwhile', async () => {
  const running = new Map<string, number>();
  let most = 0;
  let together = 0;
  const watch = (http: Http): Http => ({
    async send(request) {
      const about = JSON.stringify(request.body ?? '').match(/Order\/(\d+)/)?.[1];
      if (about !== undefined) {
        running.set(about, (running.get(about) ?? 0) + 1);
        most = Math.max(most, ...running.values());
        together = Math.max(together, [...running.values()].filter((count) => count > 0).length);
        // Long against the writes of a slow disk between two requests.
        await new Promise((resolve) => { setTimeout(resolve, 150); });
        running.set(about, (running.get(about) ?? 1) - 1);
      }
      return http.send(request);
    },
  });
  const { world, post, server, end } = await served('R', {}, watch);
  const bodies = [1, 2, 3].flatMap((order) => [0, 1, 2].map((second) => world.order.text
    .replaceAll(world.order.id, `${world.order.id}${order}`).replace(/("updated_at": "[^"]*:)\d\d/, `$10${second}`)));
  for (const body of bodies) assert.equal((await post(body, { topic: 'orders/updated' })).status, 200);
  await server.idle(0);
  assert.equal(most, 1);
  assert.ok(together > 1, `${together} at once`);
  await end();
});

test('what fails is tried again later and later, then parked, and tried again when asked', async () => {
  let broken = true;
  let tries = 0;
  const failing = (http: Http): Http => ({
    send(request) {
      tries += 1;
      // Not a fault of the network, which the module knows: the host itself is at fault.
      if (broken) throw new TypeError('the host is broken');
      return http.send(request);
    },
  });
  const errors: string[] = [];
  const { world, post, server, tenant, end } = await served('R', { onDone: ({ error }) => { if (error !== undefined) errors.push(error); } }, failing);
  const store = tenant.store;
  const open = store.open.bind(store);
  let calls = 0;
  store.open = (task: Task, now: Date) => { calls += 1; return broken ? Promise.reject(new Error('disk full')) : open(task, now); };
  await post(world.order.text);
  const wait = async (state: 'parked' | 'done'): Promise<void> => {
    for (let turn = 0; turn < 200 && store.inbox.counts()[state] === 0; turn += 1) {
      const next = store.inbox.earliest();
      if (next !== undefined) await world.clock.sleep(next);
      await server.idle(0);
    }
  };
  await wait('parked');
  assert.deepEqual([calls, errors.length, server.status().tenants[0]?.parked], [8, 8, 1]);
  assert.match(errors[0] ?? '', /disk full/);
  broken = false;
  assert.equal(store.inbox.unpark(), 1);
  await wait('done');
  assert.equal(salesIn(world), 1);
  assert.ok(tries > 0);
  await end();
});

test('orders whose webhook never came are looked for, and set-up is checked, each once a turn', async () => {
  const { tenant, end } = await served('R', {});
  const of = (topic: string): Schedule => SCHEDULES.find((schedule) => schedule.topic === topic && schedule.applies(tenant)) ?? assert.fail(topic);
  const noon = new Date('2026-11-24T17:00:00Z');
  const done = (): void => tenant.store.inbox.due(noon).forEach(({ seq }) => tenant.store.inbox.end(seq, 'done', noon));
  for (const [topic, seconds] of [['orders/changed', 59], ['orders/open', 60], ['setup/check', 60]] as const) {
    assert.equal(fireSchedule(tenant, of(topic), noon), true, topic);
    done();
    assert.equal(fireSchedule(tenant, of(topic), new Date(noon.getTime() + 1000 * seconds)), false, `${topic} again in its turn`);
    assert.equal(fireSchedule(tenant, of(topic), new Date(noon.getTime() + 25 * 3_600_000)), true, `${topic} in its next turn`);
    done();
  }
  // The shop's night: nobody is there to read what the check says.
  assert.equal(of('setup/check').turn?.(tenant, new Date('2026-11-25T08:00:00Z')), undefined);
  await end();
});

test('a schedule without a flow is not started, one with a flow fires once a turn', async () => {
  const { tenant, server, end } = await served('R', { schedules: [{ topic: 'payouts/never', everyMs: 10, applies: () => true }] });
  assert.deepEqual(server.status().schedules, [{ topic: 'payouts/never', every_seconds: 0.01, state: 'no flow' }]);
  let woken = 0;
  const routed = { ...tenant, bridge: { route: () => ({ subject: 'poll', dedupe_key: `poll@${woken < 2 ? woken : 2}`, priority: 3 }) } } as unknown as ServedTenant;
  const clock = { now: () => new Date(), sleep: async () => {} };
  const schedule = { topic: 'orders/read', everyMs: 5, applies: () => true };
  const running = startSchedules([routed], [schedule], ['schedule:orders/read'], clock, () => {
    woken += 1;
    for (const { seq } of tenant.store.inbox.due(clock.now())) tenant.store.inbox.end(seq, 'done', clock.now());
  });
  await new Promise((resolve) => { setTimeout(resolve, 60); });
  running.stop();
  assert.equal(woken, 3, 'a turn that is in the inbox is not fired again');
  await end();
});

test('only who publishes is asked for its stock, R-Series often, and all of it at night', async () => {
  const tenant = (series: 'R' | 'X', publish?: boolean): ServedTenant => ({
    config: { tenant: 'a', shopify: { shop: 's' }, lightspeed: { series, account: '1' }, time_zone: 'America/New_York', stock: publish === undefined ? {} : { publish } },
  }) as unknown as ServedTenant;
  const of = (one: ServedTenant): string[] => SCHEDULES.filter(({ applies }) => applies(one)).map(({ topic, everyMs }) => `${topic} ${everyMs / 1000}`);
  const always = ['orders/changed 60', 'orders/open 3600', 'setup/check 600'];
  assert.deepEqual(of(tenant('R', true)), ['lightspeed/poll 15', 'stock/reconcile 600', ...always]);
  assert.deepEqual(of(tenant('X', true)), ['lightspeed/poll 60', 'stock/reconcile 600', ...always]);
  for (const one of [tenant('R'), tenant('X', false)]) assert.deepEqual(of(one), always);
  const paid = tenant('R') as unknown as { config: Record<string, unknown> };
  paid.config['payment_types'] = [{ gateway: 'shopify_payments', id: '9' }];
  assert.deepEqual(of(paid as unknown as ServedTenant), ['orders/changed 60', 'orders/open 3600', 'payouts/poll 3600', 'payouts/proof 3600', 'payouts/turnover 600', 'setup/check 600'], 'nothing tells of payouts');
  const proof = SCHEDULES.find(({ topic }) => topic === 'payouts/proof');
  assert.deepEqual(['2026-07-09T03:59', '2026-07-09T04:00'].map((time) => proof?.turn?.(tenant('R'), new Date(`${time}:00Z`))), [undefined, '2026-07']);
  const turnover = SCHEDULES.find(({ topic }) => topic === 'payouts/turnover');
  const mornings = ['2026-07-09T09:59', '2026-07-09T10:00', '2026-07-10T03:59', '2026-07-10T04:00'];
  assert.deepEqual(mornings.map((time) => turnover?.turn?.(tenant('R'), new Date(`${time}:00Z`))), [undefined, '2026-07-09', '2026-07-09', undefined], 'from six on, once a day of the shop');
  assert.equal(turnover?.applies({ config: { ...paid.config, shadow: true } } as unknown as ServedTenant), false, 'in shadow nothing is posted');
  const night = SCHEDULES.find(({ topic }) => topic === 'stock/reconcile');
  const turns = ['06:59', '07:00', '07:50', '08:00'].map((time) => night?.turn?.(tenant('R', true), new Date(`2026-07-01T${time}:00Z`)));
  assert.deepEqual(turns, [undefined, '2026-07-01', '2026-07-01', undefined]);
});

test('a turn whose former one still waits is left out', async () => {
  const { tenant, world, end } = await served('R');
  const schedule = { topic: 'lightspeed/poll', everyMs: 15_000, applies: () => true };
  const at = (seconds: number): Date => new Date(world.clock.now().getTime() + seconds * 1000);
  assert.deepEqual([fireSchedule(tenant, schedule, at(0)), fireSchedule(tenant, schedule, at(20))], [true, false]);
  for (const { seq } of tenant.store.inbox.due(at(30))) tenant.store.inbox.end(seq, 'done', at(30));
  assert.equal(fireSchedule(tenant, schedule, at(40)), true);
  await end();
});

test('changes of stock are taken from both vendors, each about its item', async () => {
  const { world, tenant, server, post, end } = await served('X');
  const [item] = (await tenant.store.scan('links', 'item/', undefined, 1)).rows.map(({ key }) => key.slice('item/'.length));
  const level = JSON.stringify({ inventory_item_id: 5001, location_id: 78100001, available: 4, updated_at: '2026-11-18T12:00:00-05:00' });
  assert.equal((await post(level, { topic: 'inventory_levels/update' })).status, 200);
  const send = async (prefix: string): Promise<number> => {
    const payload = JSON.stringify({ id: 'a', product_id: item, outlet_id: 'b', count: '4', version: 7 });
    const body = new URLSearchParams({ domain_prefix: prefix, environment: 'prod', payload, type: 'inventory.update' }).toString();
    const signature = createHmac('sha256', 'x-secret').update(body).digest('hex');
    const answer = await fetch(`${server.url}/webhooks/lightspeed/${world.config.tenant}`, {
      method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-signature': `signature=${signature}, algorithm=HMAC-SHA256` },
    });
    return answer.status;
  };
  assert.deepEqual([await send(world.config.lightspeed.account), await send('somebody-else')], [200, 403]);
  const file = new DatabaseSync(world.file);
  assert.deepEqual(file.prepare('SELECT subject FROM inbox ORDER BY seq').all().map(({ subject }) => subject), ['inventory_item/5001', `item/${item}`]);
  file.close();
  await server.idle(0);
  await end();
});

test('health and status say how it is, and nothing of anybody', async () => {
  const { world, post, server, end } = await served();
  await post(world.order.text);
  await server.idle(60_000);
  const health = await (await fetch(`${server.url}/health`)).json() as { ok: boolean };
  assert.equal(health.ok, true);
  const text = await (await fetch(`${server.url}/status`)).text();
  for (const secret of [SECRET, world.order.email, world.sandbox.r.accessToken]) assert.ok(!text.includes(secret), secret);
  const { tenants } = JSON.parse(text) as { tenants: { tenant: string; waiting: number }[] };
  assert.deepEqual(tenants.map(({ tenant, waiting }) => [tenant, waiting]), [[world.config.tenant, 0]]);
  await end();
});

test('a file of the first version is taken over with what it holds', async () => {
  const file = join(folder, 'old.db');
  const first = openStore(file, 'acme');
  await first.commit([{ table: 'sales', key: '1/2', value: { v: 1, sale: '9' } }]);
  first.close();
  const database = new DatabaseSync(file);
  database.exec('DROP TABLE inbox; PRAGMA user_version = 1');
  database.close();
  const second = openStore(file, 'acme');
  assert.deepEqual(await second.get('sales', '1/2'), { v: 1, sale: '9' });
  assert.deepEqual(second.inbox.counts(), { waiting: 0, done: 0, refused: 0, parked: 0 });
  second.close();
});

test('a variable of the tenant\'s own goes before the one for all', () => {
  const all = { SHOPIFY_ACCESS_TOKEN: 'all', SHOPIFY_ACCESS_TOKEN__HARBOUR_R: 'own', LIGHTSPEED_TOKEN: 'light' };
  assert.equal(environmentOf('harbour-r', all)['SHOPIFY_ACCESS_TOKEN'], 'own');
  assert.equal(environmentOf('other', all)['SHOPIFY_ACCESS_TOKEN'], 'all');
  assert.equal(environmentOf('harbour-r', all)['LIGHTSPEED_TOKEN'], 'light');
});

test('the command serves until it is told to stop', async () => {
  const world = await openWorld('R');
  const config = join(folder, 'tenant.json');
  writeFileSync(config, JSON.stringify(world.config));
  const links = join(folder, 'links.json');
  const stored = world.store();
  const rows = (await stored.scan('links', 'variant/', undefined, 100)).rows;
  stored.close();
  writeFileSync(links, JSON.stringify(rows.map(({ key, value }) => ({ variant: key.split('/')[1], item: (value as { item: string }).item }))));
  const main = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
  const child = spawn(process.execPath, [main, 'serve', '--store', join(folder, 'stores'), '--port', '0', '--links', links, config], {
    env: {
      ...process.env, SHOPIFY_ACCESS_TOKEN: world.sandbox.shopify.accessToken, LIGHTSPEED_TOKEN: world.sandbox.r.accessToken,
      SHOPIFY_WEBHOOK_SECRET: SECRET, TILLBRIDGE_SHOPIFY_URL: world.sandbox.shopify.url, TILLBRIDGE_LIGHTSPEED_URL: world.sandbox.r.url,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => { said += text; });
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (let turn = 0; turn < 400; turn += 1) {
      const found = pattern.exec(said);
      if (found !== null) return found;
      await new Promise((resolve) => { setTimeout(resolve, 25); });
    }
    throw new Error(`it never said ${pattern}: ${said}`);
  };
  try {
    const [, url = ''] = await until(/serves \S+ at (\S+)/);
    assert.equal((await post(`${url}/webhooks/shopify/${world.config.tenant}`, world.order.text, world.config.shopify.shop, {})).status, 200);
    await until(/order\/\d+ done/);
    assert.equal(salesIn(world), 1);
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => { child.once('exit', resolve); });
    assert.equal(code, 0);
    for (const secret of [SECRET, world.order.email, world.sandbox.r.accessToken]) assert.ok(!said.includes(secret), secret);
  } finally {
    child.kill('SIGKILL');
    await world.close();
  }
});
