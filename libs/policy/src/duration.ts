import { z } from 'zod';

export const dayUnits = ['workingDays', 'calendarDays'] as const;
export const clockUnits = ['clockHours', 'clockMinutes'] as const;

/** A length of time that says how it is counted. Working days follow the official calendar. */
export interface Duration {
  readonly amount: number;
  readonly unit: (typeof dayUnits)[number] | (typeof clockUnits)[number];
}

const amount = z.int().positive().max(100_000);

export const dayDurationSchema: z.ZodType<Duration> = z.strictObject({ amount, unit: z.enum(dayUnits) });
export const clockDurationSchema: z.ZodType<Duration> = z.strictObject({ amount, unit: z.enum(clockUnits) });

/**
 * A number to compare durations of one family by: days for days of either kind, minutes for clock time.
 * Durations of different families have no order; a policy's schema admits one family only.
 */
export function durationMagnitude({ amount: count, unit }: Duration): number {
  return unit === 'clockHours' ? count * 60 : count;
}
