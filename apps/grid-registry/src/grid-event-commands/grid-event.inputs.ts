import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { HandlingLevelEnum } from '../grid-events/grid-event.enums.js';
import type { HandlingLevel } from '../grid-events/grid-event.row.js';

const NOTE = 'Stored encrypted, for those only who may read it.';

/** A step in an event's life. */
@InputType({ description: 'A step that needs no words.' })
export class GridEventStepInput extends CommandInput {
  @Field(() => ID, { description: 'The event.' })
  gridEventId: string;
}

@InputType({ description: 'A step that says why or how.' })
export class GridEventNoteInput extends GridEventStepInput {
  @Field({ description: `Why or how. ${NOTE}` })
  note: string;
}

@InputType({ description: 'Whom an event is dispatched to (分流派件): one department or one level.' })
export class DispatchGridEventInput extends GridEventStepInput {
  @Field(() => ID, { nullable: true, description: 'The department.' })
  departmentId?: string;

  @Field(() => HandlingLevelEnum, {
    nullable: true,
    description: 'The level whose officers are to handle it.',
  })
  level?: HandlingLevel;

  @Field({
    nullable: true,
    description: 'An earlier deadline; the one that policy set at the report if left out.',
  })
  dueAt?: Date;

  @Field({ nullable: true, description: `Instructions. ${NOTE}` })
  note?: string;
}

@InputType({ description: 'What the reporter answered in the follow-up (回访).' })
export class FollowUpGridEventInput extends GridEventStepInput {
  @Field({ description: 'Whether the reporter was reached.' })
  isReached: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The reporter’s own answer: is it solved? Only when reached.',
  })
  isSolved: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The reporter’s own answer: satisfied? Only when reached.',
  })
  isSatisfied: boolean | null;

  @Field({ nullable: true, description: `What else the reporter said. ${NOTE}` })
  note?: string;
}

@InputType({ description: 'A later deadline to ask for (申请延期).' })
export class RequestGridEventExtensionInput extends GridEventNoteInput {
  @Field({ description: 'The deadline asked for.' })
  dueAt: Date;
}

@InputType({ description: 'The decision on a later deadline.' })
export class DecideGridEventExtensionInput extends GridEventNoteInput {
  @Field({ description: 'Whether it is granted.' })
  isGranted: boolean;
}
