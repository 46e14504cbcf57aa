import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import type { GridEventStepInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import {
  AnswerJointResponseInput,
  CallJointResponseInput,
  ReleaseFromJointResponseInput,
  ReportToJointResponseInput,
} from './joint-response.inputs.js';
import { JointResponsesService } from './joint-responses.service.js';

type Do = (tx: EntityManager, sealer: Sealer) => Promise<GridEvent>;

/** Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Resolver(() => GridEventModel)
export class JointResponsesResolver {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly steps: GridEventSteps,
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
    return this.step(actor, 'callJointResponse', input, (tx, sealer) =>
      this.responses.callJointResponse(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Says that a called department is there (报到).' })
  @Allow('answerJointResponse', 'GridEvent')
  reportToJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReportToJointResponseInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'reportToJointResponse', input, (tx, sealer) =>
      this.responses.reportToJointResponse(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Says what a called department has done, and whether its part is finished (部门反馈).',
  })
  @Allow('answerJointResponse', 'GridEvent')
  answerJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerJointResponseInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'answerJointResponse', input, (tx, sealer) =>
      this.responses.answerJointResponse(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Releases a department that was called by mistake, with a reason (撤销吹哨).',
  })
  @Allow('releaseFromJointResponse', 'GridEvent')
  releaseFromJointResponse(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReleaseFromJointResponseInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'releaseFromJointResponse', input, (tx, sealer) =>
      this.responses.releaseFromJointResponse(tx, actor, input, sealer),
    );
  }

  private async step(
    actor: Actor,
    mutation: string,
    input: GridEventStepInput,
    work: Do,
  ): Promise<GridEventModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const event = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: input.gridEventId,
      first: (tx) => work(tx, sealer),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toGridEventModel(event);
  }
}
