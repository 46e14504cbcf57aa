import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ASSESSMENT_SECRET,
  GatewayUnderTest,
  MICRO_PROJECT_SECRET,
  REGISTRY_SECRET,
} from './gateway-under-test.js';

describe('queries through the gateway', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    gateway.registry.asked.splice(0);
    gateway.assessment.asked.splice(0);
    gateway.microProject.asked.splice(0);
  });

  it('joins what three services know of one area', async () => {
    const { data, errors } = await gateway.ask(
      '{ area(code: "361104") { name microProjectCount indicators(year: 2026) { id value } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      area: { name: 'area 361104', microProjectCount: 1, indicators: [{ id: 'O5', value: 0.5 }] },
    });
  });

  it('tells each subgraph its own secret and hands on who asks, in which language, for which post', async () => {
    const handedOn = {
      authorization: await gateway.bearer(),
      'accept-language': 'zh-CN',
      'lianxin-acting-grant': 'grant-1',
      'x-correlation-id': 'correlation-1',
    };
    const headers = { ...handedOn, 'x-lianxin-gateway': 'forged', cookie: 'not=handed-on' };
    const answer = await gateway.ask(
      '{ area(code: "361104") { microProjectCount indicators(year: 2026) { id } } }',
      {},
      headers,
    );
    expect(answer.headers.get('x-correlation-id')).toBe('correlation-1');
    const [registry] = gateway.registry.asked;
    const [assessment] = gateway.assessment.asked;
    const [microProject] = gateway.microProject.asked;
    expect(registry?.headers).toMatchObject({ ...handedOn, 'x-lianxin-gateway': REGISTRY_SECRET });
    expect(assessment?.headers).toMatchObject({ ...handedOn, 'x-lianxin-gateway': ASSESSMENT_SECRET });
    expect(microProject?.headers).toMatchObject({ ...handedOn, 'x-lianxin-gateway': MICRO_PROJECT_SECRET });
    expect(registry?.headers).not.toHaveProperty('cookie');
  });

  it('makes a correlation id where none, or none worth keeping, is given', async () => {
    const answer = await gateway.ask('{ __typename }', {}, { 'x-correlation-id': 'no good!' });
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps message, path, code and details of a refusal, and nothing else', async () => {
    const { errors } = await gateway.ask('{ refused }');
    expect(errors).toEqual([
      {
        message: 'refused by the registry: ILLEGAL_TRANSITION',
        path: ['refused'],
        extensions: { code: 'ILLEGAL_TRANSITION', details: { from: 'REPORTED', to: 'CLOSED' } },
      },
    ]);
  });

  it.each(['broken', 'drifted'])('masks what went wrong inside: %s', async (field) => {
    const { errors, headers } = await gateway.ask(`{ ${field} }`, {}, { 'accept-language': 'zh' });
    expect(errors).toEqual([
      {
        message: '服务内部错误。',
        path: [field],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: headers.get('x-correlation-id') },
      },
    ]);
  });

  it('leaves a value that only the service can judge to the caller', async () => {
    const { errors } = await gateway.ask('{ dated(day: "x") }');
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  it('answers what it can while a subgraph is down', async () => {
    const half = await GatewayUnderTest.start();
    await half.assessment.close();
    const { data, errors } = await half.ask(
      '{ area(code: "361104") { name indicators(year: 2026) { id } } }',
    );
    expect(data).toEqual({ area: { name: 'area 361104', indicators: null } });
    expect(errors[0]?.extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      details: { subgraph: 'assessment' },
    });
    const ready = await fetch(`${half.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ missing: ['assessment'] });
    await half.app.close();
    await Promise.all([half.registry.close(), half.microProject.close(), half.issuer.close()]);
  });

  it('is live, and ready when all subgraphs are', async () => {
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
  });

  it('gives no hint at the schema to those who guess', async () => {
    const { status, errors } = await gateway.ask('{ are(code: "361104") { nam } }');
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(JSON.stringify(errors)).not.toMatch(/did you mean|stack/i);
  });

  it('shows its schema to GraphiQL', async () => {
    const { data } = await gateway.ask('{ __schema { queryType { fields { name } } } }');
    expect(JSON.stringify(data)).toContain('gridEventFeed');
  });

  it.each([
    ['no JSON', 'no json', 400, 'MALFORMED_REQUEST'],
    ['a batch', '[{"query":"{__typename}"}]', 400, 'BAD_REQUEST'],
    ['half a query', '{"query":"{ area(code:"}', 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'no operation',
      '{"query":"query A { __typename } query B { __typename }"}',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['no variable', '{"query":"query($c: String!) { area(code: $c) { id } }"}', 400, 'BAD_USER_INPUT'],
    [
      'a subscription',
      '{"query":"subscription { gridEventChanged(areaCode: \\"1\\") { at } }"}',
      400,
      'SUBSCRIPTION_NEEDS_STREAM',
    ],
    [
      'too much',
      JSON.stringify({ query: '{__typename}', pad: 'x'.repeat(300_000) }),
      413,
      'REQUEST_TOO_LARGE',
    ],
  ])('refuses %s with a code', async (_what, body, status, code) => {
    const answer = await gateway.post(body);
    expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([status, code]);
  });

  it.each(['GET', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    const response = await fetch(`${gateway.url}/graphql?query={__typename}`, { method });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]?.extensions.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('knows nothing below the graph', async () => {
    const response = await fetch(`${gateway.url}/graphql/elsewhere`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(404);
  });

  it('takes no request that a foreign page could send by a form', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"mutation { rename(code: \\"1\\", name: \\"x\\") { id } }"}',
    });
    expect(response.status).toBe(400);
    expect(gateway.registry.asked).toEqual([]);
  });
});
