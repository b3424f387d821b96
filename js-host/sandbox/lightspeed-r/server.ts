// The R-Series server: address, access token, limits, then reads and writes.
// `/API/V3/Account/{accountID}/{Entity}.json` and `/{Entity}/{id}.json` (sheet 0.1, 8.R).

import type { Reply, Request, Vendor } from '../http.ts';
import type { Json, JsonObject } from '../json.ts';
import { isObject, parseJson } from '../json.ts';
import { createBucket } from './bucket.ts';
import type { LimitOptions } from './bucket.ts';
import { costOf } from './cost.ts';
import { createCustomer } from './customers.ts';
import type { Account } from './model.ts';
import { relationsOf, selectPage } from './query.ts';
import { entities } from './reads.ts';
import type { AnyEntity } from './reads.ts';
import { createSale, updateSale } from './sales.ts';
import { refundSale } from './refunds.ts';
import { createSaleLine, deleteSaleLine, updateSaleLine } from './reservations.ts';
import { Refusal, errorReply, jsonReply, oneOrMany, unauthorized } from './wire.ts';

export type RServerOptions = {
  accountId: string;
  accessToken: string;
  ignoresReferenceFilter: boolean;
  limits: LimitOptions;
};

const PATH = /^\/API\/V3\/Account\/(\d+)\/([A-Za-z]+)(?:\/(\d+)(\/refund)?)?\.json$/;

export function lightspeedR(account: Account, options: RServerOptions): Vendor {
  const bucket = createBucket(account.now, () => account.registers.all().length, options.limits);
  const readable = entities(account, options);

  return {
    handle(request) {
      if (request.headers['authorization'] !== `Bearer ${options.accessToken}`) return unauthorized();
      const route = PATH.exec(request.path);
      const [, accountId = '', name = '', id, sub = ''] = route ?? [];
      const entity = readable.get(name);
      if (entity === undefined || accountId !== options.accountId) return errorReply(404, `No such resource: ${request.path}`);

      const body = request.body === '' ? undefined : parseJson(request.body);
      let cost = 1;
      let headers: Record<string, string> = {};
      try {
        const relations = relationsOf(request.query, entity);
        cost = costOf(request, name, id !== undefined, body, relations);
        const admission = bucket.admit(cost);
        headers = admission.headers;
        if (!admission.admitted) return { ...errorReply(429, 'Rate limit exceeded.', headers), cost: 0 };
        const asks = (relation: string): boolean => relations.includes(relation);
        const action = `${request.method} ${name}${id === undefined ? '' : '/id'}${sub}`;
        if (action === `GET ${name}/id/refund`) throw new Refusal(405, 'A refund is posted.');
        const reply = request.method === 'GET' ? read(request, entity, id, asks) : write(account, action, entity, id, body, asks);
        return { ...reply, headers: { ...reply.headers, ...headers }, cost };
      } catch (error) {
        if (error instanceof Refusal) return { ...errorReply(error.status, error.message, headers), cost };
        throw error;
      }
    },
    refuse(_request, fault) {
      return fault.kind === '429'
        ? errorReply(429, 'Rate limit exceeded.', bucket.refusalHeaders(fault.retryAfterSeconds ?? 1))
        : errorReply(500, 'An internal error occurred.');
    },
  };
}

type Asks = (relation: string) => boolean;

function read(request: Request, entity: AnyEntity, id: string | undefined, asks: Asks): Reply {
  if (id !== undefined) return one(entity, entity.get(id), id, asks);

  if (request.query.has('Contact.email') && !asks('Contact')) {
    throw new Refusal(400, "Searching by 'Contact.email' needs the relation Contact to be loaded.");
  }
  const archived = request.query.get('archived') ?? 'false';
  const visible = entity.all().filter((row) => {
    const value = entity.fields['archived'] === undefined ? '' : entity.values(row, 'archived')[0];
    return archived === 'true' ? true : archived === 'only' ? value === 'true' : value !== 'true';
  });
  const page = selectPage(request, visible, entity);
  const attributes: JsonObject = { next: page.next, previous: '' };
  if (page.total !== undefined) attributes['count'] = String(page.total);
  if (page.rows.length === 0) return jsonReply({ '@attributes': { count: '0', ...attributes } });
  const rows = page.rows.map((row) => entity.render(row, asks));
  return jsonReply({ '@attributes': attributes, [entity.entity]: oneOrMany(rows) });
}

function write(account: Account, action: string, entity: AnyEntity, id: string | undefined, body: Json | undefined, asks: Asks): Reply {
  if (action === 'DELETE SaleLine/id') {
    const gone = account.store.transaction(() => deleteSaleLine(account, id ?? ''));
    return { ...one(entity, gone, id ?? '', asks), wrote: true };
  }
  if (!isObject(body)) throw new Refusal(400, 'The body is not a JSON object.');
  const document = account.store.transaction(() => {
    switch (action) {
      case 'POST Customer': return createCustomer(account, body);
      case 'POST Sale': return createSale(account, body);
      case 'POST Sale/id/refund': return refundSale(account, id ?? '', body);
      case 'PUT Sale/id': return updateSale(account, id ?? '', body);
      case 'POST SaleLine': return createSaleLine(account, body);
      case 'PUT SaleLine/id': return updateSaleLine(account, id ?? '', body);
      default: throw new Refusal(405, `The sandbox does not cover ${action}.`);
    }
  });
  return { ...one(entity, document, id ?? '', asks), wrote: true };
}

function one(entity: AnyEntity, document: unknown, id: string, asks: Asks): Reply {
  if (document === undefined) throw new Refusal(404, `Object of type '${entity.entity}' not found with primary ID '${id}'.`);
  return jsonReply({ '@attributes': { count: '1' }, [entity.entity]: entity.render(document, asks) });
}
