import { CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import type { Connection } from '@lianxin/service-kit';
import { Args, ID, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { decisionsOf } from '../decisions/decisions.queries.js';
import { DecisionModel, toDecisionModel } from '../decisions/decision.model.js';
import { ProjectConnection, ProjectModel, toProjectModel } from '../projects/project.model.js';
import { ProjectTermsModel, toTermsModel } from '../projects/terms.model.js';
import { termsOf } from '../projects/terms.queries.js';
import { AreaReference } from '../references/area.reference.js';
import { GridReference } from '../references/grid.reference.js';
import { ProjectsArgs, ProjectsInAreaArgs } from './projects.args.js';
import { idsOfGrids } from './grids.queries.js';
import { ProjectsReader } from './projects.reader.js';

type Scope = LianxinContext['scope'];

@Resolver(() => ProjectModel)
export class ProjectsResolver {
  constructor(
    private readonly clock: Clock,
    private readonly reader: ProjectsReader,
  ) {}

  @Query(() => ProjectModel, {
    nullable: true,
    description: 'One project (微小事项目), if the caller may see it.',
  })
  @SignedIn()
  async microProject(
    @Args('id', { type: () => ID, description: 'The project.' }) id: string,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel | null> {
    const project = await this.reader.load(scope, actor, id);
    return project && toProjectModel(project);
  }

  @Query(() => ProjectConnection, {
    description: 'Projects that the caller may see (项目看板), newest first.',
  })
  @SignedIn()
  microProjects(
    @Args() args: ProjectsInAreaArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ProjectModel>> {
    return this.reader.page(scope, actor, args.areaCode ?? null, args);
  }

  @ResolveReference()
  @SignedIn()
  async resolveReference(
    reference: { id: string },
    { actor, scope }: LianxinContext,
  ): Promise<ProjectModel | null> {
    const project = await this.reader.load(scope, actor, reference.id);
    return project && toProjectModel(project);
  }

  @ResolveField(() => AreaReference, { description: 'The village that asks for it (村、社区).' })
  area(@Parent() { villageId }: ProjectModel): AreaReference {
    return { id: String(villageId) };
  }

  @ResolveField(() => GridReference, {
    nullable: true,
    description: 'The grid it lies in (网格), if in one.',
  })
  async grid(
    @Parent() { gridCode }: ProjectModel,
    @CurrentScope() scope: Scope,
  ): Promise<GridReference | null> {
    if (gridCode === null) return null;
    const id = await scope.load('grids by code', gridCode, idsOfGrids);
    return id === null ? null : { id };
  }

  @ResolveField(() => Boolean, { description: 'Its review is overdue (审核超期).' })
  isReviewOverdue(@Parent() { state, reviewDueAt }: ProjectModel): boolean {
    return state === 'SUBMITTED' && reviewDueAt !== null && reviewDueAt < this.clock.now();
  }

  @ResolveField(() => [ProjectTermsModel], {
    description: 'Every version of its terms (事项内容各版本), oldest first; at most the latest 50.',
  })
  async terms(@Parent() { id }: ProjectModel, @CurrentScope() scope: Scope): Promise<ProjectTermsModel[]> {
    return (await scope.load('terms of projects', id, termsOf)).map(toTermsModel);
  }

  @ResolveField(() => [DecisionModel], {
    description: 'The meetings that dealt with it (历次会议), oldest first; at most the latest 50.',
  })
  async decisions(@Parent() { id }: ProjectModel, @CurrentScope() scope: Scope): Promise<DecisionModel[]> {
    return (await scope.load('decisions of projects', id, decisionsOf)).map(toDecisionModel);
  }
}

@Resolver(() => AreaReference)
export class AreaProjectsResolver {
  constructor(private readonly reader: ProjectsReader) {}

  @ResolveField(() => ProjectConnection, {
    description: 'Projects in the area (微小事项目), as far as the caller may see them, newest first.',
  })
  @SignedIn()
  microProjects(
    @Parent() { id }: AreaReference,
    @Args() args: ProjectsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ProjectModel>> {
    return this.reader.pageOfArea(scope, actor, id, args);
  }
}

@Resolver(() => GridReference)
export class GridProjectsResolver {
  constructor(private readonly reader: ProjectsReader) {}

  @ResolveField(() => ProjectConnection, {
    description:
      'Projects that lie in the grid (微小事项目), as far as the caller may see them, newest first.',
  })
  @SignedIn()
  microProjects(
    @Parent() { id }: GridReference,
    @Args() args: ProjectsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<Connection<ProjectModel>> {
    return this.reader.pageOfGrid(scope, actor, id, args);
  }
}
