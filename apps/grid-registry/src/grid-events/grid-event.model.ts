import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  AnswerChannelEnum,
  ConfidentialityEnum,
  ProxyRelationEnum,
  ReportChannelEnum,
} from '@lianxin/personal-data';
import type { AnswerChannel, Confidentiality, ProxyRelation, ReportChannel } from '@lianxin/personal-data';
import { ReportWarningModel } from '../emergencies/emergency-notice.model.js';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEvent } from './entity/grid-event.entity.js';
import {
  GridEventKindEnum,
  GridEventSourceEnum,
  GridEventStateEnum,
  HandlingLevelEnum,
  UrgencyEnum,
} from './grid-event.enums.js';
import type {
  GridEventKind,
  GridEventSource,
  HandlingLevel,
  HandoverRecipient,
  RefusalAppeal,
  Urgency,
} from './entity/grid-event.row.js';
import type { GridEventState } from './grid-event.transitions.js';
import { HandoverRecipientEnum, RefusalAppealEnum } from './report.enums.js';

@ObjectType('FollowUp', {
  description: 'What the reporter answered in the follow-up (回访); not reached is never satisfied.',
})
export class FollowUpModel {
  @Field({ description: 'Whether the reporter was reached.' })
  isReached: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Is it solved? Null when not reached.' })
  isSolved: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Satisfied (满意)? Null when not reached.' })
  isSatisfied: boolean | null;
}

@ObjectType('ReportSlip', { description: 'What whoever reported takes along (回执).' })
export class ReportSlipModel {
  @Field({ description: 'The number (编号).' })
  number: string;

  @Field({ description: 'The query code (查询码); it is shown once and stored nowhere.' })
  queryCode: string;
}

@Directive('@key(fields: "id")')
@ObjectType('GridEvent', {
  description:
    'A matter that somebody reported in a grid (网格事件). What people typed is read by revealPersonalData alone.',
})
export class GridEventModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field({ description: 'Code of the grid, or of the village if no grid was named.' })
  areaCode: string;

  @Field(() => GridEventCategoryEnum, { description: 'The duty it falls under (事件类别).' })
  category: GridEventCategory;

  @Field(() => GridEventKindEnum, { description: 'Its kind (事件类型).' })
  kind: GridEventKind;

  @Field(() => GridEventSourceEnum, { description: 'Where it came from (事件来源).' })
  source: GridEventSource;

  @Field(() => String, { nullable: true, description: 'Its number in the other system (外部编号).' })
  outsideReference: string | null;

  @Field(() => UrgencyEnum, { description: 'How pressing it is (紧急程度).' })
  urgency: Urgency;

  @Field(() => GridEventStateEnum, { description: 'Where it stands (状态).' })
  state: GridEventState;

  @Field(() => HandlingLevelEnum, { description: 'The level that has it in hand (办理层级).' })
  level: HandlingLevel;

  @Field({ description: 'The post under which it was reported.' })
  reporterRole: string;

  @Field({ description: 'When it was reported.' })
  reportedAt: Date;

  @Field({ description: 'The deadline (办理时限).' })
  dueAt: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'A later deadline that was asked for and not yet decided (申请延期至).',
  })
  requestedDueAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its handler reported it done (办结时间).' })
  reportedDoneAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When somebody else verified it, or when it was settled on the spot (核查时间).',
  })
  resolvedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the reporter and the grid worker were told the result (反馈时间).',
  })
  notifiedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the follow-up was done (回访时间).' })
  followedUpAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it came to an end: closed or refused (结案时间).' })
  closedAt: Date | null;

  @Field(() => Int, { description: 'How often it was urged (督办次数).' })
  urgeCount: number;

  @Field(() => Int, { description: 'How often its deadline was extended (延期次数).' })
  extensionCount: number;

  @Field(() => Int, { description: 'How often it was reopened (重新办理次数).' })
  reopenCount: number;

  @Field({ description: 'The policy and its version that set the deadline.' })
  policyVersion: string;

  @Field(() => ReportChannelEnum, { description: 'How it came in (来件方式).' })
  channel: ReportChannel;

  @Field(() => AnswerChannelEnum, { description: 'How whoever reported wants to be answered (答复方式).' })
  answerBy: AnswerChannel;

  @Field(() => ConfidentialityEnum, { description: 'Who may learn whose report it is (保密要求).' })
  confidentiality: Confidentiality;

  @Field(() => ProxyRelationEnum, {
    nullable: true,
    description: 'What whoever speaks for the person is to them (代理关系); null without a proxy.',
  })
  proxyRelation: ProxyRelation | null;

  @Field({
    description:
      'Whether it is kept from the place where it happened, because it concerns somebody there (回避).',
  })
  isRestricted: boolean;

  @Field(() => HandoverRecipientEnum, {
    nullable: true,
    description: 'To whom it was handed over (移送单位).',
  })
  handedOverTo: HandoverRecipient | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the receipt of the handover (移送回执号); random, nobody counts from it.',
  })
  receiptNumber: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the parties agreed to mediation (自愿调解); null until they were asked.',
  })
  isMediationConsented: boolean | null;

  @Field({ description: 'Whether a party asked that a mediation leave grid and village (当事人申请).' })
  isAskedByParty: boolean;

  @Field(() => RefusalAppealEnum, {
    nullable: true,
    description: 'Where the appeal against its refusal stands (申诉情况); null without one.',
  })
  refusalAppeal: RefusalAppeal | null;

  @Field(() => ReportSlipModel, {
    nullable: true,
    description:
      'Number and query code (回执) for whoever reported: in the answer to the report alone, null elsewhere.',
  })
  slip: ReportSlipModel | null;

  @Field(() => ReportWarningModel, {
    nullable: true,
    description:
      'What was amiss with the report though it was taken (上报提醒): in the answer to the report alone, null elsewhere.',
  })
  warning: ReportWarningModel | null;

  areaId: number;
  departmentId: string | null;
  windowDepartmentId: string | null;
}

export const GridEventConnection = connectionOf(GridEventModel, 'GridEvent');

/** What the model is made of, for the fields that depend on who asks and when. */
const origins = new WeakMap<GridEventModel, GridEvent>();

/** @param slip and warning are for the answer to the report alone */
export function toGridEventModel(
  event: GridEvent,
  slip: ReportSlipModel | null = null,
  warning: ReportWarningModel | null = null,
): GridEventModel {
  const model: GridEventModel = { ...event, isRestricted: event.restrictedTo !== null, slip, warning };
  origins.set(model, event);
  return model;
}

export function eventOf(model: GridEventModel): GridEvent {
  const event = origins.get(model);
  if (!event) throw new Error(`Grid event ${model.id} was not made by toGridEventModel.`);
  return event;
}
