import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@lianxin/service-kit';
import { checkOverride, checkSeededOverride, isDay } from './policy-override.js';

const proposal = {
  policyKey: 'grid-event.deadline.general',
  areaCode: '361104111',
  value: { amount: 7, unit: 'workingDays' } as unknown,
  effectiveFrom: '2026-11-21',
};
// 23:59 on 20 November in Shanghai.
const context = { now: new Date('2026-11-20T15:59:00Z'), role: 'POLICY_EDITOR' };

function codeOf(changes: Partial<typeof proposal>, role = context.role): string | null {
  try {
    checkOverride({ ...proposal, ...changes }, { ...context, role });
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
}

describe('checkOverride', () => {
  it('accepts a value within bounds that holds from tomorrow', () => {
    expect(checkOverride(proposal, context)).toEqual({ amount: 7, unit: 'workingDays' });
    expect(codeOf({ value: null })).toBeNull();
  });

  it.each([
    ['an unknown policy', { policyKey: 'no.such' }, 'UNKNOWN_POLICY'],
    ['a level that may not set it', { areaCode: '361104111001' }, 'POLICY_NOT_OVERRIDABLE'],
    ['a malformed area code', { areaCode: '36110x' }, 'POLICY_NOT_OVERRIDABLE'],
    [
      'a policy fixed for the platform',
      { policyKey: 'grid-event.text-characters', value: 50 },
      'POLICY_NOT_OVERRIDABLE',
    ],
    ['today', { effectiveFrom: '2026-11-20' }, 'POLICY_OVERRIDE_TOO_EARLY'],
    ['a day that does not exist', { effectiveFrom: '2027-02-29' }, 'MALFORMED_POLICY_DATE'],
    ['a day beyond the calendar', { effectiveFrom: '9999-12-31' }, 'MALFORMED_POLICY_DATE'],
    ['text that is no day', { effectiveFrom: '9999' }, 'MALFORMED_POLICY_DATE'],
    ['a bare number', { value: 7 }, 'MALFORMED_POLICY_VALUE'],
    ['clock time for a day count', { value: { amount: 7, unit: 'clockHours' } }, 'MALFORMED_POLICY_VALUE'],
    ['half a day', { value: { amount: 0.5, unit: 'workingDays' } }, 'MALFORMED_POLICY_VALUE'],
    ['an unknown field', { value: { amount: 7, unit: 'workingDays', x: 1 } }, 'MALFORMED_POLICY_VALUE'],
    ['more than the ceiling', { value: { amount: 31, unit: 'workingDays' } }, 'POLICY_VALUE_OUT_OF_BOUNDS'],
  ])('refuses %s', (_case, changes, code) => {
    expect(codeOf(changes)).toBe(code);
  });

  it('compares clock time of different units', () => {
    const emergency = { policyKey: 'grid-event.deadline.emergency' };
    expect(codeOf({ ...emergency, value: { amount: 30, unit: 'clockMinutes' } })).toBeNull();
    expect(codeOf({ ...emergency, value: { amount: 29, unit: 'clockMinutes' } })).toBe(
      'POLICY_VALUE_OUT_OF_BOUNDS',
    );
    expect(codeOf({ ...emergency, value: { amount: 73, unit: 'clockHours' } })).toBe(
      'POLICY_VALUE_OUT_OF_BOUNDS',
    );
  });

  it('bounds both ends of a band', () => {
    const urban = { policyKey: 'grid.households.urban' };
    expect(codeOf({ ...urban, value: { min: 200, max: 400 } })).toBeNull();
    expect(codeOf({ ...urban, value: { min: 200, max: 150 } })).toBe('MALFORMED_POLICY_VALUE');
    expect(codeOf({ ...urban, value: { min: 50, max: 400 } })).toBe('POLICY_VALUE_OUT_OF_BOUNDS');
    expect(codeOf({ ...urban, value: { min: 300, max: 1001 } })).toBe('POLICY_VALUE_OUT_OF_BOUNDS');
  });

  it('refuses other roles', () => {
    expect(codeOf({}, 'TOWNSHIP_OFFICER')).toBe('POLICY_NOT_OVERRIDABLE');
  });
});

describe('checkSeededOverride', () => {
  const seeded = { ...proposal, effectiveFrom: '2026-11-20' };
  const seededCodeOf = (changes: Partial<typeof proposal>): string | null => {
    try {
      checkSeededOverride({ ...seeded, ...changes }, context.now);
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return error.code;
    }
  };

  it('accepts what holds from today, whatever post may set it', () => {
    expect(checkSeededOverride(seeded, context.now)).toEqual({ amount: 7, unit: 'workingDays' });
  });

  it.each([
    ['yesterday', { effectiveFrom: '2026-11-19' }, 'POLICY_OVERRIDE_TOO_EARLY'],
    ['an unknown policy', { policyKey: 'no.such' }, 'UNKNOWN_POLICY'],
    ['a level for which nobody may set it', { areaCode: '361104111001' }, 'POLICY_NOT_OVERRIDABLE'],
    ['more than the ceiling', { value: { amount: 31, unit: 'workingDays' } }, 'POLICY_VALUE_OUT_OF_BOUNDS'],
    ['no value', { value: null }, 'MALFORMED_POLICY_VALUE'],
  ])('refuses %s', (_case, changes, code) => {
    expect(seededCodeOf(changes)).toBe(code);
  });
});

describe('isDay', () => {
  it.each(['1900-01-01', '2024-02-29', '2026-11-21', '2999-12-31'])('takes %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '0000-01-01',
    '0001-01-01',
    '1899-12-31',
    '3000-01-01',
    '9999-12-31',
    '1900-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '2026-11-21T00:00:00Z',
    '+002026-11-21',
    '２０２６-11-21',
    '',
  ])('refuses %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
