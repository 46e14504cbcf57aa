import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import { QuotaClassEnum } from '../projects/project.enums.js';
import type { Plan } from './plan.entity.js';
import { PLAN_STATES } from './plan.transitions.js';
import type { PlanState } from './plan.transitions.js';
import type { PlanItem } from '../plan-items/plans.queries.js';

export const PlanStateEnum = enumOf(PLAN_STATES);
registerEnumType(PlanStateEnum, {
  name: 'YearlyPlanState',
  description: 'Where the latest version of a yearly plan stands (年度计划状态).',
  valuesMap: {
    SUBMITTED: { description: 'Submitted to the township (已上报).' },
    RETURNED: { description: 'Given back (已退回).' },
    APPROVED: { description: "Approved by the township's Party committee (已批准)." },
  },
});

@ObjectType('YearlyPlanItem', { description: 'One project that is planned (计划项目).' })
export class PlanItemModel {
  @Field(() => ID, { description: 'The same from version to version.' })
  itemId: string;

  @Field({ description: 'A short name (项目名称).' })
  title: string;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别).' })
  quotaClass: QuotaClass;

  @Field(() => Yuan, { description: 'What it is to cost (预算).' })
  budget: number;

  @Field(() => [ID], { description: 'The needs it is to answer (来源需求); at most 100.' })
  needIds: readonly string[];
}

@ObjectType('YearlyPlan', {
  description: 'What a village means to do in a year (年度计划): what is done is counted against it.',
})
export class PlanModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  /** Leads to its area; no field of the graph. */
  villageId: number;

  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Int, { description: 'The year (年度).' })
  year: number;

  @Field(() => PlanStateEnum, { description: 'Where its latest version stands (状态).' })
  state: PlanState;

  @Field(() => Int, { description: 'The latest version: 1, 2, 3 … (版本).' })
  version: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that holds (现行版本); null before one does.',
  })
  approvedVersion: number | null;

  @Field({ description: 'When its latest version was submitted (上报时间).' })
  submittedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When the one that holds was approved (批准时间).' })
  approvedAt: Date | null;
}

export const toPlanModel = (plan: Plan): PlanModel => Object.assign(new PlanModel(), plan);

export const toPlanItemModel = ({ budgetFen: budget, ...item }: PlanItem): PlanItemModel =>
  Object.assign(new PlanItemModel(), item, { budget });
