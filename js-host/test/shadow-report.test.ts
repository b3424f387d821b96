// The report of a tenant in shadow: staff key what the shop sold at the sandbox's tills, as they
// would; the report says what differs, and a person can read it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Series } from '../node/demo/derive.ts';
import type { OrderFile } from '../node/demo/orders.ts';
import { expectations, sampleTenant, samples } from '../node/demo/sample.ts';
import { openShop, tell } from '../node/demo/shop.ts';
import type { Shop } from '../node/demo/shop.ts';
import type { DemoTenant } from '../node/demo/tenant.ts';
import { Bridge, run } from '../node/module.ts';
import type { Event, Request } from '../node/module.ts';
import { SCHEDULES, startSchedules } from '../node/serve/schedules.ts';
import { entriesOf, reportsOf } from '../node/shadow.ts';
import type { DayReport, Entry } from '../node/shadow.ts';
import { listText, reportText, signed } from '../node/shadow-text.ts';
import { previewTask } from '../node/task.ts';

const CLI = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tillbridge-shadow-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Any = any;

/** What Tillbridge would write about an order, of which staff key the sale their own way. */
async function wouldBe({ config, served }: DemoTenant, order: OrderFile): Promise<Request[]> {
  const bridge = new Bridge({ ...config, shadow: false });
  try {
    const event: Event = { source: 'shopify', topic: 'orders/create', origin: config.shopify.shop, body: new TextEncoder().encode(order.text) };
    const outcome = await run(bridge, previewTask(config.tenant, event, new Date('2026-11-21T12:00:00Z')), { store: served.store, http: served.http, clock: { now: () => new Date('2026-11-21T12:00:00Z'), sleep: async () => {} } });
    assert.deepEqual(outcome.exceptions ?? [], [], order.file);
    return outcome.writes ?? [];
  } finally {
    bridge.free();
  }
}

/** Keys the order at the till: with its name as reference or note, and what `change` does to it. */
async function key(shop: Shop, tenant: DemoTenant, order: OrderFile, change: (body: Any) => void = () => undefined): Promise<void> {
  const writes = await wouldBe(tenant, order);
  const sale = writes.find(({ natural_key: name }) => name?.startsWith('sale/') === true);
  assert.ok(sale, order.file);
  const body = structuredClone(sale.body) as Any;
  const customer = writes.find(({ natural_key: name }) => name?.startsWith('customer/') === true);
  const handle = tenant.series === 'R' ? shop.sandbox.r : shop.sandbox.x;
  const post = async (path: string, sent: unknown): Promise<Any> => {
    const answer = await fetch(`${handle.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${handle.accessToken}`, 'user-agent': 'till', 'content-type': 'application/json' }, body: JSON.stringify(sent) });
    const document = await answer.json() as Any;
    assert.ok(answer.ok, `${order.file}: ${JSON.stringify(document)}`);
    return document;
  };
  const made = customer === undefined ? undefined : await post(customer.path, customer.body);
  if (tenant.series === 'R') {
    if (made !== undefined) body.customerID = made.Customer.customerID;
    delete body.referenceNumberSource;
    delete body.SaleNotes;
    body.referenceNumber = order.name;
  } else {
    if (made !== undefined) body.customer_id = made.data.id;
    body.id = randomUUID();
    delete body.invoice_number;
    delete body.source.id;
    body.source.type = 'USER';
    body.note = `Shopify ${order.name}`;
    for (const line of body.line_items) line.id = randomUUID();
    for (const payment of body.payments) payment.id = randomUUID();
  }
  change(body);
  await post(sale.path, body);
}

/** Has an event looked at by the server, and all that follows. */
async function happen({ server }: Shop, { served }: DemoTenant, event: Event): Promise<void> {
  const { subject, dedupe_key: dedupeKey, priority } = served.bridge.route(event);
  assert.ok(served.store.inbox.add({ dedupeKey, subject, priority, event, at: new Date() }));
  await server.idle(60_000);
}

