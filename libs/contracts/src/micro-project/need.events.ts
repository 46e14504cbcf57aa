import { z } from 'zod';
import { defineEvent } from '../event.js';
import { areaCode, day, instant } from '../fields.js';
import { amountInFen, PROJECT_KINDS, QUOTA_CLASSES } from './vocabulary.js';

/** Where a need stands (征集). */
export const NEED_STATES = ['SUBMITTED', 'CANDIDATE', 'DECLINED', 'TAKEN', 'WITHDRAWN'] as const;

/** S0-10: how pressing it is (轻重缓急). */
export const NEED_PRIORITIES = ['URGENT', 'HIGH', 'NORMAL', 'LOW'] as const;

const channels = { service: 'micro-project', aggregate: 'need-channel' };
const needs = { service: 'micro-project', aggregate: 'need' };
const discussions = { service: 'micro-project', aggregate: 'discussion' };
const plans = { service: 'micro-project', aggregate: 'plan' };

const standing = {
  /** Of the grid, or of the village where no grid was named. */
  areaCode,
  villageCode: areaCode,
  kind: z.enum(PROJECT_KINDS).describe('Its kind (类别).'),
  channel: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/)
    .meta({
      description: 'How it came in (征集渠道), S0-08: a code of the list of channels.',
      examples: ['SUGGESTION_BOX'],
    }),
  fromState: z.enum(NEED_STATES).nullable().describe('Where it stood before; null for a new one.'),
  toState: z.enum(NEED_STATES).describe('Where it stands after this step (状态).'),
  at: instant.describe('When the step happened.'),
};

export const NeedChannelAdded = defineEvent(
  channels,
  'NeedChannelAdded',
  { channel: standing.channel, at: instant },
  { description: 'The county opened one more way for residents to ask for something (新增征集渠道), S0-08.' },
);

export const NeedSubmitted = defineEvent(
  needs,
  'NeedSubmitted',
  { ...standing, gridEventId: z.uuid().nullable().describe('The grid event it came out of, if any.') },
  { description: 'A resident asked for something small and public (需求征集), S0-08.' },
);
export const CandidateListed = defineEvent(
  needs,
  'CandidateListed',
  { ...standing, priority: z.enum(NEED_PRIORITIES), discussionId: z.uuid() },
  { description: 'It was put into the pool of candidates (进入备选事项库), S0-10.' },
);
export const NeedDeclined = defineEvent(
  needs,
  'NeedDeclined',
  { ...standing, discussionId: z.uuid() },
  { description: 'It was declined with a reason (不予采纳), S0-10.' },
);
export const NeedReconsidered = defineEvent(needs, 'NeedReconsidered', standing, {
  description: 'Declined before, it is open again (重新提请).',
});
export const NeedTaken = defineEvent(
  needs,
  'NeedTaken',
  { ...standing, projectId: z.uuid() },
  { description: 'A project answers it (列入项目).' },
);
export const NeedReleased = defineEvent(
  needs,
  'NeedReleased',
  { ...standing, projectId: z.uuid() },
  { description: 'The project that was to answer it came to nothing: a candidate again (退回备选库).' },
);
export const NeedWithdrawn = defineEvent(needs, 'NeedWithdrawn', standing, {
  description: 'Whoever asked for it took it back (撤回).',
});

export const NeedsDiscussed = defineEvent(
  discussions,
  'NeedsDiscussed',
  {
    villageCode: areaCode,
    heldOn: day,
    minutesDocumentId: z.uuid().describe('The scanned signed minutes (会议纪要).'),
    discussedCount: z.int().nonnegative().describe('How many needs were discussed.'),
    openCount: z
      .int()
      .nonnegative()
      .describe('How many were open that day: all of them are to be discussed.'),
    at: instant,
  },
  { description: 'The two committees discussed the needs collected ("两委"研究), S0-09.' },
);

const plan = {
  villageCode: areaCode,
  year: z.int(),
  version: z
    .int()
    .positive()
    .optional()
    .describe('1, 2, 3 …: a plan that was approved is replaced by a later one alone.'),
  at: instant,
};
const planItems = z
  .array(z.object({ itemId: z.uuid(), quotaClass: z.enum(QUOTA_CLASSES), budgetFen: amountInFen }))
  .min(1)
  .max(100)
  .describe('What is planned (计划项目).');
export const PlanSubmitted = defineEvent(
  plans,
  'PlanSubmitted',
  { ...plan, items: planItems },
  { description: "A village's yearly plan was submitted (年度计划上报)." },
);
export const PlanReturned = defineEvent(plans, 'PlanReturned', plan, {
  description: 'The township gave it back (年度计划退回).',
});
export const PlanApproved = defineEvent(
  plans,
  'PlanApproved',
  { ...plan, items: planItems, minutesDocumentId: z.uuid() },
  { description: 'The township approved it (年度计划批准): what is done is counted against it.' },
);
