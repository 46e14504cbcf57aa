import { Field, ObjectType } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventStateEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

@ObjectType('LikelyDuplicate', {
  description:
    'Something alike that was reported before (疑似重复事件): for a resident its category, its grid and its state, and no more.',
})
export class LikelyDuplicateModel {
  @Field(() => GridEventCategoryEnum, { description: 'The duty it falls under (事件类别).' })
  category: GridEventCategory;

  @Field({ description: 'Code of its grid, or of the village if no grid was named (所在网格).' })
  areaCode: string;

  @Field(() => GridEventStateEnum, { description: 'Where it stands (状态).' })
  state: GridEventState;

  /** Not told: it leads to the event those who may see it. */
  gridEventId: string;
}
