// `tillbridge setup` and `check --live` against both vendors' wire: what is chosen and why, nothing
// twice, what was renamed, archived or deleted, rights, rivals, and what is held back.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { seedMessyAccount } from '../sandbox/lightspeed-r/messy.ts';
import { seedMessyRetailer } from '../sandbox/lightspeed-x/messy-retailer.ts';
import { Bridge, Setup, check } from '../node/module.ts';
import { openStore } from '../node/store.ts';

const CLI = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
type Series = 'R' | 'X';
type Ran = { code: number | null; stdout: string; stderr: string };

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillbridge-setup-'));
  sandbox = await startSandbox({ shopify: { apiVersion: '2026-10', shopDomain: 'harbour.myshopify.com' } });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A shop and an account with nothing wrong; ids of what the tests change. */
function tidy(series: Series): { location: string } {
  const { shopify, r, x } = sandbox;
  shopify.seedShop({ name: 'Harbour', currencyCode: 'USD', ianaTimezone: 'America/New_York' });
  const location = shopify.seedLocation({ name: 'Harbour Street' });
  if (series === 'R') {
    r.seedAccount({ name: 'Harbour', currencyCode: 'USD' });
    const category = r.seedTaxCategory({ tax1Name: 'Sales tax', tax1Rate: '0.08' });
    const shop = r.seedShop({ name: 'Harbour  street', timeZone: 'America/New_York', taxCategoryID: category });
    r.seedRegister({ shopID: shop, name: 'Counter' });
    r.seedRegister({ shopID: shop, name: 'Web' });
    r.seedRegister({ shopID: shop, name: 'Shopify Clearing' });
    r.seedEmployee({ firstName: 'Web', lastName: 'Shop' });
    r.seedEmployee({ firstName: 'Ann', lastName: 'Roy' });
    r.seedPaymentType({ name: 'Cash', type: 'cash', internalReserved: true });
    r.seedPaymentType({ name: 'Gift Card', type: 'gift card', internalReserved: true });
  } else {
    x.seedRetailer({ name: 'Harbour', domainPrefix: 'harbour', currency: 'USD', timeZone: 'America/New_York', country: 'US', taxExclusive: true });
    x.seedTax({ name: 'No Tax', rates: [{ rate: '0' }] });
    const tax = x.seedTax({ name: 'Sales tax', rates: [{ rate: '0.08' }], isDefault: true });
    const outlet = x.seedOutlet({ name: 'Harbour Street', currency: 'USD', timeZone: 'America/New_York', defaultTaxId: tax });
    x.seedRegister({ outletId: outlet, name: 'Counter' });
    x.seedRegister({ outletId: outlet, name: 'Web' });
    x.seedRegister({ outletId: outlet, name: 'Payout clearing' });
    x.seedUser({ username: 'ann', displayName: 'Ann Roy', isPrimary: true });
    x.seedPaymentType({ name: 'Shopify Payments' });
    x.seedPaymentType({ name: 'Shopify gift card' });
  }
  return { location };
}

const draftOf = (series: Series, more: object = {}): object => ({
  contract: 1, tenant: 'harbour', shopify: { shop: 'harbour.myshopify.com' },
  lightspeed: { series, account: series === 'R' ? '1' : 'harbour' },
  webhooks: {
    shopify: 'http://127.0.0.1:9/webhooks/shopify/harbour', ...(series === 'X' ? { lightspeed: 'http://127.0.0.1:9/webhooks/lightspeed/harbour' } : {}),
  },
  ...more,
});
const file = (): string => join(folder, 'config.json');
const write = (config: object): void => writeFileSync(file(), JSON.stringify(config));
const written = (): any => JSON.parse(readFileSync(file(), 'utf8'));

