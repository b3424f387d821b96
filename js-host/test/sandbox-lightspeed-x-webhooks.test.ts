// X-Series webhooks of the sandbox: forms, signed, as often as the vendor would; and that the
// server takes them as what they are.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { startServer } from '../node/serve/server.ts';
import type { ServedTenant } from '../node/serve/tenant.ts';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { lightspeedPayload, verifyLightspeed } from '../src/verify.ts';
import { openWorld } from './world.ts';

type Any = any;
type Got = { signature: string; body: Uint8Array; type: string; document: Any };

let server: Server;
let sandbox: Sandbox;
let got: Got[] = [];
let ids: { outlet: string; register: string; user: string; tax: string; pay: string; mug: string };

async function open(encoding: 'hex' | 'base64'): Promise<void> {
  sandbox = await startSandbox({ x: { webhookEncoding: encoding, delivery: { timeScale: 1e-6 } } });
  const { x } = sandbox;
  const tax = x.seedTax({ name: 'No Tax', rates: [{ rate: '0' }] });
  const outlet = x.seedOutlet({ name: 'Main' });
  ids = {
    tax, outlet, register: x.seedRegister({ outletId: outlet }), user: x.seedUser({ username: 'api' }), pay: x.seedPaymentType({ name: 'Shopify' }),
    mug: x.seedProduct({ sku: 'MUG', price: '4', taxId: tax, stock: { [outlet]: '5' } }),
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const topic of ['sale.update', 'inventory.update']) x.deliveries.subscribe({ topic, url });
}

beforeEach(async () => {
  got = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = new Uint8Array(Buffer.concat(chunks));
      const form = new URLSearchParams(new TextDecoder().decode(body));
      const document: Any = JSON.parse(new TextDecoder().decode(lightspeedPayload(body)));
      got.push({ signature: String(request.headers['x-signature']), body, type: form.get('type') ?? '', document });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await sandbox.close();
  await new Promise((resolve) => server.close(resolve));
});

function sell(state: string, quantity: number, paid: number): Promise<Response> {
  return fetch(`${sandbox.x.url}/api/2026-07/sales`, {
    method: 'POST', headers: { authorization: `Bearer ${sandbox.x.accessToken}`, 'user-agent': 'tests' },
    body: JSON.stringify({
      state, source: { author_id: ids.user, register_id: ids.register }, payments: [{ amount: paid, type: { config_id: ids.pay } }],
      line_items: [{ product: { id: ids.mug }, quantity, pricing: { price: 4 }, tax: { id: ids.tax, amount: 0 }, _metadata: { is_price_override: true } }],
    }),
  });
}

for (const encoding of ['hex', 'base64'] as const) {
  test(`a sale tells of itself and of the stock it took, signed in ${encoding}`, async () => {
    await open(encoding);
    assert.equal((await sell('closed', 2, 8)).status, 200);
    await sandbox.x.deliveries.settled();
    assert.deepEqual(got.map(({ type }) => type).sort(), ['inventory.update', 'sale.update']);
    const [sale] = got.filter(({ type }) => type === 'sale.update');
    const [stock] = got.filter(({ type }) => type === 'inventory.update');
    assert.deepEqual(sale?.document.totals, { total_price: '8', total_tax: '0', total_payment: '8', total_to_pay: '0' });
    assert.equal(sale?.document.status, 'CLOSED');
    assert.deepEqual([stock?.document.product_id, stock?.document.count], [ids.mug, '3']);
    for (const { body, signature } of got) {
      assert.equal(await verifyLightspeed(body, signature, ['older', sandbox.x.webhookSecret]), true);
      assert.equal(await verifyLightspeed(body, signature, ['another']), false);
    }
  });
}

test('what is refused tells nothing', async () => {
  await open('hex');
  assert.equal((await sell('closed', 2, 7)).status, 422);
  await sandbox.x.deliveries.settled();
  assert.deepEqual(got, []);
});

test('webhooks come twice, and are lost, on demand', async () => {
  await open('hex');
  sandbox.x.deliveries.setFaults({ seed: 3, perMille: { duplicate: 400, dropped: 300 } });
  for (let at = 0; at < 20; at += 1) await sell('closed', 1, 4);
  await sandbox.x.deliveries.settled();
  const { log } = sandbox.x.deliveries;
  const count = (fault: string): number => log.filter((entry) => entry.fault === fault).length;
  assert.ok(count('duplicate') > 5 && count('dropped') > 5, `${count('duplicate')} ${count('dropped')}`);
  assert.equal(got.length, log.length - count('dropped') + count('duplicate'));
});

test('the server takes what is genuine, whichever way it is signed, and names what it has no flow for', async () => {
  await open('hex');
  const world = await openWorld('X');
  const tenant: ServedTenant = { config: world.config, bridge: world.bridge, store: world.store(), http: world.http, secrets: { shopify: [], lightspeed: ['x-secret'] } };
  const serving = await startServer({ tenants: [tenant], clock: world.clock, schedules: [] });
  try {
    const body = new URLSearchParams({ type: 'sale.update', domain_prefix: world.config.lightspeed.account, payload: '{"id":"1"}' }).toString();
    const post = async (mac: string): Promise<number> => (await fetch(`${serving.url}/webhooks/lightspeed/${world.config.tenant}`, {
      method: 'POST', body, headers: { 'x-signature': `signature=${mac}, algorithm=HMAC-SHA256`, 'content-type': 'application/x-www-form-urlencoded' },
    })).status;
    const mac = (encoding: 'hex' | 'base64', secret = 'x-secret'): string => createHmac('sha256', secret).update(body).digest(encoding);
    assert.deepEqual([await post(mac('hex')), await post(mac('base64')), await post(mac('hex', 'other'))], [200, 200, 401]);
    assert.deepEqual(tenant.store.inbox.counts(), { waiting: 0, done: 0, refused: 1, parked: 0 });
  } finally {
    await serving.close();
    tenant.store.close();
    await world.close();
  }
});