async function openDay(series: Series, files: readonly string[]): Promise<{ shop: Shop; tenant: DemoTenant; orders: Map<string, OrderFile>; file: string }> {
  const all = (await samples()).get('us') ?? [];
  const orders = all.filter(({ file }) => files.some((own) => file.startsWith(own)));
  const own = mkdtempSync(join(folder, 'day-'));
  const expected = await expectations();
  const tenantOf = async (one: Series) => {
    const { config, items } = await sampleTenant('us', one, orders);
    const second = { ...config.payment_types[0], gateway: 'till' } as TenantPayment;
    return { items, config: { ...config, shadow: true, payment_types: [...config.payment_types, { ...second, id: one === 'R' ? '99' : '0b5e55ed-0004-4000-8000-000000000099' }] } };
  };
  const shop = await openShop({ shop: 'us', orders, tenantOf }, expected, own);
  for (const order of orders) await tell(shop, order, expected);
  const tenant = shop.tenants.find((one) => one.series === series) as DemoTenant;
  return { shop, tenant, orders: new Map(orders.map((order) => [order.file.slice(0, 7), order])), file: join(own, `${tenant.config.tenant}.db`) };
}

type TenantPayment = DemoTenant['config']['payment_types'][number];

for (const series of ['R', 'X'] as const) {
  test(`${series}: what staff keyed is compared with what would have been done`, async (t) => {
    const { shop, tenant, orders, file } = await openDay(series, ['us-1006', 'us-1007', 'us-1008', 'us-1009', 'us-1010', 'us-1012', 'us-1016', 'us-1023']);
    t.after(() => shop.close());
    const of = (name: string): OrderFile => orders.get(name) as OrderFile;
    await key(shop, tenant, of('us-1006'));
    await key(shop, tenant, of('us-1012'));
    await key(shop, tenant, of('us-1009'));
    // Paid with another type, and without the customer.
    await key(shop, tenant, of('us-1007'), (body) => {
      if (series === 'R') {
        delete body.customerID;
        for (const payment of body.SalePayments.SalePayment) payment.paymentTypeID = '99';
      } else {
        delete body.customer_id;
        for (const payment of body.payments) payment.type.config_id = '0b5e55ed-0004-4000-8000-000000000099';
      }
    });
    await happen(shop, tenant, { source: 'operator', topic: 'shadow/report', cursor: '2026-11-20' });
    const { store } = tenant.served;
    const row = await store.get('shadow', 'report/2026-11-20') as DayReport;
    const entries = await entriesOf(store, '2026-11-20');
    const names = (kind: string): string[] => entries.filter((entry) => entry.kind === kind).map(({ name }) => name ?? '').sort();
    assert.deepEqual(store.exceptions('open').map(({ code }) => code).filter((code) => code === 'SHADOW_DIFFERS').length, 1);
    assert.deepEqual(names('same'), ['us-1006', 'us-1009', 'us-1012'].map((name) => of(name).name).sort(), JSON.stringify(entries));
    assert.deepEqual(names('differs'), [of('us-1007').name]);
    assert.deepEqual(names('would_be_exception'), [of('us-1008').name]);
    assert.deepEqual(names('only_tillbridge'), [of('us-1010').name]);
    const differs = entries.find(({ kind }) => kind === 'differs') as Entry;
    assert.deepEqual(new Set(differs.differs?.map(({ what }) => what)), new Set(['customer', 'payment_type']));
    // What nobody keyed is what is missing.
    assert.equal(signed(row.ours, row.theirs), `+${of('us-1010').total}`);
    const text = reportText(row, entries, new Map(), false);
    t.diagnostic(`\n${text}\n\n${listText(await reportsOf(store))}`);
    assert.match(text, new RegExp(`Nobody keyed these \\(1\\)[^]*${of('us-1010').name} +${of('us-1010').total.replace('.', '\\.')}`));
    assert.ok(text.split('\n').every((line) => line.length < 180), 'a line is too long to be read');
    // The command line shows the same, from the store alone.
    const config = join(folder, `${series}.config.json`);
    writeFileSync(config, JSON.stringify(tenant.config));
    const tillbridge = (...args: string[]) => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'shadow', ...args, '--config', config, '--store', file], { encoding: 'utf8', env: { ...process.env, SHOPIFY_ACCESS_TOKEN: 'x', LIGHTSPEED_TOKEN: 'x' } });
    const shown = tillbridge('report', '--date', '2026-11-20', '--kept');
    assert.equal(shown.status, 1, shown.stderr);
    assert.match(shown.stdout, /Keyed differently \(1\)/);
    assert.match(shown.stdout, /paid with till \(/, 'the gateway is named');
    assert.match(tillbridge('list').stdout, /2026-11-20 +\d+ +3 +1/);
    const json = JSON.parse(tillbridge('report', '--date', '2026-11-20', '--kept', '--json').stdout) as DayReport & { entries: Entry[] };
    assert.deepEqual([json.date, json.entries.length], ['2026-11-20', entries.length]);
    assert.equal(tillbridge('report', '--date', '20.11.2026', '--kept').status, 2);
    assert.match(tillbridge('report', '--date', '2026-11-01', '--kept').stderr, /no report/);
    // Keyed two days late, it is the same.
    await key(shop, tenant, of('us-1010'));
    await happen(shop, tenant, { source: 'operator', topic: 'shadow/report', cursor: '2026-11-20', id: 'again' });
    const later = await store.get('shadow', 'report/2026-11-20') as DayReport;
    assert.deepEqual(later.kinds.find(({ name }) => name === 'same')?.count, 4);
    assert.equal(signed(later.ours, later.theirs), '0.00');
    const work = await store.scan('shadow', 'work/', undefined, 10);
    assert.equal(work.rows.length, 0);
    // Nothing but what staff did stands in Lightspeed.
    const made = series === 'R' ? shop.sandbox.r.requests : shop.sandbox.x.requests;
    const tills = 5 + 4;
    const writes = made.filter(({ method }) => method !== 'GET').length;
    assert.ok(writes <= tills, `${writes} writes`);
  });
}

