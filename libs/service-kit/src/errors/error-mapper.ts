import { Logger } from '@nestjs/common';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { DatabaseUnavailableError, isDatabaseOutage } from '../database/database-outage.js';
import { DomainError } from './domain-error.js';
import { describeRequestFault } from './request-fault.js';

export type Language = 'en' | 'zh';

const logger = new Logger('GraphQL');

/** Codes that Apollo Server gives to faults of the request itself; their messages are about the client's own text. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/** Chinese when the caller prefers it, English otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*zh\b/i.test(acceptLanguage ?? '') ? 'zh' : 'en';
}

export interface Asked {
  readonly language: Language;
  readonly correlationId?: string;
}

/**
 * Turns any error into what may leave the process: a domain error with its code, a fault of the request as Apollo
 * names it, and nothing but a correlation id for everything else.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  asked: Asked,
): GraphQLFormattedError {
  const { correlationId, language } = asked;
  const original = knownErrorOf(error);
  const place = {
    ...(formatted.path && { path: formatted.path }),
    ...(formatted.locations && { locations: formatted.locations }),
  };
  if (original instanceof DomainError) {
    const details = Object.keys(original.details).length > 0 ? { details: original.details } : {};
    return {
      message: original.messages[language],
      ...place,
      extensions: { code: original.code, ...details },
    };
  }
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && REQUEST_CODES.has(code)) {
    return { message: describeRequestFault(formatted.message), ...place, extensions: { code } };
  }
  return {
    message: language === 'zh' ? '服务内部错误。' : 'Something went wrong on our side.',
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(correlationId && { correlationId }) },
  };
}

/** Logs what no rule foresaw; what a rule refused is the caller's affair, and what a request got wrong may quote people. */
export function logUnexpected(error: unknown, correlationId?: string): void {
  if (error instanceof GraphQLError && isRequestFault(error)) return;
  const original = originalOf(error);
  if (original instanceof DomainError) return;
  logger.error({ message: 'Unexpected error', correlationId, error: describe(original) });
}

function isRequestFault(error: GraphQLError): boolean {
  return typeof error.extensions['code'] === 'string' && REQUEST_CODES.has(error.extensions['code']);
}

function originalOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originalOf(error.originalError) : error;
}

/** What a caller is told of: an outage has a name of its own. */
function knownErrorOf(error: unknown): unknown {
  const original = originalOf(error);
  return isDatabaseOutage(original) ? new DatabaseUnavailableError() : original;
}

function describe(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'Unknown', message: typeof error };
  const message = messageOf(error);
  const stack = error.stack?.replace(error.message, message);
  return { name: error.name, message, ...(stack && { stack }) };
}

/** PostgreSQL quotes the value that it could not read (SQLSTATE class 22), and that may be personal. */
function messageOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return /^22[0-9A-Z]{3}$/.test(code) ? `SQLSTATE ${code}` : error.message;
}
