import { connectionOf } from '@lianxin/service-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Yuan } from '../money/yuan.scalar.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import { ProjectKindEnum } from '../projects/project.enums.js';
import { SurveyResultModel, toSurveyResult } from '../surveys/survey.model.js';
import type { PublishedAccount } from './accounts.queries.js';

@ObjectType('PublishedAccount', {
  description: 'What a small public work cost and what it is good for, as published (审计决算公开), S0-19.',
})
export class AccountModel {
  @Field(() => ID, { description: 'The project.' })
  projectId: string;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field({ description: 'The name of the project (项目名称).' })
  title: string;

  @Field(() => ProjectKindEnum, { description: 'Its kind (类别).' })
  kind: ProjectKind;

  @Field(() => Yuan, { description: 'What it was to cost (预算).' })
  budget: number;

  @Field(() => Yuan, { description: 'What a body promised (承诺金额).' })
  committed: number;

  @Field(() => Yuan, { description: 'What it cost (决算金额).' })
  finalAccount: number;

  @Field(() => Yuan, { description: 'Of that, what stood back when this was published (质保金).' })
  retained: number;

  @Field({ description: 'What it is good for (建成效果).' })
  effect: string;

  @Field(() => SurveyResultModel, { nullable: true, description: 'What residents said (满意度测评结果).' })
  surveyResult: SurveyResultModel | null;

  @Field({ description: 'When it was published (公开时间).' })
  publishedAt: Date;
}

export const AccountConnection = connectionOf(AccountModel, 'PublishedAccount');

export function toAccountModel(account: PublishedAccount): AccountModel {
  const {
    budgetFen: budget,
    committedFen: committed,
    finalFen: finalAccount,
    retainedFen: retained,
  } = account;
  const money = { budget, committed, finalAccount, retained };
  return Object.assign(new AccountModel(), account, money, { surveyResult: toSurveyResult(account) });
}
