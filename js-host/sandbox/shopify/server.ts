// The Shopify server: `POST /admin/api/{version}/graphql.json`. Errors of a
// document and throttling are HTTP 200 with `errors` (sheet 2.0).

import { GraphQLError, Kind, executeSync, getVariableValues, parse } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Reply, Request, Vendor } from '../http.ts';
import { isObject, number, parseJson, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { MAXIMUM, objectsIn, requestedCost } from './cost.ts';
import { faultsOf } from './rules.ts';
import { adminSchema } from './schema.ts';
import { guarded } from './scopes.ts';
import type { Scopes } from './scopes.ts';
import type { Asked } from './search.ts';
import { createThrottle } from './throttle.ts';
import type { Throttle, ThrottleOptions } from './throttle.ts';

export type ShopifyServerOptions = { accessToken: string; throttle: ThrottleOptions; scopes: Scopes; now: () => Date };

const PATH = /^\/admin\/api\/(\d{4}-\d{2}|unstable)\/graphql\.json$/;

export function shopifyAdmin(root: object, options: ShopifyServerOptions): Vendor {
  const throttle = createThrottle(options.now, options.throttle);
  return {
    handle(request) {
      const [, version] = PATH.exec(request.path) ?? [];
      if (request.headers['x-shopify-access-token'] !== options.accessToken) {
        return reply(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
      }
      if (request.method !== 'POST' || version === undefined) return reply(404, { errors: 'Not Found' });
      const body = parseJson(request.body);
      if (!isObject(body)) return reply(400, { errors: { query: 'Required parameter missing or invalid' } });
      return answer({ root, throttle, scopes: options.scopes, version }, textOf(body['query']) ?? '', textOf(body['operationName']), variablesOf(request.body));
    },
    shorten: (body, keep) => {
      const data = isObject(body) ? shortened(body['data'], keep) : undefined;
      return !isObject(body) || data === undefined ? undefined : { ...body, data };
    },
    refuse: (_request: Request, fault) => fault.kind === '429'
      ? throttled(throttle, 1)
      : reply(500, { errors: 'Internal Server Error' }),
  };
}

/** The outermost lists with pages, as if they had no more. */
function shortened(value: Json | undefined, keep: (rows: number) => number): Json | undefined {
  if (!isObject(value)) return undefined;
  const changed: JsonObject = {};
  for (const [key, each] of Object.entries(value)) {
    if ((key === 'nodes' || key === 'edges') && Array.isArray(each)) changed[key] = each.slice(0, keep(each.length));
    else if (key === 'pageInfo' && isObject(each)) changed[key] = { ...each, ...(each['hasNextPage'] === undefined ? {} : { hasNextPage: false }) };
    else {
      const inner = shortened(each, keep);
      if (inner !== undefined) changed[key] = inner;
    }
  }
  return Object.keys(changed).length === 0 ? undefined : { ...value, ...changed };
}

type Serving = { root: object; throttle: Throttle; scopes: Scopes; version: string };

function answer({ root, throttle, scopes, version }: Serving, source: string, name: string | undefined, given: Record<string, unknown>): Reply {
  let document: DocumentNode;
  let operation: OperationDefinitionNode;
  try {
    document = parse(source);
    operation = choose(document, name);
  } catch (error) {
    if (error instanceof GraphQLError) return refused([{ message: syntaxError(error) }]);
    throw error;
  }
  const schema = adminSchema(version);
  const errors = faultsOf(schema, document);
  if (errors.length > 0) return refused(errors);
  const { coerced, errors: misfits } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (coerced === undefined) return refused((misfits ?? []).map((error) => invalidVariable(operation, given, error)));

  const requested = requestedCost(schema, document, operation, coerced);
  if (requested > MAXIMUM) {
    return refused([{
      message: `Query cost is ${requested}, which exceeds the single query max cost limit (${MAXIMUM}).`,
      extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: MAXIMUM, documentation: 'https://shopify.dev/api/usage/rate-limits' },
    }]);
  }
  if (!throttle.reserve(requested)) return throttled(throttle, requested);
  const asked: Asked = { search: [], version };
  const { data, errors: failed } = executeSync({
    schema, document, rootValue: root, contextValue: asked, variableValues: given, operationName: operation.name?.value ?? null, fieldResolver: guarded(scopes),
  });
  const bug = failed?.find((error) => error.originalError !== undefined && !(error.originalError instanceof GraphQLError));
  if (bug !== undefined) throw bug;
  // A mutation costs what it asks for (recorded: 10 and 10, even when it is denied).
  const actual = operation.operation === 'mutation' ? requested : Math.max(Math.min(objectsIn(data) - 1, requested), 1);
  throttle.giveBack(requested - actual);
  const answered = { data: data as unknown as Json, ...(failed === undefined ? {} : { errors: failed as unknown as Json }) };
  const search = asked.search.length === 0 ? {} : { search: asked.search as unknown as Json };
  return { ...reply(200, { ...answered, extensions: { ...cost(throttle, requested, actual), ...search } }), cost: actual, wrote: operation.operation === 'mutation' };
}

/** Numbers of variables are the library's to check: plain ones, not the exact ones of our texts. */
function variablesOf(body: string): Record<string, unknown> {
  return (JSON.parse(body) as { variables?: Record<string, unknown> | null }).variables ?? {};
}

function choose(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = name === undefined ? operations[0] : operations.find((candidate) => candidate.name?.value === name);
  if (operation === undefined || (name === undefined && operations.length > 1)) throw new GraphQLError('An operation name is required');
  if (operation.operation === 'query') return operation;
  // Shopify has more mutations than the part of its schema here: what is missing is not covered, not unknown.
  const covered = adminSchema().getMutationType()?.getFields() ?? {};
  const known = operation.selectionSet.selections.every((one) => one.kind !== Kind.FIELD || one.name.value === '__typename' || covered[one.name.value] !== undefined);
  if (operation.operation === 'subscription' || !known) throw new GraphQLError('The sandbox covers no mutations but those of webhook subscriptions and stock.');
  return operation;
}

/** "Syntax Error: Expected Name, found <EOF>." in Shopify's words. */
function syntaxError(error: GraphQLError): string {
  const [, found] = /^Syntax Error: .*?(?:found|Unexpected) (.*?)\.?$/.exec(error.message) ?? [];
  const [at] = error.locations ?? [];
  if (found === undefined || at === undefined) return error.message;
  return `syntax error, unexpected ${found === '<EOF>' ? 'end of file' : found} at [${at.line}, ${at.column}]`;
}

function invalidVariable(operation: OperationDefinitionNode, given: Record<string, unknown>, error: GraphQLError): object {
  const [, name = ''] = /^Variable "\$(\w+)"/.exec(error.message) ?? [];
  const type = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.type.loc;
  const written = type === undefined ? '' : type.source.body.slice(type.start, type.end);
  return {
    message: `Variable $${name} of type ${written} was provided invalid value`,
    extensions: { code: 'INVALID_VARIABLE', value: given[name] ?? null, problems: [{ path: [], explanation: error.message }] },
  };
}

function refused(errors: readonly object[]): Reply {
  return reply(200, { errors: errors as unknown as Json });
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
