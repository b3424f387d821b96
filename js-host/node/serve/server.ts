// The server: webhooks in, tasks run, schedules kept. It can be embedded: `startServer` is all
// that the command `serve` is made of.
//
//   POST /webhooks/shopify/TENANT      POST /webhooks/lightspeed/TENANT
//   GET  /health                       GET  /status

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../module.ts';
import { describe, systemClock } from '../module.ts';
import { receive } from './receive.ts';
import type { Receipt, Vendor } from './receive.ts';
import { createScheduler } from './scheduler.ts';
import type { Done } from './scheduler.ts';
import { SCHEDULES, startSchedules } from './schedules.ts';
import type { Schedule } from './schedules.ts';
import { statusOf } from './status.ts';
import type { Status } from './status.ts';
import type { ServedTenant } from './tenant.ts';

/** Shopify's largest webhooks are far below this. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const CONCURRENCY = 4;
const GRACE_MS = 20_000;

export type ServerOptions = {
  tenants: readonly ServedTenant[];
  /** Default 127.0.0.1: a proxy with TLS stands before it. */
  host?: string;
  /** Default: any that is free. */
  port?: number;
  clock?: Clock;
  concurrency?: number;
  schedules?: readonly Schedule[];
  onReceived?(received: Receipt & { tenant: string; vendor: Vendor }): void;
  onDone?(done: Done): void;
};

export type Server = {
  url: string;
  /** Something was put into a tenant's inbox by other means than a webhook. */
  wake(): void;
  /** Resolves when nothing runs and nothing is due within so many milliseconds; default 0. */
  idle(withinMs?: number): Promise<void>;
  status(): Status;
  /** Takes nothing more in, lets what runs end within so long (default 20 s), and resolves. */
  close(graceMs?: number): Promise<void>;
};

export async function startServer(options: ServerOptions): Promise<Server> {
  const { tenants, clock = systemClock } = options;
  const byName = new Map(tenants.map((tenant) => [tenant.config.tenant, tenant]));
  if (byName.size < tenants.length) throw new Error('two tenants have one name');
  const { core, events } = describe();
  const scheduler = createScheduler(tenants, {
    clock, concurrency: options.concurrency ?? CONCURRENCY, tell: (done) => options.onDone?.(done),
  });
  const schedules = startSchedules(tenants, options.schedules ?? SCHEDULES, events, clock, scheduler.wake);
  const status = (): Status => statusOf(core, tenants, scheduler, schedules);

  const accept = async (request: IncomingMessage, vendor: Vendor, name: string): Promise<number> => {
    const tenant = byName.get(name);
    if (tenant === undefined) return 404;
    const body = await bytesOf(request);
    if (body === undefined) return 413;
    const receipt = await receive(tenant, vendor, request.headers, body, clock.now());
    options.onReceived?.({ ...receipt, tenant: name, vendor });
    if (receipt.became === 'new') scheduler.wake();
    return receipt.status;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && pathname === '/health') return send(response, 200, { ok: true, core });
    if (request.method === 'GET' && pathname === '/status') return send(response, 200, status());
    const [, vendor, name] = /^\/webhooks\/(shopify|lightspeed)\/([^/]+)$/.exec(pathname) ?? [];
    if (vendor === undefined || name === undefined) return send(response, 404, { error: 'not found' });
    if (request.method !== 'POST') return send(response, 405, { error: 'POST a webhook here' });
    const code = await accept(request, vendor as Vendor, decodeURIComponent(name));
    // The rest of a body that is too large is not read.
    if (code === 413) response.setHeader('connection', 'close');
    send(response, code, code === 200 ? { ok: true } : { error: WORDS[code] ?? 'refused' });
  };

  const http = createServer((request, response) => {
    answer(request, response).catch(() => {
      // It was not stored: the sender is to send it again.
      if (!response.headersSent) send(response, 503, { error: 'not stored, send it again' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  scheduler.wake();
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}`,
    wake: scheduler.wake,
    idle: (withinMs = 0) => scheduler.idle(withinMs),
    status,
    async close(graceMs = GRACE_MS) {
      schedules.stop();
      const closed = new Promise<void>((resolve) => { http.close(() => resolve()); });
      http.closeIdleConnections();
      await scheduler.stop(graceMs);
      http.closeAllConnections();
      await closed;
    },
  };
}

const WORDS: Record<number, string> = {
  401: 'the signature is not that of a known secret', 403: 'not for this tenant', 404: 'no such tenant', 413: 'too large',
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The raw body; undefined when it is larger than allowed. */
async function bytesOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
