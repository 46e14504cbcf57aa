import { z } from 'zod';
import { defineEvent } from './event.js';
import { instant } from './fields.js';
import {
  gridEventProducer,
  gridEventStanding,
  HANDLING_LEVELS,
  HANDOVER_RECIPIENTS,
  OUTSIDE_SYSTEMS,
} from './grid-event.vocabulary.js';

export const GridEventReported = defineEvent(gridEventProducer, 'GridEventReported', gridEventStanding, {
  version: 2,
  description: 'A grid event was reported (上报).',
});
export const GridEventSettledOnTheSpot = defineEvent(
  gridEventProducer,
  'GridEventSettledOnTheSpot',
  gridEventStanding,
  { version: 2, description: 'It was settled on the spot and registered (现场办结).' },
);
export const GridEventAccepted = defineEvent(gridEventProducer, 'GridEventAccepted', gridEventStanding, {
  version: 2,
  description: 'It was accepted (受理).',
});
export const GridEventRefused = defineEvent(gridEventProducer, 'GridEventRefused', gridEventStanding, {
  version: 2,
  description: 'It was refused with a reason (不予受理).',
});
const isAskedByParty = z
  .boolean()
  .optional()
  .describe('Whether a party asked that a mediation leave grid and village (当事人申请).');

export const GridEventDispatched = defineEvent(
  gridEventProducer,
  'GridEventDispatched',
  { ...gridEventStanding, isAskedByParty },
  { version: 2, description: 'It was handed to a level or a department (派件).' },
);
export const GridEventStarted = defineEvent(gridEventProducer, 'GridEventStarted', gridEventStanding, {
  version: 2,
  description: 'Its handler began (开始办理).',
});
export const GridEventReportedDone = defineEvent(
  gridEventProducer,
  'GridEventReportedDone',
  gridEventStanding,
  { version: 2, description: 'Its handler reported it done (办结).' },
);
export const GridEventVerified = defineEvent(gridEventProducer, 'GridEventVerified', gridEventStanding, {
  version: 2,
  description: 'Somebody else than the handler verified it (核查通过).',
});
export const GridEventVerificationFailed = defineEvent(
  gridEventProducer,
  'GridEventVerificationFailed',
  gridEventStanding,
  {
    version: 2,
    description: 'Verification found the work not done: it goes back to its handler (核查不通过).',
  },
);
export const GridEventResultNotified = defineEvent(
  gridEventProducer,
  'GridEventResultNotified',
  gridEventStanding,
  { version: 2, description: 'The reporter was told the result (结果反馈).' },
);
export const GridEventFollowedUp = defineEvent(
  gridEventProducer,
  'GridEventFollowedUp',
  {
    ...gridEventStanding,
    isReached: z.boolean().describe('Whether the reporter was reached.'),
    /** The reporter's own answers: not reached is never satisfied (S1-28). */
    isSolved: z.boolean().nullable().describe('Is it solved? Null when not reached.'),
    isSatisfied: z.boolean().nullable().describe('Satisfied (满意)? Null when not reached.'),
  },
  { version: 2, description: 'The command centre asked the reporter afterwards (回访).' },
);
export const GridEventClosed = defineEvent(gridEventProducer, 'GridEventClosed', gridEventStanding, {
  version: 2,
  description: 'It was closed (结案).',
});
export const GridEventReturned = defineEvent(gridEventProducer, 'GridEventReturned', gridEventStanding, {
  version: 2,
  description: 'Its handler gave it back (退回).',
});
export const GridEventEscalated = defineEvent(
  gridEventProducer,
  'GridEventEscalated',
  {
    ...gridEventStanding,
    fromLevel: z.enum(HANDLING_LEVELS),
    isAskedByParty,
  },
  { version: 2, description: 'It went up a level (逐级上报).' },
);
export const GridEventUrged = defineEvent(gridEventProducer, 'GridEventUrged', gridEventStanding, {
  version: 2,
  description: 'Its handler was urged (催办).',
});
export const GridEventExtensionRequested = defineEvent(
  gridEventProducer,
  'GridEventExtensionRequested',
  {
    ...gridEventStanding,
    requestedDueAt: instant,
  },
  { version: 2, description: 'A later deadline was asked for (申请延期).' },
);
export const GridEventExtensionDecided = defineEvent(
  gridEventProducer,
  'GridEventExtensionDecided',
  {
    ...gridEventStanding,
    isGranted: z.boolean(),
    previousDueAt: instant,
  },
  { version: 2, description: 'A later deadline was granted or refused (延期审批).' },
);
export const GridEventReopened = defineEvent(gridEventProducer, 'GridEventReopened', gridEventStanding, {
  version: 2,
  description: 'A closed or settled one was opened again (重新办理).',
});

