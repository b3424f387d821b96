// Runs a read operation against a small schema: exactly the selected fields are
// answered, and a field the type does not have is an error as Shopify words it.
// Cost: object 1, scalar 0 (sheet 2.0); a plain list counts as one object asked for.

import type { Json, JsonObject } from '../json.ts';
import type { Operation, Selection, Value } from './graphql.ts';

export type Arguments = Record<string, unknown>;
export type Field = {
  /** Type of the object the field answers; absent = a scalar. */
  type?: string;
  list?: boolean;
  args?: readonly string[];
  required?: readonly string[];
  resolve(parent: never, args: Arguments): unknown;
};
export type Schema = Record<string, Record<string, Field>>;
export type GraphqlError = { message: string; locations: { line: number; column: number }[]; path: string[]; extensions: JsonObject };

export const ROOT = 'QueryRoot';

/** Everything wrong with a document; nothing is run when there is something. */
export function validate(schema: Schema, operation: Operation): GraphqlError[] {
  const errors: GraphqlError[] = [];
  const root = `${operation.kind}${operation.name === undefined ? '' : ` ${operation.name}`}`;
  const check = (typeName: string, selections: Selection[], path: string[]): void => {
    for (const selection of selections) {
      if (selection.name === '__typename') continue;
      const here = [...path, selection.key];
      const report = (message: string, code: string, more: JsonObject = {}): void => {
        errors.push({
          message,
          locations: [{ line: selection.line, column: selection.column }],
          path: here,
          extensions: { code, typeName, ...more },
        });
      };
      const field = schema[typeName]?.[selection.name];
      if (field === undefined) {
        report(`Field '${selection.name}' doesn't exist on type '${typeName}'`, 'undefinedField', { fieldName: selection.name });
        continue;
      }
      for (const argument of Object.keys(selection.args)) {
        if (field.args?.includes(argument) === true) continue;
        report(`Field '${selection.name}' doesn't accept argument '${argument}'`, 'argumentNotAccepted', { argumentName: argument });
      }
      const missing = (field.required ?? []).filter((argument) => selection.args[argument] === undefined);
      if (missing.length > 0) {
        report(`Field '${selection.name}' is missing required arguments: ${missing.join(', ')}`, 'missingRequiredArguments');
      }
      if ((field.type === undefined) === (selection.selections.length > 0)) {
        report(`Selections don't match the type of field '${selection.name}'`, 'selectionMismatch');
      }
      if (field.type !== undefined) check(field.type, selection.selections, here);
    }
  };
  check(ROOT, operation.selections, [root]);
  return errors;
}

/** Points a query asks for: one for every object field. */
export function requestedCost(schema: Schema, operation: Operation): number {
  const cost = (typeName: string, selections: Selection[]): number => selections.reduce((points, selection) => {
    const type = schema[typeName]?.[selection.name]?.type;
    return type === undefined ? points : points + 1 + cost(type, selection.selections);
  }, 0);
  return Math.max(cost(ROOT, operation.selections), 1);
}

export type Execution = { data: JsonObject; objects: number };

export function execute(schema: Schema, operation: Operation, variables: JsonObject): Execution {
  let objects = 0;
  const run = (typeName: string, parent: unknown, selections: Selection[]): JsonObject => {
    const answer: JsonObject = {};
    for (const { key, name, args, selections: nested } of selections) {
      if (name === '__typename') {
        answer[key] = typeName;
        continue;
      }
      const field = schema[typeName]?.[name] as Field;
      const given = Object.fromEntries(Object.entries(args).map(([argument, value]) => [argument, valueOf(value, variables)]));
      const resolved = field.resolve(parent as never, given);
      if (field.type === undefined || resolved === null) {
        answer[key] = resolved as Json;
        continue;
      }
      const type = field.type;
      const each = (value: unknown): JsonObject => {
        objects += 1;
        return run(type, value, nested);
      };
      answer[key] = field.list === true ? (resolved as unknown[]).map(each) : each(resolved);
    }
    return answer;
  };
  const data = run(ROOT, undefined, operation.selections);
  return { data, objects };
}

/** The names of required variables that were not given. */
export function missingVariables(operation: Operation, variables: JsonObject): [name: string, type: string][] {
  return Object.entries(operation.variables).filter(([name, type]) => type.endsWith('!') && (variables[name] ?? null) === null);
}

function valueOf(value: Value, variables: JsonObject): unknown {
  return 'variable' in value ? variables[value.variable] ?? null : value.literal;
}
