import { describe, expect, it } from '@jest/globals';
import { cleanSubgraphError, isOurFault } from './subgraph-error.js';

const INTERNAL = { message: 'INTERNAL_SERVER_ERROR', extensions: { code: 'INTERNAL_SERVER_ERROR' } };

describe('errors of subgraphs', () => {
  it('keep code, details, message and path, and nothing else', () => {
    const error = {
      message: 'Not from REPORTED to CLOSED.',
      path: ['closeGridEvent'],
      locations: [{ line: 1, column: 1 }],
      extensions: {
        code: 'ILLEGAL_TRANSITION',
        details: { from: 'REPORTED' },
        stacktrace: ['x'],
        query: 'SELECT',
      },
    };
    expect(cleanSubgraphError(error)).toEqual({
      message: error.message,
      path: error.path,
      extensions: { code: 'ILLEGAL_TRANSITION', details: { from: 'REPORTED' } },
    });
  });

  it.each([
    ['without a code', { message: 'relation "person" does not exist' }],
    ['with a code that is none', { message: 'x', extensions: { code: '23505' } }],
    [
      'of an inner failure',
      { message: 'secret', extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'x' } },
    ],
    [
      'about the gateway’s own query',
      { message: 'Cannot query field "x"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ],
    [
      'about the gateway’s own secret',
      { message: 'Variable "$', extensions: { code: 'GATEWAY_SECRET_REQUIRED' } },
    ],
  ])('are masked when %s', (_what, error) => {
    expect(cleanSubgraphError(error)).toEqual(INTERNAL);
  });

  it('tell the caller of a value that only the subgraph can judge', () => {
    const message = 'Variable "$from" got invalid value "x"; DateTime cannot represent it.';
    expect(
      cleanSubgraphError({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }).extensions,
    ).toEqual({
      code: 'BAD_USER_INPUT',
    });
  });

  it('are ours to mend only when they are about our request', () => {
    expect(
      isOurFault({ message: 'Cannot query field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    ).toBe(true);
    expect(
      isOurFault({ message: 'Expected value of type', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    ).toBe(false);
    expect(isOurFault({ message: 'boom', extensions: { code: 'INTERNAL_SERVER_ERROR' } })).toBe(false);
  });
});
