// What a query costs at most, by the rules Shopify documents: a scalar nothing, an object 1, a
// list as many times as it is asked for, of a union or interface the dearest selection; a mutation 10.
//
// Shopify's own count of long lists is lower, so a query that this allows is allowed.

import { getNamedType, getNullableType, isCompositeType, isInterfaceType, isListType, isObjectType, parse } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLCompositeType, GraphQLSchema, SelectionSetNode } from 'graphql';

type Variables = Record<string, unknown>;

/** A mutation, whatever of its payload is asked for. */
const MUTATION = 10;

/** The points of the only operation in a document, with these variables. */
export function cost(schema: GraphQLSchema, text: string, variables: Variables): number {
  const { definitions } = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === 'FragmentDefinition') fragments.set(node.name.value, node);
  const operation = definitions.find((node) => node.kind === 'OperationDefinition');
  const query = schema.getQueryType();
  if (operation === undefined || query == null) throw new Error('there is no operation');
  if (operation.operation === 'mutation') return MUTATION * operation.selectionSet.selections.length;

  function selected(set: SelectionSetNode, type: GraphQLCompositeType, size: number): number {
    let points = 0;
    let dearest = 0;
    for (const node of set.selections) {
      if (node.kind === 'Field') points += field(node, type, size);
      else {
        const inner = node.kind === 'FragmentSpread' ? fragments.get(node.name.value) : node;
        if (inner === undefined) throw new Error('a fragment is missing');
        const on = inner.typeCondition === undefined ? type : schema.getType(inner.typeCondition.name.value);
        if (!isCompositeType(on)) throw new Error('a fragment on a scalar');
        const own = selected(inner.selectionSet, on, size);
        if (on === type) points += own;
        else dearest = Math.max(dearest, own);
      }
    }
    return points + dearest;
  }

  /** `size` is how many nodes the connection around has. */
  function field(node: FieldNode, parent: GraphQLCompositeType, size: number): number {
    if (node.selectionSet === undefined) return 0;
    const declared = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (declared === undefined) throw new Error(`no field ${node.name.value}`);
    const type = getNamedType(declared.type);
    if (!isCompositeType(type)) return 0;
    const asked = first(node) ?? named(node);
    const nodes = node.name.value === 'nodes' ? size : 1;
    const times = isListType(getNullableType(declared.type)) ? asked ?? nodes : 1;
    return times * (1 + selected(node.selectionSet, type, asked ?? 1));
  }

  function first(node: FieldNode): number | undefined {
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    if (value?.kind === 'IntValue') return Number(value.value);
    return value?.kind === 'Variable' ? Number(variables[value.name.value]) : undefined;
  }

  /** How many nodes are asked for by their ids. */
  function named(node: FieldNode): number | undefined {
    const value = node.arguments?.find((argument) => argument.name.value === 'ids')?.value;
    const ids = value?.kind === 'Variable' ? variables[value.name.value] : undefined;
    return Array.isArray(ids) ? ids.length : undefined;
  }

  return selected(operation.selectionSet, query, 1);
}
