import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { CursorSigner } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter } from './grid-event.builder.js';
import { COUNTY, TOWNSHIP } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { WebhookReceiver } from './webhook-receiver.js';
import {
  act,
  actOn,
  define,
  DEFINE,
  deliver,
  DELIVERIES,
  deliveriesOf,
  inputOf,
  LOCAL,
  lookAt,
  startWithWebhooks,
  ROTATE,
} from './webhooks.fixture.js';

const URL = 'https://changes.example.org/lianxin';

describe('who looks after webhooks', () => {
  let place: Place;
  let webhookId: string;
  let operator: TestClient;
  let stranger: TestClient;

  beforeAll(async () => {
    place = await startWithWebhooks({});
    operator = await place.service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: COUNTY });
    const other = '0190a6b0-0000-7000-8000-000000000001';
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'water', '水利局', '${COUNTY}', '{HAZARD}')`,
      [other],
    );
    stranger = await place.service.signIn({
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: other,
    });
    webhookId = (await define(place.department, { departmentId: place.departmentId, url: URL })).webhook.id;
  });
  afterAll(() => place.service.stop());

  it('is its department alone; the county’s command centre and operators may stop it', async () => {
    const issue = (): Promise<{ webhook: { id: string } }> =>
      define(place.department, { departmentId: place.departmentId, url: URL });
    for (const who of [place.department, place.county, operator])
      await act(who, 'removeWebhook', { webhookId: (await issue()).webhook.id });
    for (const who of [place.county, operator]) {
      for (const document of [actOn('resumeWebhook'), ROTATE]) {
        expect(await who.refusal(document, inputOf({ webhookId }))).toBe('FORBIDDEN');
      }
      const replay = actOn('replayWebhook', 'ReplayWebhookInput');
      expect(await who.refusal(replay, inputOf({ webhookId, after: 'x' }))).toBe('FORBIDDEN');
    }
    for (const who of [place.county, operator, place.township, place.worker, place.resident, stranger]) {
      const input = inputOf({ departmentId: place.departmentId, url: URL });
      expect(await who.refusal(DEFINE, input)).toBe('FORBIDDEN');
    }
  });

  it('do not find another department’s', async () => {
    for (const name of ['pauseWebhook', 'resumeWebhook', 'removeWebhook'])
      expect(await stranger.refusal(actOn(name), inputOf({ webhookId }))).toBe('NOT_FOUND');
    const replay = actOn('replayWebhook', 'ReplayWebhookInput');
    expect(await stranger.refusal(replay, inputOf({ webhookId, after: 'x' }))).toBe('NOT_FOUND');
    expect(await stranger.refusal(DELIVERIES, { id: webhookId })).toBe('NOT_FOUND');
    expect((await lookAt(place.department, webhookId)).status).toBe('ACTIVE');
  });

  it('are told what was delivered only in the department itself', async () => {
    expect(await deliveriesOf(place.department, webhookId)).toEqual([]);
    for (const who of [place.county, operator])
      expect(await who.refusal(DELIVERIES, { id: webhookId })).toBe('FORBIDDEN');
  });

  it('are shown a secret once, and no database holds it readable', async () => {
    const input = inputOf({ departmentId: place.departmentId, url: URL });
    const first = await place.department.get<{ issued: { secret: string; webhook: { id: string } } }>(
      DEFINE,
      input,
    );
    const again = await place.department.get<{ issued: { secret: null; webhook: { id: string } } }>(
      DEFINE,
      input,
    );
    expect(first.issued.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(again.issued).toMatchObject({ secret: null, webhook: { id: first.issued.webhook.id } });
    const rows = await place.service.sql<{ row: string }>(`SELECT s::text AS row FROM webhook_secret s`);
    expect(rows.map(({ row }) => row).join()).not.toContain(first.issued.secret.slice(6));
    await act(place.department, 'removeWebhook', { webhookId: first.issued.webhook.id });
    const left = await place.service.sql(`SELECT 1 FROM webhook_secret WHERE webhook_id = $1`, [
      first.issued.webhook.id,
    ]);
    expect(left).toEqual([]);
  });

  it.each([
    ['no address', 'changes', 'MALFORMED'],
    ['no TLS', 'http://changes.example.org/', 'SCHEME'],
    ['another scheme', 'file:///etc/passwd', 'SCHEME'],
    ['credentials', 'https://user:secret@changes.example.org/', 'CREDENTIALS'],
    ['a fragment', 'https://changes.example.org/#here', 'FRAGMENT'],
    ['a port of another service', 'https://changes.example.org:6379/', 'PORT'],
    ['loopback', 'https://127.0.0.1/', 'ADDRESS'],
    ['loopback, written otherwise', 'https://2130706433/', 'ADDRESS'],
    ['loopback, written in octal', 'https://0177.0.0.1/', 'ADDRESS'],
    ['loopback of IPv6', 'https://[::1]/', 'ADDRESS'],
    ['IPv4 mapped into IPv6', 'https://[::ffff:7f00:1]/', 'ADDRESS'],
    ['metadata of clouds', 'https://169.254.169.254/latest/', 'ADDRESS'],
    ['a private address', 'https://10.0.0.1/', 'ADDRESS'],
    ['too long an address', `https://changes.example.org/${'x'.repeat(1_000)}`, 'TOO_LONG'],
  ])('are refused an endpoint with %s', async (_what, url, fault) => {
    const input = inputOf({ departmentId: place.departmentId, url });
    expect(await place.department.refused(DEFINE, input)).toMatchObject({
      code: 'WEBHOOK_URL_REFUSED',
      details: { fault },
    });
  });

  it('are refused what makes no sense', async () => {
    const foreign = new CursorSigner(Buffer.alloc(32)).sign('grid-event-feed', [0]);
    const replay = actOn('replayWebhook', 'ReplayWebhookInput');
    const refused = [
      place.department.refusal(replay, inputOf({ webhookId, after: foreign })),
      place.department.refusal(actOn('resumeWebhook'), inputOf({ webhookId })),
      place.department.refusal(actOn('pauseWebhook'), inputOf({ webhookId: 'x' })),
      place.department.refusal(
        DEFINE,
        inputOf({ departmentId: place.departmentId, url: URL, areaCode: '361199' }),
      ),
    ];
    expect(await Promise.all(refused)).toEqual([
      'INVALID_CURSOR',
      'WEBHOOK_RUNNING',
      'MALFORMED_ID',
      'AREA_UNKNOWN',
    ]);
  });

  it('have so many and no more', async () => {
    const { departmentId } = place;
    const asked = Array.from({ length: 25 }, () =>
      place.department.ask(DEFINE, inputOf({ departmentId, url: URL, areaCode: TOWNSHIP })),
    );
    const codes = (await Promise.all(asked)).map(({ errors }) => errors?.[0]?.extensions.code ?? 'ok');
    expect(codes.filter((code) => code === 'ok')).toHaveLength(19);
    expect(codes.filter((code) => code === 'TOO_MANY_WEBHOOKS')).toHaveLength(6);
  });
});

describe('an endpoint whose name leads to this machine', () => {
  it('is refused at the connection, and nothing arrives', async () => {
    const place = await startWithWebhooks({ ...LOCAL, WEBHOOK_ALLOWED_RANGES: [] });
    const receiver = await WebhookReceiver.start();
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    const { webhook } = await define(place.department, { departmentId: place.departmentId, url });
    await anEventAfter(place, 'dispatch');
    await deliver(place);
    expect(receiver.received).toEqual([]);
    expect(await deliveriesOf(place.department, webhook.id)).toMatchObject([
      { outcome: 'ADDRESS_REFUSED', statusCode: null },
    ]);
    await Promise.all([receiver.stop(), place.service.stop()]);
  });
});
