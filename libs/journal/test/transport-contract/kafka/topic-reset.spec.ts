import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { resetTopics } from '../../../src/index.js';
import type { IncomingMessage } from '../../../src/index.js';
import type { Started } from '../harness.js';
import {
  connectionOf,
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';
import { until } from '../reader.js';

const broker = findTestBroker();

describeOnKafka('topics that are emptied after a restore', broker !== null, whyNoBroker(), () => {
  let harness: Started;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (broker) harness = await startKafkaHarness(broker);
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(() => harness?.stop());

  const reset = async (topics: string[]) => {
    if (!broker) throw new Error('there is no broker');
    const told: IncomingMessage[] = [];
    const onMessages = (messages: readonly IncomingMessage[]) => Promise.resolve(void told.push(...messages));
    const result = await resetTopics(connectionOf(broker), { topics, onMessages });
    return { ...result, values: told.map(({ value }) => value).sort() };
  };

  /** Reads in a group until it has this many messages, and leaves. */
  const read = async (group: string, topic: string, count: number): Promise<string[]> => {
    const values: string[] = [];
    const subscription = await harness.open().subscribe({
      ...{ group, topics: [topic] },
      onBatch: (messages) => Promise.resolve(void values.push(...messages.map(({ value }) => value))),
    });
    await until(() => Promise.resolve(values.length >= count));
    await subscription.stop();
    return values.sort();
  };

  it('are told of to the last message, then hold none, and their groups take what comes next and nothing older', async () => {
    const [topic, untouched] = [await harness.topic(), await harness.topic()];
    const [group, elsewhere] = [harness.newName(), harness.newName()];
    const transport = harness.open();
    const message = (value: string, to = topic) => ({ topic: to, key: randomUUID(), value });
    await transport.send([message('a'), message('b'), message('c'), message('kept', untouched)]);
    expect(await read(group, topic, 3)).toEqual(['a', 'b', 'c']);
    expect(await read(elsewhere, untouched, 1)).toEqual(['kept']);
    await transport.send([message('d')]);

    const first = await reset([topic, `${topic}.missing`]);
    expect(first).toEqual({ messagesRemoved: 4, groups: [group], values: ['a', 'b', 'c', 'd'] });
    expect(await reset([topic])).toEqual({ messagesRemoved: 0, groups: [], values: [] });

    await transport.send([message('e'), message('f')]);
    expect(await read(group, topic, 2)).toEqual(['e', 'f']);
    expect(await read(harness.newName(), untouched, 1)).toEqual(['kept']);
  });
});
