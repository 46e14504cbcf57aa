import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { GridDefined } from '@lianxin/contracts';
import type { Database } from '@lianxin/service-kit';
import { RecordingTransport } from '@lianxin/testing';
import fc from 'fast-check';
import { ConsumerRunner } from '../src/index.js';
import type { IncomingMessage, ParkedMessage } from '../src/index.js';
import { inboxStage } from './inbox.fixture.js';
import { aMessage } from './journal.fixture.js';

describe('the inbox', () => {
  const stage = inboxStage();
  const { deliver, applied, setAside, retryAll } = stage;

  const reasons = async (): Promise<[string, string, string][]> =>
    (await setAside()).map(({ key, state, reason }) => [key, state, reason]);
  const theOnlyOne = async (): Promise<ParkedMessage> => {
    const all = (await setAside()).filter(({ state }) => state !== 'behind');
    expect(all).toHaveLength(1);
    return all[0] as ParkedMessage;
  };

  it('applies an event once, however often and in whatever company it comes', async () => {
    const key = randomUUID();
    const [first, second] = [aMessage(key, 1), aMessage(key, 2)];
    await deliver([first, first, second]);
    await deliver([second]);
    await deliver([first]);
    expect(await applied(key)).toEqual([1, 2]);
    expect(await reasons()).toEqual([]);
  });

  it('lets what came too early wait for what is missing, and then go in order', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), aMessage(key, 3), aMessage(key, 4)]);
    expect(await applied(key)).toEqual([1]);
    await retryAll(2);
    expect(await applied(key)).toEqual([1]);
    await deliver([aMessage(key, 2)]);
    await retryAll(5);
    expect(await applied(key)).toEqual([1, 2, 3, 4]);
    expect(await reasons()).toEqual([]);
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
          await deliver(messages.slice(start, start + batch));
        await retryAll(5);
        for (const key of keys) expect(await applied(key)).toEqual([1, 2, 3, 4, 5]);
        expect(await reasons()).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('holds up the key of what fails and no other, leaving nothing half-done', async () => {
    const [held, free] = [randomUUID(), randomUUID()];
    stage.consumer.unknown.add(held);
    await deliver([aMessage(held, 1), aMessage(free, 1), aMessage(held, 2), aMessage(free, 2)]);
    expect(await applied(free)).toEqual([1, 2]);
    expect(await applied(held)).toEqual([]);
    expect(await reasons()).toEqual([
      [held, 'waiting', 'area 361104111999 is not known here yet'],
      [held, 'behind', 'the event before sequence 2 of its aggregate is not known here yet'],
    ]);
    stage.consumer.unknown.clear();
    await retryAll(1);
    expect(await applied(held)).toEqual([1, 2]);
    expect(await reasons()).toEqual([]);
  });

  it('parks what goes on failing, names the fault without quoting it, and applies it when it is replayed', async () => {
    const key = randomUUID();
    stage.consumer.broken.add(key);
    await deliver([aMessage(key, 1), aMessage(key, 2)]);
    await retryAll(200);
    const failed = await theOnlyOne();
    expect(failed).toMatchObject({ key, state: 'parked', reason: 'TypeError' });
    stage.consumer.broken.clear();
    await retryAll(3);
    expect(await applied(key)).toEqual([]);
    await stage.parked.replay(failed.id, stage.fixture.clock.now());
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2]);
    expect(await reasons()).toEqual([]);
  });

  it('lets those behind go on when a message is discarded', async () => {
    const key = randomUUID();
    stage.consumer.broken.add(key);
    await deliver([aMessage(key, 1), aMessage(key, 2), aMessage(key, 3)]);
    stage.consumer.broken.clear();
    await stage.parked.discard((await theOnlyOne()).id, stage.fixture.clock.now());
    await retryAll(1);
    expect(await applied(key)).toEqual([2, 3]);
    expect(await reasons()).toEqual([]);
  });

  it('parks another event under a sequence that is taken', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), aMessage(key, 2)]);
    await deliver([aMessage(key, 2, { envelope: { id: randomUUID() } })]);
    expect(await theOnlyOne()).toMatchObject({
      state: 'parked',
      reasonCode: 'SEQUENCE_TAKEN',
      reason: 'sequence 2 of its aggregate was already taken by another event',
    });
    await deliver([aMessage(key, 3)]);
    await retryAll(2);
    expect(await applied(key)).toEqual([1, 2]);
    await stage.parked.discard((await theOnlyOne()).id, stage.fixture.clock.now());
    await retryAll(1);
    await deliver([aMessage(key, 4)]);
    expect(await applied(key)).toEqual([1, 2, 3, 4]);
  });

  it('heals a gap by the late event even when nobody hoped for it any more', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), aMessage(key, 3), aMessage(key, 4)]);
    await retryAll(200);
    expect(await theOnlyOne()).toMatchObject({ state: 'parked', reasonCode: 'PREDECESSOR_MISSING' });
    await deliver([aMessage(key, 5)]);
    expect(await applied(key)).toEqual([1]);
    await deliver([aMessage(key, 2)]);
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2, 3, 4, 5]);
    expect(await reasons()).toEqual([]);
  });

  it('tries at once what the clock of another day had put off', async () => {
    const key = randomUUID();
    stage.fixture.clock.advance({ days: 1 });
    await deliver([aMessage(key, 2)]);
    stage.fixture.clock.advance({ days: -1 });
    await deliver([aMessage(key, 1)]);
    await retryAll(1);
    expect(await applied(key)).toEqual([1, 2]);
    stage.consumer.broken.add(key);
    stage.fixture.clock.advance({ days: 1 });
    await deliver([aMessage(key, 3)]);
    stage.fixture.clock.advance({ days: -1 });
    stage.consumer.broken.clear();
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
    await deliver([aMessage(key, 1), other(1), other(2), aMessage(key, 2), other(3)]);
    expect(await reasons()).toEqual([]);
    expect(await applied(key)).toEqual([1, 1, 2, 2, 3]);
  });

  it('hands on together what follows each other, without what was applied before', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await deliver([aMessage(one, 1)]);
    await deliver([aMessage(one, 1), aMessage(one, 2), aMessage(two, 1), aMessage(one, 2), aMessage(two, 2)]);
    expect(stage.consumer.runs).toEqual([1, 3]);
    expect([await applied(one), await applied(two)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('gives a batch back when its own database is out of reach, and sets nothing aside', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), {
      ...{ code: 'ECONNREFUSED', syscall: 'connect' },
    });
    const { parked, fixture } = stage;
    const { clock } = fixture;
    const database = { write: () => Promise.reject(refused) } as unknown as Database;
    const away = new ConsumerRunner(stage.consumer, {
      ...{ database, clock, parked, transport: new RecordingTransport() },
    });
    const key = randomUUID();
    await expect(away.deliver([aMessage(key, 1)])).rejects.toThrow('ECONNREFUSED');
    expect([await applied(key), await reasons()]).toEqual([[], []]);
    await deliver([aMessage(key, 1)]);
    expect(await applied(key)).toEqual([1]);
  });
});
