import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GrantRevoked } from '@lianxin/contracts';
import { metrics } from '@lianxin/service-kit';
import { RecordingTransport } from '@lianxin/testing';
import type { TopicLag } from '../src/index.js';
import { ParkedMessages } from '../src/index.js';
import { ConsumersService } from '../src/operations/traffic/consumers.service.js';
import { JournalMetrics } from '../src/operations/figures/journal-metrics.js';
import { TrafficService } from '../src/operations/traffic/traffic.service.js';
import { aMessage, JournalFixture } from './journal.fixture.js';

const CONSUMER = 'journal.follower';

/** Says what lag there is, or does not answer. */
class LaggingTransport extends RecordingTransport {
  answer: 'lag' | 'refusal' | 'silence' = 'lag';
  asked = 0;

  override lag(_group: string, topics: readonly string[]): Promise<TopicLag[]> {
    this.asked += 1;
    if (this.answer === 'silence') return new Promise(() => undefined);
    if (this.answer === 'refusal') return Promise.reject(new Error('connect ECONNREFUSED'));
    return Promise.resolve(topics.map((topic) => ({ topic, lag: 7 })));
  }
}

const own = {
  name: 'journal',
  consumers: () => [{ name: CONSUMER, handlers: [], topics: [GrantRevoked.topic] }],
  verifying: () => {
    throw new Error('nothing to verify here');
  },
};

describe('the figures of a journal', () => {
  let fixture: JournalFixture;
  const transport = new LaggingTransport();

  /** Read afresh: a journal just started knows nothing yet. */
  const started = (): JournalMetrics => {
    const traffic = new TrafficService(fixture.clock);
    const consumers = new ConsumersService(own, transport);
    const journal = new JournalMetrics(fixture.dataSource, traffic, consumers);
    journal.onApplicationBootstrap();
    return journal;
  };
  const lines = async (): Promise<string[]> =>
    (await metrics.metrics())
      .split('\n')
      .filter((line) => /^lianxin_(journal_(last|published)|outbox|inbox|consumer)/.test(line));

  beforeAll(async () => {
    fixture = await JournalFixture.start();
    await fixture.write('thing-1');
    const parked = new ParkedMessages(fixture.dataSource);
    for (const [index, state] of (['parked', 'behind', 'behind'] as const).entries())
      await parked.park({
        ...{ consumer: CONSUMER, state, message: aMessage('a', index + 1) },
        ...{ reasonCode: 'SCHEMA_MISMATCH', reason: 'payload does not match', retryAt: null },
      });
  });
  afterAll(() => fixture.stop());

  it('tell of the outbox, of lag and of what is parked', async () => {
    fixture.clock.advance({ minutes: 1 });
    started();
    const labels = `consumer="${CONSUMER}"`;
    expect(await lines()).toEqual([
      'lianxin_journal_last_position 0',
      'lianxin_journal_published_position 0',
      'lianxin_outbox_size 1',
      'lianxin_outbox_oldest_age_seconds 60',
      `lianxin_inbox_parked{${labels},state="behind",reason="SCHEMA_MISMATCH"} 2`,
      `lianxin_inbox_parked{${labels},state="parked",reason="SCHEMA_MISMATCH"} 1`,
      `lianxin_consumer_lag{${labels},topic="${GrantRevoked.topic}"} 7`,
    ]);
  });

  it('are read once, however often they are asked for', async () => {
    started();
    const asked = transport.asked;
    const transactions = jest.spyOn(fixture.dataSource, 'transaction');
    await Promise.all(Array.from({ length: 20 }, () => metrics.metrics()));
    expect([transport.asked - asked, transactions.mock.calls.length]).toEqual([1, 1]);
    transactions.mockRestore();
  });

  it.each(['refusal', 'silence'] as const)(
    'leave out the lag while the transport meets them with %s, and nothing else',
    async (answer) => {
      transport.answer = answer;
      started();
      const shown = await lines();
      expect(shown.filter((line) => line.startsWith('lianxin_consumer_lag'))).toEqual([]);
      expect(shown).toContain('lianxin_outbox_size 1');
      transport.answer = 'lag';
    },
  );

  it('leave out what the database cannot tell, rather than showing what was', async () => {
    const failing = jest
      .spyOn(fixture.dataSource, 'transaction')
      .mockRejectedValue(new Error('connect ECONNREFUSED'));
    started();
    expect(await lines()).toEqual([
      `lianxin_consumer_lag{consumer="${CONSUMER}",topic="${GrantRevoked.topic}"} 7`,
    ]);
    failing.mockRestore();
  });

  it('end with the journal they are of', async () => {
    started().onApplicationShutdown();
    expect(await lines()).toEqual([]);
  });
});
