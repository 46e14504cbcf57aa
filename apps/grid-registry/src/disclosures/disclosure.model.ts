import type { REVEAL_PURPOSES } from '@lianxin/contracts';
import { CommandInput, connectionOf } from '@lianxin/service-kit';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { RevealPurposeEnum } from '../grid-events/grid-event.enums.js';

export type RevealPurpose = (typeof REVEAL_PURPOSES)[number];

@InputType({
  description: 'Whose words to read, and what for. The look is recorded before anything is answered.',
})
export class RevealPersonalDataInput extends CommandInput {
  @Field(() => ID, { description: 'The event that the words are about.' })
  gridEventId: string;

  @Field(() => RevealPurposeEnum, { description: 'What for.' })
  purpose: RevealPurpose;
}

@ObjectType('RevealedWords', { description: 'What somebody typed about an event.' })
export class RevealedWordsModel {
  @Field(() => ID, { description: 'The step it belongs to: the id of its history entry.' })
  historyEntryId: string;

  @Field({ description: 'What it is: text, place or note.' })
  field: string;

  @Field(() => String, {
    nullable: true,
    description: 'The words; null if their author was erased or they are damaged.',
  })
  words: string | null;
}

@ObjectType('Disclosure', { description: 'A look that somebody took at what the caller typed (查阅记录).' })
export class DisclosureModel {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => ID, { description: 'The event.' })
  gridEventId: string;

  @Field({ description: 'The post of whoever looked.' })
  role: string;

  @Field(() => RevealPurposeEnum, { description: 'What for.' })
  purpose: RevealPurpose;

  @Field({ description: 'When.' })
  disclosedAt: Date;
}

export const DisclosureConnection = connectionOf(DisclosureModel, 'Disclosure');
