import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DecidingBodyEnum } from '../bodies/body.model.js';
import type { DecidingBody } from '../decisions/meeting.js';
import { enumOf } from '../enum-of.js';
import { Yuan } from '../money/yuan.scalar.js';
import type { LeadBody, ProjectKind } from '../projects/entity/project.row.js';
import { LeadBodyEnum, ProjectKindEnum } from '../projects/project.enums.js';
import type { PublicNotice } from './public-notices.queries.js';

export const NOTICE_STANDINGS = ['OPEN', 'OVER', 'ENDED', 'VOIDED', 'NOT_POSTED'] as const;
export type NoticeStanding = (typeof NOTICE_STANDINGS)[number];

export const NoticeStandingEnum = enumOf(NOTICE_STANDINGS);
registerEnumType(NoticeStandingEnum, {
  name: 'NoticeStanding',
  description: 'Where a notice stands (公示状态).',
  valuesMap: {
    OPEN: { description: 'Posted and open to objection (公示中).' },
    OVER: { description: 'Its time is over, it is not ended yet (期满待结).' },
    ENDED: { description: 'Over, and every objection ruled (公示结束).' },
    VOIDED: { description: 'Void: upset, given up or posted anew (公示作废).' },
    NOT_POSTED: { description: 'An emergency that began without one (应急先行，尚未公示), S0-21.' },
  },
});

@ObjectType('NoticeDecision', { description: 'Who decided it, at which meeting (决定机构和会议).' })
export class NoticeDecisionModel {
  @Field(() => DecidingBodyEnum, { description: 'The body (议事机构).' })
  body: DecidingBody;

  @Field({ description: 'Code of its area, as of that day (机构所在区划).' })
  areaCode: string;

  @Field(() => String, { description: 'The day of the meeting, YYYY-MM-DD (会议日期).' })
  heldOn: string;
}

@ObjectType('PublicNotice', {
  description:
    'What stands on the notice board about a project (公示), S0-15: for everybody, and about nobody.',
})
export class PublicNoticeModel {
  @Field(() => ID, { description: 'Its id; of an emergency without a notice that of the project.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The notice; none for an emergency that has none yet.' })
  noticeId: string | null;

  @Field(() => ID, { description: 'The project (项目).' })
  projectId: string;

  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field(() => LeadBodyEnum, { description: 'Who carries it out (实施主体).' })
  leadBody: LeadBody;

  @Field({ description: 'A short name (项目名称).' })
  title: string;

  @Field({ description: 'What is done (内容).' })
  content: string;

  @Field({ description: 'Where (地点).' })
  place: string;

  @Field(() => String, { description: 'Until which day, YYYY-MM-DD (时限).' })
  dueOn: string;

  @Field(() => Yuan, { description: 'What it costs (预算).' })
  budget: number;

  @Field({ description: 'What it is good for (预期效应).' })
  effect: string;

  @Field(() => Int, { description: 'The version of the terms that is posted (事项内容版本).' })
  termsVersion: number;

  @Field(() => NoticeDecisionModel, {
    nullable: true,
    description: 'Who decided it, at which meeting (决定机构和会议); none before an emergency is confirmed.',
  })
  decision: NoticeDecisionModel | null;

  @Field({ description: 'Since when; of an emergency without a notice, since when work goes on (公示时间).' })
  postedAt: Date;

  @Field(() => Date, { nullable: true, description: 'Until when (公示截止).' })
  endsAt: Date | null;

  @Field(() => NoticeStandingEnum, { description: 'Where it stands (公示状态).' })
  standing: NoticeStanding;

  @Field({ description: 'It began under the emergency bypass (应急性事项), S0-21.' })
  isEmergency: boolean;

  @Field({ description: 'Posted after an emergency was dealt with (补办公示).' })
  isAfterwards: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The policy that its length is after (公示期限依据的政策版本).',
  })
  policyVersion: string | null;
}

export const PublicNoticeConnection = connectionOf(PublicNoticeModel, 'PublicNotice');

export function toPublicNoticeModel(notice: PublicNotice, now: Date): PublicNoticeModel {
  const { body, bodyAreaCode: areaCode, heldOn, budgetFen: budget } = notice;
  const decision =
    body && areaCode && heldOn ? Object.assign(new NoticeDecisionModel(), { body, areaCode, heldOn }) : null;
  return Object.assign(new PublicNoticeModel(), notice, {
    ...{ budget, decision },
    standing: standingOf(notice, now),
  });
}

function standingOf({ noticeId, endedAt, voidedAt, endsAt }: PublicNotice, now: Date): NoticeStanding {
  if (noticeId === null || endsAt === null) return 'NOT_POSTED';
  if (voidedAt !== null) return 'VOIDED';
  if (endedAt !== null) return 'ENDED';
  return endsAt < now ? 'OVER' : 'OPEN';
}
