import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { PartyModel } from '../parties/party.model.js';
import type { RulingLevel } from '../projects/ruling-level.js';
import type { Slip } from '@lianxin/personal-data';
import { ObjectionStateEnum, RulingLevelEnum } from './objection.enums.js';
import type { ObjectionState } from './objection.enums.js';
import type { Objection, ObjectionStanding } from './objection.row.js';

@ObjectType('ObjectionStanding', {
  description:
    'That there is an objection, and how it stands (异议情况): what everybody may know, the village included.',
})
export class ObjectionStandingModel {
  @Field(() => ID, { description: 'A random id, so that it tells no hour.' })
  id: string;

  @Field(() => ObjectionStateEnum, { description: 'Where it stands (状态).' })
  state: ObjectionState;

  @Field(() => String, { description: 'The day it was raised, YYYY-MM-DD (提出日期).' })
  raisedOn: string;

  @Field(() => String, { nullable: true, description: 'The day it was ruled or taken back (办结日期).' })
  closedOn: string | null;

  @Field(() => String, { nullable: true, description: 'What is published of the ruling (公开结论).' })
  finding: string | null;
}

export const toStandingModel = (standing: ObjectionStanding): ObjectionStandingModel =>
  Object.assign(new ObjectionStandingModel(), standing);

@ObjectType('Objection', {
  description:
    'An objection to a notice (异议), for whoever raised it and for the office that rules. It never says who.',
})
export class ObjectionModel extends PartyModel {
  @Field(() => ID, { description: 'A random id, so that it tells no hour.' })
  id: string;

  @Field(() => ID, { description: 'The project (项目).' })
  projectId: string;

  @Field(() => ID, { description: 'The notice it was raised against (公示).' })
  noticeId: string;

  @Field(() => ObjectionStateEnum, { description: 'Where it stands (状态).' })
  state: ObjectionState;

  @Field(() => RulingLevelEnum, { description: 'Which level rules (裁定层级).' })
  rulingLevel: RulingLevel;

  @Field({ description: 'The village learns no more than that there is one (对村匿名).' })
  isAnonymousToVillage: boolean;

  @Field({ description: 'When it was raised (提出时间).' })
  raisedAt: Date;

  @Field({ description: 'Until when it is to be ruled (裁定时限).' })
  ruleBy: Date;

  @Field({ description: 'Its ruling is overdue (裁定超期).' })
  isOverdue: boolean;

  @Field(() => Date, { nullable: true, description: 'When it was ruled or taken back (办结时间).' })
  closedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What is published of the ruling (公开结论).' })
  finding: string | null;

  @Field({ description: 'The policy that its time is after (裁定时限依据的政策版本).' })
  policyVersion: string;
}

export const ObjectionConnection = connectionOf(ObjectionModel, 'Objection');

/** Field by field: a row holds who stands behind it, and no part of that may slip through. */
export function toObjectionModel(objection: Objection, now: Date, slip: Slip | null = null): ObjectionModel {
  const { id, projectId, noticeId, state, rulingLevel, isAnonymousToVillage } = objection;
  const { raisedAt, ruleBy, closedAt, finding, policyVersion } = objection;
  const { contactChannel, answerBy, confidentiality, proxyRelation } = objection;
  return Object.assign(new ObjectionModel(), {
    ...{ id, projectId, noticeId, state, rulingLevel, isAnonymousToVillage },
    ...{ raisedAt, ruleBy, closedAt, finding, policyVersion },
    ...{ contactChannel, answerBy, confidentiality, proxyRelation, slip },
    isOverdue: closedAt === null && ruleBy < now,
  });
}
