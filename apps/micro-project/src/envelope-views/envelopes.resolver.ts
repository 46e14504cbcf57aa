import { CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { changesOf } from '../envelopes/envelope-changes.queries.js';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { AreaReference } from '../references/area.reference.js';
import { EnvelopeChangeModel, toEnvelopeChangeModel } from './envelope-change.model.js';
import { EnvelopeModel } from './envelope.model.js';
import { EnvelopesReader } from './envelopes.reader.js';
import { HeldByProjectModel } from './held-by-project.model.js';

type Scope = LianxinContext['scope'];

const YEAR = { type: () => Int, description: 'The year (年度).' };

/** What a village may spend is public. */
@Resolver(() => EnvelopeModel)
export class EnvelopesResolver {
  constructor(private readonly reader: EnvelopesReader) {}

  @Query(() => EnvelopeModel, {
    nullable: true,
    description:
      "A village's quota of a year (1+N 额度), for everybody; where none was opened yet, as policy would give it today.",
  })
  @Public()
  envelope(
    @Args('villageCode', { description: 'Code of the village (村、社区代码).' }) villageCode: string,
    @Args('year', YEAR) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<EnvelopeModel | null> {
    return this.reader.ofVillage(scope, actor, villageCode, year);
  }

  @Query(() => [EnvelopeModel], {
    description: "The quotas of a township's villages in a year, by code, for everybody; at most 200.",
  })
  @Public()
  envelopes(
    @Args('areaCode', { description: 'Code of the township, or of one village.' }) areaCode: string,
    @Args('year', YEAR) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<EnvelopeModel[]> {
    return this.reader.inTownship(scope, actor, areaCode, year);
  }

  @ResolveField(() => AreaReference, { description: 'The village (村、社区).' })
  area(@Parent() { villageId }: EnvelopeModel): AreaReference {
    return { id: String(villageId) };
  }

  @ResolveField(() => [EnvelopeChangeModel], {
    description: 'What became of it and why (额度变动记录), newest first; at most the latest 100.',
  })
  async history(
    @Parent() { id }: EnvelopeModel,
    @CurrentScope() scope: Scope,
  ): Promise<EnvelopeChangeModel[]> {
    if (id === null) return [];
    return (await scope.load('changes of envelopes', id, changesOf)).map(toEnvelopeChangeModel);
  }
}

@Resolver(() => HeldByProjectModel)
export class HeldByProjectResolver {
  constructor(private readonly projects: ProjectsReader) {}

  @ResolveField(() => ProjectModel, { nullable: true, description: 'The project (微小事项目).' })
  async project(
    @Parent() { projectId }: HeldByProjectModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel | null> {
    const project = await this.projects.load(scope, actor, projectId);
    return project && toProjectModel(project);
  }
}

@Resolver(() => AreaReference)
export class AreaEnvelopeResolver {
  constructor(private readonly reader: EnvelopesReader) {}

  @ResolveField(() => EnvelopeModel, {
    nullable: true,
    description: "The village's quota of a year (1+N 额度), for everybody; null for what is no village.",
  })
  @Public()
  envelope(
    @Parent() { id }: AreaReference,
    @Args('year', YEAR) year: number,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<EnvelopeModel | null> {
    return this.reader.ofArea(scope, actor, Number(id), year);
  }
}
