import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { KafkaJSNonRetriableError } from 'kafkajs';
import {
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';
import type { KafkaHarness } from './kafka.harness.js';
import { numbered, Reader, until, upTo } from '../reader.js';

interface Broker {
  produce(request: unknown): Promise<unknown>;
}
const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker/index.js') as { prototype: Broker };

const broker = findTestBroker();

describeOnKafka('a sender on Apache Kafka', broker !== null, whyNoBroker(), () => {
  let harness: KafkaHarness;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (broker) harness = await startKafkaHarness(broker);
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(() => harness?.stop());

  it('whose answer was lost, though its message arrived, loses nothing of what it sends next', async () => {
    const [topic, reader, transport] = [await harness.topic(), new Reader(), harness.open()];
    await transport.send(numbered(topic, 'a', 1, 1));
    const produce = prototype.produce;
    jest.spyOn(prototype, 'produce').mockImplementationOnce(async function (this: Broker, request) {
      await produce.call(this, request);
      throw new KafkaJSNonRetriableError('the answer was lost');
    });
    await expect(transport.send(numbered(topic, 'a', 2, 1))).rejects.toThrow('the answer was lost');
    await transport.send(numbered(topic, 'a', 3, 1));
    await transport.subscribe({ group: `${topic}.reader`, topics: [topic], onBatch: reader.onBatch });
    await until(() => reader.messages.length >= 3);
    expect(reader.valuesOf('a')).toEqual(upTo(3));
  });
});
