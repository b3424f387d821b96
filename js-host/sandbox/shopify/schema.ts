// The Admin schema the sandbox answers by: Shopify's own types of 2026-10, read from admin.graphql
// and built once in the process, at the first request. Of what older versions have otherwise
// (sheet 2.2) those parts are told apart that writes of stock meet. The types of balance transactions
// are an open set: one that is not in the enum is answered as it is.

import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

const built = new Map<string, GraphQLSchema>();

/** `version` is YYYY-MM or "unstable". */
export function adminSchema(version = '2026-10'): GraphQLSchema {
  const age = version < '2026-04' ? '2026-01' : version < '2026-10' ? '2026-04' : '2026-10';
  const made = built.get(age) ?? withOpenTypes(buildSchema(textOf(age)));
  built.set(age, made);
  return made;
}

function withOpenTypes(schema: GraphQLSchema): GraphQLSchema {
  const types = schema.getType('ShopifyPaymentsTransactionType');
  if (isEnumType(types)) types.serialize = (value) => String(value);
  return schema;
}

function textOf(age: string): string {
  let text = readFileSync(new URL('./admin.graphql', import.meta.url), 'utf8');
  // From 2026-10 a quantity can be set at any location, and the code is gone.
  if (age < '2026-10') text = text.replace(/^enum InventorySetQuantitiesUserErrorCode \{\n/m, '$&  ITEM_NOT_STOCKED_AT_LOCATION\n');
  if (age < '2026-04') text = text.replace(/(^type InventoryLevel implements Node \{[^}]*?)  isActive: Boolean!\n/m, '$1');
  return text;
}
