import { GraphQLError } from 'graphql';
import type { ASTVisitor, OperationDefinitionNode, ValidationContext, ValidationRule } from 'graphql';
import type { DomainError } from '@lianxin/service-kit';
import { QueryTooDeepError, TooManyAliasesError, TooManyDirectivesError } from './limit.errors.js';
import type { Limits } from './limits.js';
import { ExtentMeasure } from './query/query-extent.js';

/** Refuses operations that are too deep or hold too many aliases or directives, each with a code of its own. */
export function limitsRule(limits: Limits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const measure = new ExtentMeasure(context.getDocument());
    return {
      OperationDefinition(operation) {
        for (const fault of faultsOf(operation, measure, limits)) {
          context.reportError(new GraphQLError(fault.message, { nodes: operation, originalError: fault }));
        }
      },
    };
  };
}

function faultsOf(operation: OperationDefinitionNode, measure: ExtentMeasure, limits: Limits): DomainError[] {
  const { depth, aliases, directives } = measure.of(operation);
  const faults: DomainError[] = [];
  if (depth > limits.MAX_QUERY_DEPTH) faults.push(new QueryTooDeepError(limits.MAX_QUERY_DEPTH, depth));
  if (aliases > limits.MAX_QUERY_ALIASES)
    faults.push(new TooManyAliasesError(limits.MAX_QUERY_ALIASES, aliases));
  if (directives > limits.MAX_QUERY_DIRECTIVES) {
    faults.push(new TooManyDirectivesError(limits.MAX_QUERY_DIRECTIVES, directives));
  }
  return faults;
}
