import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { NeedPriorityEnum } from '../needs/need.enums.js';
import type { NeedPriority } from '../needs/need.transitions.js';
import { NeedOutcomeEnum } from './discussion.enums.js';
import type { NeedOutcome } from './discussion.enums.js';
import type { Discussion } from './discussions.queries.js';

@ObjectType('DiscussedNeed', { description: 'What a meeting made of one need (研究结果).' })
export class DiscussedNeedModel {
  /** Leads to the need; no field of the graph. */
  needId: string;

  @Field(() => NeedOutcomeEnum, { description: 'What became of it (研究结果).' })
  outcome: NeedOutcome;

  @Field(() => NeedPriorityEnum, {
    nullable: true,
    description: 'Of a candidate: how pressing it was found (轻重缓急).',
  })
  priority: NeedPriority | null;
}

@ObjectType('NeedsDiscussion', {
  description: 'A meeting of the two committees about what was collected (“两委”研究), S0-09.',
})
export class DiscussionModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => String, { description: 'The day, YYYY-MM-DD (会议日期).' })
  heldOn: string;

  @Field({ description: 'Number of the minutes (纪要编号).' })
  minutesNumber: string;

  @Field(() => ID, { description: 'The scanned signed minutes (纪要扫描件).' })
  minutesDocumentId: string;

  @Field(() => Int, { description: 'How many belonged to the body that day (应到人数).' })
  memberCount: number;

  @Field(() => Int, { description: 'How many were present (实到人数).' })
  presentCount: number;

  @Field(() => Int, { description: 'How many needs were open that day (待研究需求).' })
  openCount: number;

  @Field(() => Int, { description: 'How many needs it discussed (研究需求).' })
  discussedCount: number;

  @Field(() => Int, { description: 'How many open ones it left out: they stay due (未研究需求).' })
  leftOutCount: number;

  @Field({ description: 'Under which post it was keyed in (登记岗位).' })
  keyedRole: string;

  @Field({ description: 'When it was keyed in (登记时间).' })
  keyedAt: Date;
}

export const DiscussionConnection = connectionOf(DiscussionModel, 'NeedsDiscussion');

export const toDiscussionModel = ({ presentIds, ...discussion }: Discussion): DiscussionModel =>
  Object.assign(new DiscussionModel(), discussion, { presentCount: presentIds.length });

@ObjectType('DiscussionStatus', {
  description: 'How the monthly discussing of needs stands in a village (需求研究情况), S0-09.',
})
export class DiscussionStatusModel {
  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Int, { description: 'How many needs are open (待研究).' })
  openCount: number;

  @Field(() => Int, { description: 'How many of them no meeting has discussed in time (研究超期).' })
  lateCount: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The day of the last meeting about needs, YYYY-MM-DD (最近研究日期); null if there was none.',
  })
  lastHeldOn: string | null;
}
