import { Allow, CurrentActor, CurrentScope, SignedIn } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AreaReference } from '../../references/area.reference.js';
import { ProjectStatisticsModel } from './statistics.model.js';
import { ProjectStatisticsReader } from './statistics.reader.js';

type Scope = LianxinContext['scope'];

const YEAR = { type: () => Int, description: 'Year of the proposals, Asia/Shanghai (立项年度).' };

@Resolver(() => ProjectStatisticsModel)
export class ProjectStatisticsResolver {
  constructor(private readonly reader: ProjectStatisticsReader) {}

  @Query(() => ProjectStatisticsModel, {
    description: 'Counts, money and shares of the projects proposed in an area in a year (微小事统计).',
  })
  @Allow('read', 'MicroProjectStatistics')
  microProjectStatistics(
    @Args('areaCode', { description: 'Code of the area.' }) areaCode: string,
    @Args('year', YEAR) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectStatisticsModel> {
    return this.reader.ofCode(scope, actor, areaCode, year);
  }
}

@Resolver(() => AreaReference)
export class AreaProjectStatisticsResolver {
  constructor(private readonly reader: ProjectStatisticsReader) {}

  @ResolveField(() => ProjectStatisticsModel, {
    nullable: true,
    description:
      'Counts, money and shares of its projects proposed in a year (微小事统计); null without a post over it.',
  })
  @SignedIn()
  microProjectStatistics(
    @Parent() { id }: AreaReference,
    @Args('year', YEAR) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectStatisticsModel | null> {
    return this.reader.ofArea(scope, actor, id, year);
  }
}
