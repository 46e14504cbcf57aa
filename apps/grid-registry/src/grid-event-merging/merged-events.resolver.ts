import { CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { eventOf, GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { eventsMergedInto } from './merging.queries.js';

type Scope = LianxinContext['scope'];

@Resolver(() => GridEventModel)
export class MergedEventsResolver {
  constructor(private readonly reader: GridEventsReader) {}

  @ResolveField(() => GridEventModel, {
    nullable: true,
    description: 'The event that is handled for this report (并入的主事件), where the caller may see it.',
  })
  async mergedInto(
    @Parent() model: GridEventModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel | null> {
    const { mergedIntoId } = eventOf(model);
    const event = mergedIntoId === null ? null : await this.reader.load(scope, actor, mergedIntoId);
    return event && toGridEventModel(event);
  }

  @ResolveField(() => [GridEventModel], {
    description: 'The reports that are merged into it (已并入的上报), as far as the caller may see them.',
  })
  async mergedReports(
    @Parent() model: GridEventModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel[]> {
    const main = eventOf(model);
    if (main.mergedCount === 0) return [];
    const events = await scope.load('grid events merged into', main.id, (tx, ids: readonly string[]) =>
      eventsMergedInto(tx, ids, this.reader.readable(actor)),
    );
    return events.map((event) => toGridEventModel(event));
  }
}
