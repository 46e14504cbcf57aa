import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { FieldOwners } from './field-owners.js';
import { limitsSchema } from './limits.js';
import { operationCost } from './operation-cost.js';
import { queryFetches } from './query/query-fetches.js';
import type { QueryFetches } from './query/query-fetches.js';
import { queryLimits } from './query/query-limits.js';
import { faultInText } from './query/query-text.js';

const supergraph = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
const schema = buildSchema(supergraph, { assumeValidSDL: true });
const owners = new FieldOwners(supergraph);
const limits = limitsSchema.parse({});
const signedIn = queryLimits(limits, { forwarded: { authorization: 'Bearer token' } });
const anonymous = queryLimits(limits, { forwarded: {} });

function requestOf(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return { document, operation, variables: {} };
}
const costOf = (query: string): number => operationCost(schema, owners, requestOf(query));
const fetchesOf = (query: string): QueryFetches => queryFetches(schema, owners, requestOf(query));

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_value, index) => text(index)).join(' ');
const INDICATORS = 'indicators(year: 2026) { code parts { code numerator denominator } }';
const COUNTY = `{ area(code: "361104") { name children(first: 100) { edges { node { code name
  children(first: 100) { edges { node { id code name
    gridEvents(first: 3) { edges { node { id category state urgency dueAt } } pageInfo { hasNextPage } }
    gridEventStatistics(from: "2026-01-01", to: "2027-01-01") { total overdue byState { state count } }
    ${INDICATORS} } } } } } } } }`;
const FIRST_QUERY = `{ area(code: "361104111001") { name grids { code householdCount isSynthetic }
  gridEvents(first: 5) { edges { node { state category dueAt } } } ${INDICATORS} } }`;

describe('what is asked for an operation', () => {
  it('is one request for each place where another subgraph goes on, however many objects stand there', () => {
    expect(fetchesOf('{ area(code: "1") { name } }')).toEqual({ roots: 1, hops: 0 });
    expect(fetchesOf(COUNTY)).toEqual({ roots: 1, hops: 1 });
    expect(fetchesOf(`{ area(code: "1") { ${INDICATORS} parent { ${INDICATORS} } } }`)).toEqual({
      roots: 1,
      hops: 2,
    });
    expect(fetchesOf(`{ area(code: "1") { a: ${INDICATORS} ... on Area { b: ${INDICATORS} } } }`).hops).toBe(
      1,
    );
  });

  it('is counted through fragments, wherever they are spread', () => {
    const query = `{ a: area(code: "1") { ...F } b: area(code: "2") { ...F } } fragment F on Area { ${INDICATORS} }`;
    expect(fetchesOf(query)).toEqual({ roots: 2, hops: 2 });
    expect(fetchesOf('{ ...R } fragment R on Query { myGrants { id } }')).toEqual({ roots: 1, hops: 0 });
    expect(fetchesOf('{ area(code: "1") { ...A } } fragment A on Area { parent { ...A } }').hops).toBe(0);
  });

  it('is nothing for introspection', () => {
    expect(fetchesOf(getIntrospectionQuery())).toEqual({ roots: 0, hops: 0 });
  });
});

describe('what an operation may cost', () => {
  it('lets the dashboard of a county pass with a token, and without one the first things to ask', () => {
    expect(costOf(COUNTY)).toBeLessThan(signedIn.cost);
    expect(costOf(FIRST_QUERY)).toBeLessThan(anonymous.cost);
    const introspection = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect(costOf(introspection)).toBeLessThan(anonymous.cost);
    expect(faultInText(introspection, anonymous)).toBeNull();
  });

  it('stops what makes many requests of few objects', () => {
    const nested = times(
      45,
      (index) => `a${index}: area(code: "1") { ${INDICATORS} parent { ${INDICATORS} } }`,
    );
    expect(costOf(`{ ${nested} }`)).toBeGreaterThan(signedIn.cost);
    const few = times(10, (index) => `a${index}: area(code: "1") { ${INDICATORS} }`);
    expect(costOf(`{ ${few} }`)).toBeGreaterThan(anonymous.cost);
    expect(costOf(`{ ${few} }`)).toBeLessThan(signedIn.cost);
  });
});

describe('the text of a query', () => {
  const overlapping = (count: number): string =>
    `{ area(code: "1") { ${times(count, (index) => `...F${index}`)} } } ` +
    times(count, (index) => `fragment F${index} on Area { id name }`);
  const codeOf = (query: string, max = signedIn): string | undefined => faultInText(query, max)?.code;

  it('may spread so many fragments and be so long, and less without a token', () => {
    expect(codeOf(overlapping(100))).toBeUndefined();
    expect(codeOf(overlapping(101))).toBe('TOO_MANY_FRAGMENTS');
    expect(codeOf(overlapping(20), anonymous)).toBeUndefined();
    expect(codeOf(overlapping(21), anonymous)).toBe('TOO_MANY_FRAGMENTS');
    expect(codeOf(`{ ${times(398, () => 'a')} }`, anonymous)).toBeUndefined();
    expect(codeOf(`{ ${times(399, () => 'a')} }`, anonymous)).toBe('QUERY_TOO_LONG');
  });

  it('is left to the parser when it cannot be read', () => {
    expect(codeOf('{ "')).toBeUndefined();
  });
});
