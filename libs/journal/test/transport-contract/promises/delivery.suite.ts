import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { MAX_KEY_LENGTH, MAX_MESSAGE_BYTES, OversizedMessageError } from '../../../src/index.js';
import type { EventTransport } from '../../../src/index.js';
import { READING_LIMIT } from '../../../src/transport/reading.js';
import type { HarnessOf } from '../harness.js';
import { numbered, Reader, until, upTo } from '../reader.js';

const KEYS = ['a', 'b', 'c', 'd'];

/** What is promised of messages and offsets, whoever consumes. */
export function deliveryPromises(harness: HarnessOf): void {
  const groupOf = (topic: string): string => `${topic}.reader`;
  const lagOf = async (transport: EventTransport, topic: string): Promise<number | undefined> =>
    (await transport.lag(groupOf(topic), [topic]))[0]?.lag;

  it('keeps the order of each key and loses nothing while several write', async () => {
    const [topic, other] = [await harness().topic(), await harness().topic()];
    const reader = new Reader();
    const reading = harness().open();
    await reading.subscribe({ group: groupOf(topic), topics: [topic, other], onBatch: reader.onBatch });
    const write = async (key: string): Promise<void> => {
      const writer = harness().open();
      for (let next = 1; next <= 60;) {
        const count = Math.min(randomInt(1, 8), 61 - next);
        await writer.send([
          ...numbered(topic, key, next, count),
          ...numbered(other, `other ${key}`, next, 1),
        ]);
        next += count;
      }
    };
    await Promise.all(KEYS.map(write));
    await until(() => KEYS.every((key) => reader.valuesOf(key).length >= 60));
    for (const key of KEYS) expect(reader.valuesOf(key)).toEqual(upTo(60));
    expect(reader.mostConcurrency).toBe(1);
    await until(async () => (await lagOf(reading, topic)) === 0);
  });

  it('loses nothing of one writer who does not wait', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => transport.send(numbered(topic, 'a', index + 1, 1))),
    );
    const reader = new Reader();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    await until(() => reader.messages.length >= 40);
    expect(new Set(reader.valuesOf('a'))).toEqual(new Set(upTo(40)));
  });

  it('gives a group everything from the start, and after a restart what its last reader left', async () => {
    const topic = await harness().topic();
    const [first, second] = [new Reader(), new Reader()];
    const transport = harness().open();
    await transport.send(numbered(topic, 'a', 1, 5));
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: first.onBatch });
    await until(async () => first.messages.length === 5 && (await lagOf(transport, topic)) === 0);
    await transport.close();
    const restarted = harness().open();
    await restarted.send(numbered(topic, 'a', 6, 5));
    expect(await lagOf(restarted, topic)).toBe(5);
    await restarted.subscribe({ group: groupOf(topic), topics: [topic], onBatch: second.onBatch });
    await until(() => second.messages.length === 5);
    expect([...first.valuesOf('a'), ...second.valuesOf('a')]).toEqual(upTo(10));
  });

  it('gives another group the whole past again', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    await transport.send(numbered(topic, 'a', 1, 5));
    for (const group of ['one', 'two']) {
      const reader = new Reader();
      await transport.subscribe({ group: `${topic}.${group}`, topics: [topic], onBatch: reader.onBatch });
      await until(() => reader.messages.length === 5);
      expect(reader.valuesOf('a')).toEqual(upTo(5));
    }
  });

  it('notes how far a group is only after the batch was taken, and tells how far it lags', async () => {
    const topic = await harness().topic();
    const reader = new Reader();
    const letThrough = reader.hold();
    const transport = harness().open();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    await transport.send(numbered(topic, 'a', 1, 3));
    await until(() => reader.concurrency === 1);
    await sleep(300);
    expect(await lagOf(transport, topic)).toBe(3);
    letThrough();
    await until(async () => (await lagOf(transport, topic)) === 0);
    expect(reader.valuesOf('a')).toEqual(upTo(3));
  });

  it('has no lag on a topic that nobody made', async () => {
    const transport = harness().open();
    const topic = harness().newName();
    expect(await transport.lag(groupOf(topic), [topic])).toEqual([{ topic, lag: 0 }]);
  });

  it('gives a batch again that was not taken, whatever was thrown', async () => {
    const topic = await harness().topic();
    const reader = new Reader();
    reader.failures = 2;
    const transport = harness().open();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    await transport.send(numbered(topic, 'a', 1, 3));
    await until(() => reader.messages.length === 3);
    expect(reader.valuesOf('a')).toEqual(upTo(3));
  });

  it('gives bounded batches of what has piled up, by number and by bytes', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    await transport.send(numbered(topic, 'many', 1, 1_200));
    const large = 'x'.repeat(400_000);
    await transport.send(upTo(6).map((number) => ({ topic, key: 'large', value: number + large })));
    const reader = new Reader();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    await until(() => reader.messages.length >= 1_206);
    expect(reader.valuesOf('many')).toEqual(upTo(1_200));
    expect(Math.max(...reader.counts)).toBeLessThanOrEqual(500);
    expect(reader.valuesOf('large').map((value) => value[0])).toEqual(upTo(6));
    for (let taken = 0, index = 0; index < reader.counts.length; taken += reader.counts[index++] ?? 0) {
      const batch = reader.messages.slice(taken, taken + (reader.counts[index] ?? 0));
      expect(batch.filter(({ key }) => key === 'large').length).toBeLessThanOrEqual(2);
    }
  });

  it('has one bounded portion in hand, however much piles up while a reader is slow', async () => {
    const topic = await harness().topic();
    const [reading, writing] = [harness().open(), harness().open()];
    const value = 'x'.repeat(200_000);
    let sent = 0;
    /** Some megabytes, over all keys. */
    const pileUp = async (): Promise<void> => {
      for (const end = sent + 20; sent < end; sent += 1)
        await writing.send([{ topic, key: KEYS[sent % KEYS.length] ?? '', value }]);
    };
    for (let times = 0; times < 3; times += 1) await pileUp();
    const [reader, watch] = [new Reader(), harness().watchReading()];
    try {
      const letThrough = reader.hold();
      await reading.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
      await until(() => reader.concurrency === 1);
      await sleep(700);
      const before = { count: watch.count(), bytes: watch.bytes() };
      expect(before.bytes).toBeGreaterThan(0);
      expect(before.bytes).toBeLessThanOrEqual(harness().readAheadBytes);
      await pileUp();
      await sleep(1_200);
      expect({ count: watch.count(), bytes: watch.bytes() }).toEqual(before);
      letThrough();
      await until(() => reader.messages.length >= sent);
      expect(watch.bytes()).toBeLessThanOrEqual(watch.count() * harness().readAheadBytes);
    } finally {
      watch.end();
    }
    expect(reader.mostConcurrency).toBe(1);
    expect(Math.max(...reader.counts)).toBeLessThanOrEqual(READING_LIMIT.bytes / value.length);
  });

  it('carries the largest message, and refuses a larger one before anything is sent', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    const reader = new Reader();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    const [small] = numbered(topic, 'a', 1, 1) as [(typeof reader.messages)[number]];
    const largest = '王'.repeat(MAX_MESSAGE_BYTES / 3);
    const key = 'k'.repeat(MAX_KEY_LENGTH);
    for (const tooLarge of [
      { ...small, value: `${largest}x` },
      { ...small, key: `${key}k` },
    ])
      await expect(transport.send([small, tooLarge])).rejects.toThrow(OversizedMessageError);
    await transport.send([
      { topic, key, value: largest },
      { topic, key, value: largest },
    ]);
    await until(() => reader.messages.length === 2);
    expect(reader.messages.map(({ value }) => value)).toEqual([largest, largest]);
  });

  it('gives every lone reader what comes after it began, and nothing older', async () => {
    const topic = await harness().topic();
    const [first, second] = [new Reader(), new Reader()];
    const transport = harness().open();
    await transport.send(numbered(topic, 'a', 1, 3));
    for (const reader of [first, second])
      await (
        await transport.subscribe({ topics: [topic], onBatch: reader.onBatch })
      ).ready;
    await transport.send(numbered(topic, 'a', 4, 2));
    await until(() => first.messages.length === 2 && second.messages.length === 2);
    for (const reader of [first, second]) expect(reader.valuesOf('a')).toEqual(['4', '5']);
  });

  it('waits for a topic that does not exist yet', async () => {
    const topic = harness().newName();
    const reader = new Reader();
    const transport = harness().open();
    await transport.subscribe({ group: groupOf(topic), topics: [topic], onBatch: reader.onBatch });
    await sleep(500);
    await harness().createTopic(topic);
    await until(() =>
      transport.send(numbered(topic, 'a', 1, 1)).then(
        () => true,
        () => false,
      ),
    );
    await until(() => reader.distinct('a').length === 1);
  });
}
