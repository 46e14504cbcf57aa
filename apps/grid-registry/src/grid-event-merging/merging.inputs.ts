import { Field, ID, InputType } from '@nestjs/graphql';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';

@InputType({ description: 'A report about a matter that another one is handled for (合并).' })
export class MergeGridEventInput extends GridEventNoteInput {
  @Field(() => ID, { description: 'The event that is handled for both (主事件).' })
  intoGridEventId: string;
}
