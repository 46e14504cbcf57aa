import { Access, Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import type { EventCommand } from '../grid-event-commands/event-commands.js';
import { SlipCommands } from '../grid-event-reports/slips/slip-commands.js';
import { SlipStandingModel } from '../grid-event-reports/slips/slip.model.js';
import { eventOf, GridEventModel } from '../grid-events/grid-event.model.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { FollowUpGridEventInput, RateGridEventBySlipInput, RateGridEventInput } from './follow-up.inputs.js';
import { FollowUpAttemptModel } from './follow-up.model.js';
import { attemptsOfEvents } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';

/** S1-28: what whoever reported says of the handling. */
@Resolver(() => GridEventModel)
export class FollowUpsResolver {
  constructor(
    private readonly access: Access,
    private readonly commands: EventCommands,
    private readonly slips: SlipCommands,
    private readonly followUps: FollowUpsService,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Records what the reporter answered (回访); by nobody who handled the event or is of the body that did. Who was not reached is tried again.',
  })
  @Allow('followUp', 'GridEvent')
  followUpGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: FollowUpGridEventInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.followUps.followUpGridEvent(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'followUpGridEvent', input, work });
  }

  @Mutation(() => GridEventModel, { description: 'The reporter answers without being asked (自助评价).' })
  @Allow('answerFollowUp', 'GridEvent')
  answerGridEventFollowUp(
    @CurrentActor() actor: Actor,
    @Args('input') input: RateGridEventInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.followUps.answerGridEventFollowUp(tx, actor, { ...input, channel: 'APP' }, sealer);
    return this.commands.run(actor, { mutation: 'answerGridEventFollowUp', input, work });
  }

  @Mutation(() => SlipStandingModel, {
    description: 'The reporter answers without being asked (自助评价). With a slip instead of an account.',
  })
  @Public()
  answerGridEventFollowUpBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') input: RateGridEventBySlipInput,
  ): Promise<SlipStandingModel> {
    const { isSolved, isSatisfied, note = null } = input;
    return this.slips.run(caller, {
      mutation: 'answerGridEventFollowUpBySlip',
      input,
      work: (tx, { actor, gridEventId, sealer }) => {
        const answer = { gridEventId, isSolved, isSatisfied, note, channel: 'SLIP' as const };
        return this.followUps.answerGridEventFollowUp(tx, actor, answer, sealer);
      },
    });
  }

  @Mutation(() => GridEventModel, {
    description:
      'The reporter changes an answer (更改评价) within the time that policy gives; both values are kept.',
  })
  @Allow('changeRating', 'GridEvent')
  changeGridEventRating(
    @CurrentActor() actor: Actor,
    @Args('input') input: RateGridEventInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.followUps.changeGridEventRating(tx, actor, { ...input, channel: 'APP' }, sealer);
    return this.commands.run(actor, { mutation: 'changeGridEventRating', input, work });
  }

  @Mutation(() => SlipStandingModel, {
    description:
      'The reporter changes an answer (更改评价) within the time that policy gives; both values are kept. With a slip instead of an account.',
  })
  @Public()
  changeGridEventRatingBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') input: RateGridEventBySlipInput,
  ): Promise<SlipStandingModel> {
    const { isSolved, isSatisfied, note = null } = input;
    return this.slips.run(caller, {
      mutation: 'changeGridEventRatingBySlip',
      input,
      work: (tx, { actor, gridEventId, sealer }) => {
        const answer = { gridEventId, isSolved, isSatisfied, note, channel: 'SLIP' as const };
        return this.followUps.changeGridEventRating(tx, actor, answer, sealer);
      },
    });
  }

  @ResolveField(() => Boolean, {
    description:
      'An answer was left that counts only once the reporter was asked (留言待核实): for those who may read the answers; false for everybody else.',
  })
  hasAnswerToConfirm(@Parent() model: GridEventModel, @CurrentActor() actor: Actor): boolean {
    const event = eventOf(model);
    const mayRead = this.access.findGrant(actor, 'readFollowUp', 'GridEvent', viewOf(event)) !== null;
    return mayRead && event.hasAnswerToConfirm;
  }

  @ResolveField(() => [FollowUpAttemptModel], {
    name: 'followUps',
    description:
      'Every attempt and answer (回访记录), oldest first, at most 50: for those who may read the answers; empty for everybody else.',
  })
  async attemptsOf(
    @Parent() model: GridEventModel,
    @CurrentActor() actor: Actor,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<FollowUpAttemptModel[]> {
    const event = eventOf(model);
    if (!this.access.findGrant(actor, 'readFollowUp', 'GridEvent', viewOf(event))) return [];
    return scope.load('follow-ups of events', event.id, attemptsOfEvents);
  }
}