test('the report is scheduled once a day of the shop, from four in the morning on, and only in shadow', () => {
  const added: string[] = [];
  const tenantOf = (shadow: boolean, zone: string): Any => ({
    config: { tenant: 'harbour', lightspeed: { series: 'X' }, shadow, time_zone: zone },
    bridge: { route: (event: Event) => ({ subject: 'shadow', dedupe_key: `${event.topic}:${event.id ?? ''}`, priority: 3 }) },
    store: { inbox: { add: ({ dedupeKey }: { dedupeKey: string }) => added.push(dedupeKey) > 0 } },
  });
  const schedule = SCHEDULES.find(({ topic }) => topic === 'shadow/report');
  assert.ok(schedule?.turn);
  const dark = tenantOf(true, 'America/New_York');
  assert.deepEqual([schedule.applies(dark), schedule.applies(tenantOf(false, 'UTC'))], [true, false]);
  for (const [at, turn] of [
    ['2026-11-23T08:59:00Z', undefined], ['2026-11-23T09:00:00Z', '2026-11-23'], ['2026-11-24T04:59:00Z', '2026-11-23'], ['2026-11-24T05:01:00Z', undefined], ['2026-11-24T09:00:00Z', '2026-11-24'],
  ] as const) assert.equal(schedule.turn(dark, new Date(at)), turn, at);
  const running = startSchedules([dark, tenantOf(false, 'UTC')], [{ ...schedule, everyMs: 3_600_000 }], ['schedule:shadow/report'], { now: () => new Date('2026-11-23T12:00:00Z'), sleep: async () => {} }, () => undefined);
  running.stop();
  assert.deepEqual(running.started.map(({ topic }) => topic), ['shadow/report']);
});

test('amounts are subtracted exactly', () => {
  for (const [ours, theirs, difference] of [['0', '0', '0'], ['10.00', '9.99', '+0.01'], ['9.99', '10.00', '-0.01'], ['1000', '1', '+999'], ['90071992547409.93', '0.01', '+90071992547409.92'], ['-5.50', '5.50', '-11.00']] as const) {
    assert.equal(signed(ours, theirs), difference, `${ours} - ${theirs}`);
  }
});
