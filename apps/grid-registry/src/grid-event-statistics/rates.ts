import { COUNTED, STATES } from './counted-facts.js';
import type { Counts } from './statistics.queries.js';

export const NOT_APPLICABLE_REASONS = [
  'NOTHING_TO_COUNT',
  'SAMPLE_TOO_SMALL',
  'SMALL_CELL',
  'NOT_PUBLISHED',
  'HOUSEHOLDS_UNKNOWN',
] as const;
export type NotApplicableReason = (typeof NOT_APPLICABLE_REASONS)[number];

export interface Rate {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
  readonly notApplicableBecause: NotApplicableReason | null;
}

export interface Rates {
  readonly response: Rate;
  readonly completion: Rate;
  readonly satisfaction: Rate;
}

const ALL = [...COUNTED, 'OVERDUE', 'UNANSWERED'] as const;

export const addUp = (rows: readonly Counts[]): Counts =>
  Object.fromEntries(ALL.map((each) => [each, rows.reduce((sum, row) => sum + row[each], 0)])) as Counts;

export const totalOf = (counts: Counts): number => STATES.reduce((sum, state) => sum + counts[state], 0);

export const withheld = (notApplicableBecause: NotApplicableReason): Rate => ({
  numerator: null,
  denominator: null,
  ratio: null,
  notApplicableBecause,
});

export const allWithheld = (reason: NotApplicableReason): Rates => ({
  response: withheld(reason),
  completion: withheld(reason),
  satisfaction: withheld(reason),
});

export interface Minimums {
  /** Valid answers below which satisfaction says nothing (S1-28). */
  readonly sample: number;
  /** Events that a figure must be about, or 1 where it need not hide anybody. */
  readonly cell: number;
}

/**
 * Response: answered in time ÷ answered, or waiting though the time is over. Completion (S4-23): reported done by the deadline
 * ÷ reported done, or open past the deadline. Satisfaction (S1-28): satisfied ÷ those reporters who were reached and said.
 */
export function ratesOf(counts: Counts, { sample, cell }: Minimums): Rates {
  const responded = counts.RESPONDED_IN_TIME + counts.RESPONDED_LATE + counts.UNANSWERED;
  const due = counts.DONE_IN_TIME + counts.DONE_LATE + counts.OVERDUE;
  return {
    response: rateOf(counts.RESPONDED_IN_TIME, responded, cell),
    completion: rateOf(counts.DONE_IN_TIME, due, cell),
    satisfaction: satisfactionOf(counts, { sample, cell }),
  };
}

function satisfactionOf({ SATISFIED, ANSWERED }: Counts, { sample, cell }: Minimums): Rate {
  const rate = rateOf(SATISFIED, ANSWERED, cell);
  if (rate.ratio === null || ANSWERED >= sample) return rate;
  return { ...rate, ratio: null, notApplicableBecause: 'SAMPLE_TOO_SMALL' };
}

function rateOf(numerator: number, denominator: number, minimum: number): Rate {
  if (denominator > 0 && denominator < minimum) return withheld('SMALL_CELL');
  return denominator === 0
    ? { numerator, denominator, ratio: null, notApplicableBecause: 'NOTHING_TO_COUNT' }
    : { numerator, denominator, ratio: numerator / denominator, notApplicableBecause: null };
}

const HUNDRED = 100;

/** Reported events for each hundred households, beside which rates of work done are to be read. */
export function perHundred(events: number | null, households: number): Rate {
  if (events === null) return withheld('SMALL_CELL');
  return households === 0
    ? { numerator: events, denominator: households, ratio: null, notApplicableBecause: 'HOUSEHOLDS_UNKNOWN' }
    : {
        numerator: events,
        denominator: households,
        ratio: (events * HUNDRED) / households,
        notApplicableBecause: null,
      };
}
