import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../../project-commands/project-commands.js';
import { ProjectNoteInput, ProjectStepInput } from '../../project-commands/project.inputs.js';
import { isLateOn } from '../../projects/entity/project.at-work.js';
import { ProjectModel } from '../../projects/project.model.js';
import { ChangesService } from './changes.service.js';
import { MilestoneModel, milestonesOf } from './milestones.js';
import { DelayProjectInput, ReachMilestoneInput, RequestChangeInput } from './progress.inputs.js';
import { ProgressService } from './progress.service.js';

@Resolver(() => ProjectModel)
export class ProgressResolver {
  constructor(
    private readonly changes: ChangesService,
    private readonly clock: Clock,
    private readonly commands: ProjectCommands,
    private readonly progress: ProgressService,
  ) {}

  @Mutation(() => ProjectModel, { description: 'Work begins (开工).' })
  @Allow('start', 'MicroProject')
  startMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'startMicroProject', input },
      work: (tx) => this.progress.startProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Records a milestone that was reached (进度节点).' })
  @Allow('reachMilestone', 'MicroProject')
  reachMicroProjectMilestone(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReachMilestoneInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'reachMicroProjectMilestone', input },
      work: (tx) => this.progress.reachMilestone(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Work stops, with a reason (停工).' })
  @Allow('stop', 'MicroProject')
  stopMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectNoteInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'stopMicroProject', input },
      work: (tx, sealer) => this.progress.stopProject(tx, actor, input, sealer),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Work goes on (复工).' })
  @Allow('resume', 'MicroProject')
  resumeMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'resumeMicroProject', input },
      work: (tx) => this.progress.resumeProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Puts the time limit off, with a reason (延期).' })
  @Allow('delay', 'MicroProject')
  delayMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: DelayProjectInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'delayMicroProject', input },
      work: (tx, sealer) => this.progress.delayProject(tx, actor, input, sealer),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Reports the work done (完工).' })
  @Allow('complete', 'MicroProject')
  completeMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'completeMicroProject', input },
      work: (tx) => this.progress.completeProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, {
    description: 'Asks for other terms, which are decided like new ones (变更申请).',
  })
  @Allow('requestChange', 'MicroProject')
  requestMicroProjectChange(
    @CurrentActor() actor: Actor,
    @Args('input') input: RequestChangeInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'requestMicroProjectChange', input },
      work: (tx, sealer) => this.changes.requestChange(tx, actor, input, sealer),
    });
  }

  @ResolveField(() => [MilestoneModel], {
    description: 'What has been reached (进度节点), oldest first; at most the latest 100.',
  })
  async milestones(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<MilestoneModel[]> {
    return scope.load('milestones of projects', id, milestonesOf);
  }

  @ResolveField(() => Boolean, { description: 'It is past its time limit and not done (超期未完工).' })
  isLate(@Parent() { state, dueOn }: ProjectModel): boolean {
    return isLateOn(shanghaiDay(this.clock.now()), { state, dueOn });
  }
}
