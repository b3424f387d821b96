// The Http port over fetch. What is certain not to have left is said so; everything else that
// went wrong may have taken effect, and is left unknown.

import type { Request } from '../src/contract.ts';
import type { Http } from '../src/ports.ts';
import { NotSent } from './module.ts';

export type Endpoint = {
  /** Scheme and host, such as `https://name.myshopify.com`. */
  url: string;
  headers: Record<string, string>;
};

export type HttpOptions = {
  shopify: Endpoint;
  lightspeed: Endpoint;
  /** From the first byte sent to the last byte read. Default 10 s. */
  timeoutMs?: number;
};

/** Failures of looking up, connecting and greeting: no byte of the request was written. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN',
  'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_GET_ISSUER_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function createHttp(options: HttpOptions): Http {
  const timeout = options.timeoutMs ?? 10_000;
  const endpoints = { shopify: checked(options.shopify), lightspeed: checked(options.lightspeed) };
  return {
    async send(request) {
      if (request.system === 'store') throw new NotSent('requests to the store do not go over HTTP');
      const prepared = prepare(endpoints[request.system], request);
      try {
        const response = await fetch(prepared.url, {
          method: request.method,
          headers: prepared.headers,
          ...(prepared.body === undefined ? {} : { body: prepared.body }),
          // A redirect would repeat the write and carry the credentials elsewhere.
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        });
        const body = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, headers: Object.fromEntries(response.headers), body };
      } catch (error) {
        if (neverLeft(error)) throw new NotSent(`not sent to ${request.system}: ${codeOf(error) ?? 'no connection'}`);
        throw new Error(`no answer from ${request.system}: ${codeOf(error) ?? nameOf(error)}`);
      }
    },
  };
}

/** Address and headers of one request; anything wrong with them means it was not sent. */
function prepare(endpoint: Endpoint, request: Request): { url: string; headers: Headers; body?: Uint8Array<ArrayBuffer> } {
  if (!request.path.startsWith('/') || request.path.startsWith('//')) {
    throw new NotSent('the path of a request begins with one slash');
  }
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const headers = new Headers(request.headers ?? {});
  headers.set('accept', headers.get('accept') ?? 'application/json');
  if (request.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(endpoint.headers)) headers.set(name, value);
  const url = `${endpoint.url}${request.path}${query === '' ? '' : `?${query}`}`;
  if (request.body === undefined) return { url, headers };
  return { url, headers, body: new TextEncoder().encode(JSON.stringify(request.body)) };
}

/** Credentials travel over TLS, or stay on this machine. */
function checked(endpoint: Endpoint): Endpoint {
  const url = new URL(endpoint.url);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw new Error(`${url.origin} is refused: only https, or http on this machine`);
  }
  return { ...endpoint, url: endpoint.url.replace(/\/+$/, '') };
}

function neverLeft(error: unknown): boolean {
  const cause = (error as { cause?: unknown }).cause;
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every((one) => BEFORE_SENDING.has(String(codeOf(one))));
  return BEFORE_SENDING.has(String(codeOf(error)));
}

function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof cause === 'object' && cause !== null) return codeOf(cause);
  return typeof code === 'string' ? code : undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'error';
}
