import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { checkPageSize, checkUuid, Clock, CursorSigner, PageArgs, toConnection } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentModel, toDepartmentModel } from '../departments/department.model.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import { GridEventsReader } from '../grid-event-views/grid-events.reader.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import {
  JointResponseAssignmentConnection,
  JointResponseAssignmentModel,
  toAssignmentModel,
} from './joint-response.model.js';
import { assignmentsOfEvents, findAssignments } from './joint-responses.queries.js';

type Scope = LianxinContext['scope'];

const CURSOR = 'joint-response-assignments';

@ArgsType()
export class JointResponseAssignmentsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Those of this department.' })
  departmentId?: string;

  @Field(() => String, { nullable: true, description: 'Those of events in this area or grid, by its code.' })
  areaCode?: string;

  @Field(() => Boolean, { nullable: true, description: 'Still awaited, or not.' })
  isOpen?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Awaited and past the deadline, or not.' })
  isOverdue?: boolean;
}

@Resolver(() => JointResponseAssignmentModel)
export class JointResponseAssignmentsResolver {
  constructor(
    private readonly reader: GridEventsReader,
    private readonly cursors: CursorSigner,
    private readonly clock: Clock,
  ) {}

  @Query(() => JointResponseAssignmentConnection, {
    description:
      'What departments were called to (吹哨报到任务), nearest deadline first; of events that the caller may see.',
  })
  @Allow('read', 'GridEvent')
  async jointResponseAssignments(
    @Args() args: JointResponseAssignmentsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<JointResponseAssignmentModel>> {
    const now = this.clock.now();
    const page = {
      departmentId: args.departmentId ? checkUuid(args.departmentId, 'departmentId') : null,
      areaCode: args.areaCode ?? null,
      isOpen: args.isOpen ?? null,
      isOverdue: args.isOverdue ?? null,
      now,
      first: checkPageSize(args.first),
      after: this.cursors.verify(CURSOR, args.after),
    };
    const rows = await scope.read((tx) => findAssignments(tx, page, this.reader.readable(actor)));
    return toConnection(rows, {
      first: page.first,
      after: args.after,
      cursorOf: ({ dueAt, id }) => this.cursors.sign(CURSOR, [dueAt.toISOString(), id]),
      toNode: (row) => toAssignmentModel(row, now),
    });
  }

  @ResolveField(() => DepartmentModel, { description: 'The department that was called (被吹哨部门).' })
  async department(
    @Parent() { departmentId }: JointResponseAssignmentModel,
    @CurrentScope() scope: Scope,
  ): Promise<DepartmentModel> {
    const department = await scope.load('departments by id', departmentId, departmentsOfIds);
    if (!department) throw new Error(`Department ${departmentId} was called and is not there.`);
    return toDepartmentModel(department);
  }

  @ResolveField(() => GridEventModel, { nullable: true, description: 'The event that it was called to.' })
  async gridEvent(
    @Parent() { gridEventId }: JointResponseAssignmentModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<GridEventModel | null> {
    const event = await this.reader.load(scope, actor, gridEventId);
    return event && toGridEventModel(event);
  }
}

@Resolver(() => GridEventModel)
export class GridEventJointResponseResolver {
  constructor(private readonly clock: Clock) {}

  @ResolveField(() => [JointResponseAssignmentModel], {
    description:
      'The departments that were called to it (吹哨报到), in order of the calls; at most the latest 100.',
  })
  async jointResponse(
    @Parent() event: GridEventModel,
    @CurrentScope() scope: Scope,
  ): Promise<JointResponseAssignmentModel[]> {
    const assignments = await scope.load('joint responses by event', event.id, assignmentsOfEvents);
    return assignments.map((each) => toAssignmentModel(each, this.clock.now()));
  }
}
