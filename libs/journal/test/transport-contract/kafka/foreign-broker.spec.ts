import { expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createKafka } from '../../../src/index.js';
import type { TestBroker } from './kafka.harness.js';
import {
  connectionOf,
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';

const broker = findTestBroker();

describeOnKafka('tests on a broker that is not theirs', broker !== null, whyNoBroker(), () => {
  it(
    'are refused where the topics hold anything, before anything is written, and take away what they made',
    async () => {
      if (!broker) return;
      Logger.overrideLogger(false);
      const { controls: _controls, ...foreign } = broker;
      const harness = await startKafkaHarness(foreign);
      const [mine, used, untouched] = [harness.newName(), await harness.topic(), harness.newName()];
      try {
        await harness.ownTopics([mine, used]);
        await harness.open().send([{ topic: used, key: 'a', value: 'of somebody' }]);
        await expect(harness.ownTopics([untouched, used])).rejects.toThrow(
          new RegExp(`its topic ${used} is not empty.*Name a broker .*or unset KAFKA_BROKERS`),
        );
        const topics = await existing(broker);
        expect([mine, used, untouched].map((topic) => topics.includes(topic))).toEqual([true, true, false]);
      } finally {
        await harness.closeAll();
        await harness.stop();
      }
      const left = await existing(broker);
      expect([mine, used].filter((topic) => left.includes(topic))).toEqual([]);
    },
    SHARING_LIMIT_MS,
  );
});

async function existing(broker: TestBroker): Promise<string[]> {
  const admin = createKafka(connectionOf(broker)).admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}
