import { DomainError } from '@lianxin/service-kit';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { RevealPurpose } from './disclosure.model.js';

interface RevealScope {
  /** While the event is in one of these; null is always. */
  readonly states: readonly GridEventState[] | null;
  /** Which steps' words. */
  readonly includes: (transition: string) => boolean;
}

const FOLLOW_UP = 'GridEventFollowedUp';

/** What the reporter is told: the own words, the result and the reasons; not the talk between offices. */
const TOLD_TO_REPORTER = new Set([
  'GridEventReported',
  'GridEventSettledOnTheSpot',
  'GridEventRefused',
  'GridEventResultNotified',
  'GridEventReopened',
  FOLLOW_UP,
]);

/** What reporters say of the handling is never for those who handled it, so that nobody need fear to say it (S1-28). */
const allButFollowUp = (transition: string): boolean => transition !== FOLLOW_UP;
const everything = (): boolean => true;

/** What a purpose opens, and for how long: no longer than the work it is for. */
const SCOPES: Readonly<Record<RevealPurpose, RevealScope>> = {
  HANDLING: { states: OPEN_STATES, includes: allButFollowUp },
  VERIFICATION: { states: ['REPORTED_DONE'], includes: allButFollowUp },
  RESULT_NOTIFICATION: { states: ['VERIFIED', 'RESULT_NOTIFIED'], includes: allButFollowUp },
  FOLLOW_UP: {
    states: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'FOLLOWED_UP', 'CLOSED'],
    includes: everything,
  },
  AUDIT: { states: null, includes: everything },
  OWN: { states: null, includes: (transition) => TOLD_TO_REPORTER.has(transition) },
};

export class PurposeNotOpenError extends DomainError {
  readonly code = 'PURPOSE_NOT_OPEN';
  constructor(purpose: RevealPurpose, state: GridEventState) {
    super(
      {
        en: `There is no ${purpose} to do while an event is ${state}.`,
        zh: `事件处于 ${state} 状态时，无需为 ${purpose} 查阅。`,
      },
      { purpose, state },
    );
  }
}

/** @returns whether the words of a step are part of what the purpose opens; @throws PurposeNotOpenError */
export function openFor(purpose: RevealPurpose, state: GridEventState): (transition: string) => boolean {
  const { states, includes } = SCOPES[purpose];
  if (states && !states.includes(state)) throw new PurposeNotOpenError(purpose, state);
  return includes;
}
