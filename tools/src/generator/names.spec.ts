import { describe, expect, it } from '@jest/globals';
import { namesOf } from './names.js';

describe('namesOf', () => {
  it('gives every spelling of one name', () => {
    expect(namesOf('care-visit')).toEqual({
      file: 'care-visit',
      files: 'care-visits',
      name: 'careVisit',
      names: 'careVisits',
      type: 'CareVisit',
      types: 'CareVisits',
      table: 'care_visit',
      code: 'CARE_VISIT',
      words: 'care visit',
      manyWords: 'care visits',
    });
  });

  it.each([
    ['party', 'parties'],
    ['survey', 'surveys'],
    ['branch', 'branches'],
    ['notice', 'notices'],
  ])('makes %s to %s', (one, many) => {
    expect(namesOf(one).files).toBe(many);
  });

  it('takes an irregular plural, and wants one where there is none', () => {
    expect(namesOf('person', 'people').types).toBe('People');
    expect(() => namesOf('staff', 'staff')).toThrow('--plural');
  });

  it.each(['CareVisit', 'care_visit', '../visit', 'care--visit', ''])('refuses %j', (name) => {
    expect(() => namesOf(name)).toThrow('kebab-case');
  });
});
