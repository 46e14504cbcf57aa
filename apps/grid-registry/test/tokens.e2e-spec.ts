import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GATEWAY_SECRET_HEADER } from '@lianxin/service-kit';
import { startTestIssuer } from '@lianxin/testing';
import type { TokenOptions } from '@lianxin/testing';
import request from 'supertest';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const MINE = `{ myGrants { role } }`;
const AREA = `{ area(code: "${VILLAGE}") { name } }`;

describe('who asks a subgraph', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const bearer = (token: string): ReturnType<typeof place.service.client> =>
    place.service.client('', { authorization: `Bearer ${token}` });

  it('is believed with a token of the issuer', async () => {
    expect(await place.township.get(MINE)).toEqual({ myGrants: [{ role: 'TOWNSHIP_OFFICER' }] });
  });

  it.each<[string, Omit<TokenOptions, 'subject'>]>([
    ['is expired', { expiresInS: -60 }],
    ['is for another audience', { audience: 'another-platform' }],
    ['is from another issuer', { issuer: 'http://127.0.0.1:1' }],
    ['is signed by a key the issuer does not publish', { isForged: true }],
    ['is an ID token', { typ: 'JWT' }],
    ['is a logout token', { typ: 'logout+jwt' }],
  ])('is not believed when the token %s', async (_what, options) => {
    const token = await place.service.issuer.token({ subject: place.township.subject, ...options });
    expect(await bearer(token).refusal(MINE)).toBe('UNAUTHENTICATED');
    expect(await bearer(token).refusal(AREA)).toBe('UNAUTHENTICATED');
  });

  it('is not believed without a signature, or with half a one', async () => {
    const { subject } = place.township;
    expect(await bearer(place.service.issuer.unsignedToken(subject)).refusal(MINE)).toBe('UNAUTHENTICATED');
    const token = await place.service.issuer.token({ subject });
    expect(await bearer(token.slice(0, -4)).refusal(MINE)).toBe('UNAUTHENTICATED');
    const [header, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: place.county.subject })).toString('base64url');
    expect(await bearer([header, claims, signature].join('.')).refusal(MINE)).toBe('UNAUTHENTICATED');
  });

  it('is not believed with a good token of a foreign issuer that names itself as ours', async () => {
    const foreign = await startTestIssuer();
    const token = await foreign.token({ subject: place.township.subject, issuer: place.service.issuer.url });
    expect(await bearer(token).refusal(MINE)).toBe('UNAUTHENTICATED');
    await foreign.close();
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer one two', ''])(
    'is not believed with the header %j',
    async (authorization) => {
      expect(await place.service.client('', { authorization }).refusal(MINE)).toBe('UNAUTHENTICATED');
    },
  );

  it('must be a person: a subject that is no UUID is nobody', async () => {
    expect(await bearer(await place.service.issuer.token({ subject: 'service-account' })).refusal(MINE)).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('may be nobody where an answer is public', async () => {
    expect(await place.service.client().get(AREA)).toEqual({ area: { name: '郑坊居民委员会' } });
    expect(await place.service.client().refusal(MINE)).toBe('UNAUTHENTICATED');
  });

  it('is told why in the language asked for', async () => {
    const messageIn = async (language: string): Promise<string | undefined> =>
      (await place.service.client('', { 'accept-language': language }).ask(MINE)).errors?.[0]?.message;
    expect(await messageIn('zh-CN,zh;q=0.9')).toBe('请使用有效的访问令牌登录。');
    expect(await messageIn('en-GB')).toBe('Sign in with a valid access token.');
    const unseen = await place.otherTownship
      .with({ 'accept-language': 'zh' })
      .ask(`query ($id: ID!) { gridEvent(id: $id) { id } }`, { id: randomUUID() });
    expect(unseen.errors?.[0]?.message).toMatch(/^未找到 GridEvent/);
  });

  it('comes through the gateway, or is sent away before anything is read', async () => {
    const authorization = place.township.headers['authorization'] as string;
    const right = place.township.headers[GATEWAY_SECRET_HEADER] as string;
    const ask = (headers: Record<string, string>): request.Test =>
      request(place.service.app.getHttpServer())
        .post('/graphql')
        .set({ authorization, ...headers })
        .send({ query: AREA });
    const wrong: Record<string, string>[] = [
      {},
      { [GATEWAY_SECRET_HEADER]: '' },
      { [GATEWAY_SECRET_HEADER]: `${right.slice(0, -1)}!` },
    ];
    for (const headers of [...wrong, { [GATEWAY_SECRET_HEADER]: `${right}x` }]) {
      const { status, body } = await ask(headers);
      expect([status, body.errors[0].extensions, body.data]).toEqual([
        401,
        { code: 'GATEWAY_SECRET_REQUIRED' },
        undefined,
      ]);
    }
    const chinese = await ask({ 'accept-language': 'zh-CN' });
    expect(chinese.body.errors[0].message).toBe('本服务仅响应网关。');
    expect((await ask({ [GATEWAY_SECRET_HEADER]: right })).status).toBe(200);
  });

  it('is sent away on every path to the graph, and needs no secret to ask for health', async () => {
    const server = place.service.app.getHttpServer();
    for (const path of ['/graphql/', '/GraphQL', '/graphql?query={__typename}']) {
      expect([path, (await request(server).get(path)).status]).toEqual([path, 401]);
    }
    expect((await request(server).get('/health/live')).body).toEqual({ status: 'live' });
    expect((await request(server).get('/health/ready')).body).toEqual({ status: 'ready' });
  });
});
