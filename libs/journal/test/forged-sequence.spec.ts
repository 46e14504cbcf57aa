import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage, ParkedMessage } from '../src/index.js';
import { inboxStage } from './inbox.fixture.js';
import { aMessage } from './journal.fixture.js';

const revoked = { subject: randomUUID(), revokedAt: '2026-03-02T02:00:00Z' };

describe('a message that jumps by little, so that its turn would come', () => {
  const stage = inboxStage();
  const { deliver, applied, setAside, states, retryAll, discard } = stage;

  const theOne = async (state = 'waiting'): Promise<ParkedMessage> => {
    const all = (await setAside()).filter((message) => message.state === state);
    expect(all).toHaveLength(1);
    return all[0] as ParkedMessage;
  };
  const forgery = (key: string, sequence: number, id: string = randomUUID()): IncomingMessage =>
    aMessage(key, sequence, { envelope: { id, data: { ...revoked, grantId: key } } });
  const effects = async (): Promise<number> => (await stage.fixture.sql('SELECT FROM effect')).length;

  it.each([[0], [1], [5]])('takes no place when it is discarded: after %i events', async (before) => {
    const key = randomUUID();
    const real = [1, 2, 3, 4].map((sequence) => aMessage(key, before + sequence));
    await deliver(Array.from({ length: before }, (_none, index) => aMessage(key, index + 1)));
    const forged = forgery(key, before + 2);
    await deliver([forged]);
    await discard(await theOne());
    await deliver([forged]);
    expect(await states()).toEqual([]);
    await deliver(real.slice(0, 1));
    await deliver([forged]);
    expect((await applied(key)).at(-1)).toBe(before + 1);
    await deliver([forged, ...real.slice(1, 3), forged]);
    await deliver([forged]);
    await deliver([...real, forged]);
    await retryAll();
    expect(await states()).toEqual([]);
    expect(await applied(key)).toEqual(Array.from({ length: before + 4 }, (_none, index) => index + 1));
  });

  it('takes no place either when its turn has come just before it is discarded', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), forgery(key, 3)]);
    await deliver([aMessage(key, 2)]);
    await discard(await theOne());
    await deliver([aMessage(key, 3), aMessage(key, 4)]);
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
  });

  it('lets those behind it go on when it is discarded', async () => {
    const key = randomUUID();
    await deliver([aMessage(key, 1), forgery(key, 3), aMessage(key, 4)]);
    await discard(await theOne());
    await deliver([aMessage(key, 2), aMessage(key, 3)]);
    await retryAll();
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
  });

  it('is known by all of it: neither another key nor the real event of its id is passed over', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const real = aMessage(key, 3);
    const forged = forgery(key, 3, (JSON.parse(real.value) as { id: string }).id);
    await deliver([aMessage(key, 1), forged]);
    await discard(await theOne());
    await deliver([aMessage(key, 2), real, forged]);
    await deliver([1, 2, 3].map((sequence) => aMessage(other, sequence)));
    expect([await applied(key), await applied(other)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(await states()).toEqual([]);
  });

  it('was a real event after all: it is passed over until its discard is undone, then it has its turn', async () => {
    const key = randomUUID();
    const real = aMessage(key, 3);
    await deliver([aMessage(key, 1), real]);
    const { id } = await theOne();
    await stage.parked.discard(id, stage.fixture.clock.now());
    await deliver([1, 2, 3, 4].map((sequence) => aMessage(key, sequence)));
    await retryAll();
    expect(await applied(key)).toEqual([1, 2]);
    expect(await states()).toEqual([['waiting', 'PREDECESSOR_MISSING']]);
    await stage.parked.restore(id, stage.fixture.clock.now());
    await stage.parked.restore(id, stage.fixture.clock.now());
    expect((await setAside()).map((message) => message.id)).toContain(id);
    await retryAll();
    expect([await applied(key), await states()]).toEqual([[1, 2, 3, 4], []]);
    await deliver([real]);
    expect(await effects()).toBe(4);
  });
});
