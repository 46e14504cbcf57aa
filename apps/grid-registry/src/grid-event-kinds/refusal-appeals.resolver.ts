import { Allow, CurrentActor, Public } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import type { EventCommand } from '../grid-event-commands/event-commands.js';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { SlipCommands } from '../grid-event-reports/slips/slip-commands.js';
import { SlipStandingModel } from '../grid-event-reports/slips/slip.model.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { AppealGridEventRefusalBySlipInput } from './grid-event-kinds.inputs.js';
import { RefusalAppealsService } from './refusal-appeals.service.js';

/** A refusal is appealed once, one level up. */
@Resolver(() => GridEventModel)
export class RefusalAppealsResolver {
  constructor(
    private readonly commands: EventCommands,
    private readonly slips: SlipCommands,
    private readonly appeals: RefusalAppealsService,
    private readonly clock: Clock,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Whoever reported asks the level above to look at a refusal (不予受理申诉): once, within the time that policy gives.',
  })
  @Allow('appealRefusal', 'GridEvent')
  appealGridEventRefusal(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.appeals.appealGridEventRefusal(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'appealGridEventRefusal', input, work });
  }

  @Mutation(() => SlipStandingModel, {
    description: 'Appeals a refusal (不予受理申诉) with a slip instead of an account.',
  })
  @Public()
  appealGridEventRefusalBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') input: AppealGridEventRefusalBySlipInput,
  ): Promise<SlipStandingModel> {
    return this.slips.run(caller, {
      mutation: 'appealGridEventRefusalBySlip',
      input,
      work: (tx, { actor, gridEventId, sealer }) =>
        this.appeals.appealGridEventRefusal(tx, actor, { gridEventId, note: input.note }, sealer),
    });
  }

  @Mutation(() => GridEventModel, {
    description: 'The level above finds a refusal right, with a reason (维持不予受理).',
  })
  @Allow('decideAppeal', 'GridEvent')
  upholdGridEventRefusal(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.appeals.upholdGridEventRefusal(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'upholdGridEventRefusal', input, work });
  }

  @Mutation(() => GridEventModel, {
    description: 'The level above takes a refusal back and the event up (撤销不予受理).',
  })
  @Allow('decideAppeal', 'GridEvent')
  overturnGridEventRefusal(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.appeals.overturnGridEventRefusal(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'overturnGridEventRefusal', input, work });
  }

  @ResolveField(() => Boolean, {
    description: 'The level above was to have decided on the appeal by its deadline, and has not (申诉超期).',
  })
  isAppealOverdue(@Parent() { state, dueAt }: GridEventModel): boolean {
    return state === 'REFUSAL_APPEALED' && dueAt < this.clock.now();
  }
}
