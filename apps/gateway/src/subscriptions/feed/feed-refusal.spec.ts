import { describe, expect, it } from '@jest/globals';
import { meaningOf } from './feed-refusal.js';

const error = (code: string, ...path: (string | number)[]) => ({ message: code, path, extensions: { code } });

describe('no page from the feed', () => {
  it.each([
    ['the feed itself is forbidden', [error('FORBIDDEN', 'gridEventFeed')], false, 'revoked'],
    [
      'something selected is forbidden',
      [error('FORBIDDEN', 'gridEventFeed', 'changes', 0, 'gridEvent')],
      false,
      'refused',
    ],
    ['a subgraph is away', [error('SUBGRAPH_UNAVAILABLE')], false, 'later'],
    ['the database is away', [error('DATABASE_UNAVAILABLE', 'gridEventFeed')], false, 'later'],
    ['something broke', [error('INTERNAL_SERVER_ERROR', 'gridEventFeed')], false, 'later'],
    ['another token expired', [error('UNAUTHENTICATED', 'gridEventFeed')], false, 'later'],
    ['the own token expired', [error('UNAUTHENTICATED', 'gridEventFeed')], true, 'refused'],
    ['the area is no more', [error('AREA_GONE', 'gridEventFeed')], false, 'refused'],
  ])('when %s', (_why, errors, hasTokenExpired, meaning) => {
    expect(meaningOf(errors, hasTokenExpired)).toBe(meaning);
  });
});
