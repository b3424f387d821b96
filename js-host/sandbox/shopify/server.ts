// The Shopify server: `POST /admin/api/{version}/graphql.json`. Errors of a
// document and throttling are HTTP 200 with `errors` (sheet 2.0).

import type { Reply, Request, Vendor } from '../http.ts';
import { isObject, objectOf, parseJson, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { execute, missingVariables, requestedCost, validate } from './execute.ts';
import type { Schema } from './execute.ts';
import { SyntaxFault, parseDocument } from './graphql.ts';
import type { Operation } from './graphql.ts';
import { createThrottle } from './throttle.ts';
import type { Throttle, ThrottleOptions } from './throttle.ts';

export type ShopifyServerOptions = { accessToken: string; throttle: ThrottleOptions; now: () => Date };

const PATH = /^\/admin\/api\/(\d{4}-\d{2}|unstable)\/graphql\.json$/;

export function shopifyAdmin(schema: Schema, options: ShopifyServerOptions): Vendor {
  const throttle = createThrottle(options.now, options.throttle);
  return {
    handle(request) {
      if (request.headers['x-shopify-access-token'] !== options.accessToken) {
        return reply(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
      }
      if (request.method !== 'POST' || !PATH.test(request.path)) return reply(404, { errors: 'Not Found' });
      const body = parseJson(request.body);
      if (!isObject(body)) return reply(400, { errors: { query: 'Required parameter missing or invalid' } });
      return answer(schema, throttle, body);
    },
    refuse: (_request: Request, fault) => fault.kind === '429'
      ? throttled(throttle, 1)
      : reply(500, { errors: 'Internal Server Error' }),
  };
}

function answer(schema: Schema, throttle: Throttle, body: JsonObject): Reply {
  const variables = objectOf(body['variables']);
  let operation: Operation;
  try {
    operation = choose(parseDocument(textOf(body['query']) ?? ''), textOf(body['operationName']));
  } catch (error) {
    if (error instanceof SyntaxFault) return reply(200, { errors: [{ message: error.message }] });
    throw error;
  }
  const errors = validate(schema, operation);
  if (errors.length > 0) return reply(200, { errors: errors as unknown as Json });
  const missing = missingVariables(operation, variables);
  if (missing.length > 0) {
    return reply(200, { errors: missing.map(([name, type]): JsonObject => ({
      message: `Variable $${name} of type ${type} was provided invalid value`,
      extensions: { code: 'INVALID_VARIABLE', value: null },
    })) });
  }
  const requested = requestedCost(schema, operation);
  if (!throttle.reserve(requested)) return throttled(throttle, requested);
  const { data, objects } = execute(schema, operation, variables);
  const actual = Math.max(Math.min(objects, requested), 1);
  throttle.giveBack(requested - actual);
  return { ...reply(200, { data, extensions: cost(throttle, requested, actual) }), cost: actual };
}

function choose(operations: Operation[], name: string | undefined): Operation {
  const operation = name === undefined ? operations[0] : operations.find((candidate) => candidate.name === name);
  if (operation === undefined || (name === undefined && operations.length > 1)) throw new SyntaxFault('An operation name is required');
  if (operation.kind !== 'query') throw new SyntaxFault('The sandbox does not cover mutations.');
  return operation;
}

function throttled(throttle: Throttle, requested: number): Reply {
  return reply(200, {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } }],
    extensions: cost(throttle, requested, null),
  });
}

function cost(throttle: Throttle, requested: number, actual: number | null): JsonObject {
  const { maximumAvailable, currentlyAvailable, restoreRate } = throttle.status();
  return {
    cost: {
      requestedQueryCost: number(requested),
      actualQueryCost: actual === null ? null : number(actual),
      throttleStatus: {
        maximumAvailable: number(maximumAvailable),
        currentlyAvailable: number(currentlyAvailable),
        restoreRate: number(restoreRate),
      },
    },
  };
}

function reply(status: number, body: JsonObject): Reply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(body), cost: 0 };
}
