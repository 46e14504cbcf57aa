import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { ExtentMeasure } from './query-extent.js';
import type { QueryExtent } from './query-extent.js';

function extentOf(query: string): QueryExtent {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return new ExtentMeasure(document).of(operation);
}

describe('how far a query reaches', () => {
  it('measures fields within fields', () => {
    expect(extentOf('{ a { b { c } } d }')).toEqual({ depth: 3, aliases: 0, directives: 0 });
  });

  it('sees through fragments, which add no depth of their own', () => {
    expect(extentOf('{ a { ...F ... on T { c { d } } } } fragment F on T { b }').depth).toBe(3);
  });

  it('counts a fragment wherever it is spread', () => {
    const query = '{ a { ...F } b { ...F } } fragment F on T { x: c @skip(if: false) y: d }';
    expect(extentOf(query)).toEqual({ depth: 2, aliases: 4, directives: 2 });
  });

  it('counts directives on the operation, on spreads and on fragments', () => {
    const query = 'query Q @a { ...F @b ... @c { x } } fragment F on T @d { y }';
    expect(extentOf(query).directives).toBe(4);
  });

  it('leaves the depth of introspection to its own rule', () => {
    const { depth, aliases } = extentOf('{ __schema { types { fields { a: type { b: name } } } } }');
    expect([depth, aliases]).toEqual([0, 2]);
  });

  it('stops at fragments that spread each other', () => {
    expect(
      extentOf('{ a { ...F } } fragment F on T { b { ...G } } fragment G on T { c { ...F } }').depth,
    ).toBe(3);
  });

  it('is quick where fragments multiply', () => {
    const doubled = Array.from(
      { length: 40 },
      (_value, index) => `fragment F${index} on T { ...F${index + 1} ...F${index + 1} }`,
    );
    expect(extentOf(`{ a { ...F0 } } ${doubled.join(' ')} fragment F40 on T { x: b }`).aliases).toBe(2 ** 40);
  });
});
