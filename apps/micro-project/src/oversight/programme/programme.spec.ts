import { describe, expect, it } from '@jest/globals';
import { addUp, progressOf } from './programme.js';
import type { TallyRow } from '../statistics/statistics.queries.js';

const programme = { target: 300, firstYear: 2026, years: 3 };
const row = (year: number, state: TallyRow['state'], projects: number): TallyRow => ({
  ...{ year, state, projects, kind: 'SAFETY', quotaClass: 'SMALL' },
  ...{ budget_fen: 0, committed_fen: 0, paid_fen: 0, final_fen: 0 },
  ...{ completed: 0, on_time: 0, answers: 0, satisfied: 0 },
});

describe('the progress of the programme', () => {
  it.each([
    ['2025-12-31', 0],
    ['2026-01-01', 0],
    ['2026-12-31', 99],
    ['2027-01-01', 99],
    ['2027-07-03', 150],
    ['2028-12-31', 299],
    ['2029-01-01', 300],
    ['2031-01-01', 300],
  ])('expects on %s that %i are closed', (today, expected) => {
    expect(progressOf(programme, [], today).expectedByToday).toBe(expected);
  });

  it('counts what was proposed in its years, closed or decided and not over', () => {
    const rows = [
      ...[row(2025, 'CLOSED', 100), row(2026, 'CLOSED', 3), row(2028, 'CLOSED', 4), row(2029, 'CLOSED', 100)],
      ...[row(2026, 'PROPOSED', 50), row(2026, 'REJECTED', 50), row(2027, 'ABANDONED', 50)],
      ...[row(2027, 'DECIDED', 5), row(2027, 'STOPPED', 6), row(2027, 'AUDITED', 7)],
    ];
    const progress = progressOf(programme, rows, '2027-01-01');
    expect(progress).toEqual({ target: 300, closed: 7, underWay: 18, expectedByToday: 99 });
    expect(addUp([progress, progress])).toEqual({
      ...{ target: 600, closed: 14, underWay: 36, expectedByToday: 198 },
    });
  });
});
