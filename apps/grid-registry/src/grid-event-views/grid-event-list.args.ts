import { PageArgs } from '@lianxin/service-kit';
import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { enumOf } from '../enum-of.js';
import { GridEventKindEnum, GridEventStateEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import { EVENT_ORDERS } from './grid-events.queries.js';
import type { EventFilter, EventOrder } from './grid-events.queries.js';

const GridEventOrderEnum = enumOf(EVENT_ORDERS);
registerEnumType(GridEventOrderEnum, {
  name: 'GridEventOrder',
  description: 'The order of a list of events.',
  valuesMap: {
    NEWEST_FIRST: { description: 'By report, newest first.' },
    OLDEST_FIRST: { description: 'By report, oldest first.' },
    DUE_FIRST: { description: 'By deadline, nearest first.' },
  },
});

@InputType('GridEventFilter', { description: 'Which events; all conditions must hold.' })
export class GridEventFilterInput implements EventFilter {
  @Field(() => [GridEventStateEnum], { nullable: true, description: 'In one of these states.' })
  states?: GridEventState[];

  @Field(() => [GridEventCategoryEnum], { nullable: true, description: 'Of one of these categories.' })
  categories?: GridEventCategory[];

  @Field(() => [GridEventKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  kinds?: GridEventKind[];

  @Field(() => ID, { nullable: true, description: 'With this department.' })
  departmentId?: string;

  @Field({ nullable: true, description: 'Open and past its deadline, or not.' })
  isOverdue?: boolean;

  @Field({
    nullable: true,
    description:
      'An answer waits for the reporter to be asked, or not: among those whose answers one may read.',
  })
  hasAnswerToConfirm?: boolean;

  @Field({ nullable: true, description: 'Reported at this instant or later.' })
  reportedFrom?: Date;

  @Field({ nullable: true, description: 'Reported before this instant.' })
  reportedTo?: Date;
}

@ArgsType()
export class GridEventListArgs extends PageArgs {
  @Field(() => GridEventFilterInput, { nullable: true, description: 'Which events; all if left out.' })
  filter?: GridEventFilterInput;

  @Field(() => GridEventOrderEnum, { defaultValue: 'NEWEST_FIRST', description: 'In which order.' })
  order: EventOrder = 'NEWEST_FIRST';
}
