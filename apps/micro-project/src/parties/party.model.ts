import {
  AnswerChannelEnum,
  ConfidentialityEnum,
  ProxyRelationEnum,
  ReportChannelEnum,
} from '@lianxin/personal-data';
import type { AnswerChannel, Confidentiality, ProxyRelation, ReportChannel } from '@lianxin/personal-data';
import { Field, ObjectType } from '@nestjs/graphql';
import { SlipModel } from '../slips/slip.model.js';

/** What a need, an objection or a remark shows of who stands behind it: never who. */
@ObjectType({ isAbstract: true })
export abstract class PartyModel {
  @Field(() => ReportChannelEnum, { description: 'How it came in (来件方式).' })
  contactChannel: ReportChannel;

  @Field(() => AnswerChannelEnum, { description: 'How the person wants to be answered (答复方式).' })
  answerBy: AnswerChannel;

  @Field(() => ConfidentialityEnum, { description: 'Who may learn whose matter it is (保密要求).' })
  confidentiality: Confidentiality;

  @Field(() => ProxyRelationEnum, {
    nullable: true,
    description: 'What whoever speaks for the person is to them (代理关系); null without a proxy.',
  })
  proxyRelation: ProxyRelation | null;

  @Field(() => SlipModel, {
    nullable: true,
    description: 'Number and query code (回执): in the answer to what brought it in alone, null elsewhere.',
  })
  slip: SlipModel | null;
}
