// The X-Series server: `/api/{version}/...`, access token, required User-Agent,
// rate limit, then reads and writes (sheet 8.X). Versions: 2.0 and YYYY-MM.

import type { Reply, Request, Vendor } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { createCustomer } from './customers.ts';
import { createLimit } from './limit.ts';
import { change } from './model.ts';
import type { Retailer } from './model.ts';
import { listPage, listRows, renderSale, search } from './reads.ts';
import { createReturn } from './returns.ts';
import { createSale, replaceSale } from './sales.ts';
import type { DuplicateSaleId } from './sales.ts';
import { Refusal, errorReply, jsonReply } from './wire.ts';

export type XServerOptions = { accessToken: string; duplicateSaleId: DuplicateSaleId; enforceLimit: boolean };

const PATH = /^\/api\/(2\.0|\d{4}-\d{2})\/([a-z_]+)(?:\/([^/]+)(?:\/actions\/([a-z_]+))?)?$/;

export function lightspeedX(retailer: Retailer, options: XServerOptions): Vendor {
  const limit = createLimit(retailer.now, () => retailer.registers.all().length, options.enforceLimit);
  return {
    handle(request) {
      if (request.headers['authorization'] !== `Bearer ${options.accessToken}`) return errorReply(401, 'The access token is not valid.');
      if ((request.headers['user-agent'] ?? '') === '') return errorReply(403, 'A User-Agent header is required.');
      const { admitted, headers } = limit.admit();
      const reply = admitted ? answer(retailer, options, request) : errorReply(429, 'Rate limiting enforced');
      return { ...reply, headers: { ...reply.headers, ...headers } };
    },
    refuse: (_request, fault) => fault.kind === '429'
      ? errorReply(429, 'Rate limiting enforced', limit.retryHeader(fault.retryAfterSeconds ?? 1))
      : errorReply(500, 'Something went wrong.'),
  };
}

function answer(retailer: Retailer, options: XServerOptions, request: Request): Reply {
  const [, version = '', resource = '', id, verb] = PATH.exec(request.path) ?? [];
  const dated = version !== '2.0';
  try {
    if (resource === '') throw new Refusal(404, `No such resource: ${request.path}`);
    if (verb !== undefined) return act(retailer, request, `${request.method} ${resource}/${verb}`, id ?? '', dated);
    return request.method === 'GET'
      ? read(retailer, request, resource, id, dated)
      : write(retailer, options, request, resource, id, dated);
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.status, error.message);
    throw error;
  }
}

function read(retailer: Retailer, request: Request, resource: string, id: string | undefined, dated: boolean): Reply {
  if (resource === 'search' && id === undefined) return jsonReply(200, search(request, retailer));
  if (resource === 'sales' && id !== undefined) {
    const sale = retailer.sales.get(id.toLowerCase());
    if (sale === undefined) throw new Refusal(404, `No sale with id ${id}.`);
    return jsonReply(200, { data: renderSale(retailer, sale, dated) });
  }
  const rows = listRows(retailer, resource, dated);
  if (rows === undefined) throw new Refusal(404, `No such resource: ${request.path}`);
  if (id === undefined) return jsonReply(200, listPage(request, rows));
  const hit = rows.find(({ row }) => row['id'] === id.toLowerCase());
  if (hit === undefined) throw new Refusal(404, `No ${resource} with id ${id}.`);
  return jsonReply(200, { data: hit.row });
}

/** Actions on a sale take no body. */
function act(retailer: Retailer, request: Request, action: string, id: string, dated: boolean): Reply {
  if (action !== 'POST sales/return' || !dated) throw new Refusal(405, `The sandbox does not cover ${request.method} ${request.path}.`);
  const sale = change(retailer, () => createReturn(retailer, id.toLowerCase()));
  return { ...jsonReply(200, { data: renderSale(retailer, sale, dated) }), wrote: true };
}

function write(retailer: Retailer, options: XServerOptions, request: Request, resource: string, id: string | undefined, dated: boolean): Reply {
  const body = parseJson(request.body);
  if (!isObject(body)) throw new Refusal(422, 'The body is not a JSON object.');
  const action = `${request.method} ${resource}${id === undefined ? '' : '/id'}`;
  const [status, data] = change(retailer, (): [number, JsonObject] => {
    switch (action) {
      case 'POST customers': return [201, createCustomer(retailer, body)];
      case 'POST sales':
        if (dated) return [200, renderSale(retailer, createSale(retailer, body, options.duplicateSaleId), dated)];
        break;
      case 'PUT sales/id':
        if (dated) return [200, renderSale(retailer, replaceSale(retailer, (id ?? '').toLowerCase(), body), dated)];
        break;
    }
    throw new Refusal(405, `The sandbox does not cover ${action} in this version.`);
  });
  return { ...jsonReply(status, { data }), wrote: true };
}
