import { describe, expect, it } from '@jest/globals';
import { shiftedDate } from './shifted-clock.js';

describe('a shifted clock', () => {
  const hourMs = 3_600_000;
  const Moved = shiftedDate(() => hourMs);

  it('moves the present and nothing else', () => {
    expect(Moved.now() - Date.now()).toBeGreaterThan(hourMs - 1_000);
    expect(new Moved().getTime() - Date.now()).toBeGreaterThan(hourMs - 1_000);
    expect(new Moved('2026-01-01T00:00:00Z').toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(Moved.parse('2026-01-01')).toBe(Date.parse('2026-01-01'));
  });

  it('gives dates like any other', () => {
    expect(new Moved()).toBeInstanceOf(Date);
    expect(new Date()).toBeInstanceOf(Moved);
    expect(Object.prototype.toString.call(new Moved())).toBe('[object Date]');
  });
});