const departmentIds = z.array(z.uuid()).max(50).describe('The departments that were called (被吹哨部门).');

export const GridEventMerged = defineEvent(
  gridEventProducer,
  'GridEventMerged',
  { ...gridEventStanding, mergedIntoId: z.uuid() },
  { description: 'It was joined to another one about the same matter (合并).' },
);
export const GridEventUnmerged = defineEvent(
  gridEventProducer,
  'GridEventUnmerged',
  { ...gridEventStanding, mergedIntoId: z.uuid() },
  { description: 'It was taken apart from the one it had been joined to (取消合并).' },
);
export const GridEventRefusalAppealed = defineEvent(
  gridEventProducer,
  'GridEventRefusalAppealed',
  { ...gridEventStanding, fromLevel: z.enum(HANDLING_LEVELS) },
  { description: 'Its reporter asked the next level to look at the refusal (不予受理申诉).' },
);
export const GridEventRefusalUpheld = defineEvent(
  gridEventProducer,
  'GridEventRefusalUpheld',
  gridEventStanding,
  { description: 'The next level found the refusal right (维持不予受理).' },
);
export const GridEventRefusalOverturned = defineEvent(
  gridEventProducer,
  'GridEventRefusalOverturned',
  gridEventStanding,
  { description: 'The next level took the refusal back (撤销不予受理).' },
);
export const GridEventHandedOver = defineEvent(
  gridEventProducer,
  'GridEventHandedOver',
  { ...gridEventStanding, recipient: z.enum(HANDOVER_RECIPIENTS) },
  { description: 'It is no grid event and was handed to whoever is competent, with a receipt (移送).' },
);
export const GridEventProcedureTold = defineEvent(
  gridEventProducer,
  'GridEventProcedureTold',
  {
    ...gridEventStanding,
    windowDepartmentId: z.uuid().nullable().optional().describe('The department whose window is competent.'),
  },
  { description: 'The procedure was told and the competent window named (告知程序).' },
);
export const GridEventStoodDown = defineEvent(gridEventProducer, 'GridEventStoodDown', gridEventStanding, {
  description: 'There was no danger, or it is over: nobody is blamed for an early alarm (警情解除).',
});
export const GridEventRatingChanged = defineEvent(
  gridEventProducer,
  'GridEventRatingChanged',
  {
    ...gridEventStanding,
    isSolved: z.boolean(),
    isSatisfied: z.boolean(),
    wasSolved: z.boolean().nullable().describe('The answer before; null if there was none.'),
    wasSatisfied: z.boolean().nullable().describe('The answer before; null if there was none.'),
  },
  { description: 'The reporter changed an answer of the follow-up; both are kept (更改评价).' },
);
export const GridEventAnswerLeft = defineEvent(
  gridEventProducer,
  'GridEventAnswerLeft',
  { ...gridEventStanding, isSolved: z.boolean(), isSatisfied: z.boolean() },
  {
    description:
      'An answer was left with a slip that an official keyed in: it counts once the reporter was asked (留言评价).',
  },
);
export const GridEventMediationConsentRecorded = defineEvent(
  gridEventProducer,
  'GridEventMediationConsentRecorded',
  { ...gridEventStanding, isConsented: z.boolean() },
  { description: 'All parties agreed to mediation, or one did not or no longer (调解意愿).' },
);
export const GridEventJointResponseCalled = defineEvent(
  gridEventProducer,
  'GridEventJointResponseCalled',
  { ...gridEventStanding, departmentIds },
  { description: 'A township called several departments to report (吹哨报到).' },
);
export const GridEventJointResponseAnswered = defineEvent(
  gridEventProducer,
  'GridEventJointResponseAnswered',
  { ...gridEventStanding, answeringDepartmentId: z.uuid(), isDone: z.boolean() },
  { description: 'A department that was called reported or finished its part (部门报到).' },
);

export const GridEventJointResponseReleased = defineEvent(
  gridEventProducer,
  'GridEventJointResponseReleased',
  { ...gridEventStanding, releasedDepartmentId: z.uuid() },
  { description: 'A department that was called by mistake was released, with a reason (撤销吹哨).' },
);
export const GridEventOutsideNumberAdded = defineEvent(
  gridEventProducer,
  'GridEventOutsideNumberAdded',
  { ...gridEventStanding, system: z.enum(OUTSIDE_SYSTEMS) },
  {
    description:
      'It has a number at another system as well, e.g. after a transfer between 110 and 12345 (一键转接). The number itself is not told.',
  },
);

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
