import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { configureSubgraph } from './bootstrap.js';
import { GATEWAY_SECRET_HEADER } from './gateway-secret.js';

const SECRET = 's'.repeat(32);
const BODIES = { 'no JSON': '{"query": ', 'too large': JSON.stringify({ query: 'x'.repeat(300_000) }) };

describe('a subgraph', () => {
  let app: INestApplication<Server>;
  beforeAll(async () => {
    const testingModule = await Test.createTestingModule({}).compile();
    app = testingModule.createNestApplication({ bodyParser: false, logger: false });
    configureSubgraph(app, SECRET);
    await app.init();
  });
  afterAll(() => app.close());

  const post = (body: string, secret: string): request.Test =>
    request(app.getHttpServer())
      .post('/graphql')
      .set({ 'content-type': 'application/json', [GATEWAY_SECRET_HEADER]: secret })
      .send(body);

  it.each(Object.entries(BODIES))(
    'asks for the gateway’s secret before it looks at a body that is %s',
    async (_what, body) => {
      for (const given of ['', SECRET.replace('s', 'x')]) {
        const { status, body: answer } = await post(body, given);
        expect(status).toBe(401);
        expect(answer).toMatchObject({ errors: [{ extensions: { code: 'GATEWAY_SECRET_REQUIRED' } }] });
      }
      expect([400, 413]).toContain((await post(body, SECRET)).status);
    },
  );
});
