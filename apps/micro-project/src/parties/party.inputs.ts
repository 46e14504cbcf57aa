import {
  AnswerChannelEnum,
  ConfidentialityEnum,
  partiesOf,
  ProxyAuthorityEnum,
  ProxyRelationEnum,
  ReportChannelEnum,
} from '@lianxin/personal-data';
import type {
  AnswerChannel,
  Confidentiality,
  Parties,
  ProxyAuthority,
  ProxyRelation,
  ReportChannel,
} from '@lianxin/personal-data';
import type { Actor } from '@lianxin/access';
import { CommandInput } from '@lianxin/service-kit';
import { Field, InputType } from '@nestjs/graphql';

const NOTE = 'Stored encrypted, for those only who may read it.';

@InputType({ description: 'The person whose matter it is, if that is not the caller (本人).' })
export class PartySubjectInput {
  @Field({ description: `Their name. ${NOTE}` })
  name: string;

  @Field({ nullable: true, description: `How to reach them: telephone or address. ${NOTE}` })
  contact?: string;
}

@InputType({ description: 'Who speaks for the person whose matter it is (代理人).' })
export class PartyProxyInput {
  @Field(() => ProxyRelationEnum, { description: 'What they are to that person (关系).' })
  relation: ProxyRelation;

  @Field(() => ProxyAuthorityEnum, { description: 'By what authority they speak (授权方式).' })
  authority: ProxyAuthority;

  @Field({ defaultValue: false, description: 'Whether the caller is the proxy; then no name is given.' })
  isCaller: boolean;

  @Field({ nullable: true, description: `Their name, unless it is the caller. ${NOTE}` })
  name?: string;

  @Field({ nullable: true, description: `How to reach them. ${NOTE}` })
  contact?: string;
}

/** What everybody says who speaks up, for themselves or for another: a need, an objection, a remark (S3-13). */
@InputType({ isAbstract: true })
export abstract class PartiesInput extends CommandInput {
  @Field(() => ReportChannelEnum, { defaultValue: 'APP', description: 'How it came in (来件方式).' })
  contactChannel: ReportChannel;

  @Field(() => PartySubjectInput, {
    nullable: true,
    description: 'Whose matter it is; the caller’s own if left out (本人).',
  })
  subject?: PartySubjectInput;

  @Field(() => PartyProxyInput, { nullable: true, description: 'Who speaks for them (代理人).' })
  proxy?: PartyProxyInput;

  @Field(() => AnswerChannelEnum, {
    nullable: true,
    description: 'How to answer them (答复方式): APP for one’s own matter if left out, else SLIP.',
  })
  answerBy?: AnswerChannel;

  @Field(() => ConfidentialityEnum, {
    defaultValue: 'OPEN',
    description: 'Who may learn whose matter it is (保密要求).',
  })
  confidentiality: Confidentiality;
}

/** @throws ProxyMissingError, ProxyWithoutSubjectError, ProxyNameError, SubjectMissingError, AnonymousWithNamesError, AnswerChannelUnavailableError */
export const partiesIn = (caller: Actor, input: PartiesInput): Parties =>
  partiesOf(caller, { ...input, channel: input.contactChannel });
