import { describe, expect, it } from '@jest/globals';
import { phasesOf, profile } from './profile.js';

describe('the profile of the spike', () => {
  it('is scaled to its first peak', () => {
    const phases = phasesOf(30, { peak: 5, valley: 10 });
    expect(phases.map(({ livesPerS }) => livesPerS)).toEqual(profile.map((lives) => 2 * lives));
    expect(phases.map(({ isPeak }) => isPeak)).toEqual([false, true, false, true, false, true, false]);
    expect(phases.map(({ seconds }) => seconds)).toEqual([10, 5, 10, 5, 10, 5, 10]);
  });
});
