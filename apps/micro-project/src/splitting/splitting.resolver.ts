import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, ArgsType, Field, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { JudgeSplittingInput } from '../project-commands/project.inputs.js';
import { ProjectsReader } from '../project-views/projects.reader.js';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { SplittingSuspicionModel, toSuspicionModel } from './splitting.model.js';
import { SplittingService } from './splitting.service.js';

type Scope = LianxinContext['scope'];

@ArgsType()
export class SplittingSuspicionsArgs {
  @Field({ description: 'Those in this area, by its code.' })
  areaCode: string;

  @Field({ defaultValue: false, description: 'Those that were judged, instead of those that wait for it.' })
  isJudged: boolean;
}

@Resolver(() => SplittingSuspicionModel)
export class SplittingResolver {
  constructor(
    private readonly commands: ProjectCommands,
    private readonly reader: ProjectsReader,
    private readonly splitting: SplittingService,
  ) {}

  @Query(() => [SplittingSuspicionModel], {
    description:
      'Projects that may have been split from others (疑似拆分清单), with the evidence, the longest suspected first; at most 100.',
  })
  @Allow('readSuspicions', 'MicroProject')
  async splittingSuspicions(
    @Args() args: SplittingSuspicionsArgs,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<SplittingSuspicionModel[]> {
    const suspicions = await scope.read((tx) => this.splitting.findSuspicions(tx, actor, args));
    return suspicions.map(toSuspicionModel);
  }

  @Mutation(() => ProjectModel, {
    description:
      'The township, or the county of what the township leads, finds whether a project was split from others (拆分认定): then the body of all of them together decides.',
  })
  @Allow('judgeSplitting', 'MicroProject')
  judgeMicroProjectSplitting(
    @CurrentActor() actor: Actor,
    @Args('input') input: JudgeSplittingInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'judgeMicroProjectSplitting', input },
      work: (tx, sealer) => this.splitting.judgeSplitting(tx, actor, input, sealer),
    });
  }

  @ResolveField(() => ProjectModel, { nullable: true, description: 'The project.' })
  async project(
    @Parent() { projectId }: SplittingSuspicionModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: Scope,
  ): Promise<ProjectModel | null> {
    const project = await this.reader.load(scope, actor, projectId);
    return project && toProjectModel(project);
  }
}
