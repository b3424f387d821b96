// The Admin schema the sandbox answers by: Shopify's own types, read from
// admin.graphql and built once in the process, at the first request.

import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

let built: GraphQLSchema | undefined;

export function adminSchema(): GraphQLSchema {
  built ??= buildSchema(readFileSync(new URL('./admin.graphql', import.meta.url), 'utf8'));
  return built;
}
