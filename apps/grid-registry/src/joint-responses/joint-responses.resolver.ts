import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import type { EventCommand } from '../grid-event-commands/event-commands.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import {
  AnswerJointResponseInput,
  CallJointResponseInput,
  ReleaseFromJointResponseInput,
  ReportToJointResponseInput,
} from './joint-response.inputs.js';
import { JointResponsesService } from './joint-responses.service.js';

/** 吹哨报到 (S1-27): a township calls, departments report. */
@Resolver(() => GridEventModel)
export class JointResponsesResolver {
  constructor(
    private readonly commands: EventCommands,
    private readonly responses: JointResponsesService,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Calls several departments, each of which must report (吹哨). It may be repeated to add departments.',
  })
  @Allow('callJointResponse', 'GridEvent')
  callJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: CallJointResponseInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.responses.callJointResponse(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'callJointResponse', input, work });
  }

  @Mutation(() => GridEventModel, { description: 'Says that a called department is there (报到).' })
  @Allow('answerJointResponse', 'GridEvent')
  reportToJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReportToJointResponseInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.responses.reportToJointResponse(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'reportToJointResponse', input, work });
  }

  @Mutation(() => GridEventModel, {
    description: 'Says what a called department has done, and whether its part is finished (部门反馈).',
  })
  @Allow('answerJointResponse', 'GridEvent')
  answerJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerJointResponseInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.responses.answerJointResponse(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'answerJointResponse', input, work });
  }

  @Mutation(() => GridEventModel, {
    description: 'Releases a department that was called by mistake, with a reason (撤销吹哨).',
  })
  @Allow('releaseFromJointResponse', 'GridEvent')
  releaseFromJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReleaseFromJointResponseInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.responses.releaseFromJointResponse(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'releaseFromJointResponse', input, work });
  }
}
