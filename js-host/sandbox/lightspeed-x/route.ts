// What an operation of the X-Series server is, and what it is called with.

import type { Reply, Request } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from './access.ts';
import { invalid } from './fields.ts';
import type { Retailer } from './model.ts';
import type { DuplicateSaleId } from './sales.ts';

/** `dated` is every YYYY-MM; 0.9 is a path without a version. */
export type ApiVersion = '0.9' | '2.0' | '2.1' | 'dated';

export const BOTH: readonly ApiVersion[] = ['2.0', 'dated'];

export type Call = {
  retailer: Retailer;
  request: Request;
  duplicateSaleId: DuplicateSaleId;
  /** Of the path, in lower case; empty when it has none. */
  id: string;
  dated: boolean;
};

export type Route = {
  /** Method and path, with at most one `{id}`. */
  on: string;
  versions: readonly ApiVersion[];
  needs: readonly Scope[] | ((call: Call) => readonly Scope[]);
  /** A `POST` that changes nothing. */
  reads?: true;
  run(call: Call): Reply;
};

/** The body, which must be a JSON object. */
export function bodyOf({ request }: Call): JsonObject {
  const body = parseJson(request.body);
  return isObject(body) ? body : invalid('The body is not a JSON object.');
}
