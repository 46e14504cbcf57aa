import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { GatewayUnderTest } from './gateway-under-test.js';
import type { Answer } from './gateway-under-test.js';

const nested = (levels: number): string =>
  `{ area(code: "1") { ${'parent { '.repeat(levels)} id ${'} '.repeat(levels)} } }`;
const aliased = (count: number): string =>
  `{ ${Array.from({ length: count }, (_value, index) => `a${index}: area(code: "${index}") { id }`).join(' ')} }`;
const directed = (count: number): string =>
  `{ area(code: "1") { id ${Array.from({ length: count }, () => '... @include(if: true) { name }').join(' ')} } }`;
const spreading = (count: number): string =>
  `{ area(code: "1") { ${'...F '.repeat(count)} } } fragment F on Area { id }`;
const hopping = (count: number): string =>
  `{ ${Array.from({ length: count }, (_value, index) => `a${index}: area(code: "1") { indicators(year: 2026) { id } }`).join(' ')} }`;
const lists = (first: number): string =>
  `{ areas(within: "1", first: ${first}) { edges { node { gridEvents(first: 100) { edges { node { id } } } } } } }`;

describe('limits of queries', () => {
  let gateway: GatewayUnderTest;

  let authorization: string;

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({ MAX_QUERY_COST: '6000' });
    authorization = await gateway.bearer();
  });
  afterAll(() => gateway.stop());

  const ask = (
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> => gateway.ask(query, variables, { authorization, ...headers });

  it.each([
    ['depth', nested(12), nested(30), 'QUERY_TOO_DEEP'],
    ['aliases', aliased(50), aliased(51), 'TOO_MANY_ALIASES'],
    ['directives', directed(50), directed(51), 'TOO_MANY_DIRECTIVES'],
    ['fragments', spreading(100), spreading(101), 'TOO_MANY_FRAGMENTS'],
    ['cost', lists(40), lists(60), 'QUERY_TOO_COMPLEX'],
    ['tokens', '{ __typename }', `{ ${'__typename '.repeat(3_001)} }`, 'QUERY_TOO_LONG'],
  ])('holds %s', async (_limit, allowed, refused, code) => {
    expect((await ask(allowed)).errors).toEqual([]);
    gateway.registry.asked.splice(0);
    const { status, errors, data } = await ask(refused);
    expect([status, errors[0]?.extensions['code'], data]).toEqual([400, code, undefined]);
    expect(errors[0]?.extensions['details']).toMatchObject({ max: expect.any(Number) });
    expect(gateway.registry.asked).toEqual([]);
  });

  it('counts page sizes given as variables, also those it cannot read', async () => {
    const query =
      'query($n: Int!) { areas(within: "1", first: $n) { edges { node { gridEvents(first: 100) { edges { node { id } } } } } } }';
    expect((await ask(query, { n: 10 })).errors).toEqual([]);
    expect((await ask(query, { n: 100 })).errors[0]?.extensions['code']).toBe('QUERY_TOO_COMPLEX');
  });

  it('is not fooled by fragments', async () => {
    const query = `{ area(code: "1") { ...A } } ${'ABCDEFGHIJKLMNOP'.replace(/./g, (name) => {
      const next = String.fromCharCode(name.charCodeAt(0) + 1);
      return `fragment ${name} on Area { parent { ...${name === 'P' ? 'Z' : next} } } `;
    })} fragment Z on Area { id }`;
    expect((await ask(query)).errors[0]?.extensions['code']).toBe('QUERY_TOO_DEEP');
  });

  it.each([
    ['aliases', aliased(10), aliased(11), 'TOO_MANY_ALIASES'],
    ['fragments', spreading(20), spreading(21), 'TOO_MANY_FRAGMENTS'],
    ['cost', hopping(8), hopping(9), 'QUERY_TOO_COMPLEX'],
    ['tokens', '{ __typename }', `{ ${'__typename '.repeat(401)} }`, 'QUERY_TOO_LONG'],
  ])(
    'holds %s closer without a token, whoever asked the same before',
    async (_limit, allowed, refused, code) => {
      expect((await gateway.ask(allowed)).errors).toEqual([]);
      expect((await ask(refused)).errors).toEqual([]);
      gateway.registry.asked.splice(0);
      const { status, errors } = await gateway.ask(refused);
      expect([status, errors[0]?.extensions['code']]).toEqual([400, code]);
      expect(gateway.registry.asked).toEqual([]);
    },
  );

  it('says that it keeps no queries', async () => {
    const persistedQuery = { version: 1, sha256Hash: 'a'.repeat(64) };
    const { status, errors } = await gateway.post({ extensions: { persistedQuery } });
    expect([status, errors[0]?.extensions]).toEqual([400, { code: 'PERSISTED_QUERY_NOT_SUPPORTED' }]);
  });

  it('leaves the query that GraphiQL asks first', async () => {
    expect((await gateway.ask(getIntrospectionQuery())).errors).toEqual([]);
  });

  it('answers in Chinese when asked in Chinese', async () => {
    const { errors } = await ask(nested(30), {}, { 'accept-language': 'zh-CN' });
    expect(errors[0]?.message).toContain('查询最多嵌套');
  });

  it('does not get stuck on a query made to be slow', async () => {
    const startedAt = performance.now();
    await ask(`{ area(code: "1") { ${'name '.repeat(2_900)} } }`);
    const levels = Array.from(
      { length: 60 },
      (_value, index) => `fragment F${index} on Area { ...F${index + 1} ...F${index + 1} }`,
    );
    await ask(`{ area(code: "1") { ...F0 } } ${levels.join(' ')} fragment F60 on Area { id }`);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
