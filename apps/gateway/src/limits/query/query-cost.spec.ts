import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { limitsSchema } from '../limits.js';
import { queryCost } from './query-cost.js';

const schema = buildSchema(`
  type Query { area(code: String!): Area! areas(first: Int! = 20): AreaConnection! }
  type Mutation { report: Event! }
  type Area { id: ID! parent: Area children(first: Int! = 20): AreaConnection! events(first: Int! = 20): EventConnection! grids: [Grid!]! indicators: [Indicator!]! statistics: Statistics! }
  type AreaConnection { edges: [AreaEdge!]! pageInfo: PageInfo! }
  type AreaEdge { node: Area! }
  type EventConnection { edges: [EventEdge!]! }
  type EventEdge { node: Event! }
  type Event { id: ID! area: Area }
  type Grid { id: ID! }
  type Indicator { code: String! parts: [Part!]! }
  type Part { numerator: Int! }
  type Statistics { total: Int! byState: [Count!]! }
  type Count { count: Int! }
  type PageInfo { hasNextPage: Boolean! }`);

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return queryCost(schema, { document, operation, variables });
}

const DASHBOARD = `{ area(code: "361104") { children(first: 100) { edges { node { children(first: 100) { edges { node {
  id events(first: 3) { edges { node { id } } } statistics { total byState { count } } indicators { code parts { numerator } }
} } } } } } } }`;

describe('what a query costs', () => {
  it('counts an object as one and its plain fields as nothing', () => {
    expect(costOf('{ area(code: "1") { id parent { id } } }')).toBe(2);
  });

  it('counts a page by its size, once, however it is wrapped', () => {
    expect(costOf('{ areas(first: 7) { edges { node { id } } pageInfo { hasNextPage } } }')).toBe(7);
    expect(costOf('{ areas { edges { node { id } } } }')).toBe(20);
    expect(
      costOf(
        '{ areas(first: 7) { edges { node { events(first: 3) { edges { node { id area { id } } } } } } } }',
      ),
    ).toBe(7 * (1 + 3 * 2));
  });

  it('reads page sizes from variables and their defaults, and fears the largest where it cannot', () => {
    const query = 'query($n: Int! = 5) { areas(first: $n) { edges { node { id } } } }';
    expect(costOf(query)).toBe(5);
    expect(costOf(query, { n: 9 })).toBe(9);
    expect(costOf(query, { n: 'many' })).toBe(100);
    expect(costOf('{ areas(first: 0) { edges { node { id } } } }')).toBe(100);
  });

  it('assumes a length for lists that take no page size', () => {
    expect(costOf('{ area(code: "1") { grids { id } } }')).toBe(11);
  });

  it('multiplies through fragments', () => {
    const spread =
      '{ areas(first: 4) { ...Page } } fragment Page on AreaConnection { edges { node { ...Area } } } fragment Area on Area { grids { id } }';
    expect(costOf(spread)).toBe(4 * 11);
    expect(costOf('{ areas(first: 4) { edges { node { ... on Area { grids { id } } } } } }')).toBe(4 * 11);
  });

  it('survives fragments that spread themselves', () => {
    expect(costOf('{ area(code: "1") { ...A } } fragment A on Area { parent { ...A } }')).toBe(2);
  });

  it('counts writing for more than reading', () => {
    expect(costOf('mutation { report { id } }')).toBe(10);
  });

  it('counts looks at the schema', () => {
    const { MAX_QUERY_COST } = limitsSchema.parse({});
    expect(costOf('{ __typename }')).toBe(0);
    expect(costOf('{ __schema { types { name } } }')).toBeLessThan(MAX_QUERY_COST);
    const many = Array.from({ length: 50 }, (_value, index) => `a${index}: __schema { types { name } }`);
    expect(costOf(`{ ${many.join(' ')} }`)).toBeGreaterThan(MAX_QUERY_COST);
  });

  it('lets the dashboard of a county pass, and not the same with pages of a hundred in it', () => {
    const { MAX_QUERY_COST } = limitsSchema.parse({});
    expect(costOf(DASHBOARD)).toBeLessThan(MAX_QUERY_COST);
    expect(costOf(DASHBOARD.replace('first: 3', 'first: 100'))).toBeGreaterThan(MAX_QUERY_COST);
  });
});
