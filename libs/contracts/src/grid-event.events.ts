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
  category: z.enum(GRID_EVENT_CATEGORIES).describe('The duty it falls under (事件类别).'),
  kind: z.enum(GRID_EVENT_KINDS).describe('Its kind (事件类型).'),
  source: z.enum(GRID_EVENT_SOURCES).describe('Where it came from (事件来源).'),
  fromState: z.enum(GRID_EVENT_STATES).nullable().describe('Where it stood before; null for a new one.'),
  toState: z.enum(GRID_EVENT_STATES).describe('Where it stands after this step (状态).'),
  level: z.enum(HANDLING_LEVELS).describe('The level that has it in hand (办理层级).'),
  departmentId: z.uuid().nullable(),
  dueAt: instant.describe('The deadline after this step (办理时限).'),
  at: instant.describe('When the step happened.'),
};

export const GridEventReported = defineEvent(producer, 'GridEventReported', standing, {
  description: 'A grid event was reported (上报).',
});
export const GridEventSettledOnTheSpot = defineEvent(producer, 'GridEventSettledOnTheSpot', standing, {
  description: 'It was settled on the spot and registered (现场办结).',
});
export const GridEventAccepted = defineEvent(producer, 'GridEventAccepted', standing, {
  description: 'It was accepted (受理).',
});
export const GridEventRefused = defineEvent(producer, 'GridEventRefused', standing, {
  description: 'It was refused with a reason (不予受理).',
});
export const GridEventDispatched = defineEvent(producer, 'GridEventDispatched', standing, {
  description: 'It was handed to a level or a department (派件).',
});
export const GridEventStarted = defineEvent(producer, 'GridEventStarted', standing, {
  description: 'Its handler began (开始办理).',
});
export const GridEventReportedDone = defineEvent(producer, 'GridEventReportedDone', standing, {
  description: 'Its handler reported it done (办结).',
});
export const GridEventVerified = defineEvent(producer, 'GridEventVerified', standing, {
  description: 'Somebody else than the handler verified it (核查通过).',
});
export const GridEventVerificationFailed = defineEvent(producer, 'GridEventVerificationFailed', standing, {
  description: 'Verification found the work not done: it goes back to its handler (核查不通过).',
});
export const GridEventResultNotified = defineEvent(producer, 'GridEventResultNotified', standing, {
  description: 'The reporter was told the result (结果反馈).',
});
export const GridEventFollowedUp = defineEvent(
  producer,
  'GridEventFollowedUp',
  {
    ...standing,
    isReached: z.boolean().describe('Whether the reporter was reached.'),
    /** The reporter's own answers: not reached is never satisfied (S1-28). */
    isSolved: z.boolean().nullable().describe('Is it solved? Null when not reached.'),
    isSatisfied: z.boolean().nullable().describe('Satisfied (满意)? Null when not reached.'),
  },
  { description: 'The command centre asked the reporter afterwards (回访).' },
);
export const GridEventClosed = defineEvent(producer, 'GridEventClosed', standing, {
  description: 'It was closed (结案).',
});
export const GridEventReturned = defineEvent(producer, 'GridEventReturned', standing, {
  description: 'Its handler gave it back (退回).',
});
export const GridEventEscalated = defineEvent(
  producer,
  'GridEventEscalated',
  {
    ...standing,
    fromLevel: z.enum(HANDLING_LEVELS),
  },
  { description: 'It went up a level (逐级上报).' },
);
export const GridEventUrged = defineEvent(producer, 'GridEventUrged', standing, {
  description: 'Its handler was urged (催办).',
});
export const GridEventExtensionRequested = defineEvent(
  producer,
  'GridEventExtensionRequested',
  {
    ...standing,
    requestedDueAt: instant,
  },
  { description: 'A later deadline was asked for (申请延期).' },
);
export const GridEventExtensionDecided = defineEvent(
  producer,
  'GridEventExtensionDecided',
  {
    ...standing,
    isGranted: z.boolean(),
    previousDueAt: instant,
  },
  { description: 'A later deadline was granted or refused (延期审批).' },
);
export const GridEventReopened = defineEvent(producer, 'GridEventReopened', standing, {
  description: 'A closed or settled one was opened again (重新办理).',
});

export const REVEAL_PURPOSES = [
  'HANDLING',
  'VERIFICATION',
  'RESULT_NOTIFICATION',
  'FOLLOW_UP',
  'AUDIT',
  'OWN',
] as const;

export const PersonalDataRevealed = defineEvent(
  { service: 'grid-registry', aggregate: 'disclosure' },
  'PersonalDataRevealed',
  { disclosureId: z.uuid(), gridEventId: z.uuid(), purpose: z.enum(REVEAL_PURPOSES), at: instant },
  { description: 'Somebody read what people typed (查看个人信息); the persons concerned see it, S1-20.' },
);

export const GRID_EVENT_TOPIC = GridEventReported.topic;
