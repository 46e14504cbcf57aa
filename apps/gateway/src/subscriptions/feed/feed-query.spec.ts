import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { feedQuery, rootFieldOf } from './feed-query.js';
import type { FeedQuery } from './feed-query.js';

function spliced(subscription: string): FeedQuery {
  const document = parse(subscription);
  const operation = getOperationAST(document);
  const root = operation && rootFieldOf(document, operation);
  if (!operation || !root) throw new Error('no root field');
  return feedQuery(document, operation, root, 20);
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('the query behind a subscription', () => {
  it('asks the feed for the same filter and selection, from a cursor of its own', () => {
    const { text, variableNames } = spliced(`
      subscription S($area: String!, $from: String) {
        gridEventChanged(areaCode: $area, kinds: [GENERAL], after: $from) { transition gridEvent { id } }
      }`);
    expect(squeezed(text)).toBe(
      'query ($area: String!, $feedAfter: String) { gridEventFeed(areaCode: $area, kinds: [GENERAL], after: $feedAfter, first: 20) ' +
        '{ changes { feedCursor: cursor transition gridEvent { id } } endCursor hasMore audience } }',
    );
    expect(variableNames).toEqual(['area']);
  });

  it('takes along the fragments and variables that the selection needs, and no others', () => {
    const { text, variableNames } = spliced(`
      subscription S($with: Boolean!, $from: String) { gridEventChanged(areaCode: "1", after: $from) { ...A } }
      fragment A on GridEventChange { gridEvent { ...B @include(if: $with) } }
      fragment B on GridEvent { state }
      fragment Unused on GridEvent { id }`);
    expect(variableNames).toEqual(['with']);
    expect(text).toContain('fragment B on GridEvent');
    expect(text).not.toContain('Unused');
    expect(() => parse(text)).not.toThrow();
  });

  it('finds the root field within fragments', () => {
    const { text } = spliced(
      'subscription { ...R } fragment R on Subscription { x: gridEventChanged(areaCode: "1") { at } }',
    );
    expect(squeezed(text)).toContain('gridEventFeed(areaCode: "1"');
    expect(text).not.toContain('Subscription');
  });

  it('keeps clear of the names its subscriber uses', () => {
    const { afterVariable, cursorKey, text } = spliced(
      'subscription($feedAfter: Boolean!) { gridEventChanged(areaCode: "1") { feedCursor: role at @skip(if: $feedAfter) } }',
    );
    expect([afterVariable, cursorKey]).toEqual(['feedAfter_', 'feedCursor_']);
    expect(squeezed(text)).toContain('{ feedCursor_: cursor feedCursor: role at @skip(if: $feedAfter) }');
  });

  it.each([
    [
      'two fields',
      'subscription { a: gridEventChanged(areaCode: "1") { at } b: gridEventChanged(areaCode: "2") { at } }',
    ],
    ['a condition', 'subscription { gridEventChanged(areaCode: "1") @include(if: true) { at } }'],
    [
      'a condition on a fragment',
      'subscription { ... @include(if: true) { gridEventChanged(areaCode: "1") { at } } }',
    ],
  ])('is not made of %s', (_what, text) => {
    expect(() => spliced(text)).toThrow('no root field');
  });
});
