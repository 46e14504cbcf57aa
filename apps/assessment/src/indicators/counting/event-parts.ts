import type { EventPart } from '../indicator.definitions.js';

/** How one part of an indicator is counted from the facts; the columns are those of `grid_event_fact f`. */
export interface PartCondition {
  readonly yearColumn: string;
  /** @param asOf placeholder of the moment */
  readonly isCounted: (asOf: string) => string;
  readonly isAchieved: string;
  /** Why a fact that counts does, as `CountedBecause` names it. */
  readonly reason: string;
}

export const PART_CONDITIONS: Readonly<Record<EventPart, PartCondition>> = {
  ON_TIME: {
    yearColumn: 'f.due_year',
    isCounted: (asOf) => `f.exclusion IS NULL AND (f.done_at IS NOT NULL OR f.due_at < ${asOf})`,
    isAchieved: `f.done_at IS NOT NULL AND (f.is_settled_on_the_spot OR f.done_at <= f.due_at)`,
    reason: `CASE WHEN f.is_settled_on_the_spot THEN 'SETTLED_ON_THE_SPOT' WHEN f.done_at <= f.due_at THEN 'DONE_ON_TIME'
                  WHEN f.done_at IS NOT NULL THEN 'DONE_LATE' ELSE 'OPEN_PAST_DEADLINE' END`,
  },
  FOLLOWED_UP: {
    yearColumn: 'f.resolved_year',
    isCounted: () => `f.exclusion IS NULL AND f.resolved_at IS NOT NULL`,
    isAchieved: `f.followed_up_at IS NOT NULL`,
    reason: `CASE WHEN f.followed_up_at IS NOT NULL THEN 'FOLLOWED_UP' ELSE 'NOT_FOLLOWED_UP' END`,
  },
  SATISFIED: {
    yearColumn: 'f.resolved_year',
    isCounted: () =>
      `f.exclusion IS NULL AND f.resolved_at IS NOT NULL AND f.is_reached AND f.is_satisfied IS NOT NULL`,
    isAchieved: `f.is_satisfied`,
    reason: `CASE WHEN f.is_satisfied THEN 'SATISFIED' ELSE 'NOT_SATISFIED' END`,
  },
};

/** The fact `f` that held at a moment. */
export const stoodAt = (asOf: string): string =>
  `f.valid_from <= ${asOf} AND (f.valid_until IS NULL OR f.valid_until > ${asOf})`;
