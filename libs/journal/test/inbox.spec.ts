import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GridDefined } from '@lianxin/contracts';
import type { Database } from '@lianxin/service-kit';
import { RecordingTransport } from '@lianxin/testing';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { ConsumerRunner, ParkedMessages } from '../src/index.js';
import type { IncomingMessage, ParkedMessage } from '../src/index.js';
import { aMessage, JournalFixture } from './journal.fixture.js';
import { NotingConsumer } from './noting-consumer.js';

describe('the inbox', () => {
  let fixture: JournalFixture;
  let consumer: NotingConsumer;
  let runner: ConsumerRunner;
  let parked: ParkedMessages;

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

  const applied = async (aggregateId: string): Promise<number[]> => {
    const statement = `SELECT sequence FROM effect WHERE aggregate_id = $1 ORDER BY ordinal`;
    return (await fixture.sql<{ sequence: number }>(statement, [aggregateId])).map(
      ({ sequence }) => sequence,
    );
  };
  const setAside = async (): Promise<[string, string, string][]> =>
    (await parked.list(100)).map(({ key, state, reason }) => [key, state, reason]);
  /** Lets the time of waiting pass until nothing more can be applied. */
  const retryAll = async (rounds = 5): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      fixture.clock.advance({ minutes: 1 });
      while ((await runner.retryDue()) === 0);
    }
  };
  const theOnlyOne = async (): Promise<ParkedMessage> => {
    const all = (await parked.list(100)).filter(({ state }) => state !== 'behind');
    expect(all).toHaveLength(1);
    return all[0] as ParkedMessage;
  };

  it('applies an event once, however often and in whatever company it comes', async () => {
    const key = randomUUID();
    const [first, second] = [aMessage(key, 1), aMessage(key, 2)];
    await runner.deliver([first, first, second]);
    await runner.deliver([second]);
    await runner.deliver([first]);
    expect(await applied(key)).toEqual([1, 2]);
    expect(await setAside()).toEqual([]);
  });

  it('lets what came too early wait for what is missing, and then go in order', async () => {
    const key = randomUUID();
    await runner.deliver([aMessage(key, 1), aMessage(key, 3), aMessage(key, 4)]);
    expect(await applied(key)).toEqual([1]);
    await retryAll(2);
    expect(await applied(key)).toEqual([1]);
    await runner.deliver([aMessage(key, 2)]);
    await retryAll();
    expect(await applied(key)).toEqual([1, 2, 3, 4]);
    expect(await setAside()).toEqual([]);
  });

  it('brings any order of arrival, with any repeats, into the order of the aggregates', async () => {
    const places = fc.uniqueArray(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 5 })), {
      minLength: 15,
      maxLength: 15,
      selector: String,
    });
    const repeats = fc.array(fc.nat(14), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(places, repeats, fc.integer({ min: 1, max: 6 }), async (order, again, batch) => {
        const keys = [randomUUID(), randomUUID(), randomUUID()] as const;
        const messages = [...order, ...again.map((index) => order[index] as [number, number])].map(
          ([key, sequence]) => aMessage(keys[key] as string, sequence),
        );
        for (let start = 0; start < messages.length; start += batch)
          await runner.deliver(messages.slice(start, start + batch));
        await retryAll();
        for (const key of keys) expect(await applied(key)).toEqual([1, 2, 3, 4, 5]);
        expect(await setAside()).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('holds up the key of what fails and no other, leaving nothing half-done', async () => {
    const [held, free] = [randomUUID(), randomUUID()];
    consumer.unknown.add(held);
    await runner.deliver([aMessage(held, 1), aMessage(free, 1), aMessage(held, 2), aMessage(free, 2)]);
    expect(await applied(free)).toEqual([1, 2]);
    expect(await applied(held)).toEqual([]);
    expect(await setAside()).toEqual([
      [held, 'waiting', 'area 361104111999 is not known here yet'],
      [held, 'behind', 'the event before sequence 2 of its aggregate is not known here yet'],
    ]);
    consumer.unknown.clear();
    await retryAll(1);
    expect(await applied(held)).toEqual([1, 2]);
    expect(await setAside()).toEqual([]);
  });

  it('parks what goes on failing, names the fault without quoting it, and applies it when it is replayed', async () => {
    const key = randomUUID();
    consumer.broken.add(key);
    await runner.deliver([aMessage(key, 1), aMessage(key, 2)]);
    await retryAll(200);
    const failed = await theOnlyOne();
    expect(failed).toMatchObject({ key, state: 'parked', reason: 'TypeError' });
    consumer.broken.clear();
    await retryAll(3);
    expect(await applied(key)).toEqual([]);
    await parked.replay(failed.id, fixture.clock.now());
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2]);
    expect(await setAside()).toEqual([]);
  });

  it('lets those behind go on when a message is discarded', async () => {
    const key = randomUUID();
    consumer.broken.add(key);
    await runner.deliver([aMessage(key, 1), aMessage(key, 2), aMessage(key, 3)]);
    consumer.broken.clear();
    await parked.discard((await theOnlyOne()).id, fixture.clock.now());
    await retryAll(1);
    expect(await applied(key)).toEqual([2, 3]);
    expect(await setAside()).toEqual([]);
  });

  it('parks another event under a sequence that is taken', async () => {
    const key = randomUUID();
    await runner.deliver([aMessage(key, 1), aMessage(key, 2)]);
    await runner.deliver([aMessage(key, 2, { envelope: { id: randomUUID() } })]);
    expect(await theOnlyOne()).toMatchObject({
      state: 'parked',
      reasonCode: 'SEQUENCE_TAKEN',
      reason: 'sequence 2 of its aggregate was already taken by another event',
    });
    await runner.deliver([aMessage(key, 3)]);
    await retryAll(2);
    expect(await applied(key)).toEqual([1, 2]);
    await parked.discard((await theOnlyOne()).id, fixture.clock.now());
    await retryAll(1);
    await runner.deliver([aMessage(key, 4)]);
    expect(await applied(key)).toEqual([1, 2, 3, 4]);
  });

  it('heals a gap by the late event even when nobody hoped for it any more', async () => {
    const key = randomUUID();
    await runner.deliver([aMessage(key, 1), aMessage(key, 3), aMessage(key, 4)]);
    await retryAll(200);
    expect(await theOnlyOne()).toMatchObject({ state: 'parked', reasonCode: 'PREDECESSOR_MISSING' });
    await runner.deliver([aMessage(key, 5)]);
    expect(await applied(key)).toEqual([1]);
    await runner.deliver([aMessage(key, 2)]);
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2, 3, 4, 5]);
    expect(await setAside()).toEqual([]);
  });

  it('tries at once what the clock of another day had put off', async () => {
    const key = randomUUID();
    fixture.clock.advance({ days: 1 });
    await runner.deliver([aMessage(key, 2)]);
    fixture.clock.advance({ days: -1 });
    await runner.deliver([aMessage(key, 1)]);
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2]);
    consumer.broken.add(key);
    fixture.clock.advance({ days: 1 });
    await runner.deliver([aMessage(key, 3)]);
    fixture.clock.advance({ days: -1 });
    consumer.broken.clear();
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2, 3]);
  });

  it('keeps the places of one id on two topics apart', async () => {
    const key = randomUUID();
    const other = (sequence: number): IncomingMessage =>
      aMessage(key, sequence, {
        message: { topic: GridDefined.topic },
        envelope: {
          type: GridDefined.type,
          data: {
            ...{ gridId: key, code: '361104111001001', villageCode: '361104111001', kind: 'EXCLUSIVE' },
            ...{ householdCount: 0, isSynthetic: true },
          },
        },
      });
    await runner.deliver([aMessage(key, 1), other(1), other(2), aMessage(key, 2), other(3)]);
    expect(await setAside()).toEqual([]);
    expect(await applied(key)).toEqual([1, 1, 2, 2, 3]);
  });

  it('hands on together what follows each other, without what was applied before', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await runner.deliver([aMessage(one, 1)]);
    await runner.deliver([
      aMessage(one, 1),
      aMessage(one, 2),
      aMessage(two, 1),
      aMessage(one, 2),
      aMessage(two, 2),
    ]);
    expect(consumer.runs).toEqual([1, 3]);
    expect([await applied(one), await applied(two)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('gives a batch back when its own database is out of reach, and sets nothing aside', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), {
      ...{ code: 'ECONNREFUSED', syscall: 'connect' },
    });
    const { clock } = fixture;
    const database = { write: () => Promise.reject(refused) } as unknown as Database;
    const away = new ConsumerRunner(consumer, {
      ...{ database, clock, parked, transport: new RecordingTransport() },
    });
    const key = randomUUID();
    await expect(away.deliver([aMessage(key, 1)])).rejects.toThrow('ECONNREFUSED');
    expect([await applied(key), await setAside()]).toEqual([[], []]);
    await runner.deliver([aMessage(key, 1)]);
    expect(await applied(key)).toEqual([1]);
  });
});
