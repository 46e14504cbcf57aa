import { registerEnumType } from '@nestjs/graphql';

const REASONS = {
  DONE_ON_TIME: 'Reported done by its deadline.',
  SETTLED_ON_THE_SPOT: 'Settled on the spot, which is on time.',
  DONE_LATE: 'Reported done after its deadline.',
  OPEN_PAST_DEADLINE: 'Not done, and its deadline has come.',
  FOLLOWED_UP: 'Followed up, reached or not.',
  NOT_FOLLOWED_UP: 'Resolved and not followed up.',
  SATISFIED: 'The reporter is satisfied.',
  NOT_SATISFIED: 'The reporter is not satisfied.',

  DISCUSSED: 'The two committees discussed the needs of that month.',
  NOT_DISCUSSED: 'The month has begun, and no discussion in it was told.',
  PLAN_ITEM_CLOSED: 'The project that carries it out is closed.',
  PLAN_ITEM_NOT_CLOSED: 'No project that carries it out is closed.',

  PROCEDURE_RIGHT: 'Its procedure is right.',
  NOT_DECIDED_BEFORE_START: 'Begun without a decision.',
  NO_NOTICE_BEFORE_START: 'Begun before a notice of what was decided had ended.',
  DECIDED_TOO_LOW: 'Decided by a body below the one whose decision the amount is.',
  NOT_FILED: 'Its decision is to be filed with the level above, and is not.',
  OVER_BUDGET: 'More is committed than was decided.',
  EMERGENCY_UNCONFIRMED: 'Begun in an emergency; there is still time for the competent body to confirm it.',
  EMERGENCY_NOT_CONFIRMED_IN_TIME: 'Begun in an emergency, and not confirmed by when it had to be.',
  EMERGENCY_CONFIRMED_LATE: 'Begun in an emergency, and confirmed too late.',
  EMERGENCY_REFUSED: 'Begun in an emergency for which the competent body found no ground.',
  EMERGENCY_NOT_REGULARISED: 'Begun in an emergency; what was skipped is not made good yet.',

  ACCEPTED_AND_EVALUATED: 'Accepted with its proposer present, and evaluated after that.',
  NOT_ACCEPTED: 'Completed and not accepted.',
  ACCEPTED_WITHOUT_PROPOSER: 'Accepted without its proposer.',
  NOT_EVALUATED: 'Accepted, and not evaluated by residents since.',
  ARCHIVED_COMPLETE: 'Closed with its archive complete.',
  NOT_CLOSED: 'Audited and not closed.',
  SPECIAL_AUDIT_REPORTED: 'A special audit of the year covered the village.',
  NO_SPECIAL_AUDIT: 'No special audit of the year covered the village so far.',
  SURVEYED: 'A survey of residents, with enough answers.',
} as const;

export type CountedBecause = keyof typeof REASONS;

export const CountedBecauseEnum = Object.fromEntries(Object.keys(REASONS).map((name) => [name, name])) as {
  [Key in CountedBecause]: Key;
};
registerEnumType(CountedBecauseEnum, {
  name: 'CountedBecause',
  description: 'Why a record counts where it does.',
  valuesMap: Object.fromEntries(
    Object.entries(REASONS).map(([name, description]) => [name, { description }]),
  ),
});
