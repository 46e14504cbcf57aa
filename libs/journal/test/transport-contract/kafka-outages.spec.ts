import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Started } from './harness.js';
import { findTestBroker, SHARING_LIMIT_MS, startKafkaHarness, whyNoBroker } from './kafka.harness.js';
import { outagePromises } from './outage.suite.js';

const broker = findTestBroker();
const describeOn = broker?.controls ? describe : describe.skip;
const reason = broker ? 'this broker is not ours to stop' : whyNoBroker();
const why = broker?.controls ? '' : ` (skipped: ${reason})`;

describeOn(`the promises of a transport in an outage, on Apache Kafka${why}`, () => {
  let harness: Started;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    if (broker) harness = await startKafkaHarness(broker, 'alone');
  }, SHARING_LIMIT_MS);
  afterEach(() => harness.closeAll());
  afterAll(() => harness.stop());

  outagePromises(() => harness);
});
