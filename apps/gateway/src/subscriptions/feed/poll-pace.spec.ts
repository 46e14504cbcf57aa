import { describe, expect, it } from '@jest/globals';
import { PollPace } from './poll-pace.js';

describe('how often subscribers look by themselves', () => {
  it('is seldom until a look finds what no event told of, and again after looks that found nothing', () => {
    const pace = new PollPace(2_000, 30_000);
    expect(pace.delayMs).toBe(30_000);
    pace.polled(true);
    expect(pace.delayMs).toBe(2_000);
    pace.polled(false);
    expect(pace.delayMs).toBe(3_000);
    for (let look = 0; look < 10; look += 1) pace.polled(false);
    expect(pace.delayMs).toBe(30_000);
  });
});
