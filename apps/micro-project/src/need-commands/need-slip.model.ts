import { Field, ObjectType } from '@nestjs/graphql';
import { DisclosureModel, RevealedWordsModel } from '../disclosures/disclosure.model.js';
import { NeedStateEnum } from '../needs/need.enums.js';
import type { Need } from '../needs/need.entity.js';
import type { NeedState } from '../needs/need.transitions.js';

@ObjectType('NeedStanding', { description: 'How a need stands, for whoever holds its slip (查询结果).' })
export class NeedStandingModel {
  @Field({ description: 'The number of the slip (编号).' })
  number: string;

  @Field(() => NeedStateEnum, { description: 'Where it stands (状态).' })
  state: NeedState;

  @Field({ description: 'When it was submitted (提交时间).' })
  submittedAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The day of the last meeting that discussed it, YYYY-MM-DD (最近研究日期).',
  })
  discussedOn: string | null;

  @Field(() => String, { description: 'While open: until when a meeting is to discuss it (研究时限).' })
  discussionDueOn: string;
}

@ObjectType('NeedStatus', { description: 'The same with what was said about it.' })
export class NeedStatusModel extends NeedStandingModel {
  @Field(() => [RevealedWordsModel], {
    description: 'What was said: the own words, and the reason if it was declined (答复).',
  })
  told: RevealedWordsModel[];

  @Field(() => [DisclosureModel], {
    description: 'Who looked at what they said (查阅记录), newest first; at most 50.',
  })
  looks: DisclosureModel[];
}

export function toStanding({ slipNumber, state, submittedAt, discussedOn, discussionDueOn }: Need) {
  return { number: slipNumber, state, submittedAt, discussedOn, discussionDueOn };
}
