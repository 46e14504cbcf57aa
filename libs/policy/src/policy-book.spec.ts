import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PolicyBook } from './policy-book.js';
import type { PolicyOverride } from './policy-override.js';

const key = 'grid-event.deadline.general';
const village = '361104111001';
const on = new Date('2026-11-20T02:00:00Z');

function anOverride(overrides: Partial<PolicyOverride> = {}): PolicyOverride {
  return {
    policyKey: key,
    areaCode: '361104',
    value: { amount: 7, unit: 'workingDays' },
    effectiveFrom: '2026-01-01',
    overrideId: 'county',
    ...overrides,
  };
}

describe('PolicyBook', () => {
  it('answers the default with its date as version', () => {
    expect(new PolicyBook().valueAt(key, { areaCode: village, on })).toEqual({
      value: { amount: 5, unit: 'workingDays' },
      version: 'default:2020-01-01',
    });
  });

  it('keeps the type of the policy', () => {
    const book = new PolicyBook();
    const characters: number = book.valueAt('grid-event.text-characters', { areaCode: null, on }).value;
    const { min, max } = book.valueAt('grid.households.urban', { areaCode: village, on }).value;
    expect(characters).toBe(2000);
    expect([min, max]).toEqual([300, 500]);
  });

  it('lets the narrowest area win, however recent the wider override is', () => {
    const book = new PolicyBook([
      anOverride({
        areaCode: '361104111',
        value: { amount: 3, unit: 'calendarDays' },
        overrideId: 'township',
      }),
      anOverride({ effectiveFrom: '2026-11-01' }),
    ]);
    expect(book.valueAt(key, { areaCode: village, on }).version).toBe('override:township');
    expect(book.valueAt(key, { areaCode: '361104100', on }).version).toBe('override:county');
    expect(book.valueAt(key, { areaCode: '361105', on }).version).toBe('default:2020-01-01');
  });

  it('starts an override with its day in Shanghai and lets a later one replace it', () => {
    const book = new PolicyBook([
      anOverride({ effectiveFrom: '2026-11-21', overrideId: 'new' }),
      anOverride({ effectiveFrom: '2026-11-20', overrideId: 'old' }),
    ]);
    const versionAt = (instant: string) =>
      book.valueAt(key, { areaCode: village, on: new Date(instant) }).version;
    expect(versionAt('2026-11-19T15:59:59.999Z')).toBe('default:2020-01-01');
    expect(versionAt('2026-11-19T16:00:00Z')).toBe('override:old');
    expect(versionAt('2026-11-20T16:00:00Z')).toBe('override:new');
  });

  it('falls back to the wider area when an override is withdrawn', () => {
    const book = new PolicyBook([
      anOverride(),
      anOverride({ areaCode: '361104111', overrideId: 'township' }),
      anOverride({ areaCode: '361104111', overrideId: 'end', effectiveFrom: '2026-06-01', value: null }),
    ]);
    expect(book.valueAt(key, { areaCode: village, on }).version).toBe('override:county');
    const before = new Date('2026-05-01T00:00:00Z');
    expect(book.valueAt(key, { areaCode: village, on: before }).version).toBe('override:township');
  });

  it('answers not applicable where the rule binds the other kind of committee', () => {
    const book = new PolicyBook();
    const question = { areaCode: village, on, committeeKind: 'RESIDENTS_COMMITTEE' as const };
    expect(book.findValueAt('grid.households.rural', question)).toBeNull();
    expect(() => book.valueAt('grid.households.rural', question)).toThrow(
      'does not bind a RESIDENTS_COMMITTEE',
    );
    expect(book.findValueAt('grid.households.urban', question)).not.toBeNull();
  });

  it('has no value before the first default', () => {
    const question = { areaCode: village, on: new Date('2019-12-31T00:00:00Z') };
    expect(() => new PolicyBook().valueAt(key, question)).toThrow('had no value on 2019-12-31');
  });

  it('leaves out what it cannot read, and names it', () => {
    const unreadable = [
      anOverride({ policyKey: 'of.another-release' }),
      anOverride({ value: { amount: 'many' } }),
      anOverride({ value: { amount: 31, unit: 'workingDays' } }),
      anOverride({ areaCode: '36110' }),
      anOverride({ effectiveFrom: '2026-02-30' }),
    ];
    const book = new PolicyBook(unreadable);
    expect(book.unreadable).toEqual(unreadable);
    expect(book.valueAt(key, { areaCode: village, on }).version).toBe('default:2020-01-01');
  });

  it('does not depend on the order in which overrides arrive', () => {
    const areas = fc.constantFrom('36', '3611', '361104', '361104111', '361104111001', '361105');
    const days = fc.constantFrom('2025-01-01', '2026-01-01', '2026-11-20', '2026-11-21');
    const override = fc
      .record({ areaCode: areas, effectiveFrom: days, overrideId: fc.uuid() })
      .map(anOverride);
    fc.assert(
      fc.property(fc.array(override, { maxLength: 12 }), fc.nat(), (overrides, rotation) => {
        const middle = overrides.length === 0 ? 0 : rotation % overrides.length;
        const rotated = [...overrides.slice(middle), ...overrides.slice(0, middle)];
        const question = { areaCode: village, on };
        const answer = new PolicyBook(overrides).valueAt(key, question);
        expect(new PolicyBook(rotated.toReversed()).valueAt(key, question)).toEqual(answer);
      }),
    );
  });
});
