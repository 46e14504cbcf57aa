import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { GatewayUnderTest } from './gateway-under-test.js';

const nested = (levels: number): string =>
  `{ area(code: "1") { ${'parent { '.repeat(levels)} id ${'} '.repeat(levels)} } }`;
const aliased = (count: number): string =>
  `{ ${Array.from({ length: count }, (_value, index) => `a${index}: area(code: "${index}") { id }`).join(' ')} }`;
const directed = (count: number): string =>
  `{ area(code: "1") { id ${Array.from({ length: count }, () => '... @include(if: true) { name }').join(' ')} } }`;
const lists = (first: number): string =>
  `{ areas(within: "1", first: ${first}) { edges { node { gridEvents(first: 100) { edges { node { id } } } } } } }`;

describe('limits of queries', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({ MAX_QUERY_COST: '5000' });
  });
  afterAll(() => gateway.stop());

  it.each([
    ['depth', nested(12), nested(30), 'QUERY_TOO_DEEP'],
    ['aliases', aliased(50), aliased(51), 'TOO_MANY_ALIASES'],
    ['directives', directed(50), directed(51), 'TOO_MANY_DIRECTIVES'],
    ['cost', lists(40), lists(60), 'QUERY_TOO_COMPLEX'],
    ['tokens', '{ __typename }', `{ ${'__typename '.repeat(3_001)} }`, 'QUERY_TOO_LONG'],
  ])('holds %s', async (_limit, allowed, refused, code) => {
    expect((await gateway.ask(allowed)).errors).toEqual([]);
    gateway.registry.asked.splice(0);
    const { status, errors, data } = await gateway.ask(refused);
    expect([status, errors[0]?.extensions['code'], data]).toEqual([400, code, undefined]);
    expect(errors[0]?.extensions['details']).toMatchObject({ max: expect.any(Number) });
    expect(gateway.registry.asked).toEqual([]);
  });

  it('counts page sizes given as variables, also those it cannot read', async () => {
    const query =
      'query($n: Int!) { areas(within: "1", first: $n) { edges { node { gridEvents(first: 100) { edges { node { id } } } } } } }';
    expect((await gateway.ask(query, { n: 10 })).errors).toEqual([]);
    expect((await gateway.ask(query, { n: 100 })).errors[0]?.extensions['code']).toBe('QUERY_TOO_COMPLEX');
  });

  it('is not fooled by fragments', async () => {
    const query = `{ area(code: "1") { ...A } } ${'ABCDEFGHIJKLMNOP'.replace(/./g, (name) => {
      const next = String.fromCharCode(name.charCodeAt(0) + 1);
      return `fragment ${name} on Area { parent { ...${name === 'P' ? 'Z' : next} } } `;
    })} fragment Z on Area { id }`;
    expect((await gateway.ask(query)).errors[0]?.extensions['code']).toBe('QUERY_TOO_DEEP');
  });

  it('leaves the query that GraphiQL asks first', async () => {
    expect((await gateway.ask(getIntrospectionQuery())).errors).toEqual([]);
  });

  it('answers in Chinese when asked in Chinese', async () => {
    const { errors } = await gateway.ask(nested(30), {}, { 'accept-language': 'zh-CN' });
    expect(errors[0]?.message).toContain('查询最多嵌套');
  });

  it('does not get stuck on a query made to be slow', async () => {
    const startedAt = performance.now();
    await gateway.ask(`{ area(code: "1") { ${'name '.repeat(2_900)} } }`);
    const levels = Array.from(
      { length: 60 },
      (_value, index) => `fragment F${index} on Area { ...F${index + 1} ...F${index + 1} }`,
    );
    await gateway.ask(`{ area(code: "1") { ...F0 } } ${levels.join(' ')} fragment F60 on Area { id }`);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
