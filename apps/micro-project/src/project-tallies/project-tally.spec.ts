import { describe, expect, it } from '@jest/globals';
import type { ProjectRow } from '../projects/entity/project.row.js';
import { sumsOf } from './project-tally.js';

const PROJECT = {
  ...{ budgetFen: 800_000, committedFen: 800_000, paidFen: 0, finalFen: null },
  ...{ completedAt: new Date('2026-06-30T02:00:00Z'), dueOn: '2026-06-30', agreedDueOn: '2026-06-30' },
  ...{ answerCount: 12, satisfiedCount: 9, isSurveyTold: true },
} as ProjectRow;

describe('what a project adds to the figures of its area', () => {
  it('is its survey, where so many answered that it is told', () => {
    expect(sumsOf(PROJECT)).toMatchObject({ answers: 12, satisfied: 9 });
    const withheld = { ...PROJECT, answerCount: 3, satisfiedCount: 0, isSurveyTold: false };
    expect(sumsOf(withheld)).toMatchObject({ answers: 0, satisfied: 0 });
  });

  it('is on time by the day that was decided on, not by the one it was put off to', () => {
    expect(sumsOf(PROJECT)).toMatchObject({ completed: 1, on_time: 1 });
    const putOff = { ...PROJECT, completedAt: new Date('2026-07-25T02:00:00Z'), dueOn: '2026-07-31' };
    expect(sumsOf(putOff)).toMatchObject({ completed: 1, on_time: 0 });
  });
});
