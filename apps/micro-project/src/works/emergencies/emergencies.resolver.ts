import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../../project-commands/project-commands.js';
import { isConfirmedInTime } from '../../projects/entity/project.in-emergency.js';
import { ProjectModel } from '../../projects/project.model.js';
import { reasonsOf } from './emergencies.queries.js';
import { EmergenciesService } from './emergencies.service.js';
import { StartInEmergencyInput } from './emergency.inputs.js';
import { EmergencyModel } from './emergency.model.js';

@Resolver(() => ProjectModel)
export class EmergenciesResolver {
  constructor(
    private readonly clock: Clock,
    private readonly commands: ProjectCommands,
    private readonly emergencies: EmergenciesService,
  ) {}

  @Mutation(() => ProjectModel, {
    description: 'Work begins before it is decided (应急先行), S0-21: a body has to decide all the same.',
  })
  @Allow('startInEmergency', 'MicroProject')
  startMicroProjectInEmergency(
    @CurrentActor() actor: Actor,
    @Args('input') input: StartInEmergencyInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'startMicroProjectInEmergency', input },
      work: (tx) => this.emergencies.startInEmergency(tx, actor, input),
    });
  }

  @ResolveField(() => EmergencyModel, {
    nullable: true,
    description: 'How it began as an emergency (应急性事项), if it did, S0-21.',
  })
  async emergency(
    @Parent() project: ProjectModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<EmergencyModel | null> {
    const { id, skippedSteps: skipped, confirmBy, confirmedAt, regularisedAt } = project;
    if (confirmBy === null) return null;
    const reason = await scope.load('emergencies of projects', id, reasonsOf);
    if (reason === null) return null;
    return Object.assign(new EmergencyModel(), {
      ...{ skipped, reason, confirmBy, confirmedAt, regularisedAt },
      isConfirmationOverdue: confirmedAt === null && this.clock.now() > confirmBy,
      isConfirmedInTime: isConfirmedInTime(project),
    });
  }
}
