import { z } from 'zod';
import { defineEvent } from './event.js';
import { instant } from './fields.js';
import { gridEventProducer, gridEventStanding, HANDLING_LEVELS } from './grid-event.vocabulary.js';

/** The states there were before appeals, merging, handing over and emergencies that are stood down. */
const states = z.enum([
  'REPORTED',
  'ACCEPTED',
  'REFUSED',
  'DISPATCHED',
  'UNDER_WAY',
  'REPORTED_DONE',
  'VERIFIED',
  'RESULT_NOTIFIED',
  'SETTLED_ON_THE_SPOT',
  'FOLLOWED_UP',
  'CLOSED',
]);

const standing = { ...gridEventStanding, fromState: states.nullable(), toState: states };

export const GridEventReportedV1 = defineEvent(gridEventProducer, 'GridEventReported', standing, {
  isRetired: true,
  description: 'A grid event was reported (上报).',
});
export const GridEventSettledOnTheSpotV1 = defineEvent(
  gridEventProducer,
  'GridEventSettledOnTheSpot',
  standing,
  { isRetired: true, description: 'It was settled on the spot and registered (现场办结).' },
);
export const GridEventAcceptedV1 = defineEvent(gridEventProducer, 'GridEventAccepted', standing, {
  isRetired: true,
  description: 'It was accepted (受理).',
});
export const GridEventRefusedV1 = defineEvent(gridEventProducer, 'GridEventRefused', standing, {
  isRetired: true,
  description: 'It was refused with a reason (不予受理).',
});
export const GridEventDispatchedV1 = defineEvent(gridEventProducer, 'GridEventDispatched', standing, {
  isRetired: true,
  description: 'It was handed to a level or a department (派件).',
});
export const GridEventStartedV1 = defineEvent(gridEventProducer, 'GridEventStarted', standing, {
  isRetired: true,
  description: 'Its handler began (开始办理).',
});
export const GridEventReportedDoneV1 = defineEvent(gridEventProducer, 'GridEventReportedDone', standing, {
  isRetired: true,
  description: 'Its handler reported it done (办结).',
});
export const GridEventVerifiedV1 = defineEvent(gridEventProducer, 'GridEventVerified', standing, {
  isRetired: true,
  description: 'Somebody else than the handler verified it (核查通过).',
});
export const GridEventVerificationFailedV1 = defineEvent(
  gridEventProducer,
  'GridEventVerificationFailed',
  standing,
  {
    isRetired: true,
    description: 'Verification found the work not done: it goes back to its handler (核查不通过).',
  },
);
export const GridEventResultNotifiedV1 = defineEvent(gridEventProducer, 'GridEventResultNotified', standing, {
  isRetired: true,
  description: 'The reporter was told the result (结果反馈).',
});
export const GridEventFollowedUpV1 = defineEvent(
  gridEventProducer,
  'GridEventFollowedUp',
  {
    ...standing,
    isReached: z.boolean().describe('Whether the reporter was reached.'),
    /** The reporter's own answers: not reached is never satisfied (S1-28). */
    isSolved: z.boolean().nullable().describe('Is it solved? Null when not reached.'),
    isSatisfied: z.boolean().nullable().describe('Satisfied (满意)? Null when not reached.'),
  },
  { isRetired: true, description: 'The command centre asked the reporter afterwards (回访).' },
);
export const GridEventClosedV1 = defineEvent(gridEventProducer, 'GridEventClosed', standing, {
  isRetired: true,
  description: 'It was closed (结案).',
});
export const GridEventReturnedV1 = defineEvent(gridEventProducer, 'GridEventReturned', standing, {
  isRetired: true,
  description: 'Its handler gave it back (退回).',
});
export const GridEventEscalatedV1 = defineEvent(
  gridEventProducer,
  'GridEventEscalated',
  {
    ...standing,
    fromLevel: z.enum(HANDLING_LEVELS),
  },
  { isRetired: true, description: 'It went up a level (逐级上报).' },
);
export const GridEventUrgedV1 = defineEvent(gridEventProducer, 'GridEventUrged', standing, {
  isRetired: true,
  description: 'Its handler was urged (催办).',
});
export const GridEventExtensionRequestedV1 = defineEvent(
  gridEventProducer,
  'GridEventExtensionRequested',
  {
    ...standing,
    requestedDueAt: instant,
  },
  { isRetired: true, description: 'A later deadline was asked for (申请延期).' },
);
export const GridEventExtensionDecidedV1 = defineEvent(
  gridEventProducer,
  'GridEventExtensionDecided',
  {
    ...standing,
    isGranted: z.boolean(),
    previousDueAt: instant,
  },
  { isRetired: true, description: 'A later deadline was granted or refused (延期审批).' },
);
export const GridEventReopenedV1 = defineEvent(gridEventProducer, 'GridEventReopened', standing, {
  isRetired: true,
  description: 'A closed or settled one was opened again (重新办理).',
});
