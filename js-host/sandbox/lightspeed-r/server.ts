// The R-Series server: address, access token, limits, scopes, then reads and writes.
// `/API/V3/Account/{accountID}/{Entity}.json` and `/{Entity}/{id}.json` (sheet 0.1, 8.R).

import type { Reply, Request, Vendor } from '../http.ts';
import type { Json, JsonObject } from '../json.ts';
import { isObject, parseJson } from '../json.ts';
import { accountDetails, tokenAccount } from './account.ts';
import { createBucket } from './bucket.ts';
import type { LimitOptions } from './bucket.ts';
import { costOf } from './cost.ts';
import type { AnyEntity, Asks } from './entity.ts';
import type { Account } from './model.ts';
import { relationsOf, selectPage } from './query.ts';
import { entities } from './reads.ts';
import { isReport, report } from './reports.ts';
import { permits } from './scopes.ts';
import { carryOut, unasked } from './writes.ts';
import { Forbidden, Refusal, errorReply, jsonReply, oneOrMany, unauthorized } from './wire.ts';

export type RServerOptions = {
  accountId: string;
  accessToken: string;
  ignoresReferenceFilter: boolean;
  limits: LimitOptions;
};

const SELF = /^\/API\/V3\/Account(?:\/(\d+))?\.json$/;
const REPORT = /^\/API\/V3\/Account\/(\d+)\/Reports\/Accounting\/([A-Za-z]+)\.json$/;
const PATH = /^\/API\/V3\/Account\/(\d+)\/([A-Za-z]+)(?:\/(\d+)(\/[A-Za-z]+)?)?\.json$/;

/** One request that was understood: what it costs, and what is done when it is let in. */
type Call = { cost(): number; run(): Reply };

export function lightspeedR(account: Account, options: RServerOptions): Vendor {
  const bucket = createBucket(account.now, () => account.registers.all().length, options.limits);
  const readable = entities(account, options);

  const callOf = (request: Request): Call | undefined => {
    const self = SELF.exec(request.path);
    if (self !== null) return self[1] === undefined || self[1] === options.accountId ? ofItself(account, request, options.accountId, self[1]) : undefined;
    const [, reporting, about = ''] = REPORT.exec(request.path) ?? [];
    if (reporting !== undefined) return reporting === options.accountId ? ofReport(account, request, about) : undefined;
    const [, accountId = '', name = '', id, sub = ''] = PATH.exec(request.path) ?? [];
    const entity = readable.get(name);
    return entity === undefined || accountId !== options.accountId ? undefined : ofEntity(account, request, entity, id, sub);
  };

  return {
    handle(request) {
      if (request.headers['authorization'] !== `Bearer ${options.accessToken}`) return unauthorized();
      const call = callOf(request);
      if (call === undefined) return errorReply(404, `No such resource: ${request.path}`);
      let cost = 1;
      let headers: Record<string, string> = {};
      try {
        cost = call.cost();
        const admission = bucket.admit(cost);
        headers = admission.headers;
        if (!admission.admitted) return { ...errorReply(429, 'Rate limit exceeded.', headers), cost: 0 };
        account.stockLag.settle();
        const reply = call.run();
        return { ...reply, headers: { ...reply.headers, ...headers }, cost };
      } catch (error) {
        if (error instanceof Refusal) return { ...errorReply(error.status, error.message, headers, error.errorClass), cost };
        throw error;
      }
    },
    shorten: shortened,
    refuse(_request, fault) {
      return fault.kind === '429'
        ? errorReply(429, 'Rate limit exceeded.', bucket.refusalHeaders(fault.retryAfterSeconds ?? 1))
        : errorReply(500, 'An internal error occurred.');
    },
  };
}

/** A list that says that it has no more. */
function shortened(body: Json, keep: (rows: number) => number): Json | undefined {
  const attributes = isObject(body) ? body['@attributes'] : undefined;
  if (!isObject(body) || !isObject(attributes) || attributes['next'] === undefined) return undefined;
  const entity = Object.keys(body).find((key) => key !== '@attributes');
  if (entity === undefined) return undefined;
  const found = body[entity];
  const rows = (Array.isArray(found) ? found : [found]).filter(isObject);
  const kept = rows.slice(0, keep(rows.length));
  if (kept.length === 0) return { '@attributes': { count: '0', next: '', previous: '' } };
  return { '@attributes': { ...attributes, next: '' }, [entity]: oneOrMany(kept) };
}

function ofItself(account: Account, request: Request, accountID: string, id: string | undefined): Call {
  return {
    cost: () => 1,
    run() {
      if (request.method !== 'GET') throw new Refusal(405, 'The sandbox does not cover a change of the account.');
      return jsonReply(id === undefined ? tokenAccount(account, accountID) : accountDetails(account, accountID));
    },
  };
}

function ofReport(account: Account, request: Request, name: string): Call {
  return {
    cost: () => 1,
    run() {
      if (!permits(account.scopes, 'Reports', 'GET', '')) throw new Forbidden();
      if (request.method !== 'GET' && isReport(name)) throw new Refusal(405, 'A report is read.');
      return report(account, request, name);
    },
  };
}

function ofEntity(account: Account, request: Request, entity: AnyEntity, id: string | undefined, sub: string): Call {
  const name = entity.entity;
  const body = request.body === '' ? undefined : parseJson(request.body);
  const action = `${request.method} ${name}${id === undefined ? '' : '/id'}${sub}`;
  const relations = (): readonly string[] => relationsOf(request.query, entity);
  return {
    cost: () => costOf(request, name, id !== undefined, body, relations()),
    run() {
      if (!permits(account.scopes, name, request.method, sub)) throw new Forbidden();
      if (sub !== '' && sub !== '/refund') throw new Refusal(501, `The sandbox does not cover ${action}.`);
      if (action === `GET ${name}/id/refund`) throw new Refusal(405, 'A refund is posted.');
      const asked = [...relations(), ...unasked(action)];
      const asks: Asks = (relation) => asked.includes(relation);
      if (request.method === 'GET') return id === undefined ? list(request, entity, asks) : one(entity, entity.get(id), id, asks);
      return { ...one(entity, carryOut(account, action, id ?? '', body), id ?? '', asks), wrote: true };
    },
  };
}

function list(request: Request, entity: AnyEntity, asks: Asks): Reply {
  if (request.query.has('Contact.email') && !asks('Contact')) {
    throw new Refusal(400, "Searching by 'Contact.email' needs the relation Contact to be loaded.");
  }
  const page = selectPage(request, entity);
  const attributes: JsonObject = { next: page.next, previous: '' };
  if (page.total !== undefined) attributes['count'] = String(page.total);
  if (page.rows.length === 0) return jsonReply({ '@attributes': { count: '0', ...attributes } });
  const rows = page.rows.map((row) => entity.render(row, asks));
  return jsonReply({ '@attributes': attributes, [entity.entity]: oneOrMany(rows) });
}

function one(entity: AnyEntity, document: unknown, id: string, asks: Asks): Reply {
  if (document === undefined) throw new Refusal(404, `Object of type '${entity.entity}' not found with primary ID '${id}'.`);
  return jsonReply({ '@attributes': { count: '1' }, [entity.entity]: entity.render(document, asks) });
}
