// The R-Series wire: every scalar a string, one element collapsed to an object,
// empty lists without their key, errors as JSON under text/html (sheet 8.R).

import type { Reply } from '../http.ts';
import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';

/** A refusal by the vendor; becomes its error body. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorClass: string;
  constructor(status: number, message: string, errorClass = 'Exception') {
    super(message);
    this.status = status;
    this.errorClass = errorClass;
  }
}

/** The token lacks a scope: the body as quoted in public support pages of integrators. */
export class Forbidden extends Refusal {
  constructor() {
    super(403, 'Not Authorized: Insufficient rights to perform the request', 'InsufficientRightsException');
  }
}

const MESSAGES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
};

export function errorReply(status: number, message: string, headers: Record<string, string> = {}, errorClass = 'Exception'): Reply {
  const body = { httpCode: String(status), httpMessage: MESSAGES[status] ?? 'Error', message, errorClass };
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8', ...headers }, body: JSON.stringify(body), cost: 0 };
}

export function jsonReply(body: JsonObject): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), cost: 0 };
}

/** The V3 answer to a missing or wrong access token (Rdoc authentication). */
export function unauthorized(): Reply {
  const body = {
    error: 'access_denied',
    error_description: 'The resource owner or authorization server denied the request.',
    hint: 'Access token could not be verified',
  };
  return { status: 401, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), cost: 0 };
}

/** One element collapses to an object. */
export function oneOrMany(elements: JsonObject[]): Json {
  return elements.length === 1 ? elements[0] as JsonObject : elements;
}

/** `{Singular: one-or-many}`, or "" when there is none. */
export function relation(singular: string, elements: JsonObject[]): Json {
  return elements.length === 0 ? '' : { [singular]: oneOrMany(elements) };
}

/**
 * The elements of a nested relation in a request: `{"SaleLine": [..] | {..}}` as
 * documented, or `[{"SaleLine": {..}}]` as recorded.
 */
export function requested(container: Json | undefined, singular: string): JsonObject[] {
  if (container === undefined || container === null || container === '') return [];
  const holders = Array.isArray(container) ? container : [container];
  return holders.flatMap((holder) => {
    if (!isObject(holder)) throw new Refusal(400, `Invalid ${singular} list.`);
    const inner = holder[singular];
    if (inner === undefined || inner === '' || inner === null) return [];
    const elements = Array.isArray(inner) ? inner : [inner];
    return elements.map((element) => {
      if (!isObject(element)) throw new Refusal(400, `Invalid ${singular}.`);
      return element;
    });
  });
}
