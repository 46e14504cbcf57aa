import { z } from 'zod';
import { clockDurationSchema, dayDurationSchema, durationMagnitude, type Duration } from './duration.js';

/** What the values of a policy look like, and the numbers in them that a floor and a ceiling bound. */
export interface PolicyShape<Value> {
  readonly schema: z.ZodType<Value>;
  measures(value: Value): readonly number[];
}

/** An inclusive range: both ends belong to it. */
export interface Band {
  readonly min: number;
  readonly max: number;
}

export const wholeNumber: PolicyShape<number> = {
  schema: z.int().nonnegative(),
  measures: (value) => [value],
};

export const dayDuration: PolicyShape<Duration> = {
  schema: dayDurationSchema,
  measures: (value) => [durationMagnitude(value)],
};

export const clockDuration: PolicyShape<Duration> = {
  schema: clockDurationSchema,
  measures: (value) => [durationMagnitude(value)],
};

export const band: PolicyShape<Band> = {
  schema: z
    .strictObject({ min: z.int().nonnegative(), max: z.int().nonnegative() })
    .refine(({ min, max }) => min <= max, 'min exceeds max'),
  measures: ({ min, max }) => [min, max],
};
