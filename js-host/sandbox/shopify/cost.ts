// Points of a query (sheet 2.0): object 1, scalar 0, a list without pages as one object,
// a union its dearest member. A connection counts by its size, less than linearly in the
// costs Shopify was seen to ask (100 levels 48, 25 orders 68): here the root of the size.
// A mutation is 10, whatever of its payload is asked for.

import { Kind, getNamedType, getNullableType, isLeafType, isObjectType } from 'graphql';
import type { DocumentNode, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode, FieldNode } from 'graphql';

/** What one query may ask for. */
export const MAXIMUM = 1000;
const MUTATION = 10;

export function requestedCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): number {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
  const ofSelections = (type: GraphQLNamedType, set: SelectionSetNode | undefined): number => {
    let points = 0;
    let dearest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        points += ofField(type, selection);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const inner = fragment?.typeCondition === undefined ? type : schema.getType(fragment.typeCondition.name.value) ?? type;
      const cost = ofSelections(inner, fragment?.selectionSet);
      if (inner === type) points += cost;
      else dearest = Math.max(dearest, cost);
    }
    return points + dearest;
  };
  const ofField = (parent: GraphQLNamedType, field: FieldNode): number => {
    const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (definition === undefined) return 0;
    const type = getNamedType(getNullableType(definition.type));
    if (isLeafType(type) || type.name === 'PageInfo') return 0;
    // Inferred: what is asked for by a list of ids is counted for each of them.
    if (parent.name === 'QueryRoot' && field.name.value === 'nodes') return idsOf(field, variables) * (1 + ofSelections(type, field.selectionSet));
    if (!type.name.endsWith('Connection')) return 1 + ofSelections(type, field.selectionSet);
    // `nodes` and `edges.node` are the objects; the connection only says how many.
    return Math.ceil(Math.sqrt(sizeOf(field, variables)) * ofSelections(type, field.selectionSet));
  };
  if (operation.operation === 'mutation') return Math.max(operation.selectionSet.selections.length, 1) * MUTATION;
  const root = schema.getQueryType();
  return Math.max(root === null || root === undefined ? 0 : ofSelections(root, operation.selectionSet), 1);
}

/** The page size of a connection: what `first` or `last` says. */
function sizeOf(field: FieldNode, variables: Record<string, unknown>): number {
  for (const { name, value } of field.arguments ?? []) {
    if (name.value !== 'first' && name.value !== 'last') continue;
    const size = value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.INT ? Number(value.value) : undefined;
    if (typeof size === 'number') return size;
  }
  return 1;
}

/** How many ids a look-up names. */
function idsOf(field: FieldNode, variables: Record<string, unknown>): number {
  const value = field.arguments?.find(({ name }) => name.value === 'ids')?.value;
  if (value?.kind === Kind.LIST) return value.values.length;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return Array.isArray(given) ? given.length : 1;
}

/** Objects in an answer; connections and their page info are not objects of their own. */
export function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((count: number, each) => count + objectsIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const wrapper = 'nodes' in value || 'edges' in value || 'hasNextPage' in value || 'endCursor' in value;
  return Object.values(value).reduce((count: number, each) => count + objectsIn(each), wrapper ? 0 : 1);
}
