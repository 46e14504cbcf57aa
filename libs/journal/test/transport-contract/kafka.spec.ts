import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JournalFixture } from '../journal.fixture.js';
import { badInputPromises } from './bad-input.suite.js';
import { deliveryPromises } from './delivery.suite.js';
import { effectPromises } from './effects.suite.js';
import type { Started } from './harness.js';
import { findTestBroker, SHARING_LIMIT_MS, startKafkaHarness, whyNoBroker } from './kafka.harness.js';
import { memberPromises } from './members.suite.js';
import { TOPICS } from './service.js';

const broker = findTestBroker();
const describeOn = broker ? describe : describe.skip;
const why = broker ? '' : ` (skipped: ${whyNoBroker()})`;

describeOn(`the promises of a transport, on Apache Kafka${why}`, () => {
  let harness: Started;
  let fixture: JournalFixture;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (!broker) return;
    [harness, fixture] = await Promise.all([startKafkaHarness(broker), JournalFixture.start()]);
    for (const topic of TOPICS) await harness.createTopic(topic);
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(async () => {
    await harness.stop();
    await fixture.stop();
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
