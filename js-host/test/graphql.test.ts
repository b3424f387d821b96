// Every GraphQL document of the module against the official Admin schema: fields, arguments,
// variables, and nothing deprecated. The schema lies beside the repository; without it every
// test here is skipped, visibly.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { NoDeprecatedCustomRule, buildSchema, getVariableValues, parse, specifiedRules, validate } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'src', 'shopify', 'graphql');
const documents = readdirSync(folder).filter((name) => name.endsWith('.graphql')).sort();

/** What the module sends with each document. A document that is not here fails. */
const VARIABLES: Record<string, Record<string, unknown>[]> = {
  'order_transactions.graphql': [{ id: 'gid://shopify/Order/820982911946154508' }],
};

const file = findSchema();
const skip = file === undefined
  ? 'the official schema (../shared/schemas/shopify/admin_2026-10.graphql.gz) is not here: no document was validated'
  : false;
if (skip !== false) console.error(`SKIPPED: ${skip}`);

function findSchema(): string | undefined {
  const name = join('schemas', 'shopify', 'admin_2026-10.graphql.gz');
  const given = process.env['TILLBRIDGE_SHARED'];
  const places = given === undefined ? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')) : [given];
  return places.map((place) => join(place, name)).find((path) => existsSync(path));
}

let built: GraphQLSchema | undefined;
function schema(): GraphQLSchema {
  built ??= buildSchema(gunzipSync(readFileSync(file ?? '')).toString('utf8'), { assumeValidSDL: true });
  return built;
}

function faults(text: string): string[] {
  return validate(schema(), parse(text), [...specifiedRules, NoDeprecatedCustomRule]).map((error) => error.message);
}

function operation(text: string): OperationDefinitionNode {
  const [first, ...rest] = parse(text).definitions;
  assert.equal(rest.length, 0, 'one operation per document');
  assert.ok(first?.kind === 'OperationDefinition');
  return first;
}

function misfits(text: string, variables: Record<string, unknown>): string[] {
  const definitions = operation(text).variableDefinitions ?? [];
  const known = definitions.map((definition) => definition.variable.name.value);
  const unknown = Object.keys(variables).filter((name) => !known.includes(name)).map((name) => `\`${name}\` is not declared`);
  const { errors = [] } = getVariableValues(schema(), definitions, variables);
  return [...unknown, ...errors.map((error) => error.message)];
}

const source = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('GraphQL documents', () => {
  test('each has its variables here, and none is left over', () => {
    assert.deepEqual(documents, Object.keys(VARIABLES).sort());
  });

  for (const name of documents) {
    test(`${name} is valid in the official schema`, { skip }, () => {
      assert.deepEqual(faults(source(name)), []);
      for (const variables of VARIABLES[name] ?? []) assert.deepEqual(misfits(source(name), variables), []);
    });
  }

  test('planted faults are found', { skip }, () => {
    const good = source('order_transactions.graphql');
    assert.equal(faults(good.replace('gateway', 'gatway')).length, 1);
    assert.equal(faults(good.replace('first: 100', 'first: "100"')).length, 1);
    assert.equal(faults(good.replace('$id: ID!', '$id: Int!')).length, 1);
    // Of deprecated fields there must be one left in the schema for this to prove anything.
    assert.equal(faults('{ order(id: "gid://shopify/Order/1") { id totalPrice } }').length, 1);
    assert.equal(misfits(good, {}).length, 1);
    assert.equal(misfits(good, { id: 'gid://shopify/Order/1', first: 5 }).length, 1);
  });
});
