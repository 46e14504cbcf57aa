import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType, Int } from '@nestjs/graphql';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import { Yuan } from '../money/yuan.scalar.js';
import { MeetingInput } from '../project-commands/project.inputs.js';
import { QuotaClassEnum } from '../projects/project.enums.js';

@InputType({ isAbstract: true })
abstract class QuotaInput extends CommandInput {
  @Field(() => Int, { description: 'The year (年度): this one or the next.' })
  year: number;

  @Field(() => QuotaClassEnum, { description: 'Which part of the quota (额度类别).' })
  quotaClass: QuotaClass;

  @Field({ description: 'Why (理由). Will be published: name no person.' })
  reason: string;
}

@InputType({ description: "Another limit of a village's quota (额度调整)." })
export class SetEnvelopeLimitInput extends QuotaInput {
  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Yuan, {
    description:
      'What may be held of it from now on (额度), above zero: not below what is held, not above what policy gives with what was raised and moved.',
  })
  limit: string;
}

@InputType({ description: 'Quota that goes from one village of a township to another (统筹调剂), S0-06.' })
export class MoveQuotaInput extends QuotaInput {
  @Field({ description: 'Code of the village that gives (调出村、社区代码).' })
  fromVillageCode: string;

  @Field({ description: 'Code of the village that receives (调入村、社区代码).' })
  toVillageCode: string;

  @Field(() => Yuan, {
    description: 'How much of what the giving village has not promised (调剂金额), above zero.',
  })
  amount: string;
}

@InputType({
  description: "An exception in principle by the township's Party committee (原则外追加), S0-04, S0-05.",
})
export class RaiseEnvelopeInput extends QuotaInput {
  @Field({ description: 'Code of the village (村、社区代码).' })
  villageCode: string;

  @Field(() => Yuan, { description: 'By how much (追加金额), above zero.' })
  amount: string;

  @Field(() => MeetingInput, {
    description: "The meeting of the township's Party committee that decided on it.",
  })
  meeting: MeetingInput;
}
