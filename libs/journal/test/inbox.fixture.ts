import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { RecordingTransport } from '@lianxin/testing';
import { Logger } from '@nestjs/common';
import { ConsumerRunner, ParkedMessages } from '../src/index.js';
import type { IncomingMessage, ParkedMessage } from '../src/index.js';
import { JournalFixture } from './journal.fixture.js';
import { NotingConsumer } from './noting-consumer.js';

/** A consumer and its inbox, new for each test of a suite, over one database of the suite's own. */
export interface InboxStage {
  readonly fixture: JournalFixture;
  readonly consumer: NotingConsumer;
  readonly parked: ParkedMessages;
  readonly deliver: (messages: readonly IncomingMessage[]) => Promise<void>;
  /** The sequences that had their effect, in the order in which they had it. */
  readonly applied: (aggregateId: string) => Promise<number[]>;
  /** What is set aside, oldest first. */
  readonly setAside: () => Promise<ParkedMessage[]>;
  /** State and reason of what is set aside, oldest first. */
  readonly states: () => Promise<[string, string][]>;
  /** Lets a minute pass each round, and tries what waits until nothing more can be applied. */
  readonly retryAll: (rounds?: number) => Promise<void>;
  /** Gives it up, and lets those behind it have their turn. */
  readonly discard: (message: ParkedMessage) => Promise<void>;
}

/** To be called where a suite is described. */
export function inboxStage(): InboxStage {
  let fixture: JournalFixture;
  let consumer: NotingConsumer;
  let parked: ParkedMessages;
  let runner: ConsumerRunner;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    fixture = await JournalFixture.start();
    parked = new ParkedMessages(fixture.dataSource);
  });
  beforeEach(async () => {
    await fixture.sql('TRUNCATE effect, inbox_sequence, inbox_parked, inbox_discarded');
    consumer = new NotingConsumer();
    const { database, clock } = fixture;
    runner = new ConsumerRunner(consumer, { database, parked, clock, transport: new RecordingTransport() });
  });
  afterAll(() => fixture.stop());

  const setAside = () => parked.list(100);
  const retryAll = async (rounds = 2): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      fixture.clock.advance({ minutes: 1 });
      while ((await runner.retryDue()) === 0);
    }
  };
  return {
    get fixture() {
      return fixture;
    },
    get consumer() {
      return consumer;
    },
    get parked() {
      return parked;
    },
    deliver: (messages) => runner.deliver(messages),
    applied: async (aggregateId) => {
      const statement = `SELECT sequence FROM effect WHERE aggregate_id = $1 ORDER BY ordinal`;
      const rows = await fixture.sql<{ sequence: number }>(statement, [aggregateId]);
      return rows.map(({ sequence }) => sequence);
    },
    setAside,
    states: async () => (await setAside()).map(({ state, reasonCode }) => [state, reasonCode]),
    retryAll,
    discard: async ({ id }) => {
      await parked.discard(id, fixture.clock.now());
      await retryAll();
    },
  };
}
