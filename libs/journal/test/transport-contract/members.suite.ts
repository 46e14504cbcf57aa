import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { Subscription } from '../../src/index.js';
import type { HarnessOf } from './harness.js';
import { numbered, Reader, until, upTo } from './reader.js';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What is promised when the members of a group come and go. */
export function memberPromises(harness: HarnessOf): void {
  it('loses nothing and keeps each key’s order while a second member comes and the first one goes', async () => {
    const topic = await harness().topic();
    const group = `${topic}.reader`;
    const [first, second] = [new Reader(), new Reader()];
    const [one, two, writer] = [harness().open(), harness().open(), harness().open()];
    let sent = 0;
    const send = async (): Promise<void> => {
      sent += 1;
      await writer.send(KEYS.flatMap((key) => numbered(topic, key, sent, 1)));
    };
    const all = (): Reader => {
      const both = new Reader();
      both.messages.push(...first.messages, ...second.messages);
      return both;
    };
    const isComplete = (): boolean => KEYS.every((key) => all().distinct(key).length === sent);
    await one.subscribe({ group, topics: [topic], onBatch: first.onBatch });
    for (let round = 0; round < 5; round += 1) await send();
    await until(isComplete);
    const joined = await two.subscribe({ group, topics: [topic], onBatch: second.onBatch });
    for (let round = 0; round < 5; round += 1) await send();
    await until(isComplete);
    await joined.ready;
    const leaving = one.close();
    for (let round = 0; round < 5; round += 1) await send();
    await leaving;
    await send();
    await until(isComplete);
    expect(second.messages.length).toBeGreaterThan(0);
    for (const key of KEYS)
      for (const reader of [first, second]) {
        const values = reader.distinct(key).map(Number);
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }
  });

  it('gives what a member had in hand when it vanished to the next one', async () => {
    const topic = await harness().topic();
    const group = `${topic}.reader`;
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [harness().open(), harness().open()];
    const letThrough = first.hold();
    const subscription: Subscription = await one.subscribe({
      group,
      topics: [topic],
      onBatch: first.onBatch,
    });
    await one.send(numbered(topic, 'a', 1, 5));
    await until(() => first.concurrency === 1);
    first.failures = 1;
    const stopped = subscription.stop();
    letThrough();
    await stopped;
    await two.subscribe({ group, topics: [topic], onBatch: second.onBatch });
    await until(() => second.messages.length === 5);
    expect(first.messages).toEqual([]);
    expect(second.valuesOf('a')).toEqual(upTo(5));
  });

  it('lets the batch in hand come to its end when it is closed, and gives it to nobody again', async () => {
    const topic = await harness().topic();
    const group = `${topic}.reader`;
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [harness().open(), harness().open()];
    const letThrough = first.hold();
    await one.subscribe({ group, topics: [topic], onBatch: first.onBatch });
    await one.send(numbered(topic, 'a', 1, 5));
    await until(() => first.concurrency === 1);
    let isClosed = false;
    const closed = one.close().then(() => (isClosed = true));
    await sleep(300);
    expect(isClosed).toBe(false);
    letThrough();
    await closed;
    expect(first.valuesOf('a')).toEqual(upTo(5));
    await two.subscribe({ group, topics: [topic], onBatch: second.onBatch });
    await two.send(numbered(topic, 'a', 6, 1));
    await until(() => second.messages.length > 0);
    expect(second.valuesOf('a')).toEqual(['6']);
  });

  it('keeps its place while a batch takes longer than a member may be silent', async () => {
    const topic = await harness().topic();
    const group = `${topic}.reader`;
    const [first, second] = [new Reader(), new Reader()];
    const [one, two] = [harness().open(), harness().open()];
    const letThrough = first.hold();
    await one.subscribe({ group, topics: [topic], onBatch: first.onBatch });
    await one.send(numbered(topic, 'a', 1, 3));
    await until(() => first.concurrency === 1);
    setTimeout(letThrough, harness().longBatchMs);
    await until(() => first.messages.length === 3);
    await two.subscribe({ group, topics: [topic], onBatch: second.onBatch });
    await one.send(numbered(topic, 'a', 4, 1));
    await until(() => first.messages.length + second.messages.length >= 4);
    expect([...first.valuesOf('a'), ...second.valuesOf('a')]).toEqual(upTo(4));
  });

  it('refuses to send once it is closed', async () => {
    const topic = await harness().topic();
    const transport = harness().open();
    await transport.send(numbered(topic, 'a', 1, 1));
    await transport.close();
    await expect(transport.send(numbered(topic, 'a', 2, 1))).rejects.toThrow();
  });
}
