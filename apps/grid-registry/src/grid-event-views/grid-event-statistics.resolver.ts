import { CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AreaModel } from '../areas/area.model.js';
import { GridEventStateEnum } from '../grid-events/grid-event.enums.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import { GridEventStatisticsReader } from './grid-event-statistics.js';
import { checkPeriod } from './period.js';

@ObjectType('GridEventStateCount', { description: 'How many events are in a state today.' })
export class GridEventStateCountModel {
  @Field(() => GridEventStateEnum, { description: 'The state.' })
  state: GridEventState;

  @Field(() => Int, { description: 'How many.' })
  count: number;
}

@ObjectType('GridEventStatistics', {
  description: 'Events (事件统计) that were reported in a period, by where they stand today.',
})
export class GridEventStatisticsModel {
  @Field(() => Int, { description: 'How many were reported.' })
  total: number;

  @Field(() => [GridEventStateCountModel], {
    description: 'How many of them stand in which state; states without any are left out.',
  })
  byState: GridEventStateCountModel[];

  @Field(() => Int, { description: 'How many of them are open and past their deadline (超期).' })
  overdue: number;
}

@Resolver(() => AreaModel)
export class AreaGridEventStatisticsResolver {
  constructor(private readonly statistics: GridEventStatisticsReader) {}

  @ResolveField(() => GridEventStatisticsModel, {
    description:
      'Counts of the events reported in the period, over all villages of the area. For posts over the area.',
  })
  async gridEventStatistics(
    @Parent() area: AreaModel,
    @Args('from', { description: 'First day (YYYY-MM-DD, Asia/Shanghai).' }) from: string,
    @Args('to', { description: 'Day after the last (YYYY-MM-DD, Asia/Shanghai).' }) to: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<GridEventStatisticsModel> {
    const { total, byState, overdue } = await this.statistics.load(
      scope,
      actor,
      area.code,
      checkPeriod(from, to),
    );
    return { total, byState: [...byState], overdue };
  }
}
