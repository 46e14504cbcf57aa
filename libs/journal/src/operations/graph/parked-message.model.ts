import { connectionOf } from '@lianxin/service-kit';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ParkedState } from '../../inbox/parked-messages.js';
import { claimOf } from '../parked/parked-message.view.js';
import type { ParkedView } from '../parked/parked-message.view.js';

export const ParkedMessageStateEnum = { WAITING: 'waiting', PARKED: 'parked', BEHIND: 'behind' } as const;
registerEnumType(ParkedMessageStateEnum, {
  name: 'ParkedMessageState',
  description: 'What becomes of a message that was set aside.',
  valuesMap: {
    WAITING: { description: 'It is tried again by itself (等待重试).' },
    PARKED: { description: 'It needs a person: replay or discard it (待人工处理).' },
    BEHIND: { description: 'It follows an earlier one of its key and has its turn after that (排队等待).' },
  },
});

@Directive('@shareable')
@ObjectType('ParkedMessage', {
  description: 'A message that a consumer could not apply; it holds up its own key and no other (暂存消息).',
})
export class ParkedMessageModel {
  @Field(() => ID, { description: 'Unique in its service.' })
  id: string;

  @Field({ description: 'The consumer that set it aside, e.g. assessment.grid-event-facts.' })
  consumer: string;

  @Field({ description: 'The topic it came by.' })
  topic: string;

  @Field({
    description: 'Its key on the topic: the id of the aggregate, if it is a message of this platform.',
  })
  key: string;

  @Field(() => ParkedMessageStateEnum, { description: 'What becomes of it.' })
  state: ParkedState;

  @Field({ description: 'What is wrong with it, as a code, e.g. SCHEMA_MISMATCH (原因代码).' })
  faultCode: string;

  @Field({ description: 'What is wrong with it, in a sentence (原因).' })
  fault: string;

  @Field(() => Int, { description: 'How often it was tried since it came or was last replayed.' })
  attempts: number;

  @Field({ description: 'When it was set aside.' })
  parkedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it is tried again by itself.' })
  retryAt: Date | null;

  @Field(() => String, { nullable: true, description: 'The id of the event, as the message says.' })
  eventId: string | null;

  @Field(() => String, { nullable: true, description: 'The type of the event, as the message says.' })
  eventType: string | null;

  @Field(() => Int, { nullable: true, description: 'Its place in its aggregate, as the message says.' })
  sequence: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its position in its producer’s journal, as the message says.',
  })
  position: number | null;

  @Field({
    description:
      'The message as it came; in lists the first 4,000 characters. Events carry ids alone, nothing personal.',
  })
  value: string;

  @Field(() => Int, { description: 'How many characters the whole message has.' })
  valueLength: number;
}

export const ParkedMessageConnection = connectionOf(ParkedMessageModel, 'ParkedMessage', ['@shareable']);

/** Columns of integers end here; what a stranger wrote may not. */
const MAX_INT = 2_147_483_647;
const fitting = (value: number | null): number | null => (value !== null && value > MAX_INT ? null : value);

export function toParkedMessageModel(view: ParkedView): ParkedMessageModel {
  const claim = claimOf(view.value);
  return {
    ...view,
    ...claim,
    id: String(view.id),
    sequence: fitting(claim.sequence),
    position: fitting(claim.position),
  };
}
