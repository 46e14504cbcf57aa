import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../bodies/body.model.js';
import type { DecisionBand } from '../decisions/decision-band.js';
import type { DecidingBody } from '../decisions/meeting.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import {
  MeetingResolutionReference,
  toMeetingResolution,
} from '../references/meeting-resolution.reference.js';
import type { Project } from './entity/project.entity.js';
import type {
  CollectiveMatter,
  LeadBody,
  ProjectKind,
  SkippableStep,
  SplittingFinding,
} from './entity/project.row.js';
import {
  CollectiveMatterEnum,
  DecisionBandEnum,
  LeadBodyEnum,
  ProjectKindEnum,
  ProjectStageEnum,
  ProjectStateEnum,
  QuotaClassEnum,
  SkippableStepEnum,
  SplittingFindingEnum,
} from './project.enums.js';
import { stageOf } from './project.transitions.js';
import type { ProjectStage, ProjectState } from './project.transitions.js';

@Directive('@key(fields: "id")')
@ObjectType('MicroProject', { description: 'A small public work that residents asked for (微小事项目).' })
export class ProjectModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village that asks for it (村、社区代码).' })
  villageCode: string;

  @Field(() => String, { nullable: true, description: 'Code of the grid it lies in (网格代码), if in one.' })
  gridCode: string | null;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field(() => LeadBodyEnum, { description: 'Who carries it out (实施主体).' })
  leadBody: LeadBody;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => ProjectStateEnum, { description: 'Where it stands (状态).' })
  state: ProjectState;

  @Field(() => ProjectStageEnum, { description: 'The stage that belongs to (阶段).' })
  stage: ProjectStage;

  @Field({ description: 'A short name (项目名称).' })
  title: string;

  @Field(() => Int, { description: 'The version of its terms in force (事项内容版本).' })
  termsVersion: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that a change asks for (变更申请版本), while open.',
  })
  pendingTermsVersion: number | null;

  @Field(() => String, { description: 'Until which day it is to be done, YYYY-MM-DD (时限).' })
  dueOn: string;

  @Field(() => Yuan, { description: 'What it is to cost (预算).' })
  budget: number;

  @Field(() => Yuan, { description: 'What a body promised (承诺金额).' })
  committed: number;

  @Field(() => Yuan, { description: 'What has been paid (已支付).' })
  paid: number;

  @Field(() => Yuan, { description: 'What stands back until the warranty is over (质保金).' })
  retained: number;

  @Field(() => Yuan, { nullable: true, description: 'The final account (决算), once published.' })
  finalAccount: number | null;

  @Field(() => Int, { nullable: true, description: 'The year whose quota it spends (额度年度).' })
  envelopeYear: number | null;

  @Field(() => [ID], { description: 'The needs that it answers (来源需求); at most 100.' })
  needIds: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The item of the yearly plan it carries out (年度计划项目).',
  })
  planItemId: string | null;

  @Field({ description: 'It follows the rules of procurement (政府采购), S0-03.' })
  isInProcurementCatalogue: boolean;

  @Field({
    description:
      'Whether other public money pays for it (重复投资), as whoever proposed it declared: what does is refused, S0-03.',
  })
  isInvestedElsewhere: boolean;

  @Field(() => [CollectiveMatterEnum], {
    description:
      "What of it is the villagers' own matter (涉及集体事项), as whoever proposed it declared; at most 4.",
  })
  collectiveMatters: CollectiveMatter[];

  @Field({ description: "It needs a resolution of the villagers' meeting (须经村民会议决议)." })
  isResolutionRequired: boolean;

  @Field(() => MeetingResolutionReference, {
    nullable: true,
    description: "The villagers' resolution it rests on (所依据的决议).",
  })
  resolution: MeetingResolutionReference | null;

  @Field(() => DecisionBandEnum, { nullable: true, description: 'Whose decision the amount is (决定权限).' })
  band: DecisionBand | null;

  @Field(() => DecidingBodyEnum, { nullable: true, description: 'The body that decides (决定机构).' })
  decidingBody: DecidingBody | null;

  @Field(() => SplittingFindingEnum, { description: 'Whether it was split from others (拆分认定).' })
  splitting: SplittingFinding;

  @Field({ description: 'When it was proposed (立项时间).' })
  proposedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was submitted (提交时间).' })
  submittedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when its body is to decide (审核时限), while open.',
  })
  reviewDueAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was decided (确定时间).' })
  decidedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was filed (备案时间).' })
  filedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its notice was posted (公示时间).' })
  noticePostedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when it stays posted (公示截止).' })
  noticeEndsAt: Date | null;

  @Field(() => Int, { description: 'How many objections wait for a ruling (待裁定异议).' })
  openObjectionCount: number;

  @Field(() => Date, { nullable: true, description: 'When work began (开工时间).' })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the work was reported done (完工时间).' })
  completedAt: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the proposer took part in the acceptance (提议人参加验收).',
  })
  isProposerPresent: boolean | null;

  @Field(() => Date, { nullable: true, description: 'When it was accepted (验收时间).' })
  acceptedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When residents had been asked (评价时间).' })
  evaluatedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When audit and final account were published (审计公开时间).',
  })
  auditedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was closed, rejected or given up (终结时间).' })
  endedAt: Date | null;

  @Field({ description: 'It began under the emergency bypass (应急性事项), S0-21.' })
  isEmergency: boolean;

  @Field(() => [SkippableStepEnum], { description: 'What the emergency skipped (先行的环节).' })
  skippedSteps: SkippableStep[];

  @Field(() => Date, {
    nullable: true,
    description: 'Until when it has to be decided all the same (补充确定时限).',
  })
  confirmBy: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was decided all the same (补充确定时间).' })
  confirmedAt: Date | null;

  /** The day of the meeting, YYYY-MM-DD, by which it was in time or late; no field of the graph. */
  confirmedOn: string | null;

  @Field(() => Date, { nullable: true, description: 'When what was skipped was made good (补办完成时间).' })
  regularisedAt: Date | null;
}

export const ProjectConnection = connectionOf(ProjectModel, 'MicroProject');

export function toProjectModel(project: Project): ProjectModel {
  const { budgetFen, committedFen, paidFen, retainedFen, finalFen, gridNumber, villageCode, state } = project;
  const money = { budget: budgetFen, committed: committedFen, paid: paidFen, retained: retainedFen };
  return Object.assign(new ProjectModel(), project, money, {
    finalAccount: finalFen,
    gridCode: gridNumber === null ? null : villageCode + gridNumber,
    resolution: toMeetingResolution(project.resolutionId),
    stage: stageOf(state),
  });
}
