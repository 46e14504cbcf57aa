import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from '@lianxin/journal';
import { Random } from '../../random.js';
import { unruly } from './unruly-delivery.js';

const batch = (from: number, count: number): IncomingMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ topic: 't', key: 'k', value: String(from + index), offset: from + index },
  }));

async function deliver(strength: number, draw = new Random(5)) {
  const taken: number[] = [];
  const sizes: number[] = [];
  const onBatch = unruly(
    (messages) => {
      taken.push(...messages.map(({ offset }) => offset));
      sizes.push(messages.length);
      return Promise.resolve();
    },
    () => strength,
    // Never so high that it waits.
    () => 0.3 + 0.7 * draw.next(),
  );
  for (let start = 0; start < 100; start += 20) await onBatch(batch(start, 20));
  return { taken, sizes };
}

describe('an unruly delivery', () => {
  it('is as it comes while it is to be calm', async () => {
    const { taken, sizes } = await deliver(0);
    expect(taken).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(sizes).toEqual([20, 20, 20, 20, 20]);
  });

  it('repeats and mixes, and loses nothing', async () => {
    const { taken } = await deliver(1);
    expect(new Set(taken).size).toBe(100);
    expect(taken.length).toBeGreaterThan(100);
    const firsts = [...new Set(taken)];
    expect(firsts).not.toEqual([...firsts].sort((a, b) => a - b));
  });

  it('is not delivered when one of its pieces was not taken', async () => {
    const onBatch = unruly(
      () => Promise.reject(new Error('down')),
      () => 1,
      () => 0.5,
    );
    await expect(onBatch(batch(1, 3))).rejects.toThrow('down');
  });
});
