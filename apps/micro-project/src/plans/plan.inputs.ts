import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import { MeetingInput } from '../project-commands/project.inputs.js';
import { QuotaClassEnum } from '../projects/project.enums.js';

@InputType({ description: 'One project that is planned (计划项目).' })
export class PlanItemInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Its id in the version before, if it is the same; left out for a new one.',
  })
  itemId?: string;

  @Field({ description: 'A short name (项目名称). Will be published: name no person.' })
  title: string;

  @Field(() => QuotaClassEnum, { description: '"1" or "N" (额度类别), S0-04, S0-05.' })
  quotaClass: QuotaClass;

  @Field(() => Yuan, { description: 'What it is to cost (预算), above zero.' })
  budget: string;

  @Field(() => [ID], {
    description: 'The needs it is to answer (来源需求), candidates of that village; at most 100.',
  })
  needIds: string[];
}

@InputType({ description: "A village's yearly plan, or a later version of it (年度计划)." })
export class SubmitYearlyPlanInput extends CommandInput {
  @Field({ description: 'Code of the village.' })
  villageCode: string;

  @Field(() => Int, { description: 'The year: this one or the next (年度).' })
  year: number;

  @Field(() => [PlanItemInput], { description: 'All that is planned; from 1 to 100.' })
  items: PlanItemInput[];
}

@InputType({ description: 'Why a plan is given back (年度计划退回).' })
export class ReturnYearlyPlanInput extends CommandInput {
  @Field(() => ID, { description: 'The plan.' })
  planId: string;

  @Field({ description: 'Why. Stored encrypted, for those only who may read it.' })
  note: string;
}

@InputType({ description: "A plan that the township's Party committee approved (年度计划批准)." })
export class ApproveYearlyPlanInput extends CommandInput {
  @Field(() => ID, { description: 'The plan.' })
  planId: string;

  @Field(() => Int, { description: 'The version that the meeting had before it (版本).' })
  version: number;

  @Field(() => MeetingInput, { description: "The meeting, of the township's Party committee." })
  meeting: MeetingInput;
}

@InputType({ description: 'Reads why a plan was given back; the look is recorded.' })
export class RevealPlanWordsInput extends CommandInput {
  @Field(() => ID, { description: 'The plan.' })
  planId: string;
}
