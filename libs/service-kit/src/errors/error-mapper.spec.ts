import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { ForbiddenError, NotFoundError } from './common.errors.js';
import { formatError, languageOf, logUnexpected } from './error-mapper.js';

const TYPED = '王大爷家门前的路灯';
const located = (original: Error): GraphQLError =>
  new GraphQLError(original.message, { originalError: original, path: ['gridEvent'] });
const format = (error: Error, code = 'INTERNAL_SERVER_ERROR'): ReturnType<typeof formatError> => {
  const formatted = {
    message: error.message,
    path: ['gridEvent'],
    extensions: { code, stacktrace: ['at x.ts'] },
  };
  return formatError(formatted, error, { language: 'en', correlationId: 'correlation-1' });
};
const failedQuery = (): QueryFailedError =>
  new QueryFailedError('SELECT secret FROM grid_event', [TYPED], new Error('relation is missing'));

describe('formatError', () => {
  it('answers a refusal with its code and details, in the language asked for', () => {
    const refusal = located(new NotFoundError('GridEvent', '1'));
    expect(formatError({ message: 'x' }, refusal, { language: 'en' })).toEqual({
      message: 'GridEvent 1 was not found.',
      extensions: { code: 'NOT_FOUND', details: { subject: 'GridEvent', id: '1' } },
    });
    expect(formatError({ message: 'x' }, refusal, { language: 'zh' }).message).toBe('未找到 GridEvent 1。');
  });

  it('answers nothing of what no rule foresaw but a correlation id', () => {
    for (const error of [
      failedQuery(),
      new TypeError(`cannot read ${TYPED}`),
      located(located(failedQuery())),
    ]) {
      expect(format(error)).toEqual({
        message: 'Something went wrong on our side.',
        path: ['gridEvent'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'correlation-1' },
      });
    }
  });

  it('says when the database is out of reach, and that the command may be done', () => {
    const lost = new QueryFailedError('COMMIT', [], new Error('Connection terminated unexpectedly'));
    expect(format(located(lost))).toMatchObject({
      message: expect.stringContaining('the same requestId'),
      extensions: { code: 'DATABASE_UNAVAILABLE' },
    });
  });

  it('believes no code that a stray error carries', () => {
    const stray = Object.assign(new Error('boom'), {
      extensions: { code: 'NOT_FOUND', details: { sql: 'SELECT' } },
    });
    expect(format(stray, 'NOT_FOUND').extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      correlationId: 'correlation-1',
    });
  });

  it('tells a fault of the request without a hint at the schema or a stack', () => {
    const fault = new GraphQLError(
      'Cannot query field "gridEvnt" on type "Query". Did you mean "gridEvent" or "grid"?',
    );
    const { message, extensions } = format(fault, 'GRAPHQL_VALIDATION_FAILED');
    expect(message).toBe('Cannot query field "gridEvnt" on type "Query".');
    expect(extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });
});

describe('languageOf', () => {
  it.each([
    ['zh-CN,zh;q=0.9', 'zh'],
    ['ZH', 'zh'],
    ['en-US,zh;q=0.5', 'en'],
    ['zhuang', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('reads %p as %s', (header, language) => expect(languageOf(header)).toBe(language));
});

describe('logUnexpected', () => {
  let logged: jest.SpiedFunction<Logger['error']>;

  beforeEach(() => {
    logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => logged.mockRestore());

  it('logs what no rule foresaw with its correlation id, and no parameter of a statement', () => {
    logUnexpected(located(failedQuery()), 'correlation-1');
    const [entry] = logged.mock.calls[0] ?? [];
    expect(entry).toMatchObject({ correlationId: 'correlation-1', error: { name: 'QueryFailedError' } });
    expect(JSON.stringify(entry)).not.toContain(TYPED);
  });

  it('does not repeat the value that PostgreSQL could not read', () => {
    const unreadable = Object.assign(new Error(`invalid input syntax for type uuid: "${TYPED}"`), {
      code: '22P02',
    });
    logUnexpected(located(new QueryFailedError('SELECT $1::uuid', [TYPED], unreadable)));
    const entry = JSON.stringify(logged.mock.calls);
    expect(entry).toContain('SQLSTATE 22P02');
    expect(entry).not.toContain(TYPED);
  });

  it('logs neither a refusal nor a fault of the request, which may quote what was typed', () => {
    logUnexpected(located(new ForbiddenError('read', 'GridEvent')));
    const quoted = new GraphQLError(`Value "${TYPED}" does not exist in "GridEventKind" enum.`);
    logUnexpected(
      new GraphQLError(quoted.message, { originalError: quoted, extensions: { code: 'BAD_USER_INPUT' } }),
    );
    expect(logged).not.toHaveBeenCalled();
  });
});
