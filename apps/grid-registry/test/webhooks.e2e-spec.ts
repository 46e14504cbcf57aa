import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DepartmentGridEventChanged, departmentEnvelopeSchema } from '@lianxin/contracts';
import { Webhook as Verifier } from 'standardwebhooks';
import { WebhookDispatcher } from '../src/webhooks/delivery/webhook-dispatcher.js';
import { anEventAfter, aReport, PRIVATE_TEXT, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import type { Place } from './grid-registry.fixture.js';
import { answering, hanging, WebhookReceiver } from './webhook-receiver.js';
import {
  act,
  define,
  deliver,
  deliveriesOf,
  lookAt,
  ROTATE,
  inputOf,
  startWithWebhooks,
} from './webhooks.fixture.js';
import type { Issued } from './webhooks.fixture.js';

const FEED = `query ($after: String) { gridEventFeed(areaCode: "361104", after: $after, first: 100) {
  changes { cursor transition gridEvent { id } } endCursor } }`;

describe('webhooks of a department', () => {
  let place: Place;
  let receiver: WebhookReceiver;
  let issued: Issued & { secret: string };

  beforeAll(async () => {
    place = await startWithWebhooks();
  });
  afterAll(() => place.service.stop());

  beforeEach(async () => {
    place.service.clock.set(new Date().toISOString());
    await place.service.sql(`UPDATE webhook SET status = 'REMOVED', suspended_reason = NULL`);
    await place.service.drainOutbox();
    receiver = await WebhookReceiver.start();
    const { departmentId } = place;
    issued = await define(place.department, { departmentId, url: receiver.url });
  });
  afterEach(() => receiver.stop());

  /** What the department is told of an event that was dispatched to it before the webhook came by. */
  const LIFE = ['GridEventReported', 'GridEventAccepted', 'GridEventDispatched'];
  const report = (): Promise<EventAnswer> => anEventAfter(place, 'dispatch');
  const start = (event: EventAnswer): Promise<EventAnswer> =>
    take(place.department, 'start', { gridEventId: event.id });

  it('bring every change that the department sees, in the order of the feed, and its own words alone', async () => {
    const before = (await lookAt(place.department, issued.webhook.id)).cursor;
    const event = await report();
    await start(event);
    await take(place.department, 'reportDone', { gridEventId: event.id, note: PRIVATE_TEXT });
    await deliver(place);
    const { gridEventFeed } = await place.department.get<{
      gridEventFeed: { changes: { cursor: string; transition: string; gridEvent: { id: string } }[] };
    }>(FEED, { after: before });
    const told = receiver.received.map(({ change }) => [
      change.data.cursor,
      change.data.transition,
      change.subject,
    ]);
    expect(told).toEqual(
      gridEventFeed.changes.map(({ cursor, transition, gridEvent }) => [cursor, transition, gridEvent.id]),
    );
    expect(receiver.transitions).toEqual(
      expect.arrayContaining(['GridEventDispatched', 'GridEventStarted', 'GridEventReportedDone']),
    );
    for (const { body } of receiver.received) {
      expect(departmentEnvelopeSchema.parse(JSON.parse(body)).type).toBe(DepartmentGridEventChanged.type);
      expect(body).not.toContain(PRIVATE_TEXT);
      expect(body).not.toContain('position');
    }
  });

  it('are signed as any library for Standard Webhooks verifies it', async () => {
    await report();
    await deliver(place);
    expect(receiver.received.length).toBeGreaterThan(0);
    for (const { body, headers, change } of receiver.received) {
      expect(new Verifier(issued.secret).verify(body, headers)).toMatchObject({ id: change.id });
      expect(headers['webhook-id']).toBe(change.id);
      expect(() => new Verifier(issued.secret).verify(`${body} `, headers)).toThrow();
    }
  });

  it('keep the proof of each attempt', async () => {
    receiver.behaviour = answering(500, 'out of order');
    await report();
    await deliver(place);
    const [log] = await deliveriesOf(place.department, issued.webhook.id);
    const [sent] = receiver.received;
    expect(log).toMatchObject({
      eventId: sent?.change.id,
      gridEventId: sent?.change.subject,
      attempt: 1,
      outcome: 'STATUS',
      statusCode: 500,
      cursor: sent?.change.data.cursor,
      signature: sent?.headers['webhook-signature'],
      bodyDigest: `SHA256.1.${createHash('sha256')
        .update(sent?.body ?? '')
        .digest('base64url')}`,
      answerDigest: `SHA256.1.${createHash('sha256').update('out of order').digest('base64url')}`,
    });
    expect(log?.nextAttemptAt).not.toBeNull();
  });

  it('catch up in order after an hour of 500, the first change again with the same id', async () => {
    receiver.behaviour = answering(500);
    const event = await report();
    await start(event);
    for (let minute = 0; minute < 60; minute += 5) {
      await deliver(place);
      place.service.clock.advance({ minutes: 5 });
    }
    const tried = receiver.received.map(({ change }) => change.id);
    expect(new Set(tried).size).toBe(1);
    expect(tried.length).toBeGreaterThan(4);
    expect(tried.length).toBeLessThanOrEqual(12);
    expect(await lookAt(place.department, issued.webhook.id)).toMatchObject({
      status: 'ACTIVE',
      failureCount: tried.length,
      lastOutcome: 'STATUS',
    });
    receiver.behaviour = answering(200);
    place.service.clock.advance({ minutes: 20 });
    await deliver(place);
    const ids = [...new Set(receiver.received.map(({ change }) => change.id))];
    expect(ids[0]).toBe(tried[0]);
    const settled = receiver.received.slice(tried.length).map(({ change }) => change.data.transition);
    expect(settled).toEqual([...LIFE, 'GridEventStarted']);
    expect(await lookAt(place.department, issued.webhook.id)).toMatchObject({ failureCount: 0 });
  });

  it('take 2xx for delivered, whatever the body says, and read no more of it than a little', async () => {
    receiver.behaviour = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(Buffer.alloc(100_000, '{"error":'));
    };
    await report();
    await deliver(place);
    expect(await deliveriesOf(place.department, issued.webhook.id)).toMatchObject(
      LIFE.map(() => ({ outcome: 'DELIVERED', statusCode: 200, attempt: 1 })),
    );
  });

  it('follow no redirect, and reach nothing by it', async () => {
    const target = await WebhookReceiver.start();
    receiver.behaviour = answering(302, '', { location: target.url });
    await report();
    await deliver(place);
    expect(target.received).toEqual([]);
    expect(await deliveriesOf(place.department, issued.webhook.id)).toMatchObject([
      { outcome: 'REDIRECTED', statusCode: 302 },
    ]);
    await target.stop();
  });

  it('give up an attempt that hangs, and nobody else waits for it', async () => {
    receiver.behaviour = hanging;
    const other = await WebhookReceiver.start();
    await define(place.department, { departmentId: place.departmentId, url: other.url });
    await report();
    await place.service.drainOutbox();
    const dispatcher = place.service.app.get(WebhookDispatcher);
    let isOver = false;
    const draining = dispatcher.drain().then(() => (isOver = true));
    while (!isOver && other.received.length < LIFE.length) await sleep(10);
    expect(isOver).toBe(false);
    expect(other.transitions).toEqual(LIFE);
    await draining;
    expect(await deliveriesOf(place.department, issued.webhook.id)).toMatchObject([
      { outcome: 'TIMED_OUT', statusCode: null },
    ]);
    await other.stop();
  });

  it('are suspended after the policy’s time of failures, and resumed without loss', async () => {
    receiver.behaviour = answering(503);
    const event = await report();
    await deliver(place);
    place.service.clock.advance({ hours: 25 });
    await deliver(place);
    expect(await lookAt(place.department, issued.webhook.id)).toMatchObject({
      status: 'SUSPENDED',
      suspendedReason: 'FAILING',
      nextAttemptAt: null,
    });
    const suspended = place.service.transport.events.length;
    const events = (await place.service.drainOutbox()).slice(suspended);
    expect(events).toMatchObject([
      {
        type: 'grid-registry.WebhookChanged.v1',
        data: { change: 'SUSPENDED', webhookId: issued.webhook.id },
      },
    ]);
    await start(event);
    const tried = receiver.received.length;
    receiver.behaviour = answering(200);
    await deliver(place);
    expect(receiver.received).toHaveLength(tried);
    await act(place.department, 'resumeWebhook', { webhookId: issued.webhook.id });
    await deliver(place);
    expect(receiver.transitions.slice(tried)).toEqual([...LIFE, 'GridEventStarted']);
  });

  it('are suspended at once by 410', async () => {
    receiver.behaviour = answering(410);
    await report();
    await deliver(place);
    expect(await lookAt(place.department, issued.webhook.id)).toMatchObject({
      status: 'SUSPENDED',
      suspendedReason: 'GONE',
      lastOutcome: 'GONE',
    });
  });

  it('send nothing while paused, and everything since when resumed', async () => {
    await act(place.department, 'pauseWebhook', { webhookId: issued.webhook.id });
    await report();
    await deliver(place);
    expect(receiver.received).toEqual([]);
    await act(place.department, 'resumeWebhook', { webhookId: issued.webhook.id });
    await deliver(place);
    expect(receiver.transitions).toEqual(LIFE);
  });

  it('sign with both secrets while one takes over from the other', async () => {
    const webhookId = issued.webhook.id;
    const { issued: next } = await place.department.get<{ issued: Issued }>(ROTATE, inputOf({ webhookId }));
    await report();
    await deliver(place);
    const [during] = receiver.received;
    if (!during || !next.secret) throw new Error('Nothing was sent, or no secret issued.');
    expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [issued.secret, next.secret])
      expect(() => new Verifier(secret).verify(during.body, during.headers)).not.toThrow();
    place.service.clock.advance({ hours: 25 });
    const event = await report();
    await deliver(place);
    const later = receiver.received.find(({ change }) => change.subject === event.id);
    expect(later?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    const { body = '', headers = {} } = later ?? {};
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    const signatureBy = (secret: string): string =>
      new Verifier(secret).sign(headers['webhook-id'] ?? '', at, body);
    expect(headers['webhook-signature']).toBe(signatureBy(next.secret));
    expect(headers['webhook-signature']).not.toBe(signatureBy(issued.secret));
  });

  it('send everything after a cursor once more, with the same ids', async () => {
    await start(await report());
    await deliver(place);
    const first = [...receiver.received];
    const after = first[0]?.change.data.cursor;
    const replay = { webhookId: issued.webhook.id, after };
    await act(place.department, 'replayWebhook', replay, 'ReplayWebhookInput');
    await deliver(place);
    const ids = receiver.received.map(({ change }) => change.id);
    expect(ids.slice(first.length)).toEqual(ids.slice(1, first.length));
  });

  it('never bring what the post of the department does not show', async () => {
    const other = await anEventAfter(place, 'accept');
    const concerns = { departmentId: place.departmentId };
    const about = await take(place.resident, 'report', aReport({ source: 'RESIDENT', concerns }));
    await take(place.county, 'accept', { gridEventId: about.id });
    await take(place.county, 'dispatch', { gridEventId: about.id, departmentId: place.policeId });
    const own = await report();
    await take(place.department, 'return', { gridEventId: own.id, note: '不属本部门职责' });
    await deliver(place);
    for (const { id } of [other, about])
      expect(receiver.received.filter(({ change }) => change.subject === id)).toEqual([]);
    // It was returned before it was sent, and what is returned is the department's no more.
    expect(receiver.received.filter(({ change }) => change.subject === own.id)).toEqual([]);
  });

  it('are narrowed by area, category and kind', async () => {
    const { departmentId } = place;
    const filters = [{ categories: ['SANITATION'] }, { kinds: ['EMERGENCY'] }, { areaCode: '361104100' }];
    const receivers = await Promise.all(filters.map(() => WebhookReceiver.start()));
    for (const [index, filter] of filters.entries())
      await define(place.department, { departmentId, url: receivers[index]?.url, ...filter });
    await anEventAfter(place, 'dispatch', { category: 'SANITATION' });
    await deliver(place);
    expect(receivers.map(({ received }) => received.length)).toEqual([3, 0, 0]);
    expect(receiver.received).toHaveLength(3);
    await Promise.all(receivers.map((each) => each.stop()));
  });
});
