import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { MergeGridEventInput } from './merging.inputs.js';
import { GridEventMergingService } from './merging.service.js';

type Do = (tx: EntityManager, sealer: Sealer) => Promise<GridEvent>;

/** Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Resolver(() => GridEventModel)
export class GridEventMergingResolver {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly steps: GridEventSteps,
    private readonly merging: GridEventMergingService,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Joins a report to another event about the same matter (合并); its reporter is told and asked as before. Nothing confidential, anonymous or kept from anybody is merged.',
  })
  @Allow('dispatch', 'GridEvent')
  mergeGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: MergeGridEventInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'mergeGridEvent', input, (tx, sealer) =>
      this.merging.mergeGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description:
      'Takes a report apart from the event it was joined to (取消合并): it waits to be accepted, with a deadline of its own.',
  })
  @Allow('dispatch', 'GridEvent')
  unmergeGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'unmergeGridEvent', input, (tx, sealer) =>
      this.merging.unmergeGridEvent(tx, actor, input, sealer),
    );
  }

  private async step(
    actor: Actor,
    mutation: string,
    input: GridEventNoteInput,
    work: Do,
  ): Promise<GridEventModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const event = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: input.gridEventId,
      first: (tx) => work(tx, sealer),
      repeat: (tx, gridEventId) => this.steps.get(tx, actor, gridEventId),
    });
    return toGridEventModel(event);
  }
}
