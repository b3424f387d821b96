// The webhooks that an application keeps at the X-Series sandbox: made, listed, changed and deleted
// in the versions and without one, and really sent while they are there.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../sandbox/index.ts';
import type { Sandbox } from '../sandbox/index.ts';

type Any = any;

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ x: { enforceLimit: false, delivery: { timeScale: 1e-6 } } });
});
afterEach(() => sandbox.close());

async function call(method: string, path: string, body?: unknown, x = sandbox.x): Promise<{ status: number; body: Any }> {
  const answer = await fetch(`${x.url}/api/${path}`, {
    method, headers: { authorization: `Bearer ${x.accessToken}`, 'user-agent': 'tests' },
    ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
const form = (data: unknown): URLSearchParams => new URLSearchParams({ data: JSON.stringify(data) });
const get = async (path: string): Promise<Any> => (await call('GET', path)).body.data;

describe('webhooks', () => {
  const hook = (more: object = {}): object => ({ type: 'product.update', url: 'http://127.0.0.1:9/', active: true, ...more });

  test('made once, listed, changed, deleted', async () => {
    const made = await call('POST', '2026-07/webhooks', hook());
    assert.equal(made.status, 201);
    const { id, retailer_id: retailerId, ...rest } = made.body.data;
    assert.deepEqual(rest, hook());
    assert.equal(retailerId, (await get('2.0/retailer')).id);
    assert.equal((await call('POST', '2.0/webhooks', hook())).status, 409);
    assert.equal((await call('POST', '2.0/webhooks', hook({ type: 'sale.update' }))).status, 201);
    assert.equal((await get('2.0/webhooks')).length, 2);
    assert.equal((await call('PUT', `2.0/webhooks/${id}`, hook({ active: false }))).body.data.active, false);
    assert.deepEqual([(await call('DELETE', `2.0/webhooks/${id}`)).status, (await call('DELETE', `2.0/webhooks/${id}`)).status], [200, 404]);
    assert.equal((await call('GET', `2.0/webhooks/${id}`)).status, 404);
    assert.equal((await get('2.0/webhooks')).length, 1);
  });

  test('without a version: JSON in the form field data, bare answers, an update of what it names', async () => {
    assert.equal((await call('POST', 'webhooks', hook())).status, 422, 'JSON that is not in a form');
    assert.equal((await call('POST', 'webhooks', new URLSearchParams({ payload: '{}' }))).status, 422, 'a form without data');
    const made = await call('POST', 'webhooks', form(hook()));
    assert.deepEqual([made.status, made.body.type], [200, 'product.update']);
    assert.equal((await call('POST', 'webhooks', form(hook()))).status, 409);
    assert.deepEqual((await call('GET', 'webhooks')).body, await get('2026-07/webhooks'));
    const changed = await call('PUT', `webhooks/${made.body.id}`, form({ active: false }));
    assert.deepEqual([changed.body.active, changed.body.url], [false, 'http://127.0.0.1:9/']);
    assert.deepEqual((await call('DELETE', `webhooks/${made.body.id}`)).body, { status: 'success' });
    assert.equal((await call('GET', `webhooks/${made.body.id}`)).status, 404);
  });

  test('they are sent for what staff do, and after a restart; seeds send none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-x-'));
    const told = async (work: (x: Sandbox['x']) => unknown): Promise<string[]> => {
      const other = await startSandbox({ databasePath: join(folder, 'db'), x: { delivery: { timeScale: 1e-9 } } });
      try {
        await work(other.x);
        await other.x.deliveries.settled();
        return other.x.deliveries.log.map(({ topic, body }) => `${topic} ${JSON.parse(body).base_name} ${JSON.parse(body).active}`);
      } finally {
        await other.close();
      }
    };
    try {
      let id = '';
      assert.deepEqual(await told(async (x) => {
        await call('POST', '2026-07/webhooks', hook(), x);
        id = x.seedProduct({ sku: 'A', name: 'Shipping' });
      }), []);
      assert.deepEqual(await told((x) => {
        x.renameProduct(id, 'Freight');
        x.deactivateProduct(id);
        x.deleteProduct(id);
      }), ['product.update Freight true', 'product.update Freight false', 'product.update Freight false']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [what, body] of [
    ['an unknown type', hook({ type: 'sale.create' })], ['no active', hook({ active: undefined })], ['no url', hook({ url: '' })],
    ['an unknown field', hook({ topic: 'x' })],
  ] as const) test(`422: ${what}`, async () => assert.equal((await call('POST', '2.0/webhooks', body)).status, 422));

  test('they are sent while they are active, and no more when they are deleted', async () => {
    const got: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => got.push(new URLSearchParams(chunk.toString()).get('payload') ?? '')).on('end', () => response.writeHead(200).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const { id } = (await call('POST', '2.0/webhooks', hook({ url }))).body.data;
      const create = async (name: string): Promise<void> => {
        await call('POST', '2.0/products', { name });
        await sandbox.x.deliveries.settled();
      };
      await create('One');
      await call('PUT', `2.0/webhooks/${id}`, hook({ url, active: false }));
      await create('Two');
      await call('PUT', `2.0/webhooks/${id}`, hook({ url }));
      await create('Three');
      await call('DELETE', `2.0/webhooks/${id}`);
      await create('Four');
      assert.deepEqual(got.map((payload) => JSON.parse(payload).name), ['One', 'Three']);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
