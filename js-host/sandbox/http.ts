// One local HTTP server of a sandbox vendor: reads the whole request, lets the
// faults strike, hands the request to the vendor and keeps the request log.

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPageFault } from './faults.ts';
import type { Fault, Faults, PageFault } from './faults.ts';
import { parseJson } from './json.ts';
import type { Json } from './json.ts';

export type Request = {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** `http://127.0.0.1:PORT`, for answers that hold full addresses. */
  origin: string;
};

export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Cost in the vendor's own unit. */
  cost: number;
  /** True when this request changed the vendor's state. */
  wrote?: boolean;
};

export type Vendor = {
  handle(request: Request): Reply;
  /** The vendor's own 429 or 500 answer, with nothing done. */
  refuse(request: Request, fault: Fault): Reply;
  /** The answer with only so much of its rows; undefined when it is no list. */
  shorten(body: Json, keep: (rows: number) => number): Json | undefined;
};

export type RequestLog = {
  at: string;
  method: string;
  path: string;
  query: string;
  body: string;
  /** Absent when the caller got no answer. */
  status?: number;
  cost: number;
  fault?: string;
};

export type Listening = { url: string; port: number; close(): Promise<void> };

export type ServerOptions = {
  vendor: Vendor;
  faults: Faults;
  log: RequestLog[];
  now: () => Date;
  port: number;
};

export async function listen(options: ServerOptions): Promise<Listening> {
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming, origin).then(
      (request) => serve(options, request, outgoing),
      () => outgoing.destroy(),
    );
  });
  // A long act of a test must not close the connections of who waits for its end.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  return {
    url: origin,
    port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function serve(options: ServerOptions, request: Request, outgoing: ServerResponse): void {
  const { vendor, faults, log } = options;
  const fault = faults.next(request);
  const entry: RequestLog = {
    at: options.now().toISOString(),
    method: request.method,
    path: request.path,
    query: request.query.toString(),
    body: request.body,
    cost: 0,
  };
  if (fault !== undefined) entry.fault = fault.kind;
  log.push(entry);
  if (fault?.kind === 'timeout_before') return void outgoing.destroy();

  const refused = fault?.kind === '429' || fault?.kind === '500';
  const answered = refused ? vendor.refuse(request, fault) : handle(vendor, request);
  const reply = fault !== undefined && isPageFault(fault.kind) ? spoil(options, answered, fault.kind) : answered;
  entry.cost = reply.cost;
  if (fault?.kind === 'timeout_after') {
    if (reply.wrote === true) faults.effectsHidden += 1;
    return void outgoing.destroy();
  }
  entry.status = reply.status;
  outgoing.writeHead(reply.status, reply.headers);
  outgoing.end(reply.body);
}

/** Rows are lost without a word; a text that is cut off is no JSON any more. */
function spoil({ vendor, faults }: ServerOptions, reply: Reply, kind: PageFault): Reply {
  if (reply.status !== 200 || reply.body === '') return reply;
  const body = parseJson(reply.body);
  const short = kind === 'truncated' || body === undefined ? undefined : vendor.shorten(body, (rows) => (kind === 'empty_page' ? 0 : Math.floor(rows / 2)));
  const spoilt = kind === 'truncated' ? reply.body.slice(0, Math.floor(reply.body.length / 2)) : short === undefined ? reply.body : JSON.stringify(short);
  if (spoilt === reply.body) return reply;
  faults.spoilt[kind] += 1;
  if (kind === 'truncated' && reply.wrote === true) faults.effectsHidden += 1;
  return { ...reply, body: spoilt };
}

/** A bug in the sandbox must not look like an answer of the vendor: status 599 and the stack. */
function handle(vendor: Vendor, request: Request): Reply {
  try {
    return vendor.handle(request);
  } catch (error) {
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    return { status: 599, headers: { 'content-type': 'text/plain' }, body: stack, cost: 0 };
  }
}

async function readRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', origin);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value ?? '';
  }
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
    origin,
  };
}
