import { z } from 'zod';
import { defineEvent } from './event.js';
import { areaCode, instant } from './fields.js';

/** S1-15: the ten duties of a grid, which are the categories of its events. */
export const GRID_EVENT_CATEGORIES = [
  'PARTY_BUILDING',
  'INFORMATION',
  'CONVENIENCE_SERVICE',
  'DISPUTE',
  'HAZARD',
  'PUBLIC_SECURITY',
  'SANITATION',
  'POPULATION',
  'PUBLICITY',
  'OTHER',
] as const;

/** S3-16: the four kinds of event. */
export const GRID_EVENT_KINDS = ['GENERAL', 'MEDIATION', 'EMERGENCY', 'APPROVAL'] as const;

/** S1-27: where an event came from. */
export const GRID_EVENT_SOURCES = [
  'PATROL',
  'SUPERIOR',
  'COUNTY_HEAD_MAILBOX',
  'LINKAGE_110',
  'HOTLINE_12345',
  'RESIDENT',
] as const;

export const GRID_EVENT_STATES = [
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
] as const;

export const HANDLING_LEVELS = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'] as const;

const producer = { service: 'grid-registry', aggregate: 'grid-event' };

/** What every event of a grid event tells: what it is about and where it stands after the step. */
const standing = {
  areaCode,
  villageCode: areaCode,
  category: z.enum(GRID_EVENT_CATEGORIES),
  kind: z.enum(GRID_EVENT_KINDS),
  source: z.enum(GRID_EVENT_SOURCES),
  fromState: z.enum(GRID_EVENT_STATES).nullable(),
  toState: z.enum(GRID_EVENT_STATES),
  level: z.enum(HANDLING_LEVELS),
  departmentId: z.uuid().nullable(),
  /** The deadline after this step. */
  dueAt: instant,
  /** When the step happened. */
  at: instant,
};

export const GridEventReported = defineEvent(producer, 'GridEventReported', standing);
export const GridEventSettledOnTheSpot = defineEvent(producer, 'GridEventSettledOnTheSpot', standing);
export const GridEventAccepted = defineEvent(producer, 'GridEventAccepted', standing);
export const GridEventRefused = defineEvent(producer, 'GridEventRefused', standing);
export const GridEventDispatched = defineEvent(producer, 'GridEventDispatched', standing);
export const GridEventStarted = defineEvent(producer, 'GridEventStarted', standing);
export const GridEventReportedDone = defineEvent(producer, 'GridEventReportedDone', standing);
export const GridEventVerified = defineEvent(producer, 'GridEventVerified', standing);
/** Verification found the work not done: it goes back to its handler. */
export const GridEventVerificationFailed = defineEvent(producer, 'GridEventVerificationFailed', standing);
export const GridEventResultNotified = defineEvent(producer, 'GridEventResultNotified', standing);
export const GridEventFollowedUp = defineEvent(producer, 'GridEventFollowedUp', {
  ...standing,
  isReached: z.boolean(),
  /** The reporter's own answers; null when not reached: not reached is never satisfied (S1-28). */
  isSolved: z.boolean().nullable(),
  isSatisfied: z.boolean().nullable(),
});
export const GridEventClosed = defineEvent(producer, 'GridEventClosed', standing);
export const GridEventReturned = defineEvent(producer, 'GridEventReturned', standing);
export const GridEventEscalated = defineEvent(producer, 'GridEventEscalated', {
  ...standing,
  fromLevel: z.enum(HANDLING_LEVELS),
});
export const GridEventUrged = defineEvent(producer, 'GridEventUrged', standing);
export const GridEventExtensionRequested = defineEvent(producer, 'GridEventExtensionRequested', {
  ...standing,
  requestedDueAt: instant,
});
export const GridEventExtensionDecided = defineEvent(producer, 'GridEventExtensionDecided', {
  ...standing,
  isGranted: z.boolean(),
  previousDueAt: instant,
});
export const GridEventReopened = defineEvent(producer, 'GridEventReopened', standing);

export const REVEAL_PURPOSES = [
  'HANDLING',
  'VERIFICATION',
  'RESULT_NOTIFICATION',
  'FOLLOW_UP',
  'AUDIT',
  'OWN',
] as const;

/** Somebody read what people typed; the record is visible to the persons concerned (S1-20). */
export const PersonalDataRevealed = defineEvent(
  { service: 'grid-registry', aggregate: 'disclosure' },
  'PersonalDataRevealed',
  { disclosureId: z.uuid(), gridEventId: z.uuid(), purpose: z.enum(REVEAL_PURPOSES), at: instant },
);

export const GRID_EVENT_TOPIC = GridEventReported.topic;
