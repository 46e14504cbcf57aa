import type { Slip } from '@lianxin/personal-data';
import { connectionOf, PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { PartyModel } from '../../parties/party.model.js';
import type { Remark, RemarkStanding } from './remarks.queries.js';

const OVERDUE = 'It waits for its answer past that time (答复超期).';

@ObjectType('RemarkStanding', {
  description:
    'That somebody remarked on a project, and what was answered (监督意见): what everybody may know.',
})
export class RemarkStandingModel {
  @Field(() => ID, { description: 'A random id, so that it tells no hour.' })
  id: string;

  @Field(() => ID, { description: 'The project (项目).' })
  projectId: string;

  @Field({ description: 'Of the village supervision committee, else of a resident (村务监督委员会意见).' })
  isOfSupervisionCommittee: boolean;

  @Field(() => String, { description: 'The day it was made, YYYY-MM-DD (提出日期).' })
  madeOn: string;

  @Field({ description: 'Until when the body that leads the project is to answer (答复时限).' })
  answerDueAt: Date;

  @Field({ description: OVERDUE })
  isOverdue: boolean;

  @Field(() => String, { nullable: true, description: 'What was answered (答复); null while it waits.' })
  answer: string | null;

  @Field(() => String, { nullable: true, description: 'The day of the answer, YYYY-MM-DD (答复日期).' })
  answeredOn: string | null;

  @Field(() => String, { nullable: true, description: 'The post of whoever answered (答复岗位).' })
  answeredRole: string | null;
}

@ObjectType('MicroProjectRemark', {
  description:
    'A remark on a project (监督意见), for whoever made it and the offices that answer or watch. It never says who.',
})
export class RemarkModel extends PartyModel {
  @Field(() => ID, { description: 'A random id, so that it tells no hour.' })
  id: string;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => RemarkStandingModel, { description: 'What it is and how it was answered (办理情况).' })
  standing: RemarkStandingModel;
}

export const RemarkConnection = connectionOf(RemarkModel, 'MicroProjectRemark');

@ArgsType()
export class RemarksArgs extends PageArgs {
  @Field({ description: 'Code of the area.' })
  areaCode: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that wait for an answer (待答复), or those that do not.',
  })
  isOpen?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Those whose answer is overdue (答复超期) alone.' })
  isOverdue?: boolean | null;
}

export function toRemarkStandingModel(standing: RemarkStanding, now: Date): RemarkStandingModel {
  const { answer, answerDueAt } = standing;
  return Object.assign(new RemarkStandingModel(), standing, {
    isOverdue: answer === null && answerDueAt < now,
  });
}

/** Field by field: a row holds who stands behind it, and no part of that may slip through. */
export function toRemarkModel(remark: Remark, now: Date, slip: Slip | null = null): RemarkModel {
  const { id, villageCode, contactChannel, answerBy, confidentiality, proxyRelation } = remark;
  return Object.assign(new RemarkModel(), {
    ...{ id, villageCode, contactChannel, answerBy, confidentiality, proxyRelation, slip },
    standing: toRemarkStandingModel(standingOf(remark), now),
  });
}

function standingOf(remark: Remark): RemarkStanding {
  const { id, projectId, leadBody, isOfSupervisionCommittee, madeOn, answerDueAt } = remark;
  const { answer, answeredOn, answeredRole } = remark;
  const what = { id, projectId, leadBody, isOfSupervisionCommittee, madeOn, answerDueAt };
  return { ...what, answer, answeredOn, answeredRole };
}
