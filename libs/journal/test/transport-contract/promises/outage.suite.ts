import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from '@jest/globals';
import type { EventTransport } from '../../../src/index.js';
import type { JournalFixture } from '../../journal.fixture.js';
import type { HarnessOf, Outage } from '../harness.js';
import { numbered, Reader, until, upTo } from '../reader.js';
import { TestedService, TOPICS } from '../service.js';

/** A relay's way of sending: the same again until it is acknowledged. */
async function sendAtLast(
  transport: EventTransport,
  messages: Parameters<EventTransport['send']>[0],
): Promise<void> {
  await until(
    () =>
      transport.send(messages).then(
        () => true,
        () => false,
      ),
    60_000,
  );
}

/** What is promised when the whole transport goes away and comes back. */
export function outagePromises(harness: HarnessOf, fixture: () => JournalFixture): void {
  beforeEach(() => harness().empty(TOPICS));

  const outage = (): Outage => {
    const found = harness().outage;
    if (!found) throw new Error('This broker is not ours to stop');
    return found;
  };

  it('heals by itself: writers, groups and lone readers go on, and what was acknowledged is there', async () => {
    const topic = await harness().topic();
    const [grouped, lone] = [new Reader(), new Reader()];
    const [reading, writing] = [harness().open(), harness().open()];
    await reading.subscribe({ group: `${topic}.reader`, topics: [topic], onBatch: grouped.onBatch });
    await (
      await reading.subscribe({ topics: [topic], onBatch: lone.onBatch })
    ).ready;
    await writing.send(numbered(topic, 'a', 1, 5));
    await until(() => grouped.messages.length === 5 && lone.messages.length === 5);
    await writing.send(numbered(topic, 'a', 6, 5));
    await outage().begin();
    await expect(writing.send(numbered(topic, 'a', 11, 5))).rejects.toThrow();
    await outage().end();
    await sendAtLast(writing, numbered(topic, 'a', 11, 5));
    await until(() => [grouped, lone].every((reader) => reader.distinct('a').length === 15), 60_000);
    for (const reader of [grouped, lone]) expect(reader.distinct('a')).toEqual(upTo(15));
    await until(async () => (await reading.lag(`${topic}.reader`, [topic]))[0]?.lag === 0);
  }, 180_000);

  it('brings every event that was recorded before, in and after it to its effect once, in order', async () => {
    const service = new TestedService(fixture());
    const keys = [randomUUID(), randomUUID()];
    const act = async (): Promise<void> => {
      for (let count = 0; count < 5; count += 1) for (const key of keys) await service.act(key);
    };
    const untilApplied = async (count: number): Promise<void> => {
      for (const key of keys) await until(async () => (await service.applied(key)).length >= count, 60_000);
    };
    await service.consume(harness().open());
    service.relay(harness().open()).start();
    await act();
    await untilApplied(5);
    await outage().begin();
    await act();
    await sleep(1_500);
    for (const key of keys) expect(await service.applied(key)).toHaveLength(5);
    await outage().end();
    await act();
    await untilApplied(15);
    const reading = harness().open();
    await until(async () => (await reading.lag(service.consumer.name, [TOPICS[0]]))[0]?.lag === 0);
    await service.stop();
    for (const key of keys) {
      expect((await service.applied(key)).map(String)).toEqual(upTo(15));
      expect(await service.aside(key)).toEqual([]);
    }
  }, 180_000);

  it('starts while the transport does not answer, without failing or waiting, and goes to work when it does', async () => {
    const topic = await harness().topic();
    await harness()
      .open()
      .send(numbered(topic, 'a', 1, 3));
    await outage().freeze();
    const [grouped, lone] = [new Reader(), new Reader()];
    const transport = harness().open();
    const began = Date.now();
    await transport.subscribe({ group: `${topic}.reader`, topics: [topic], onBatch: grouped.onBatch });
    const { ready } = await transport.subscribe({ topics: [topic], onBatch: lone.onBatch });
    expect(Date.now() - began).toBeLessThan(1_000);
    await sleep(1_500);
    await outage().thaw();
    await until(() => grouped.messages.length === 3, 60_000);
    await ready;
    await sendAtLast(transport, numbered(topic, 'a', 4, 1));
    await until(() => grouped.distinct('a').length === 4 && lone.distinct('a').length === 1, 60_000);
    expect(lone.distinct('a')).toEqual(['4']);
  }, 180_000);

  it('closes within its limits while the transport does not answer', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    const reader = new Reader();
    const group = `${topic}.reader`;
    await (
      await transport.subscribe({ group, topics: [topic], onBatch: reader.onBatch })
    ).ready;
    await transport.send(numbered(topic, 'a', 1, 1));
    await until(() => reader.messages.length === 1);
    await outage().freeze();
    const sending = transport.send(numbered(topic, 'a', 2, 1)).catch(() => 'refused');
    const began = Date.now();
    await transport.close();
    expect(Date.now() - began).toBeLessThan(25_000);
    await outage().thaw();
    await sending;
  }, 180_000);
}
