import * as events from '@lianxin/contracts';
import type { GRID_EVENT_STATES } from '@lianxin/contracts';

export type GridEventState = (typeof GRID_EVENT_STATES)[number];

export interface Transition {
  /** States it may start from; empty for what begins an event's life. */
  readonly from: readonly GridEventState[];
  /** State it leads to; null leaves the state as it is. */
  readonly to: GridEventState | null;
  /** What the journal and the other services are told. */
  readonly event: { readonly name: string };
}

const OPEN = ['REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE'] as const;
const WITH_HANDLER = ['DISPATCHED', 'UNDER_WAY'] as const;

/** The life of a grid event (S1-22…24, S1-28, S3-14, S3-16, S4-23): every step there is. */
export const TRANSITIONS = {
  report: { from: [], to: 'REPORTED', event: events.GridEventReported },
  settleOnTheSpot: { from: [], to: 'SETTLED_ON_THE_SPOT', event: events.GridEventSettledOnTheSpot },
  accept: { from: ['REPORTED'], to: 'ACCEPTED', event: events.GridEventAccepted },
  refuse: { from: ['REPORTED'], to: 'REFUSED', event: events.GridEventRefused },
  escalate: {
    from: ['REPORTED', 'ACCEPTED', ...WITH_HANDLER],
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
    from: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT'],
    to: 'FOLLOWED_UP',
    event: events.GridEventFollowedUp,
  },
  close: { from: ['FOLLOWED_UP'], to: 'CLOSED', event: events.GridEventClosed },
  reopen: {
    from: ['RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'FOLLOWED_UP', 'CLOSED'],
    to: 'ACCEPTED',
    event: events.GridEventReopened,
  },
  /** A refusal looked at anew: it waits to be accepted, as at the beginning. */
  reopenRefusal: { from: ['REFUSED'], to: 'REPORTED', event: events.GridEventReopened },
  urge: { from: [...OPEN], to: null, event: events.GridEventUrged },
  requestExtension: { from: [...WITH_HANDLER], to: null, event: events.GridEventExtensionRequested },
  decideExtension: { from: [...WITH_HANDLER], to: null, event: events.GridEventExtensionDecided },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;

/** States in which an event still waits for somebody's work. */
export const OPEN_STATES: readonly GridEventState[] = OPEN;

/** The column of `grid_event_tally` that counts the events in a state. */
export const tallyColumnOf = (state: GridEventState): string => state.toLowerCase();
