import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordingTransport } from '@lianxin/testing';
import { Logger } from '@nestjs/common';
import { ConsumerRunner, ParkedMessages } from '../src/index.js';
import type { IncomingMessage, ParkedMessage } from '../src/index.js';
import { aMessage, JournalFixture } from './journal.fixture.js';
import { NotingConsumer } from './noting-consumer.js';

const revoked = { subject: randomUUID(), revokedAt: '2026-03-02T02:00:00Z' };

describe('a message that jumps by little, so that its turn would come', () => {
  let fixture: JournalFixture;
  let runner: ConsumerRunner;
  let parked: ParkedMessages;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    fixture = await JournalFixture.start();
    parked = new ParkedMessages(fixture.dataSource);
  });
  beforeEach(async () => {
    await fixture.sql('TRUNCATE effect, inbox_sequence, inbox_parked, inbox_discarded');
    const { database, clock } = fixture;
    const dependencies = { database, parked, clock, transport: new RecordingTransport() };
    runner = new ConsumerRunner(new NotingConsumer(), dependencies);
  });
  afterAll(() => fixture.stop());

  const applied = async (key: string): Promise<number[]> => {
    const statement = `SELECT sequence FROM effect WHERE aggregate_id = $1 ORDER BY ordinal`;
    return (await fixture.sql<{ sequence: number }>(statement, [key])).map(({ sequence }) => sequence);
  };
  const states = async (): Promise<[string, string][]> =>
    (await parked.list(100)).map(({ state, reasonCode }) => [state, reasonCode]);
  const retryAll = async (): Promise<void> => {
    for (let round = 0; round < 2; round += 1) {
      fixture.clock.advance({ minutes: 1 });
      while ((await runner.retryDue()) === 0);
    }
  };
  const discard = async (message: ParkedMessage): Promise<void> => {
    await parked.discard(message.id, fixture.clock.now());
    await retryAll();
  };
  const theOne = async (state = 'waiting'): Promise<ParkedMessage> => {
    const all = (await parked.list(100)).filter((message) => message.state === state);
    expect(all).toHaveLength(1);
    return all[0] as ParkedMessage;
  };
  const forgery = (key: string, sequence: number, id: string = randomUUID()): IncomingMessage =>
    aMessage(key, sequence, { envelope: { id, data: { ...revoked, grantId: key } } });
  const effects = async (): Promise<number> => (await fixture.sql('SELECT FROM effect')).length;

  it.each([[0], [1], [5]])('takes no place when it is discarded: after %i events', async (before) => {
    const key = randomUUID();
    const real = [1, 2, 3, 4].map((sequence) => aMessage(key, before + sequence));
    await runner.deliver(Array.from({ length: before }, (_none, index) => aMessage(key, index + 1)));
    const forged = forgery(key, before + 2);
    await runner.deliver([forged]);
    await discard(await theOne());
    await runner.deliver([forged]);
    expect(await states()).toEqual([]);
    await runner.deliver(real.slice(0, 1));
    await runner.deliver([forged]);
    expect((await applied(key)).at(-1)).toBe(before + 1);
    await runner.deliver([forged, ...real.slice(1, 3), forged]);
    await runner.deliver([forged]);
    await runner.deliver([...real, forged]);
    await retryAll();
    expect(await states()).toEqual([]);
    expect(await applied(key)).toEqual(Array.from({ length: before + 4 }, (_none, index) => index + 1));
  });

  it('takes no place either when its turn has come just before it is discarded', async () => {
    const key = randomUUID();
    await runner.deliver([aMessage(key, 1), forgery(key, 3)]);
    await runner.deliver([aMessage(key, 2)]);
    await discard(await theOne());
    await runner.deliver([aMessage(key, 3), aMessage(key, 4)]);
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
  });

  it('lets those behind it go on when it is discarded', async () => {
    const key = randomUUID();
    await runner.deliver([aMessage(key, 1), forgery(key, 3), aMessage(key, 4)]);
    await discard(await theOne());
    await runner.deliver([aMessage(key, 2), aMessage(key, 3)]);
    await retryAll();
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
  });

  it('is known by all of it: neither another key nor the real event of its id is passed over', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const real = aMessage(key, 3);
    const forged = forgery(key, 3, (JSON.parse(real.value) as { id: string }).id);
    await runner.deliver([aMessage(key, 1), forged]);
    await discard(await theOne());
    await runner.deliver([aMessage(key, 2), real, forged]);
    await runner.deliver([1, 2, 3].map((sequence) => aMessage(other, sequence)));
    expect([await applied(key), await applied(other)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(await states()).toEqual([]);
  });

  it('was a real event after all: it is passed over until its discard is undone, then it has its turn', async () => {
    const key = randomUUID();
    const real = aMessage(key, 3);
    await runner.deliver([aMessage(key, 1), real]);
    const { id } = await theOne();
    await parked.discard(id, fixture.clock.now());
    await runner.deliver([1, 2, 3, 4].map((sequence) => aMessage(key, sequence)));
    await retryAll();
    expect(await applied(key)).toEqual([1, 2]);
    expect(await states()).toEqual([['waiting', 'PREDECESSOR_MISSING']]);
    await parked.restore(id, fixture.clock.now());
    await parked.restore(id, fixture.clock.now());
    expect((await parked.list(9)).map((message) => message.id)).toContain(id);
    await retryAll();
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
    await runner.deliver([real]);
    expect(await effects()).toBe(4);
  });
});
