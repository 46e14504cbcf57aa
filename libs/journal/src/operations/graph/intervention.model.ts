import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Intervention, InterventionKind } from '../interventions.service.js';

export const InterventionKindEnum = { REPLAY: 'REPLAY', DISCARD: 'DISCARD', REPUBLISH: 'REPUBLISH' } as const;
registerEnumType(InterventionKindEnum, {
  name: 'JournalInterventionKind',
  description: 'What an operator did.',
  valuesMap: {
    REPLAY: { description: 'Had a parked message tried again (重放).' },
    DISCARD: { description: 'Gave a parked message up (丢弃).' },
    REPUBLISH: { description: 'Had entries of the journal sent once more (重新发布).' },
  },
});

@Directive('@shareable')
@ObjectType('JournalIntervention', {
  description: 'What an operator did to the traffic of events; recorded for good (处置记录).',
})
export class InterventionModel {
  @Field(() => ID, { description: 'Unique in the platform.' })
  id: string;

  @Field(() => InterventionKindEnum, { description: 'What was done.' })
  kind: InterventionKind;

  @Field({ description: 'When.' })
  doneAt: Date;

  @Field(() => ID, { description: 'By whom: a person, or the platform itself for the command line.' })
  actorSubject: string;

  @Field({ description: 'Under which post.' })
  actorRole: string;

  @Field(() => String, { nullable: true, description: 'The account of the machine, at the command line.' })
  account: string | null;

  @Field(() => String, { nullable: true, description: 'Why (理由).' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'The parked message it was done to.' })
  parkedMessageId: string | null;

  @Field(() => String, { nullable: true, description: 'The consumer of that message.' })
  consumer: string | null;

  @Field(() => String, { nullable: true, description: 'The topic of that message.' })
  topic: string | null;

  @Field(() => String, { nullable: true, description: 'The key of that message.' })
  key: string | null;

  @Field(() => String, { nullable: true, description: 'What was wrong with it then, as a code.' })
  faultCode: string | null;

  @Field(() => String, { nullable: true, description: 'What was wrong with it then, in a sentence.' })
  fault: string | null;

  @Field(() => Int, { nullable: true, description: 'How often it had been tried.' })
  attempts: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The message that was discarded, as it came; in lists the first 4,000 characters.',
  })
  value: string | null;

  @Field(() => Float, { nullable: true, description: 'The first position that was republished.' })
  fromPosition: number | null;

  @Field(() => Float, { nullable: true, description: 'The last position that was republished.' })
  toPosition: number | null;
}

export const InterventionConnection = connectionOf(InterventionModel, 'JournalIntervention', ['@shareable']);

const NO_MESSAGE = {
  ...{ parkedMessageId: null, consumer: null, topic: null, key: null },
  ...{ faultCode: null, fault: null, attempts: null, value: null },
};

export function toInterventionModel({ message, range, ...act }: Intervention): InterventionModel {
  return {
    ...act,
    ...(message ? { ...message, parkedMessageId: String(message.parkedId) } : NO_MESSAGE),
    ...(range ?? { fromPosition: null, toPosition: null }),
  };
}
