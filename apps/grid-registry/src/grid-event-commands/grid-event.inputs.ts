import { CommandInput } from '@lianxin/service-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { HandlingLevelEnum } from '../grid-events/grid-event.enums.js';
import type { HandlingLevel } from '../grid-events/entity/grid-event.row.js';

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

@InputType({ description: 'Passing an event one level up (逐级上报).' })
export class EscalateGridEventInput extends GridEventNoteInput {
  @Field({
    nullable: true,
    description:
      'Whether a party asked for it (当事人申请): without that a mediation stays in grid and village.',
  })
  isAskedByParty?: boolean;
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

  @Field({
    nullable: true,
    description:
      'Whether a party asked for it (当事人申请): without that a mediation stays in grid and village.',
  })
  isAskedByParty?: boolean;

  @Field({ nullable: true, description: `Instructions. ${NOTE}` })
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
