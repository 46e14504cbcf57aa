import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import type { Language } from '@lianxin/service-kit';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { ReportWarningModel } from '../emergencies/emergency-notice.model.js';
import { EmergencyNotices } from '../emergencies/emergency-notices.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { GridEventModel, toGridEventModel } from '../grid-events/grid-event.model.js';
import { GridEventReportingService } from './grid-event-reporting.service.js';
import type { NewEvent } from './grid-event-reporting.service.js';
import { ReportGridEventInput, SettleGridEventOnTheSpotInput } from './report.inputs.js';
import { reportersOf } from './reporters.js';
import type { Reporters } from './reporters.js';
import { Slips } from './slips/slips.js';

interface Report<Input> {
  readonly mutation: string;
  readonly input: Input;
  readonly warning?: ReportWarningModel | null;
  readonly begin: (tx: EntityManager, actor: Actor, command: NewEvent<Input>) => Promise<GridEvent>;
}

/** How an event begins. Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Resolver(() => GridEventModel)
export class GridEventReportsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly steps: GridEventSteps,
    private readonly reporting: GridEventReportingService,
    private readonly slips: Slips,
    private readonly notices: EmergencyNotices,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Reports a matter (上报), for oneself or for somebody else; the answer carries the slip. In danger call 110, 119 or 120 first: reporting here does not replace them.',
  })
  @Allow('report', 'GridEvent')
  reportGridEvent(
    @CurrentActor() caller: Actor,
    @Args('input') input: ReportGridEventInput,
    @Context('language') language: Language,
  ): Promise<GridEventModel> {
    return this.report(caller, {
      mutation: 'reportGridEvent',
      input,
      warning: this.notices.warningFor(input, language),
      begin: (tx, actor, command) => this.reporting.reportGridEvent(tx, actor, command),
    });
  }

  @Mutation(() => GridEventModel, {
    description: 'Registers a matter that was settled on the spot (现场办结登记), in one step.',
  })
  @Allow('settleOnTheSpot', 'GridEvent')
  settleGridEventOnTheSpot(
    @CurrentActor() caller: Actor,
    @Args('input') input: SettleGridEventOnTheSpotInput,
  ): Promise<GridEventModel> {
    return this.report(caller, {
      mutation: 'settleGridEventOnTheSpot',
      input,
      begin: (tx, actor, command) => this.reporting.settleGridEventOnTheSpot(tx, actor, command),
    });
  }

  private async report<Input extends ReportGridEventInput>(
    caller: Actor,
    { mutation, input, warning = null, begin }: Report<Input>,
  ): Promise<GridEventModel> {
    const id = uuidv7();
    const reporters = reportersOf(caller, input);
    const sealers = await this.sealersOf(reporters);
    const event = await this.commands.run(reporters.actor, {
      mutation,
      input,
      aggregateId: id,
      first: (tx) => begin(tx, reporters.actor, { id, input, reporters, sealers }),
      repeat: (tx, earlier) => this.steps.getBeginningAgain(tx, reporters.actor, earlier),
    });
    return toGridEventModel(event, this.slips.slipOf(event.id), warning);
  }

  private async sealersOf({ reporterId, proxyId }: Reporters): Promise<NewEvent<unknown>['sealers']> {
    const subject = await this.cipher.sealerFor(reporterId);
    return { subject, proxy: proxyId === null ? null : await this.cipher.sealerFor(proxyId) };
  }
}
