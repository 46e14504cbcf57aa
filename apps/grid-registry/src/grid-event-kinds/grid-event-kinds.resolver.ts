import { Allow, CurrentActor, CurrentScope, Public } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentModel, toDepartmentModel } from '../departments/department.model.js';
import { departmentsOfIds } from '../departments/departments.queries.js';
import { EventCommands } from '../grid-event-commands/event-commands.js';
import type { EventCommand } from '../grid-event-commands/event-commands.js';
import { SlipCommands } from '../grid-event-reports/slips/slip-commands.js';
import { SlipStandingModel } from '../grid-event-reports/slips/slip.model.js';
import { GridEventModel } from '../grid-events/grid-event.model.js';
import {
  HandOverGridEventInput,
  RecordGridEventMediationConsentInput,
  TellGridEventProcedureInput,
  WithdrawMediationConsentBySlipInput,
} from './grid-event-kinds.inputs.js';
import { GridEventKindsService } from './grid-event-kinds.service.js';

/** What mediations, approvals, petitions and denunciations have of their own (S3-16). */
@Resolver(() => GridEventModel)
export class GridEventKindsResolver {
  constructor(
    private readonly commands: EventCommands,
    private readonly slips: SlipCommands,
    private readonly kinds: GridEventKindsService,
  ) {}

  @Mutation(() => GridEventModel, {
    description:
      'Records whether the parties agree to mediation (调解意愿登记): no work begins before, and any party may take it back.',
  })
  @Allow('withdrawMediationConsent', 'GridEvent')
  recordGridEventMediationConsent(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordGridEventMediationConsentInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.kinds.recordGridEventMediationConsent(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'recordGridEventMediationConsent', input, work });
  }

  @Mutation(() => GridEventModel, {
    description:
      'Tells the procedure and the competent window (告知程序): the end of an approval matter, and of a mediation that a party does not want.',
  })
  @Allow('tellProcedure', 'GridEvent')
  tellGridEventProcedure(
    @CurrentActor() actor: Actor,
    @Args('input') input: TellGridEventProcedureInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) =>
      this.kinds.tellGridEventProcedure(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'tellGridEventProcedure', input, work });
  }

  @Mutation(() => GridEventModel, {
    description: 'Hands over a petition, denunciation or court matter with a receipt (移送).',
  })
  @Allow('handOver', 'GridEvent')
  handOverGridEvent(
    @CurrentActor() actor: Actor,
    @Args('input') input: HandOverGridEventInput,
  ): Promise<GridEventModel> {
    const work: EventCommand['work'] = (tx, sealer) => this.kinds.handOverGridEvent(tx, actor, input, sealer);
    return this.commands.run(actor, { mutation: 'handOverGridEvent', input, work });
  }

  @Mutation(() => SlipStandingModel, {
    description:
      'A party takes the consent to mediation back (撤回调解意愿), with a slip instead of an account.',
  })
  @Public()
  withdrawGridEventMediationConsentBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') input: WithdrawMediationConsentBySlipInput,
  ): Promise<SlipStandingModel> {
    return this.slips.run(caller, {
      mutation: 'withdrawGridEventMediationConsentBySlip',
      input,
      work: (tx, { actor, gridEventId, sealer }) => {
        const withdrawal = { gridEventId, isConsented: false, note: input.note };
        return this.kinds.recordGridEventMediationConsent(tx, actor, withdrawal, sealer);
      },
    });
  }

  @ResolveField(() => DepartmentModel, {
    nullable: true,
    description: 'The department whose window is competent (受理窗口), once the procedure was told.',
  })
  async windowDepartment(
    @Parent() event: GridEventModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<DepartmentModel | null> {
    if (event.windowDepartmentId === null) return null;
    const department = await scope.load('departments by id', event.windowDepartmentId, departmentsOfIds);
    return department && toDepartmentModel(department);
  }
}
