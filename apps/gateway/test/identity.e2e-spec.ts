import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayUnderTest, PERSON } from './gateway-under-test.js';

describe('tokens at the gateway', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  const bad: Record<string, () => Promise<string>> = {
    expired: () => gateway.issuer.token({ subject: PERSON, expiresInS: -60 }),
    'for another audience': () => gateway.issuer.token({ subject: PERSON, audience: 'another' }),
    'of another issuer': () => gateway.issuer.token({ subject: PERSON, issuer: 'http://127.0.0.1:1' }),
    'signed by another key': () => gateway.issuer.token({ subject: PERSON, isForged: true }),
    'an identity token': () => gateway.issuer.token({ subject: PERSON, typ: 'JWT' }),
    unsigned: () => Promise.resolve(gateway.issuer.unsignedToken(PERSON)),
    'no token at all': () => Promise.resolve('nonsense'),
  };

  it.each(Object.keys(bad))('refuses one that is %s, before any subgraph is asked', async (kind) => {
    gateway.registry.asked.splice(0);
    const authorization = `Bearer ${await bad[kind]?.()}`;
    for (const path of ['/graphql', '/graphql/stream']) {
      const { status, errors, headers } = await gateway.post(
        { query: '{ area(code: "1") { id } }' },
        { authorization },
        path,
      );
      expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
      expect(headers.get('www-authenticate')).toContain('invalid_token');
      expect(JSON.stringify(errors)).not.toContain(authorization);
    }
    expect(gateway.registry.asked).toEqual([]);
  });

  it('believes one of its issuer', async () => {
    const { status, data } = await gateway.ask(
      '{ area(code: "1") { id } }',
      {},
      { authorization: await gateway.bearer() },
    );
    expect([status, data]).toEqual([200, { area: { id: '1' } }]);
  });

  it('lets the subgraphs decide what nobody may see', async () => {
    expect((await gateway.ask('{ area(code: "1") { id } }')).errors).toEqual([]);
    const { status, errors } = await gateway.ask('{ gridEventFeed(areaCode: "361104") { endCursor } }');
    expect([status, errors[0]?.extensions['code']]).toEqual([200, 'UNAUTHENTICATED']);
  });

  it('says so when the issuer cannot be asked', async () => {
    const cut = await GatewayUnderTest.start();
    const authorization = await cut.bearer();
    await cut.issuer.close();
    const { status, errors } = await cut.ask('{ __typename }', {}, { authorization });
    expect([status, errors[0]?.extensions['code']]).toEqual([503, 'IDENTITY_PROVIDER_UNAVAILABLE']);
    await cut.app.close();
    await cut.closeSubgraphs();
  });
});
