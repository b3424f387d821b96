// The Http port: what is sent, and what is known when nothing came back.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AccessError, accessOf } from '../node/access.ts';
import { createHttp } from '../node/http.ts';
import { NotSent } from '../node/module.ts';
import type { Http, Request } from '../node/module.ts';

let server: Server;
let url = '';
let behave: (request: IncomingMessage, response: ServerResponse, body: string) => void = () => undefined;

before(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => behave(request, response, body));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const SECRET = 'shpat_0123456789';

function http(lightspeed = url, timeoutMs = 400): Http {
  return createHttp({
    shopify: { url, headers: { 'x-shopify-access-token': SECRET } },
    lightspeed: { url: lightspeed, headers: { authorization: `Bearer ${SECRET}` } },
    timeoutMs,
  });
}

function request(more: Partial<Request> = {}): Request {
  return { id: 'a#1-0', system: 'lightspeed', effect: 'read', method: 'GET', path: '/API/V3/Account/1/Customer.json', ...more };
}

test('a request is sent as it is, with the credentials of its system', async () => {
  const seen: { method?: string | undefined; url?: string | undefined; headers?: IncomingMessage['headers']; body?: string } = {};
  behave = (incoming, response, body) => {
    Object.assign(seen, { method: incoming.method, url: incoming.url, headers: incoming.headers, body });
    response.writeHead(201, { 'X-LS-Api-Bucket-Level': '3/90' }).end('{"ok":true}');
  };
  const query = { 'Contact.email': 'a+b&c@example.com', load_relations: '["Contact"]', archived: 'true' };
  const answer = await http().send(request({ method: 'POST', query, headers: { 'X-Of-Module': 'yes' }, body: { name: 'Zoë', price: 1.5 } }));
  assert.equal(seen.method, 'POST');
  assert.equal(seen.url, '/API/V3/Account/1/Customer.json?Contact.email=a%2Bb%26c%40example.com&load_relations=%5B%22Contact%22%5D&archived=true');
  assert.equal(seen.headers?.['authorization'], `Bearer ${SECRET}`);
  assert.equal(seen.headers?.['x-of-module'], 'yes');
  assert.equal(seen.headers?.['content-type'], 'application/json');
  assert.equal(seen.body, '{"name":"Zoë","price":1.5}');
  assert.equal(answer.status, 201);
  assert.equal(answer.headers['x-ls-api-bucket-level'], '3/90');
  assert.equal(new TextDecoder().decode(answer.body), '{"ok":true}');

  await http().send(request({ system: 'shopify', path: '/admin/api/2026-07/graphql.json' }));
  assert.equal(seen.headers?.['x-shopify-access-token'], SECRET);
  assert.equal(seen.headers?.['authorization'], undefined, 'one system never sees the other\'s credentials');
});

test('every status is an answer; a redirect is not followed', async () => {
  for (const status of [204, 302, 404, 429, 500, 503]) {
    behave = (_incoming, response) => response.writeHead(status, { location: `${url}/elsewhere` }).end();
    assert.equal((await http().send(request())).status, status);
  }
});

test('a connection that is refused, or a name that does not exist, was certainly not sent', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => { closed.listen(0, '127.0.0.1', resolve); });
  const { port } = closed.address() as AddressInfo;
  await new Promise<void>((resolve) => { closed.close(() => resolve()); });
  await assert.rejects(http(`http://127.0.0.1:${port}`).send(request()), NotSent);
  await assert.rejects(http('https://shop.invalid').send(request()), NotSent);
  await assert.rejects(http().send(request({ path: '//elsewhere.example/x' })), NotSent);
  await assert.rejects(http().send(request({ system: 'store', path: 'claims' })), NotSent);
});

test('after it was sent nobody knows: a time-out, a cut connection, half an answer', async () => {
  const unknown = async (): Promise<void> => {
    await assert.rejects(http().send(request({ method: 'POST', body: {} })), (error: Error) => {
      assert.ok(!(error instanceof NotSent));
      assert.ok(!`${error.message}${error.stack ?? ''}`.includes(SECRET));
      return true;
    });
  };
  behave = () => undefined;
  await unknown();
  behave = (incoming) => incoming.socket.destroy();
  await unknown();
  behave = (incoming, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"Sale":');
    setTimeout(() => incoming.socket.destroy(), 20);
  };
  await unknown();
  behave = (_incoming, response) => void response.writeHead(200, { 'content-length': '100' }).write('{');
  await unknown();
});

test('credentials travel over TLS, or stay on this machine', () => {
  assert.throws(() => http('http://api.lightspeedapp.com'), /refused: only https/);
  assert.doesNotThrow(() => http('https://api.lightspeedapp.com'));
  assert.doesNotThrow(() => http('http://localhost:3000/'));
});

test('addresses and credentials come from configuration and environment', () => {
  const config = { shopify: { shop: 'acme.myshopify.com' }, lightspeed: { series: 'X' as const, account: 'acme' } };
  const access = accessOf(config, { SHOPIFY_ACCESS_TOKEN: 's', LIGHTSPEED_TOKEN: 'l' });
  assert.equal(access.shopify.url, 'https://acme.myshopify.com');
  assert.equal(access.lightspeed.url, 'https://acme.retail.lightspeed.app');
  assert.equal(accessOf({ ...config, lightspeed: { series: 'R', account: '1' } }, { SHOPIFY_ACCESS_TOKEN: 's', LIGHTSPEED_TOKEN: 'l' }).lightspeed.url, 'https://api.lightspeedapp.com');
  const elsewhere = accessOf(config, { SHOPIFY_ACCESS_TOKEN: 's', LIGHTSPEED_TOKEN: 'l', TILLBRIDGE_LIGHTSPEED_URL: 'http://127.0.0.1:1' });
  assert.equal(elsewhere.lightspeed.url, 'http://127.0.0.1:1');
  assert.throws(() => accessOf(config, { LIGHTSPEED_TOKEN: 'secret' }), (error: Error) => (
    error instanceof AccessError && error.message.includes('SHOPIFY_ACCESS_TOKEN') && !error.message.includes('secret')));
});
