import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../project-commands/project-commands.js';
import { ProjectStepInput } from '../project-commands/project.inputs.js';
import { ProjectModel } from '../projects/project.model.js';
import { ExtendProjectNoticeInput } from './notice.inputs.js';
import { NoticesService } from './notices.service.js';

@Resolver(() => ProjectModel)
export class NoticesResolver {
  constructor(
    private readonly commands: ProjectCommands,
    private readonly notices: NoticesService,
  ) {}

  @Mutation(() => ProjectModel, {
    description:
      'Posts what was decided for objections (公示), S0-15; for an emergency that was confirmed, afterwards (补办公示).',
  })
  @Allow('postNotice', 'MicroProject')
  postMicroProjectNotice(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'postMicroProjectNotice', input },
      work: (tx) => this.notices.postProjectNotice(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, {
    description: 'Lets a notice stay posted longer, never shorter (延长公示).',
  })
  @Allow('extendNotice', 'MicroProject')
  extendMicroProjectNotice(
    @CurrentActor() actor: Actor,
    @Args('input') input: ExtendProjectNoticeInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'extendMicroProjectNotice', input },
      work: (tx) => this.notices.extendProjectNotice(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, {
    description:
      'Ends a notice whose time is over, once every objection is ruled (公示期满); where an emergency came first, what it skipped is made good with it (补办完成).',
  })
  @Allow('endNotice', 'MicroProject')
  endMicroProjectNotice(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'endMicroProjectNotice', input },
      work: (tx) => this.notices.endProjectNotice(tx, actor, input),
    });
  }
}
