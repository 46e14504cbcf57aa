import { z } from 'zod';
import { defineEvent } from '../event.js';
import type { EventDefinition } from '../event.js';
import { day, digest, instant } from '../fields.js';
import {
  amountInFen,
  COLLECTIVE_MATTERS,
  CONTRACTOR_METHODS,
  DECIDING_BODIES,
  meetingFacts,
  PAYMENT_STAGES,
  projectProducer,
  projectStanding,
  SKIPPABLE_STEPS,
} from './vocabulary.js';

type Standing = z.infer<z.ZodObject<typeof projectStanding>>;

/** An event that tells no more than where the project stands. */
const standing = (name: string, description: string): EventDefinition<Standing> =>
  defineEvent(projectProducer, name, projectStanding, { description });

const terms = {
  termsVersion: z.int().positive().describe('Which version of its terms (事项内容版本).'),
  termsDigest: digest,
};
const document = z.uuid().describe('The document that shows it.');

export const ProjectProposed = defineEvent(
  projectProducer,
  'ProjectProposed',
  {
    ...projectStanding,
    ...terms,
    needIds: z.array(z.uuid()).max(100).describe('The needs it answers.'),
    isInvestedElsewhere: z
      .boolean()
      .optional()
      .describe(
        'Whether other public money pays for it, as whoever proposed it declared (重复投资声明), S0-03.',
      ),
    collectiveMatters: z
      .array(z.enum(COLLECTIVE_MATTERS))
      .max(COLLECTIVE_MATTERS.length)
      .optional()
      .describe("What of it is the villagers' own matter, as declared (涉及集体事项)."),
  },
  { description: 'A project was proposed out of needs (立项申请).' },
);
export const ProjectRevised = defineEvent(
  projectProducer,
  'ProjectRevised',
  { ...projectStanding, ...terms },
  { description: 'Its terms were written anew (修改).' },
);
export const ProjectSubmitted = defineEvent(
  projectProducer,
  'ProjectSubmitted',
  { ...projectStanding, decidingBody: z.enum(DECIDING_BODIES), reviewDueAt: instant },
  { description: 'It was submitted: its review runs from here (即报即审).' },
);
export const ProjectReturned = standing('ProjectReturned', 'It was given back for revision (退回修改).');
export const ProjectPassedUp = defineEvent(
  projectProducer,
  'ProjectPassedUp',
  { ...projectStanding, ...meetingFacts, decidingBody: z.enum(DECIDING_BODIES) },
  { description: 'The meeting had no quorum without those recused: the body above decides (提级决定).' },
);
export const ProjectDecided = defineEvent(
  projectProducer,
  'ProjectDecided',
  { ...projectStanding, ...meetingFacts },
  { description: 'A body decided on it at a meeting (研究确定), S0-11…14.' },
);
export const ProjectRejected = defineEvent(
  projectProducer,
  'ProjectRejected',
  { ...projectStanding, ...meetingFacts },
  { description: 'A body decided against it at a meeting (不予立项).' },
);
export const ProjectChangeRejected = defineEvent(
  projectProducer,
  'ProjectChangeRejected',
  { ...projectStanding, ...meetingFacts },
  { description: 'A body decided against a change: what was decided before holds (变更不予同意).' },
);
export const ProjectFiled = standing('ProjectFiled', 'The level above has its record (备案), S0-12, S0-14.');
export const SplittingSuspected = defineEvent(
  projectProducer,
  'SplittingSuspected',
  {
    ...projectStanding,
    otherProjectIds: z.array(z.uuid()).min(1).max(50),
    togetherFen: amountInFen,
  },
  { description: 'With others like it, it adds up past a band (疑似拆分).' },
);
export const SplittingJudged = defineEvent(
  projectProducer,
  'SplittingJudged',
  { ...projectStanding, isSplit: z.boolean() },
  { description: 'The township judged whether it was split (拆分认定).' },
);

export const NoticePosted = defineEvent(
  projectProducer,
  'NoticePosted',
  {
    ...projectStanding,
    noticeId: z.uuid(),
    termsVersion: z.int().positive(),
    from: day,
    until: day,
    isAfterwards: z.boolean().describe('Posted after an emergency was dealt with.'),
  },
  { description: 'It was posted for objections (公示), S0-15.' },
);
export const NoticeExtended = defineEvent(
  projectProducer,
  'NoticeExtended',
  { ...projectStanding, noticeId: z.uuid(), until: day },
  { description: 'Its notice stays posted longer (延长公示).' },
);
const objection = { ...projectStanding, objectionId: z.uuid() };
export const ObjectionRaised = defineEvent(projectProducer, 'ObjectionRaised', objection, {
  description: 'Somebody objected (提出异议).',
});
export const ObjectionDismissed = defineEvent(projectProducer, 'ObjectionDismissed', objection, {
  description: 'The level above ruled that the objection does not hold (异议不成立).',
});
export const ObjectionUpheld = defineEvent(projectProducer, 'ObjectionUpheld', objection, {
  description: 'The level above ruled that the objection holds (异议成立).',
});
export const ObjectionWithdrawn = defineEvent(projectProducer, 'ObjectionWithdrawn', objection, {
  description: 'Whoever had objected took it back (撤回异议).',
});
export const NoticeEnded = standing(
  'NoticeEnded',
  'The notice is over and every objection ruled (公示期满).',
);

