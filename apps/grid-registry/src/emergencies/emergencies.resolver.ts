import { Allow, CurrentActor, Public } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Language } from '@lianxin/service-kit';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import type { EventCommand } from '../grid-event-commands/event-commands.js';
import { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import { EmergenciesService } from './emergencies.service.js';
import { EmergencyNoticeModel } from './emergency-notice.model.js';
import { EmergencyNotices } from './emergency-notices.js';

@Resolver()
export class EmergenciesResolver {
  constructor(
    private readonly commands: EventCommands,
    private readonly emergencies: EmergenciesService,
    private readonly notices: EmergencyNotices,
  ) {}

  /** Any code is taken as it comes: whom to call must never be an error. */
  @Query(() => EmergencyNoticeModel, {
    description: 'To be shown before an emergency is reported here (突发事件上报须知); always answered.',
  })
  @Public()
  emergencyNotice(
    @Args('areaCode', { type: () => String, nullable: true, description: 'Code of the area or grid.' })
    areaCode: string | null,
    @Context('language') language: Language,
  ): EmergencyNoticeModel {
    return this.notices.noticeFor(areaCode ?? null, language);
  }

  @Mutation(() => GridEventModel, {
    description:
      'Stands an emergency down that was none or is over (解除警情): whoever reported is thanked, and nobody is blamed.',
  })
  @Allow('standDown', 'GridEvent')
  standDownGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: GridEventNoteInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.emergencies.standDownGridEvent(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'standDownGridEvent', input, work });
  }
}
