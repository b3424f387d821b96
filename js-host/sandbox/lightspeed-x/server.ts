// The X-Series server: `/api/{version}/...`, access token, required User-Agent,
// rate limit, then the operation (sheet 8.X). Versions: 2.0, 2.1 and YYYY-MM; none is 0.9.

import type { Reply, Request, Vendor } from '../http.ts';
import { isObject } from '../json.ts';
import type { Json } from '../json.ts';
import { mustHave } from './access.ts';
import { createLimit } from './limit.ts';
import { change } from './model.ts';
import type { Retailer } from './model.ts';
import type { ApiVersion } from './route.ts';
import { routeOf } from './routes.ts';
import type { DuplicateSaleId } from './sales.ts';
import { deliverTo } from './subscriptions.ts';
import { Refusal, errorReply } from './wire.ts';

export type XServerOptions = { accessToken: string; duplicateSaleId: DuplicateSaleId; enforceLimit: boolean };

const PATH = /^\/api\/(?:(2\.0|2\.1|\d{4}-\d{2})\/)?(.+)$/;

export function lightspeedX(retailer: Retailer, options: XServerOptions): Vendor {
  // Those of an earlier run on the same database.
  for (const webhook of retailer.webhooks.all()) deliverTo(retailer, webhook);
  const limit = createLimit(retailer.now, () => retailer.registers.all().length, options.enforceLimit);
  return {
    handle(request) {
      if (request.headers['authorization'] !== `Bearer ${options.accessToken}`) return errorReply(401, 'The access token is not valid.');
      if ((request.headers['user-agent'] ?? '') === '') return errorReply(403, 'A User-Agent header is required.');
      const { admitted, headers } = limit.admit();
      const reply = admitted ? answer(retailer, options, request) : errorReply(429, 'Rate limiting enforced');
      return { ...reply, headers: { ...reply.headers, ...headers } };
    },
    shorten: shortened,
    refuse: (_request, fault) => fault.kind === '429'
      ? errorReply(429, 'Rate limiting enforced', limit.retryHeader(fault.retryAfterSeconds ?? 1))
      : errorReply(500, 'Something went wrong.'),
  };
}

/** A page that leaves rows out and says the versions of all of them. */
function shortened(body: Json, keep: (rows: number) => number): Json | undefined {
  if (Array.isArray(body)) return body.slice(0, keep(body.length));
  const data = isObject(body) ? body['data'] : undefined;
  if (!isObject(body) || !Array.isArray(data)) return undefined;
  const kept = data.slice(0, keep(data.length));
  const versions = body['version'] === undefined ? {} : { version: kept.length === 0 ? { min: null, max: null } : body['version'] };
  return { ...body, data: kept, ...versions };
}

function answer(retailer: Retailer, { duplicateSaleId }: XServerOptions, request: Request): Reply {
  const [, named = '0.9', path = ''] = PATH.exec(request.path) ?? [];
  try {
    if (path === '') throw new Refusal(404, `No such resource: ${request.path}`);
    const version: ApiVersion = named === '0.9' || named === '2.0' || named === '2.1' ? named : 'dated';
    const { route, id } = routeOf(request.method, path, version);
    const call = { retailer, request, duplicateSaleId, id, dated: version === 'dated' };
    retailer.stockLag.settle();
    mustHave(retailer, typeof route.needs === 'function' ? route.needs(call) : route.needs);
    if (request.method === 'GET' || route.reads === true) return route.run(call);
    return { ...change(retailer, () => route.run(call)), wrote: true };
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.status, error.message);
    throw error;
  }
}
