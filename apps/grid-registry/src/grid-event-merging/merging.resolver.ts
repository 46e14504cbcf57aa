import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { MergeGridEventInput } from './merging.inputs.js';
import { GridEventMergingService } from './merging.service.js';

/** Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Resolver(() => GridEventModel)
export class GridEventMergingResolver {
  constructor(
    private readonly commands: EventCommands,
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
    return this.commands.run(actor, {
      mutation: 'mergeGridEvent',
      input,
      work: (tx, sealer) => this.merging.mergeGridEvent(tx, actor, input, sealer),
    });
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
    return this.commands.run(actor, {
      mutation: 'unmergeGridEvent',
      input,
      work: (tx, sealer) => this.merging.unmergeGridEvent(tx, actor, input, sealer),
    });
  }
}