/** The servers run in this process: a command must not be waited for by blocking. */
async function tillbridge(series: Series, ...args: string[]): Promise<Ran> {
  const lightspeed = series === 'R' ? sandbox.r : sandbox.x;
  const env = {
    ...process.env, SHOPIFY_ACCESS_TOKEN: sandbox.shopify.accessToken, LIGHTSPEED_TOKEN: lightspeed.accessToken,
    TILLBRIDGE_SHOPIFY_URL: sandbox.shopify.url, TILLBRIDGE_LIGHTSPEED_URL: lightspeed.url,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}
const setup = (series: Series, ...more: string[]): Promise<Ran> =>
  tillbridge(series, 'setup', '--config', file(), '--store', join(folder, 'tenant.db'), ...more);
const live = async (series: Series): Promise<Ran & { codes: string[]; exceptions: any[] }> => {
  const ran = await tillbridge(series, 'check', file(), '--live', '--store', join(folder, 'tenant.db'));
  const exceptions = ran.stdout === '' ? [] : JSON.parse(ran.stdout) as any[];
  return { ...ran, exceptions, codes: exceptions.map(({ code }) => code as string).sort() };
};

async function skus(series: Series): Promise<string[]> {
  if (series === 'R') return sandbox.r.dump().items.map(({ row }) => row['customSku'] ?? '');
  const response = await fetch(`${sandbox.x.url}/api/2.0/products?page_size=200`, { headers: { authorization: `Bearer ${sandbox.x.accessToken}` } });
  return ((await response.json()) as { data: { sku: string }[] }).data.map(({ sku }) => sku);
}

/** Writes so far: what must not grow by a preview or a second run. */
function writes(series: Series): string[] {
  const { requests } = series === 'R' ? sandbox.r : sandbox.x;
  const shopify = sandbox.shopify.requests.filter(({ body }) => String(body ?? '').includes('webhookSubscriptionCreate('));
  return [...requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`), ...shopify.map(() => 'subscribe')];
}

for (const series of ['R', 'X'] as const) {
  describe(`${series}-Series`, () => {
    test('five lines become a configuration that fits both systems; nothing is made twice', async () => {
      tidy(series);
      write(draftOf(series));
      const before = readFileSync(file(), 'utf8');
      const preview = await setup(series);
      assert.equal(preview.code, 0, preview.stderr);
      assert.deepEqual(writes(series), [], 'a preview writes nothing');
      assert.equal(readFileSync(file(), 'utf8'), before, 'a preview leaves the file alone');
      assert.match(preview.stdout, /To be made/);
      assert.match(preview.stdout, /Shopify shipping/);
      assert.match(preview.stdout, /they have the same name/);

      const applied = await setup(series, '--apply');
      assert.equal(applied.code, 0, applied.stdout + applied.stderr);
      const config = written();
      assert.equal(readFileSync(`${file()}.bak`, 'utf8'), before, 'what a person wrote is kept');
      assert.deepEqual(check(config), []);
      assert.equal(config.currency, 'USD');
      assert.equal(Object.keys(config.payouts.items).length, 18);
      assert.deepEqual(config.payment_types.map(({ gateway }: { gateway: string }) => gateway).sort(), ['gift_card', 'shopify_payments']);
      assert.equal(config.zones, undefined, 'offsets of time zones are the host\'s');
      const once = writes(series);
      assert.equal(new Set(once.filter((line) => line !== 'subscribe')).size > 0, true);

      const again = await setup(series, '--apply');
      assert.equal(again.code, 0, again.stdout + again.stderr);
      assert.deepEqual(writes(series), once, 'a second run makes nothing');
      assert.deepEqual(written(), config, 'a second run changes nothing');
      assert.match(again.stdout, /everything it needs/);
      const fits = await live(series);
      assert.deepEqual([fits.code, fits.codes], [0, []], fits.stderr);
    });

    test('answers that are lost make nothing twice', async () => {
      tidy(series);
      write(draftOf(series));
      const vendor = series === 'R' ? sandbox.r : sandbox.x;
      vendor.faults.set({ seed: 7, perMille: { timeout_after: 250, 500: 50 }, method: 'POST' });
      const applied = await setup(series, '--apply');
      vendor.faults.set();
      assert.ok(vendor.faults.effectsHidden > 3, `${vendor.faults.effectsHidden} answers were lost`);
      for (let round = 0; round < 3 && written().helper_items?.gift_card === undefined; round += 1) await setup(series, '--apply');
      const settled = await setup(series, '--apply');
      assert.equal(settled.code, 0, applied.stdout + applied.stderr + settled.stdout + settled.stderr);
      const own = (await skus(series)).filter((sku) => sku.startsWith('TB-'));
      assert.deepEqual([...own].sort(), [...new Set(own)].sort());
      assert.equal(own.length, 27);
      assert.deepEqual(check(written()), []);
      const fits = await live(series);
      assert.deepEqual(fits.codes, [], fits.stderr);
    });

    test('two set-ups at once make everything once', async () => {
      tidy(series);
      write(draftOf(series));
      const both = await Promise.all([setup(series, '--apply', '--out', join(folder, 'a.json')), setup(series, '--apply', '--out', join(folder, 'b.json'))]);
      assert.ok(both.some(({ code }) => code === 0), both.map(({ stderr }) => stderr).join('\n'));
      const made = (await skus(series)).filter((sku) => sku.startsWith('TB-'));
      assert.deepEqual([made.length, new Set(made).size], [27, 27]);
      for (const { code, stderr } of both) assert.ok(code === 0 || /CLAIM_HELD|too early|held by another/.test(stderr), stderr);
    });

    test('what a person wrote is kept', async () => {
      tidy(series);
      write(draftOf(series, { orders: { go_live: '2026-12-01T00:00:00Z' }, customers: { default_country: 'CA' }, time_zone: 'America/Toronto' }));
      await setup(series, '--apply');
      const config = written();
      assert.deepEqual([config.orders.go_live, config.customers.default_country, config.time_zone], ['2026-12-01T00:00:00Z', 'CA', 'America/Toronto']);
    });

    test('what was renamed, switched off or deleted is said with where it stands, and holds back what needs it', async () => {
      tidy(series);
      write(draftOf(series));
      const first = await setup(series, '--apply');
      assert.equal(first.code, 0, first.stdout + first.stderr);
      const config = written();
      const shipping = config.helper_items.shipping as string;
      const gateway = config.payment_types[0].id as string;
      await spoil(series, shipping, gateway);
      const found = await live(series);
      assert.equal(found.code, 1);
      const gone = found.exceptions.find(({ code }) => code === 'SETUP_GONE');
      assert.equal(gone.evidence.path, '$.helper_items.shipping');
      assert.match(found.stderr, /helper_items\.shipping/);
      const renamed = found.exceptions.find(({ code }) => code === 'SETUP_RENAMED');
      if (series === 'X') {
        assert.deepEqual([renamed.evidence.path, renamed.evidence.now], ['$.payment_types[0].id', 'Till cash']);
        const accepted = await setup(series, '--apply', '--accept-names');
        assert.ok(!accepted.stderr.includes('SETUP_RENAMED'), accepted.stderr);
        assert.deepEqual((await live(series)).codes.filter((code) => code === 'SETUP_RENAMED'), []);
      }
      // Set-up does not make another one beside it.
      const before = writes(series);
      const again = await setup(series, '--apply');
      assert.match(again.stderr, /SETUP_GONE/);
      assert.deepEqual(writes(series).filter((line) => !before.includes(line)), []);
    });
  });
}

for (const series of ['R', 'X'] as const) {
  test(`${series}: once it is mended, all open orders are looked at again`, async () => {
    tidy(series);
    write(draftOf(series));
    await setup(series, '--apply');
    const item = written().helper_items.shipping as string;
    await switchItem(series, item, false);
    assert.deepEqual((await live(series)).codes, ['SETUP_GONE']);
    assert.deepEqual(pending(), []);
    assert.deepEqual((await live(series)).codes, ['SETUP_GONE'], 'still');
    assert.deepEqual(pending(), []);
    await switchItem(series, item, true);
    assert.deepEqual((await live(series)).codes, []);
    assert.deepEqual(pending(), ['orders/open']);
    assert.deepEqual((await live(series)).codes, []);
    assert.deepEqual(pending(), ['orders/open'], 'once');
  });

  test(`${series}: sales of another shop's in the same account are a rival`, async () => {
    tidy(series);
    write(draftOf(series));
    await setup(series, '--apply');
    await otherShopSells(series);
    const found = await live(series);
    assert.deepEqual(found.codes, ['SETUP_RIVAL'], found.stderr);
    assert.match(found.stderr, /another Shopify shop/);
    if (series === 'R') assert.equal(found.exceptions[0].evidence.shop, 'other.myshopify.com');
  });
}

