import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JournalFixture } from '../../journal.fixture.js';
import {
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';
import type { KafkaHarness } from './kafka.harness.js';
import { outagePromises } from '../promises/outage.suite.js';
import { TOPICS } from '../service.js';

const broker = findTestBroker();
const whyNot = broker ? 'this broker is not ours to stop' : whyNoBroker();
const what = 'the promises of a transport in an outage, on Apache Kafka';

describeOnKafka(what, broker?.controls !== undefined, whyNot, () => {
  let harness: KafkaHarness;
  let fixture: JournalFixture;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (!broker) return;
    [harness, fixture] = await Promise.all([startKafkaHarness(broker, 'alone'), JournalFixture.start()]);
    await harness.ownTopics(TOPICS);
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(async () => {
    await harness?.stop();
    await fixture?.stop();
  });

  outagePromises(
    () => harness,
    () => fixture,
  );
});
