import { DomainError, formatError, logUnexpected } from '@lianxin/service-kit';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from './request-context.js';

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FILE_KEEPER_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TOO_LARGE: 413,
  TOO_MANY_SUBSCRIPTIONS: 429,
  IDENTITY_PROVIDER_UNAVAILABLE: 503,
  SERVICE_RESTARTING: 503,
};

/** Answers a request that does not get as far as the graph, in the graph's form of an error. */
export function refuse(response: Response, error: unknown, asked: GatewayContext): void {
  logUnexpected(error, asked.correlationId);
  const isForeseen = error instanceof DomainError;
  const graphQLError = new GraphQLError('refused', { originalError: isForeseen ? error : null });
  const told = formatError({ message: 'refused' }, graphQLError, asked);
  const status = isForeseen ? (STATUS[error.code] ?? 400) : 500;
  if (status === 401) response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
  if (status === 405) response.setHeader('allow', 'POST');
  response.status(status).json({ errors: [told] });
}
