import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, ArgsType, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GridEventCategoryEnum } from '../departments/department.model.js';
import type { GridEventCategory } from '../departments/department.model.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { LikelyDuplicateModel } from './duplicate.model.js';
import { LikelyDuplicates } from './likely-duplicates.js';

@ArgsType()
export class LikelyDuplicatesArgs {
  @Field({ description: 'Code of the grid (15 digits) or the village (12 digits) where it is.' })
  areaCode: string;

  @Field(() => GridEventCategoryEnum, { description: 'The duty it falls under.' })
  category: GridEventCategory;

  @Field({ description: 'What is to be reported. It is compared and stored nowhere.' })
  text: string;

  @Field(() => Int, { defaultValue: 5, description: 'How many, from 1 to 20.' })
  first: number;
}

@Resolver(() => LikelyDuplicateModel)
export class DuplicatesResolver {
  constructor(
    private readonly duplicates: LikelyDuplicates,
    private readonly events: GridEventsReader,
  ) {}

  @Query(() => [LikelyDuplicateModel], {
    description:
      'What was lately reported in the same village in much the same words (疑似重复事件提示), the likeliest first. Nothing confidential, anonymous or kept from anybody is among it.',
  })
  @Allow('report', 'GridEvent')
  likelyGridEventDuplicates(
    @Args() question: LikelyDuplicatesArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<LikelyDuplicateModel[]> {
    return this.duplicates.find(scope, actor, question);
  }

  @ResolveField(() => GridEventModel, {
    nullable: true,
    description: 'The event, for those who may see it by the ordinary rules; null for everybody else.',
  })
  async gridEvent(
    @Parent() { gridEventId }: LikelyDuplicateModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GridEventModel | null> {
    const event = await this.events.load(scope, actor, gridEventId);
    return event && toGridEventModel(event);
  }
}
