import { Access, Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Clock, NotFoundError } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ID, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { AreaModel, toAreaModel } from '../areas/area.model.js';
import { areasOfIds } from '../areas/areas.queries.js';
import { DepartmentModel, toDepartmentModel } from '../departments/department.model.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import {
  eventOf,
  FollowUpModel,
  GridEventConnection,
  GridEventModel,
  toGridEventModel,
} from '../grid-events/grid-event.model.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import { GRID_CODE_LENGTH } from '../grids/grids.service.js';
import { GridModel } from '../grids/grid.model.js';
import { gridsOfCodes } from '../grids/grids.queries.js';
import { GridEventHistory, GridEventHistoryEntryModel } from './grid-event-history.js';
import { GridEventListArgs } from './grid-event-list.args.js';
import { GridEventsReader } from './grid-events.reader.js';

type Scope = LianxinContext['scope'];

@Resolver(() => GridEventModel)
export class GridEventsResolver {
  constructor(
    private readonly access: Access,
    private readonly reader: GridEventsReader,
    private readonly histories: GridEventHistory,
    private readonly clock: Clock,
  ) {}

  @Query(() => GridEventModel, {
    description: 'One event (网格事件); what one may not see looks like what does not exist.',
  })
  @Allow('read', 'GridEvent')
  async gridEvent(
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel> {
    const event = await this.reader.load(scope, actor, id);
    if (!event) throw new NotFoundError('GridEvent', id);
    return toGridEventModel(event);
  }

  @Query(() => GridEventConnection, {
    description: 'The events that the caller may see: own reports, own area, own department.',
  })
  @Allow('read', 'GridEvent')
  gridEvents(
    @Args() args: GridEventListArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<GridEventModel>> {
    return this.reader.page(scope, actor, null, args);
  }

  @ResolveReference()
  @Allow('read', 'GridEvent')
  async resolveReference(
    reference: { id: string },
    { actor, scope }: LianxinContext,
  ): Promise<GridEventModel | null> {
    const event = await this.reader.load(scope, actor, reference.id);
    return event && toGridEventModel(event);
  }

  @ResolveField(() => AreaModel, { description: 'The village it is in.' })
  async area(@Parent() event: GridEventModel, @CurrentScope() scope: Scope): Promise<AreaModel> {
    const area = await scope.load('areas by id', event.areaId, areasOfIds);
    if (!area) throw new Error(`Grid event ${event.id} lies in no area.`);
    return toAreaModel(area);
  }

  @ResolveField(() => GridModel, { nullable: true, description: 'The grid it is in, if one was named.' })
  grid(@Parent() event: GridEventModel, @CurrentScope() scope: Scope): Promise<GridModel | null> | null {
    return event.areaCode.length === GRID_CODE_LENGTH
      ? scope.load('grids by code', event.areaCode, gridsOfCodes)
      : null;
  }

  @ResolveField(() => DepartmentModel, {
    nullable: true,
    description: 'The department that has it in hand (承办部门).',
  })
  async department(
    @Parent() event: GridEventModel,
    @CurrentScope() scope: Scope,
  ): Promise<DepartmentModel | null> {
    if (event.departmentId === null) return null;
    const department = await scope.load('departments by id', event.departmentId, departmentsOfIds);
    return department && toDepartmentModel(department);
  }

  @ResolveField(() => FollowUpModel, {
    nullable: true,
    description:
      'The follow-up (回访). For the reporter, the command centre and those who assess or inspect; null for everybody else.',
  })
  followUp(@Parent() model: GridEventModel, @CurrentActor() actor: Actor): FollowUpModel | null {
    const event = eventOf(model);
    const { isReached, isSolved, isSatisfied } = event;
    if (isReached === null || !this.access.findGrant(actor, 'readFollowUp', 'GridEvent', viewOf(event)))
      return null;
    return { isReached, isSolved, isSatisfied };
  }

  @ResolveField(() => Boolean, { description: 'Not reported done, and past its deadline (超期).' })
  isOverdue(@Parent() event: GridEventModel): boolean {
    return (
      OPEN_STATES.includes(event.state) && event.reportedDoneAt === null && event.dueAt < this.clock.now()
    );
  }

  @ResolveField(() => [GridEventHistoryEntryModel], {
    description:
      'Its whole life (全流程档案), oldest first; empty for who keyed it in and does not see it otherwise.',
  })
  history(
    @Parent() model: GridEventModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventHistoryEntryModel[]> | [] {
    if (!this.access.findGrant(actor, 'read', 'GridEvent', viewOf(eventOf(model)))) return [];
    return this.histories.load(scope, model.id);
  }
}

@Resolver(() => AreaModel)
export class AreaGridEventsResolver {
  constructor(private readonly reader: GridEventsReader) {}

  @ResolveField(() => GridEventConnection, {
    description: 'Events in the area, as far as the caller may see them.',
  })
  gridEvents(
    @Parent() area: AreaModel,
    @Args() args: GridEventListArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<GridEventModel>> {
    return this.reader.pageOfArea(scope, actor, area.code, args);
  }
}
