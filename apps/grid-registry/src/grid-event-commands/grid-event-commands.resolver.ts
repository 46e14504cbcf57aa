import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { EventCommands } from './event-commands.js';
import type { EventCommand } from './event-commands.js';
import { GridEventClosingService } from './grid-event-closing.service.js';
import { GridEventHandlingService } from './grid-event-handling.service.js';
import {
  DecideGridEventExtensionInput,
  DispatchGridEventInput,
  EscalateGridEventInput,
  GridEventNoteInput,
  GridEventStepInput,
  RequestGridEventExtensionInput,
} from './grid-event.inputs.js';

type Do = EventCommand['work'];

/** The steps in the life of an event after its report that every kind has. */
@Resolver(() => GridEventModel)
export class GridEventCommandsResolver {
  constructor(
    private readonly commands: EventCommands,
    private readonly handling: GridEventHandlingService,
    private readonly closing: GridEventClosingService,
  ) {}

  @Mutation(() => GridEventModel, { description: 'Accepts a reported event (受理).' })
  @Allow('accept', 'GridEvent')
  acceptGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventStepInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'acceptGridEvent', input, (tx) =>
      this.handling.acceptGridEvent(tx, actor, input),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Refuses a reported event with a reason (不予受理).' })
  @Allow('refuse', 'GridEvent')
  refuseGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'refuseGridEvent', input, (tx, sealer) =>
      this.handling.refuseGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Passes an event one level up (逐级上报).' })
  @Allow('escalate', 'GridEvent')
  escalateGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: EscalateGridEventInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'escalateGridEvent', input, (tx, sealer) =>
      this.handling.escalateGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Dispatches an accepted event to a department or a level (分流派件).',
  })
  @Allow('dispatch', 'GridEvent')
  dispatchGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: DispatchGridEventInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'dispatchGridEvent', input, (tx, sealer) =>
      this.handling.dispatchGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Starts work on a dispatched event (开始办理).' })
  @Allow('start', 'GridEvent')
  startGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventStepInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'startGridEvent', input, (tx) => this.handling.startGridEvent(tx, actor, input));
  }

  @Mutation(() => GridEventModel, { description: 'Gives a dispatched event back with a reason (退回).' })
  @Allow('return', 'GridEvent')
  returnGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'returnGridEvent', input, (tx, sealer) =>
      this.handling.returnGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Reports an event done, with what was done (报告办结).' })
  @Allow('reportDone', 'GridEvent')
  reportGridEventDone(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'reportGridEventDone', input, (tx, sealer) =>
      this.handling.reportGridEventDone(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Urges whoever has an event in hand (督办).' })
  @Allow('urge', 'GridEvent')
  urgeGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'urgeGridEvent', input, (tx, sealer) =>
      this.handling.urgeGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Asks for a later deadline before the present one passes (申请延期).',
  })
  @Allow('requestExtension', 'GridEvent')
  requestGridEventExtension(
    @CurrentActor() actor: Actor,
    @Args('input') input: RequestGridEventExtensionInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'requestGridEventExtension', input, (tx, sealer) =>
      this.handling.requestGridEventExtension(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Grants or denies a later deadline (审批延期).' })
  @Allow('decideExtension', 'GridEvent')
  decideGridEventExtension(
    @CurrentActor() actor: Actor,
    @Args('input') input: DecideGridEventExtensionInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'decideGridEventExtension', input, (tx, sealer) =>
      this.handling.decideGridEventExtension(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Confirms that an event was done (核查); never by who handled it.',
  })
  @Allow('verify', 'GridEvent')
  verifyGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'verifyGridEvent', input, (tx, sealer) =>
      this.closing.verifyGridEvent(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Finds an event not done: it goes back to its handler (核查不通过).',
  })
  @Allow('verify', 'GridEvent')
  failGridEventVerification(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'failGridEventVerification', input, (tx, sealer) =>
      this.closing.failGridEventVerification(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, {
    description: 'Tells the reporter and the grid worker the result (结果反馈).',
  })
  @Allow('notifyResult', 'GridEvent')
  notifyGridEventResult(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'notifyGridEventResult', input, (tx, sealer) =>
      this.closing.notifyGridEventResult(tx, actor, input, sealer),
    );
  }

  @Mutation(() => GridEventModel, { description: 'Closes an event that was followed up (结案).' })
  @Allow('close', 'GridEvent')
  closeGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventStepInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'closeGridEvent', input, (tx) => this.closing.closeGridEvent(tx, actor, input));
  }

  @Mutation(() => GridEventModel, {
    description: 'Opens an ended event again within the window that policy gives (重新办理).',
  })
  @Allow('reopen', 'GridEvent')
  reopenGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    return this.step(actor, 'reopenGridEvent', input, (tx, sealer) =>
      this.closing.reopenGridEvent(tx, actor, input, sealer),
    );
  }

  private step(actor: Actor, mutation: string, input: GridEventStepInput, work: Do): Promise<GridEventModel> {
    return this.commands.run(actor, { mutation, input, work });
  }
}
