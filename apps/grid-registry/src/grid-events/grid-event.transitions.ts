import * as events from '@lianxin/contracts';
import type { GRID_EVENT_STATES } from '@lianxin/contracts';

export type GridEventState = (typeof GRID_EVENT_STATES)[number];

export interface Transition {
  /** States it may start from; empty for what begins an event's life. */
  readonly from: readonly GridEventState[];
  /** State it leads to; null leaves the state as it is. */
  readonly to: GridEventState | null;
  /** What the journal and the other services are told. */
  readonly event: { readonly name: string; readonly type: string };
}

const OPEN = ['REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE'] as const;
const WITH_HANDLER = ['DISPATCHED', 'UNDER_WAY'] as const;
const BEFORE_DONE = ['REPORTED', 'ACCEPTED', ...WITH_HANDLER] as const;

/** The life of a grid event (S1-22…24, S1-28, S3-14, S3-16, S4-23): every step there is. */
export const TRANSITIONS = {
  report: { from: [], to: 'REPORTED', event: events.GridEventReported },
  settleOnTheSpot: { from: [], to: 'SETTLED_ON_THE_SPOT', event: events.GridEventSettledOnTheSpot },
  accept: { from: ['REPORTED'], to: 'ACCEPTED', event: events.GridEventAccepted },
  refuse: { from: ['REPORTED'], to: 'REFUSED', event: events.GridEventRefused },
  escalate: {
    from: [...BEFORE_DONE],
    to: 'REPORTED',
    event: events.GridEventEscalated,
  },
  dispatch: { from: ['ACCEPTED'], to: 'DISPATCHED', event: events.GridEventDispatched },
  start: { from: ['DISPATCHED'], to: 'UNDER_WAY', event: events.GridEventStarted },
  return: { from: [...WITH_HANDLER], to: 'ACCEPTED', event: events.GridEventReturned },
  reportDone: { from: [...WITH_HANDLER], to: 'REPORTED_DONE', event: events.GridEventReportedDone },
  verify: { from: ['REPORTED_DONE'], to: 'VERIFIED', event: events.GridEventVerified },
  failVerification: { from: ['REPORTED_DONE'], to: 'UNDER_WAY', event: events.GridEventVerificationFailed },
  notifyResult: { from: ['VERIFIED'], to: 'RESULT_NOTIFIED', event: events.GridEventResultNotified },
  followUp: {
    from: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD'],
    to: 'FOLLOWED_UP',
    event: events.GridEventFollowedUp,
  },
  /** Who was not reached is tried again, or answers by themselves. */
  followUpAgain: { from: ['FOLLOWED_UP', 'CLOSED'], to: null, event: events.GridEventFollowedUp },
  close: { from: ['FOLLOWED_UP'], to: 'CLOSED', event: events.GridEventClosed },
  reopen: {
    from: [
      'RESULT_NOTIFIED',
      'SETTLED_ON_THE_SPOT',
      'PROCEDURE_TOLD',
      'FOLLOWED_UP',
      'CLOSED',
      'HANDED_OVER',
      'STOOD_DOWN',
    ],
    to: 'ACCEPTED',
    event: events.GridEventReopened,
  },
  /** A refusal looked at anew: it waits to be accepted, as at the beginning. */
  reopenRefusal: { from: ['REFUSED'], to: 'REPORTED', event: events.GridEventReopened },
  urge: { from: [...OPEN], to: null, event: events.GridEventUrged },
  requestExtension: { from: [...WITH_HANDLER], to: null, event: events.GridEventExtensionRequested },
  merge: { from: [...BEFORE_DONE], to: 'MERGED', event: events.GridEventMerged },
  /** It waits to be accepted on its own, as at the beginning. */
  unmerge: { from: ['MERGED'], to: 'REPORTED', event: events.GridEventUnmerged },
  /** Who reported what was merged is told and asked like every reporter. */
  notifyMerged: { from: ['MERGED'], to: null, event: events.GridEventResultNotified },
  followUpMerged: { from: ['MERGED'], to: null, event: events.GridEventFollowedUp },
  changeRating: {
    from: ['FOLLOWED_UP', 'CLOSED', 'MERGED'],
    to: null,
    event: events.GridEventRatingChanged,
  },
  /** Kept, and counted once somebody who did not handle it has asked. */
  leaveAnswer: {
    from: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD', 'FOLLOWED_UP', 'CLOSED', 'MERGED'],
    to: null,
    event: events.GridEventAnswerLeft,
  },
  appealRefusal: { from: ['REFUSED'], to: 'REFUSAL_APPEALED', event: events.GridEventRefusalAppealed },
  upholdRefusal: { from: ['REFUSAL_APPEALED'], to: 'REFUSED', event: events.GridEventRefusalUpheld },
  overturnRefusal: { from: ['REFUSAL_APPEALED'], to: 'REPORTED', event: events.GridEventRefusalOverturned },
  /** Petitions, denunciations and court matters are not processed as events. */
  handOver: { from: ['REPORTED', 'ACCEPTED'], to: 'HANDED_OVER', event: events.GridEventHandedOver },
  /** Of an approval before anybody handles it; of a mediation whenever a party no longer wants it. */
  tellProcedure: {
    from: [...BEFORE_DONE],
    to: 'PROCEDURE_TOLD',
    event: events.GridEventProcedureTold,
  },
  recordMediationConsent: {
    from: [...BEFORE_DONE],
    to: null,
    event: events.GridEventMediationConsentRecorded,
  },
  standDown: { from: [...BEFORE_DONE], to: 'STOOD_DOWN', event: events.GridEventStoodDown },
  callJointResponse: {
    from: ['ACCEPTED', ...WITH_HANDLER],
    to: 'UNDER_WAY',
    event: events.GridEventJointResponseCalled,
  },
  answerJointResponse: { from: ['UNDER_WAY'], to: null, event: events.GridEventJointResponseAnswered },
  releaseFromJointResponse: {
    from: [...BEFORE_DONE],
    to: null,
    event: events.GridEventJointResponseReleased,
  },
  /** It may come at any time, and has to be answered. */
  addOutsideNumber: { from: events.GRID_EVENT_STATES, to: null, event: events.GridEventOutsideNumberAdded },
  decideExtension: { from: [...WITH_HANDLER], to: null, event: events.GridEventExtensionDecided },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

/** States in which an event still waits for somebody's work. */
export const OPEN_STATES: readonly GridEventState[] = OPEN;

/** While an emergency can still be stood down, somebody has to know of it. */
export const NEEDS_SOMEBODY: readonly GridEventState[] = TRANSITIONS.standDown.from;

/** The column of `grid_event_tally` that counts the events in a state. */
export const tallyColumnOf = (state: GridEventState): string => state.toLowerCase();
