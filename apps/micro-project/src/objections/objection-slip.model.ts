import { Field, ObjectType } from '@nestjs/graphql';
import { DisclosureModel, RevealedWordsModel } from '../disclosures/disclosure.model.js';
import { ObjectionModel } from './objection.model.js';

@ObjectType('ObjectionStatus', {
  description: 'How an objection stands and what was answered, for whoever holds its slip (查询结果).',
})
export class ObjectionStatusModel {
  @Field(() => ObjectionModel, { description: 'The objection (异议).' })
  objection: ObjectionModel;

  @Field(() => [RevealedWordsModel], {
    description: 'What was said: the own words, and the reason of the ruling (答复).',
  })
  told: RevealedWordsModel[];

  @Field(() => [DisclosureModel], {
    description: 'Who looked at what was said (查阅记录), newest first; at most 50.',
  })
  looks: DisclosureModel[];
}
