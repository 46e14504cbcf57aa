import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JournalFixture } from '../../journal.fixture.js';
import { badInputPromises } from '../promises/bad-input.suite.js';
import { deliveryPromises } from '../promises/delivery.suite.js';
import { effectPromises } from '../promises/effects.suite.js';
import {
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';
import type { KafkaHarness } from './kafka.harness.js';
import { memberPromises } from '../promises/members.suite.js';
import { TOPICS } from '../service.js';

const broker = findTestBroker();

describeOnKafka('the promises of a transport, on Apache Kafka', broker !== null, whyNoBroker(), () => {
  let harness: KafkaHarness;
  let fixture: JournalFixture;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (!broker) return;
    [harness, fixture] = await Promise.all([startKafkaHarness(broker), JournalFixture.start()]);
    await harness.ownTopics(TOPICS);
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(async () => {
    await harness?.stop();
    await fixture?.stop();
  });

  describe('messages', () => deliveryPromises(() => harness));
  describe('members', () => memberPromises(() => harness));
  describe('effects', () =>
    effectPromises(
      () => harness,
      () => fixture,
    ));
  describe('bad input', () =>
    badInputPromises(
      () => harness,
      () => fixture,
    ));
});