test('a subscription that Shopify took away is missed, and made again', async () => {
  tidy('R');
  write(draftOf('R'));
  await setup('R', '--apply');
  const list = await graphql('{ webhookSubscriptions(first: 100) { nodes { id topic } } }') as any;
  const paid = list.data.webhookSubscriptions.nodes.find(({ topic }: any) => topic === 'ORDERS_PAID');
  await graphql(`mutation { webhookSubscriptionDelete(id: "${paid.id}") { deletedWebhookSubscriptionId userErrors { message } } }`);
  const found = await live('R');
  assert.deepEqual(found.codes, ['SETUP_WEBHOOK']);
  assert.deepEqual(found.exceptions[0].evidence.missing, ['ORDERS_PAID']);
  const again = await setup('R', '--apply');
  assert.match(again.stdout, /ORDERS_PAID/);
  assert.deepEqual((await live('R')).codes, []);
});

async function graphql(query: string): Promise<unknown> {
  const { shopify } = sandbox;
  const response = await fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-shopify-access-token': shopify.accessToken }, body: JSON.stringify({ query }),
  });
  return response.json();
}

/** Topics of the tasks that are to be run. */
function pending(): string[] {
  const store = openStore(join(folder, 'tenant.db'), 'harbour');
  try {
    return store.pending(new Date(Date.now() + 60_000)).map(({ event }) => event.topic);
  } finally {
    store.close();
  }
}