export const ContractorSelected = defineEvent(
  projectProducer,
  'ContractorSelected',
  {
    ...projectStanding,
    method: z.enum(CONTRACTOR_METHODS),
    comparedCount: z.int().nonnegative(),
    isKinDeclared: z.boolean().describe('Kinship with a cadre or supervisor was declared (亲属关系申报).'),
    minutesDocumentId: document,
  },
  { description: 'Who carries it out was chosen (确定施工方).' },
);
export const ProjectStarted = standing('ProjectStarted', 'Work began (开工).');
export const MilestoneReached = defineEvent(
  projectProducer,
  'MilestoneReached',
  { ...projectStanding, milestoneId: z.uuid() },
  { description: 'A milestone was reached (进度节点).' },
);
export const PaymentRecorded = defineEvent(
  projectProducer,
  'PaymentRecorded',
  {
    ...projectStanding,
    paymentId: z.uuid(),
    stage: z.enum(PAYMENT_STAGES),
    amountFen: z.int().positive().describe('In fen (分).'),
    paidOn: day,
  },
  { description: 'A payment that was made was recorded (支付登记).' },
);
export const ProjectDelayed = defineEvent(
  projectProducer,
  'ProjectDelayed',
  { ...projectStanding, dueOn: day },
  { description: 'Its time limit was put off, with a reason (延期).' },
);
export const ProjectStopped = standing('ProjectStopped', 'Work stopped (停工).');
export const ProjectResumed = standing('ProjectResumed', 'Work went on (复工).');
export const ProjectChangeRequested = defineEvent(
  projectProducer,
  'ProjectChangeRequested',
  { ...projectStanding, ...terms, decidingBody: z.enum(DECIDING_BODIES), reviewDueAt: instant },
  { description: 'Other terms were asked for: they are decided like new ones (变更申请).' },
);
export const ProjectCompleted = standing('ProjectCompleted', 'The work was reported done (完工).');

const acceptance = {
  ...projectStanding,
  isProposerPresent: z.boolean().describe('The proposer took part (提议人参加验收), S0-18.'),
  documentId: document,
};
export const AcceptancePassed = defineEvent(projectProducer, 'AcceptancePassed', acceptance, {
  description: 'It was inspected and accepted (验收合格), S0-18.',
});
export const AcceptanceFailed = defineEvent(projectProducer, 'AcceptanceFailed', acceptance, {
  description: 'It was inspected and has to be mended (验收不合格).',
});
export const SurveyOpened = standing('SurveyOpened', 'Residents are asked (满意度测评开始), S0-20.');
export const SatisfactionSurveyed = defineEvent(
  projectProducer,
  'SatisfactionSurveyed',
  {
    ...projectStanding,
    answerCount: z.int().nonnegative(),
    satisfiedCount: z.int().nonnegative(),
    minimumSample: z.int().nonnegative().describe('Below this number nothing is concluded.'),
  },
  { description: 'The survey was closed and counted (满意度测评结果), S0-20.' },
);
export const AuditPublished = defineEvent(
  projectProducer,
  'AuditPublished',
  {
    ...projectStanding,
    finalFen: amountInFen.describe('The final account (决算), in fen.'),
    retainedFen: amountInFen.describe('What stands back until the warranty is over (质保金), in fen.'),
    documentId: document,
  },
  { description: 'The audit and the final account were published (审计决算公开), S0-19.' },
);
export const RetentionEnded = standing(
  'RetentionEnded',
  'What stood back was paid or given back (质保金结清).',
);
export const ProjectClosed = defineEvent(
  projectProducer,
  'ProjectClosed',
  { ...projectStanding, isArchiveComplete: z.literal(true) },
  { description: 'It was closed with its archive complete (结项归档), S0-24.' },
);
export const ProjectAbandoned = standing('ProjectAbandoned', 'It was given up, with a reason (终止).');

export const EmergencyBypassUsed = defineEvent(
  projectProducer,
  'EmergencyBypassUsed',
  {
    ...projectStanding,
    skipped: z.array(z.enum(SKIPPABLE_STEPS)).min(1).max(SKIPPABLE_STEPS.length),
    confirmBy: instant.describe('Until when the competent body must have decided all the same.'),
  },
  { description: 'Work began in an emergency, before it was decided (应急先行), S0-21.' },
);
export const EmergencyConfirmed = defineEvent(
  projectProducer,
  'EmergencyConfirmed',
  { ...projectStanding, ...meetingFacts, isInTime: z.boolean() },
  { description: 'The competent body decided on what an emergency had begun (应急事项确定).' },
);
export const EmergencyRefused = defineEvent(
  projectProducer,
  'EmergencyRefused',
  { ...projectStanding, ...meetingFacts },
  { description: 'The competent body found no ground for it: work stops (应急事项不予确认).' },
);
export const EmergencyRegularised = standing(
  'EmergencyRegularised',
  'What the emergency skipped was made good (补办程序).',
);
