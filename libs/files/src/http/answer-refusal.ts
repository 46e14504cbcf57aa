import { correlationIdOf, DomainError, formatError, languageOf, logUnexpected } from '@lianxin/service-kit';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';

const STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FILE_TICKET_INVALID: 404,
  FILE_TICKET_EXPIRED: 410,
  UPLOAD_EXPIRED: 410,
  PERSONAL_DATA_ERASED: 410,
  UPLOAD_OFFSET_DIFFERS: 409,
  UPLOAD_COMPLETED: 409,
  UPLOAD_TOO_LONG: 413,
  RANGE_NOT_SATISFIABLE: 416,
  FILE_STORAGE_UNAVAILABLE: 503,
};

/** Answers in the graph's form of an error; an answer that has begun can only be broken off. */
export function answerRefusal(request: Request, response: Response, error: unknown): void {
  const correlationId = correlationIdOf(request.headers['x-correlation-id']);
  logUnexpected(error, correlationId);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const isForeseen = error instanceof DomainError;
  const asked = { language: languageOf(request.headers['accept-language']), correlationId };
  const told = formatError(
    { message: 'refused' },
    new GraphQLError('refused', { originalError: error instanceof Error ? error : null }),
    asked,
  );
  // What is still being sent is not read: the connection ends with the answer.
  if (!request.complete) response.setHeader('connection', 'close');
  response.status(isForeseen ? (STATUS[error.code] ?? 400) : 500).json({ errors: [told] });
}