async function ask(series: Series, method: string, path: string, body?: object): Promise<any> {
  const vendor = series === 'R' ? sandbox.r : sandbox.x;
  const response = await fetch(`${vendor.url}${path}`, {
    method, headers: { authorization: `Bearer ${vendor.accessToken}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.status < 300, `${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function switchItem(series: Series, item: string, on: boolean): Promise<void> {
  if (series === 'X' && !on) sandbox.x.deactivateProduct(item);
  else if (series === 'X') await ask('X', 'PUT', `/api/2.1/products/${item}`, { details: { is_active: true } });
  else if (on) await ask('R', 'PUT', `/API/V3/Account/1/Item/${item}.json`, { archived: false });
  else await ask('R', 'DELETE', `/API/V3/Account/1/Item/${item}.json`);
}

async function otherShopSells(series: Series): Promise<void> {
  const { lightspeed, outlets } = written();
  const [{ id: outlet, register }] = outlets;
  if (series === 'R') {
    const key = JSON.stringify({ shopify_order: '99', outlet, shop: 'other.myshopify.com' });
    await ask('R', 'POST', '/API/V3/Account/1/Sale.json', {
      employeeID: lightspeed.user, registerID: register, shopID: outlet, completed: true, referenceNumber: '#99', referenceNumberSource: 'Shopify',
      SaleNotes: { InternalNote: { note: key } },
    });
  } else {
    sandbox.x.seedSale({
      state: 'closed', source: { author_id: lightspeed.user, register_id: register, type: 'ShopifySync', id: `gid://shopify/Order/99#${outlet}` },
    });
  }
}

/** The shipping item is taken away and, where the sandbox can, a payment type renamed. */
async function spoil(series: Series, item: string, paymentType: string): Promise<void> {
  if (series === 'R') {
    const response = await fetch(`${sandbox.r.url}/API/V3/Account/1/Item/${item}.json`, { method: 'DELETE', headers: { authorization: `Bearer ${sandbox.r.accessToken}` } });
    assert.equal(response.status, 200);
  } else {
    sandbox.x.deactivateProduct(item);
    sandbox.x.renamePaymentType(paymentType, 'Till cash');
  }
}

test('R: a messy account is asked about, and nothing is guessed', async () => {
  const { location } = tidy('R');
  void location;
  const messy = seedMessyAccount(sandbox.r);
  write(draftOf('R'));
  const ran = await setup('R', '--json');
  const { setup: report, exceptions } = JSON.parse(ran.stdout);
  // The account's currency is CAD now, the shop's USD.
  assert.equal(ran.code, 1, ran.stdout);
  assert.ok(exceptions?.some(({ code, evidence }: any) => code === 'SETUP_CURRENCY' && evidence.who === 'lightspeed' && evidence.currency === 'CAD'));
  const used = JSON.stringify(report.config);
  for (const gone of [messy.registers.archived]) assert.ok(!JSON.parse(used).outlets.some(({ register }: any) => register === gone), 'an archived register is not chosen');
  assert.notEqual(report.config.lightspeed.user, messy.employees.archived);
  assert.notEqual(report.config.lightspeed.user, messy.employees.lockedOut);
});

test('X: the native integration and another currency refuse everything', async () => {
  const { shopify } = sandbox;
  shopify.seedShop({ name: 'Harbour', currencyCode: 'NZD', ianaTimezone: 'Pacific/Auckland', taxesIncluded: true });
  shopify.seedLocation({ name: 'Auckland' });
  shopify.seedLocation({ name: 'Toronto' });
  shopify.seedLocation({ name: 'Market stall' });
  const messy = seedMessyRetailer(sandbox.x);
  write(draftOf('X'));
  const ran = await setup('X', '--json');
  const { setup: report, exceptions } = JSON.parse(ran.stdout);
  const codes = exceptions.map(({ code }: any) => code as string);
  assert.ok(codes.includes('SETUP_RIVAL'), codes.join());
  const incomplete = exceptions.find(({ code }: any) => code === 'SETUP_INCOMPLETE');
  assert.equal(Number(incomplete.evidence.questions), report.questions.filter(({ needed }: any) => needed).length);
  assert.ok(exceptions.some(({ code, evidence }: any) => code === 'SETUP_CURRENCY' && evidence.currency === 'CAD' && evidence.who === `outlet ${messy.outlets.toronto}`));
  assert.deepEqual(report.config.locations.map(({ outlets }: any) => outlets), [[messy.outlets.auckland], [messy.outlets.toronto]]);
  assert.ok(report.questions.some(({ path, question }: any) => path === '$.locations' && question.includes('Market stall')));
  assert.equal(report.config.lightspeed.user, messy.users.owner);
  assert.ok(report.config.taxes.every(({ id }: any) => id !== messy.taxes.abolished));
  assert.ok(codes.includes('SETUP_CLOSED'), 'the register "Web" is closed');
});

test('a right that is missing is named with what it is for, and nothing is guessed without it', async () => {
  tidy('R');
  write(draftOf('R'));
  sandbox.r.revokeScope('employee:admin_employees');
  const ran = await setup('R');
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /SETUP_RIGHT_MISSING/);
  assert.match(ran.stderr, /employee:admin_employees/);
  assert.match(ran.stderr, /who sales are recorded as/);
  sandbox.r.grantScope('employee:admin_employees');
  sandbox.shopify.scopes.drop('read_locations');
  const shop = await setup('R', '--apply');
  assert.equal(shop.code, 1);
  assert.match(shop.stderr, /read_locations/);
  assert.deepEqual(writes('R'), []);
  assert.ok(!existsSync(`${file()}.bak`));
});

test('a draft is checked, and a Bridge says that it is one', async () => {
  write(draftOf('R', { lightspeed: { series: 'R', account: 'abc' } }));
  const ran = await tillbridge('R', 'check', '--draft', file());
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /\$\.lightspeed\.account/);
  assert.throws(() => new Bridge(JSON.stringify(draftOf('R'))), /currency|MISSING_FIELD/);
  const door = new Setup(JSON.stringify(draftOf('R')));
  const task = { contract: 1, tenant: 'harbour', id: 't', now: '2026-11-24T00:00:00Z', event: { source: 'operator', topic: 'orders/read' } } as const;
  assert.equal(door.step(task, {}).refusal?.code, 'UNKNOWN_EVENT');
  door.free();
  assert.throws(() => door.step(task, {}), /freed/);
});
