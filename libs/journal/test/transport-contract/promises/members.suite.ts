import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { IncomingMessage, Subscription } from '../../../src/index.js';
import type { HarnessOf } from '../harness.js';
import { areBothIn, isAlone } from '../membership.js';
import { numbered, Reader, until, upTo } from '../reader.js';

/** On each partition of a topic there are some. */
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What is promised when the members of a group come and go. */
export function memberPromises(harness: HarnessOf): void {
  it('shares a topic with a second member and leaves it to the other: nothing lost, in order, each from one member', async () => {
    const topic = await harness().topic();
    const group = `${topic}.reader`;
    const [first, second] = [new Reader(), new Reader()];
    const [one, two, writer] = [harness().open(), harness().open(), harness().open()];
    const readers = [first, second];
    let sent = 0;
    const send = async (rounds: number): Promise<void> => {
      for (const end = sent + rounds; sent < end;) {
        sent += 1;
        await writer.send(KEYS.flatMap((key) => numbered(topic, key, sent, 1)));
      }
    };
    const isComplete = async (): Promise<boolean> =>
      KEYS.every((key) => new Set(readers.flatMap((reader) => reader.valuesOf(key))).size === sent) &&
      (await writer.lag(group, [topic]))[0]?.lag === 0;
    /** What each member takes of some rounds, which nobody takes twice while the members stay. */
    const sharesOf = async (rounds: number): Promise<IncomingMessage[][]> => {
      const before = readers.map((reader) => reader.messages.length);
      await send(rounds);
      await until(isComplete);
      const shares = readers.map((reader, index) => reader.messages.slice(before[index]));
      const taken = shares.flat().map(({ key, value }) => `${key} ${value}`);
      expect(taken).toHaveLength(rounds * KEYS.length);
      expect(new Set(taken).size).toBe(taken.length);
      return shares;
    };
    await one.subscribe({ group, topics: [topic], onBatch: first.onBatch });
    await send(5);
    await until(isComplete);
    await two.subscribe({ group, topics: [topic], onBatch: second.onBatch });
    await send(5);
    await until(() => areBothIn(harness(), group));
    await until(isComplete);
    const held = await harness().holdings(group);
    expect(held.flat()).toHaveLength(harness().shares);
    const shares = (await sharesOf(5)).map((share) => new Set(share.map(({ key }) => key)));
    expect(await harness().holdings(group)).toEqual(held);
    if (harness().sharing === 'partitions') {
      expect(shares.every(({ size }) => size > 0)).toBe(true);
      expect([...(shares[0] ?? [])].filter((key) => shares[1]?.has(key))).toEqual([]);
    } else expect(shares.map(({ size }) => size)).toEqual([KEYS.length, 0]);
    const leaving = one.close();
    await send(5);
    await leaving;
    await until(() => isAlone(harness(), group));
    await until(isComplete);
    expect((await sharesOf(2)).map((share) => share.length)).toEqual([0, 2 * KEYS.length]);
    for (const key of KEYS)
      for (const reader of readers) {
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
