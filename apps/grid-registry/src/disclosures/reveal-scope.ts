import { DomainError } from '@lianxin/service-kit';
import type { Confidentiality } from '@lianxin/personal-data';
import { IDENTITY_FIELDS } from '../grid-event-commands/words.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { RevealPurpose } from './disclosure.model.js';

interface RevealScope {
  /** While the event is in one of these; null is always. */
  readonly states: readonly GridEventState[] | null;
  /** Which steps' words. */
  readonly includes: (transition: string) => boolean;
  /** Whose reports' identities: never those of who need not contact anybody (S1-20). */
  readonly identities: readonly Confidentiality[];
}

/** What a look may open: words of a step, and whether who somebody is. */
export interface OpenWords {
  readonly includes: (transition: string, field: string) => boolean;
}

/** What reporters say of the handling. */
export const ANSWERS: readonly string[] = [
  'GridEventFollowedUp',
  'GridEventRatingChanged',
  'GridEventAnswerLeft',
];

/** What the reporter is told: the own words, the result and the reasons; not the talk between offices. */
const TOLD_TO_REPORTER = new Set([
  'GridEventReported',
  'GridEventSettledOnTheSpot',
  'GridEventRefused',
  'GridEventResultNotified',
  'GridEventReopened',
  'GridEventRefusalUpheld',
  'GridEventRefusalOverturned',
  'GridEventHandedOver',
  'GridEventProcedureTold',
  'GridEventStoodDown',
  ...ANSWERS,
]);

/** Answers are never for those who handled it, so that nobody need fear to give them (S1-28). */
const allButAnswers = (transition: string): boolean => !ANSWERS.includes(transition);
const everything = (): boolean => true;

/** What a purpose opens, and for how long: no longer than the work it is for. */
const SCOPES: Readonly<Record<RevealPurpose, RevealScope>> = {
  HANDLING: { states: [...OPEN_STATES, 'REFUSAL_APPEALED'], includes: allButAnswers, identities: [] },
  VERIFICATION: { states: ['REPORTED_DONE'], includes: allButAnswers, identities: [] },
  RESULT_NOTIFICATION: {
    // Closed once the result is told: from then on it could only be about the rating (S1-28).
    states: ['VERIFIED', 'REFUSED', 'HANDED_OVER', 'MERGED', 'STOOD_DOWN'],
    includes: allButAnswers,
    identities: ['OPEN'],
  },
  FOLLOW_UP: {
    states: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD', 'MERGED', 'FOLLOWED_UP', 'CLOSED'],
    includes: everything,
    identities: ['OPEN', 'CONFIDENTIAL'],
  },
  AUDIT: { states: null, includes: everything, identities: [] },
  OWN: {
    states: null,
    includes: (transition) => TOLD_TO_REPORTER.has(transition),
    identities: ['OPEN', 'CONFIDENTIAL'],
  },
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

const IDENTITIES: ReadonlySet<string> = new Set(IDENTITY_FIELDS);

/** Whether there is that work to do while an event is in the state. */
export const isOpenIn = (purpose: RevealPurpose, state: GridEventState): boolean =>
  SCOPES[purpose].states?.includes(state) ?? true;

/** What the purpose opens of an event in its present state. @throws PurposeNotOpenError */
export function openFor(purpose: RevealPurpose, event: Revealed): OpenWords {
  const { state, confidentiality } = event;
  const { includes, identities } = SCOPES[purpose];
  const isTold = purpose === 'RESULT_NOTIFICATION' && state === 'MERGED' && event.notifiedAt !== null;
  if ((!isOpenIn(purpose, state) && !isToBeTold(purpose, event)) || isTold)
    throw new PurposeNotOpenError(purpose, state);
  const areIdentitiesOpen = identities.includes(confidentiality);
  const areTheirsAlone = purpose === 'FOLLOW_UP' && event.kind === 'MEDIATION';
  return {
    includes: (transition, field) =>
      IDENTITIES.has(field)
        ? includes(transition) && areIdentitiesOpen
        : includes(transition) && (!areTheirsAlone || ANSWERS.includes(transition)),
  };
}

type Revealed = Pick<GridEvent, 'notifiedAt' | 'state' | 'confidentiality' | 'kind' | 'isMediationConsented'>;

/** A procedure is told before it is recorded as told, and whoever tells it must reach the reporter. */
const isToBeTold = (purpose: RevealPurpose, { state, kind, isMediationConsented }: Revealed): boolean =>
  purpose === 'RESULT_NOTIFICATION' &&
  OPEN_STATES.includes(state) &&
  (kind === 'APPROVAL' || (kind === 'MEDIATION' && isMediationConsented === false));
