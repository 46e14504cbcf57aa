import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@lianxin/service-kit';
import { WebhookDispatcher } from '../src/webhooks/delivery/webhook-dispatcher.js';
import { WebhookSweeper } from '../src/webhooks/delivery/webhook-sweeper.js';
import { anEventAfter } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import type { Place } from './grid-registry.fixture.js';
import { answering, hanging, WebhookReceiver } from './webhook-receiver.js';
import { define, deliver, deliveriesOf, startWithWebhooks } from './webhooks.fixture.js';
import type { Issued } from './webhooks.fixture.js';

/** What the department is told of an event that was dispatched to it before the webhook came by. */
const LIFE = ['GridEventReported', 'GridEventAccepted', 'GridEventDispatched'];

describe('the running of webhooks', () => {
  let place: Place;
  let receiver: WebhookReceiver;
  let issued: Issued;

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

  const report = (): Promise<EventAnswer> => anEventAfter(place, 'dispatch');

  it('forgets its log after the days of the policy', async () => {
    await report();
    await deliver(place);
    const sweeper = place.service.app.get(WebhookSweeper);
    await sweeper.sweep();
    expect(await deliveriesOf(place.department, issued.webhook.id)).toHaveLength(3);
    place.service.clock.advance({ days: 31 });
    await sweeper.sweep();
    expect(await deliveriesOf(place.department, issued.webhook.id)).toEqual([]);
  });

  it('is counted for whoever watches over the platform', async () => {
    receiver.behaviour = answering(500);
    await report();
    await deliver(place);
    const text = await metrics.metrics();
    expect(text).toMatch(/^lianxin_webhook_attempts_total\{outcome="STATUS"\} [1-9]/m);
    expect(text).toMatch(/^lianxin_webhooks\{status="ACTIVE"\} 1$/m);
    expect(text).toMatch(/^lianxin_webhooks_failing\{status="ACTIVE"\} 1$/m);
    expect(text).toMatch(/^lianxin_webhook_lag_positions\{status="ACTIVE"\} [1-9]/m);
  });

  it('goes on by itself: woken when something was published, each at its own pace', async () => {
    const bad = await WebhookReceiver.start();
    bad.behaviour = hanging;
    await define(place.department, { departmentId: place.departmentId, url: bad.url });
    place.service.app.get(WebhookDispatcher).start();
    const event = await report();
    await place.service.drainOutbox();
    for (let look = 0; look < 100 && receiver.received.length < LIFE.length; look += 1) await sleep(20);
    expect(receiver.received.map(({ change }) => change.subject)).toEqual(LIFE.map(() => event.id));
    await bad.stop();
  });
});
