import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { JournalFixture } from '../../journal.fixture.js';
import { badInputPromises } from '../promises/bad-input.suite.js';
import { deliveryPromises } from '../promises/delivery.suite.js';
import { effectPromises } from '../promises/effects.suite.js';
import { startEmbeddedHarness } from './embedded.harness.js';
import type { EmbeddedHarness } from './embedded.harness.js';
import { memberPromises } from '../promises/members.suite.js';
import { outagePromises } from '../promises/outage.suite.js';

describe('the promises of a transport, on the embedded log', () => {
  let harness: EmbeddedHarness;
  let fixture: JournalFixture;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    [harness, fixture] = await Promise.all([startEmbeddedHarness(), JournalFixture.start()]);
  });
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
  describe('outages', () =>
    outagePromises(
      () => harness,
      () => fixture,
    ));
});
