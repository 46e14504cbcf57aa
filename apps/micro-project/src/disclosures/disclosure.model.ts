import { WORDS_MATTERS, WORDS_PURPOSES } from '@lianxin/contracts';
import { CommandInput, connectionOf } from '@lianxin/service-kit';
import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';

export type WordsMatter = (typeof WORDS_MATTERS)[number];
export type WordsPurpose = (typeof WORDS_PURPOSES)[number];

export const WordsMatterEnum = enumOf(WORDS_MATTERS);
registerEnumType(WordsMatterEnum, {
  name: 'MicroProjectWordsMatter',
  description: 'What people said something of (事项).',
  valuesMap: {
    NEED: { description: 'A need (需求).' },
    OBJECTION: { description: 'An objection (异议).' },
    REMARK: { description: 'A remark (意见).' },
    PLAN: { description: 'A yearly plan (年度计划).' },
    PROJECT: { description: 'A project (项目).' },
  },
});

export const WordsPurposeEnum = enumOf(WORDS_PURPOSES);
registerEnumType(WordsPurposeEnum, {
  name: 'MicroProjectWordsPurpose',
  description: 'What words are read for (查阅目的).',
  valuesMap: {
    HANDLING: { description: 'To deal with it (办理).' },
    OWN: { description: 'It is one’s own (本人查阅).' },
  },
});

@InputType({
  description: 'Whose words to read, and what for. The look is recorded before anything is answered.',
})
export class RevealNeedWordsInput extends CommandInput {
  @Field(() => ID, { description: 'The need.' })
  needId: string;

  @Field(() => WordsPurposeEnum, { description: 'What for (查阅目的).' })
  purpose: WordsPurpose;
}

@ObjectType('MicroProjectWords', { description: 'What somebody typed about a small public work.' })
export class RevealedWordsModel {
  @Field({ description: 'The step it belongs to, e.g. NeedDeclined.' })
  transition: string;

  @Field({ description: 'What it is: text, place, note, or who somebody is.' })
  field: string;

  @Field(() => String, {
    nullable: true,
    description: 'The words; null if their author was erased or they are damaged.',
  })
  words: string | null;
}

@ObjectType('MicroProjectDisclosure', {
  description: 'A look that somebody took at what the caller typed (查阅记录).',
})
export class DisclosureModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => WordsMatterEnum, { description: 'What it was about (事项).' })
  matter: WordsMatter;

  @Field(() => ID, { description: 'The need, objection, remark, plan or project.' })
  matterId: string;

  @Field({ description: 'The post of whoever looked.' })
  role: string;

  @Field(() => WordsPurposeEnum, { description: 'What for (查阅目的).' })
  purpose: WordsPurpose;

  @Field({ description: 'When (查阅时间).' })
  disclosedAt: Date;
}

export const DisclosureConnection = connectionOf(DisclosureModel, 'MicroProjectDisclosure');
