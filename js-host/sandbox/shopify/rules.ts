// Validation of a document in Shopify's words. The four rules here replace the
// library's; all its other rules hold as they are.

import {
  FieldsOnCorrectTypeRule, GraphQLError, KnownArgumentNamesRule, ProvidedRequiredArgumentsRule, ScalarLeafsRule,
  getNamedType, isLeafType, isRequiredArgument, specifiedRules, validate,
} from 'graphql';
import type { ASTNode, ASTVisitor, DocumentNode, FieldNode, GraphQLSchema, ValidationContext } from 'graphql';

const REPLACED = new Set([FieldsOnCorrectTypeRule, KnownArgumentNamesRule, ProvidedRequiredArgumentsRule, ScalarLeafsRule]);
const RULES = [...specifiedRules.filter((rule) => !REPLACED.has(rule)), inShopifysWords];

/** Everything wrong with a document; nothing is run when there is something. */
export function faultsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, RULES);
}

function inShopifysWords(context: ValidationContext): ASTVisitor {
  return {
    Field(node, _key, _parent, _path, ancestors) {
      const parent = context.getParentType();
      if (parent === undefined || parent === null || node.name.value.startsWith('__')) return;
      const name = node.name.value;
      const report = (message: string, code: string, more: object = {}): void => context.reportError(new GraphQLError(message, {
        nodes: node,
        path: [...pathOf(ancestors), keyOf(node)],
        extensions: { code, typeName: parent.name, ...more },
      }));
      const field = context.getFieldDef();
      if (field === undefined || field === null) {
        return report(`Field '${name}' doesn't exist on type '${parent.name}'`, 'undefinedField', { fieldName: name });
      }
      const given = new Set((node.arguments ?? []).map((argument) => argument.name.value));
      for (const argument of given) {
        if (field.args.some((known) => known.name === argument)) continue;
        report(`Field '${name}' doesn't accept argument '${argument}'`, 'argumentNotAccepted', { argumentName: argument });
      }
      const missing = field.args.filter((argument) => isRequiredArgument(argument) && !given.has(argument.name));
      if (missing.length > 0) {
        const names = missing.map((argument) => argument.name).join(', ');
        report(`Field '${name}' is missing required arguments: ${names}`, 'missingRequiredArguments');
      }
      if (isLeafType(getNamedType(field.type)) === (node.selectionSet !== undefined)) {
        report(`Selections don't match the type of field '${name}'`, 'selectionMismatch');
      }
    },
  };
}

/** The way to a field as Shopify prints it: the operation, then the keys of the fields around it. */
function pathOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string[] {
  return ancestors.flatMap((ancestor) => {
    if (!('kind' in ancestor)) return [];
    if (ancestor.kind === 'Field') return [keyOf(ancestor)];
    if (ancestor.kind === 'FragmentDefinition') return [`fragment ${ancestor.name.value}`];
    if (ancestor.kind !== 'OperationDefinition') return [];
    return [`${ancestor.operation}${ancestor.name === undefined ? '' : ` ${ancestor.name.value}`}`];
  });
}

function keyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}
