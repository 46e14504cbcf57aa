import { Access, Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { AreaReplica } from '@lianxin/replicas';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { AreaReference } from '../references/area.reference.js';
import { findLists } from './commitments.queries.js';
import { OpenCommitmentModel, OpenCommitmentsModel, toOpenCommitmentsModel } from './commitment.model.js';

type Scope = LianxinContext['scope'];

@Resolver(() => OpenCommitmentsModel)
export class CommitmentsResolver {
  constructor(
    private readonly access: Access,
    private readonly areas: AreaReplica,
  ) {}

  @Query(() => [OpenCommitmentsModel], {
    description:
      'What the villages of an area promised of a year’s quota and have not accounted for (未结承诺): the list of 1 December, before that what is open now. By code of the village, at most 200.',
  })
  @Allow('readInside', 'MicroProject')
  async openCommitments(
    @Args('areaCode', { description: 'Code of the area (区划代码).' }) areaCode: string,
    @Args('year', { type: () => Int, description: 'The year (年度).' }) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<OpenCommitmentsModel[]> {
    const { code } = await scope.read((tx) => this.areas.getByCode(tx, areaCode));
    this.access.require(actor, 'readInside', 'MicroProject', { villageCode: code });
    const lists = await scope.read((tx) => findLists(tx, code, year));
    return lists.map(toOpenCommitmentsModel);
  }

  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: OpenCommitmentsModel): AreaReference {
    return { id: String(villageId) };
  }
}

@Resolver(() => OpenCommitmentModel)
export class OpenCommitmentResolver {
  constructor(private readonly projects: ProjectsReader) {}

  @ResolveField(() => ProjectModel, {
    nullable: true,
    description: 'The project as it stands today (微小事项目).',
  })
  async project(
    @Parent() { projectId }: OpenCommitmentModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel | null> {
    const project = await this.projects.load(scope, actor, projectId);
    return project && toProjectModel(project);
  }
}
