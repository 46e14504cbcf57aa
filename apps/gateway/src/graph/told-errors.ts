import type { GraphQLRequestContext } from '@apollo/server';
import { formatError } from '@lianxin/service-kit';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { QueryTooLongError } from '../limits/limit.errors.js';
import type { Limits } from '../limits/limits.js';
import type { GatewayContext } from './request-context.js';
import { INTERNAL } from './subgraph-error.js';

/** How the parser says it; it says so with no code of its own. */
const TOO_LONG = /Document contains more tha[nt] \d+ tokens/;

/** What the caller is told of an error: a code, a message in his language, and nothing of our inside. */
export function toldError(error: unknown, asked: GatewayContext, limits: Limits): GraphQLFormattedError {
  const graphQLError = error instanceof GraphQLError ? error : new GraphQLError(String(error));
  if (TOO_LONG.test(graphQLError.message)) return toldError(tooLong(limits), asked, limits);
  const { serviceName, code, details } = graphQLError.extensions;
  const formatted = graphQLError.toJSON();
  if (serviceName === undefined || code === INTERNAL) {
    return formatError(
      { ...formatted, extensions: { code } },
      serviceName === undefined ? error : null,
      asked,
    );
  }
  const { message, path } = formatted;
  return { message, ...(path && { path }), extensions: { code, ...(details !== undefined && { details }) } };
}

/** Rewrites the errors of a response in the caller's language, and takes out what the planner adds of our schema. */
export function tellErrors(request: GraphQLRequestContext<GatewayContext>, limits: Limits): void {
  const body = request.response.body;
  if (body?.kind !== 'single') return;
  delete body.singleResult.extensions;
  if (!body.singleResult.errors) return;
  const originals = request.errors ?? [];
  body.singleResult.errors = body.singleResult.errors.map((formatted, index) =>
    toldError(originals[index] ?? new GraphQLError(formatted.message), request.contextValue, limits),
  );
}

function tooLong(limits: Limits): GraphQLError {
  const fault = new QueryTooLongError(limits.MAX_QUERY_TOKENS);
  return new GraphQLError(fault.message, { originalError: fault });
}
