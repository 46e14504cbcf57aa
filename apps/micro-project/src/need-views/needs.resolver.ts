import { CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { Clock, PageArgs } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ID, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { NeedConnection, NeedModel, toNeedModel } from '../needs/need.model.js';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { AreaReference } from '../references/area.reference.js';
import { GridEventReference } from '../references/grid-event.reference.js';
import { NeedsArgs } from './needs.args.js';
import { NeedsReader } from './needs.reader.js';

type Scope = LianxinContext['scope'];

@Resolver(() => NeedModel)
export class NeedsResolver {
  constructor(
    private readonly clock: Clock,
    private readonly projects: ProjectsReader,
    private readonly reader: NeedsReader,
  ) {}

  @Query(() => NeedModel, { nullable: true, description: 'One need (需求), if the caller may see it.' })
  @SignedIn()
  async need(
    @Args('id', { type: () => ID, description: 'The need.' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<NeedModel | null> {
    const need = await this.reader.load(scope, actor, id);
    return need && toNeedModel(need);
  }

  @Query(() => NeedConnection, { description: 'Needs that the caller may see (需求列表), newest first.' })
  @SignedIn()
  needs(
    @Args() { first, after, ...filter }: NeedsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<NeedModel>> {
    return this.reader.page(scope, actor, { filter, first, after });
  }

  @Query(() => NeedConnection, {
    description:
      'What the caller asked for, or asked for on behalf of somebody else (我的需求), newest first.',
  })
  @SignedIn()
  myNeeds(
    @Args() { first, after }: PageArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<NeedModel>> {
    return this.reader.page(scope, actor, { filter: { personId: actor.subject }, first, after });
  }

  @ResolveReference()
  @SignedIn()
  async resolveReference(
    reference: { id: string },
    { actor, scope }: LianxinContext,
  ): Promise<NeedModel | null> {
    const need = await this.reader.load(scope, actor, reference.id);
    return need && toNeedModel(need);
  }

  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: NeedModel): AreaReference {
    return { id: String(villageId) };
  }

  @ResolveField(() => GridEventReference, {
    nullable: true,
    description: 'The grid event that it came out of (来源网格事件), if any.',
  })
  gridEvent(@Parent() { gridEventId }: NeedModel): GridEventReference | null {
    return gridEventId === null ? null : { id: gridEventId };
  }

  @ResolveField(() => ProjectModel, {
    nullable: true,
    description: 'The project that answers it (所列入的项目), if the caller may see it.',
  })
  async project(
    @Parent() { projectId }: NeedModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel | null> {
    const project = projectId && (await this.projects.load(scope, actor, projectId));
    return project ? toProjectModel(project) : null;
  }

  @ResolveField(() => Boolean, { description: 'No meeting has discussed it in time (研究超期), S0-09.' })
  isDiscussionOverdue(@Parent() { state, discussionDueOn }: NeedModel): boolean {
    return state === 'SUBMITTED' && discussionDueOn < shanghaiDay(this.clock.now());
  }
}

@Resolver(() => GridEventReference)
export class GridEventNeedsResolver {
  constructor(private readonly reader: NeedsReader) {}

  @ResolveField(() => [NeedModel], {
    description:
      'What was asked for out of it (由此产生的需求), as far as the caller may see it, newest first; at most 50.',
  })
  @SignedIn()
  async needs(
    @Parent() { id }: GridEventReference,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<NeedModel[]> {
    return (await this.reader.ofGridEvent(scope, actor, id)).map((need) => toNeedModel(need));
  }
}

@Resolver(() => ProjectModel)
export class ProjectNeedsResolver {
  constructor(private readonly reader: NeedsReader) {}

  @ResolveField(() => [NeedModel], {
    description: 'The needs that it answers (来源需求), as far as the caller may see them; at most 100.',
  })
  async needs(
    @Parent() { needIds }: ProjectModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<NeedModel[]> {
    const needs = await Promise.all(needIds.map((id) => this.reader.load(scope, actor, id)));
    return needs.flatMap((need) => (need ? [toNeedModel(need)] : []));
  }
}
