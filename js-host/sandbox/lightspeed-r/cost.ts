// What a request costs in drips (sheet 8.R, Rdoc introduction/rate-limiting):
// base by endpoint, +3 when a sale names `completed`, +0.5 a nested entity,
// load_relations 0.1 (to one) or 0.2 (to many), doubled on lists.

import type { Request } from '../http.ts';
import { isObject } from '../json.ts';
import type { Json } from '../json.ts';

/** Wrappers around entities; not entities themselves. */
const WRAPPERS = new Set(['SaleLines', 'SalePayments', 'SaleNotes', 'Addresses', 'Phones', 'Emails', 'Websites', 'Tags', 'CustomFieldValues',
  'Prices', 'ItemShops', 'ItemComponents', 'ItemVendorNums']);
/** Relations to one that sound like many. */
const TO_ONE = new Set(['ItemAttributes', 'TaxClass']);

export function costOf(request: Request, entity: string, single: boolean, body: Json | undefined, relations: readonly string[]): number {
  // Tenths of a drip, so that sums are exact.
  let tenths = 10;
  const writing = request.method !== 'GET';
  if (writing && request.path.endsWith('/refund.json')) {
    tenths = 100;
  } else if (writing && (entity === 'Sale' || entity === 'SaleLine')) {
    tenths = 20;
    if (isObject(body) && body['completed'] !== undefined) tenths += 30;
  }
  if (writing && isObject(body)) {
    for (const [key, value] of Object.entries(body)) tenths += 5 * nestedEntities(key, value);
  }
  for (const relation of relations) {
    const last = relation.split('.').at(-1) ?? relation;
    tenths += (last.endsWith('s') && !TO_ONE.has(last) ? 2 : 1) * (writing || single ? 1 : 2);
  }
  if (request.query.get('count') === '1') tenths += 100;
  const or = request.query.get('or');
  if (or !== null) tenths += 10 * or.split('|').length;
  return tenths / 10;
}

function nestedEntities(key: string, value: Json | undefined): number {
  if (Array.isArray(value)) {
    return value.reduce((count: number, element) => count + nestedEntities(key, element), 0);
  }
  if (!isObject(value)) return 0;
  const own = WRAPPERS.has(key) ? 0 : 1;
  return Object.entries(value).reduce((count, [inner, nested]) => count + nestedEntities(inner, nested), own);
}
