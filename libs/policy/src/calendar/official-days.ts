/** One year's arrangement of public holidays, as the General Office of the State Council announced it. */
export interface OfficialYear {
  readonly year: number;
  /** The notice the days are taken from. */
  readonly notice: string;
  /** Inclusive ranges of days off, weekends within them included. */
  readonly daysOff: readonly (readonly [from: string, to: string])[];
  /** Saturdays and Sundays worked in exchange (调休上班). */
  readonly makeUpWorkingDays: readonly string[];
}

/**
 * Only years whose notice has been published stand here. For any other year the calendar falls back to
 * Monday–Friday and says so (`WorkCalendar.isOfficial`); add the year when its notice appears, each November.
 */
export const officialYears: readonly OfficialYear[] = [
  {
    year: 2025,
    notice: '国务院办公厅关于2025年部分节假日安排的通知 (2024-11-12)',
    daysOff: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    makeUpWorkingDays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    notice: '国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04)',
    daysOff: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    makeUpWorkingDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];
