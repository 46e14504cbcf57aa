import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { logUnexpected, requestSeconds } from '@lianxin/service-kit';
import { GraphQLError } from 'graphql';
import type { FieldOwners } from '../limits/field-owners.js';
import { QueryTooComplexError, TooManyAliasesError } from '../limits/limit.errors.js';
import type { Limits } from '../limits/limits.js';
import { operationCost } from '../limits/operation-cost.js';
import { ExtentMeasure } from '../limits/query/query-extent.js';
import { queryLimits } from '../limits/query/query-limits.js';
import { SubscriptionNeedsStreamError } from './graph.errors.js';
import type { GatewayContext } from './request-context.js';
import { tellErrors } from './told-errors.js';

/** Around every operation: what it may cost, how long it took, and what its caller is told when it fails. */
export function operationPlugin(limits: Limits, owners: FieldOwners): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () => {
      const stop = requestSeconds.startTimer();
      return Promise.resolve({
        didResolveOperation: (request) => Promise.resolve(checkOperation(request, limits, owners)),
        didEncounterErrors: ({ errors, contextValue }) =>
          Promise.resolve(errors.forEach((error) => logOurs(error, contextValue.correlationId))),
        willSendResponse: (request) => {
          tellErrors(request, limits);
          stop({ outcome: request.errors ? 'refused' : 'answered' });
          return Promise.resolve();
        },
      });
    },
  };
}

function checkOperation(
  asked: GraphQLRequestContext<GatewayContext>,
  limits: Limits,
  owners: FieldOwners,
): void {
  const { document, operation, schema, request } = asked;
  if (!document || !operation) throw unknownOperation();
  if (operation.operation === 'subscription') throw refusal(new SubscriptionNeedsStreamError());
  const max = queryLimits(limits, asked.contextValue);
  // Documents are kept when valid, whoever sent them first: what depends on the caller is looked at here.
  const { aliases } = new ExtentMeasure(document).of(operation);
  if (aliases > max.aliases) throw refusal(new TooManyAliasesError(max.aliases, aliases));
  const cost = operationCost(schema, owners, { document, operation, variables: request.variables ?? {} });
  if (cost > max.cost) throw refusal(new QueryTooComplexError(max.cost, cost));
}

function unknownOperation(): GraphQLError {
  const extensions = { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } };
  return new GraphQLError('The request names no operation of its query.', { extensions });
}

/** A fault of the request, told before anything runs. */
function refusal(fault: Error): GraphQLError {
  return new GraphQLError(fault.message, { originalError: fault, extensions: { http: { status: 400 } } });
}

/** What subgraphs refuse or fail at is in their logs, under the same correlation id. */
function logOurs(error: Error, correlationId: string): void {
  if (error instanceof GraphQLError && error.extensions['serviceName'] !== undefined) return;
  logUnexpected(error, correlationId);
}
