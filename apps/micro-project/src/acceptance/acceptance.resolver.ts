import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { ProjectModel } from '../projects/project.model.js';
import { InspectMicroProjectInput } from './acceptance.inputs.js';
import { AcceptanceService } from './acceptance.service.js';

@Resolver(() => ProjectModel)
export class AcceptanceResolver {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly commands: ProjectCommands,
  ) {}

  @Mutation(() => ProjectModel, {
    description:
      'Inspects finished work with those who asked for it: it is accepted or has to be mended (验收).',
  })
  @Allow('inspect', 'MicroProject')
  inspectMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: InspectMicroProjectInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'inspectMicroProject', input },
      work: (tx, sealer) => this.acceptance.inspectMicroProject(tx, actor, input, sealer),
    });
  }
}
