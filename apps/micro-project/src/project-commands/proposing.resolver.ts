import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { ProjectModel, toProjectModel } from '../projects/project.model.js';
import { DecidingService } from './deciding.service.js';
import { ProjectCommands } from './project-commands.js';
import { ProjectSteps } from './project-steps.js';
import {
  ProjectNoteInput,
  ProjectStepInput,
  ProposeProjectInput,
  RecordProjectDecisionInput,
  ReviseProjectInput,
} from './project.inputs.js';
import { ProposingService } from './proposing.service.js';

/** From a proposal to a body's decision and its filing. */
@Resolver(() => ProjectModel)
export class ProposingResolver {
  constructor(
    private readonly plain: Commands,
    private readonly commands: ProjectCommands,
    private readonly deciding: DecidingService,
    private readonly proposing: ProposingService,
    private readonly steps: ProjectSteps,
  ) {}

  @Mutation(() => ProjectModel, { description: 'Proposes a project out of needs (立项申请).' })
  @Allow('propose', 'MicroProject')
  async proposeMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProposeProjectInput,
  ): Promise<ProjectModel> {
    const id = uuidv7();
    const project = await this.plain.run(actor, {
      ...{ mutation: 'proposeMicroProject', input, aggregateId: id },
      first: (tx) => this.proposing.proposeProject(tx, actor, id, input),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toProjectModel(project);
  }

  @Mutation(() => ProjectModel, { description: 'Writes the terms of a project anew (修改).' })
  @Allow('revise', 'MicroProject')
  reviseMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReviseProjectInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'reviseMicroProject', input },
      work: (tx) => this.proposing.reviseProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, {
    description: 'Submits a project: its money is reserved and its review runs (提交，即报即审).',
  })
  @Allow('submit', 'MicroProject')
  submitMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'submitMicroProject', input },
      work: (tx) => this.proposing.submitProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Gives a submitted project back for revision (退回修改).' })
  @Allow('returnForRevision', 'MicroProject')
  returnMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectNoteInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'returnMicroProject', input },
      work: (tx, sealer) => this.proposing.returnProject(tx, actor, input, sealer),
    });
  }

  @Mutation(() => ProjectModel, {
    description: 'Records what a body decided at a meeting (登记会议决定), keyed in by a post of that body.',
  })
  @Allow('read', 'MicroProject')
  recordMicroProjectDecision(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordProjectDecisionInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'recordMicroProjectDecision', input },
      work: (tx) => this.deciding.recordProjectDecision(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'The level above records a decision (备案), S0-12, S0-14.' })
  @Allow('read', 'MicroProject')
  fileMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectStepInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'fileMicroProject', input },
      work: (tx) => this.deciding.fileProject(tx, actor, input),
    });
  }

  @Mutation(() => ProjectModel, { description: 'Gives a project up, with a reason (终止).' })
  @Allow('abandon', 'MicroProject')
  abandonMicroProject(
    @CurrentActor() actor: Actor,
    @Args('input') input: ProjectNoteInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'abandonMicroProject', input },
      work: (tx, sealer) => this.proposing.abandonProject(tx, actor, input, sealer),
    });
  }
}
