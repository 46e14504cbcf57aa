import { CommandInput } from '@lianxin/service-kit';
import { Field, Float, ID, InputType } from '@nestjs/graphql';

const REASON = 'Why (理由), one line of up to 500 characters; kept for good, so nothing about persons.';

@InputType({ description: 'A parked message to try again.' })
export class ReplayMessageInput extends CommandInput {
  @Field(() => ID, { description: 'The parked message.' })
  parkedMessageId: string;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}

@InputType({ description: 'A parked message to give up.' })
export class DiscardMessageInput extends CommandInput {
  @Field(() => ID, { description: 'The parked message.' })
  parkedMessageId: string;

  @Field(() => String, { nullable: true, description: `${REASON} Without it the discard is refused.` })
  reason?: string | null;
}

@InputType({ description: 'Entries of the journal to send once more; inboxes take what they miss.' })
export class RepublishJournalInput extends CommandInput {
  @Field(() => Float, { description: 'The first position.' })
  fromPosition: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The last position; the last published if left out. One call sends up to 5,000 positions.',
  })
  toPosition?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;
}
