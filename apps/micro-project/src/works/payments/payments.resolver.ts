import { Allow, CurrentActor, CurrentScope } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectCommands } from '../../project-commands/project-commands.js';
import { ProjectModel } from '../../projects/project.model.js';
import { RecordPaymentInput } from './payment.inputs.js';
import { PaymentModel, toPaymentModel } from './payment.model.js';
import { paymentsOf } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';

@Resolver(() => ProjectModel)
export class PaymentsResolver {
  constructor(
    private readonly commands: ProjectCommands,
    private readonly service: PaymentsService,
  ) {}

  @Mutation(() => ProjectModel, {
    description: 'Records a payment that was made (支付登记); nothing is paid here.',
  })
  @Allow('recordPayment', 'MicroProject')
  recordMicroProjectPayment(
    @CurrentActor() actor: Actor,
    @Args('input') input: RecordPaymentInput,
  ): Promise<ProjectModel> {
    return this.commands.run(actor, {
      ...{ mutation: 'recordMicroProjectPayment', input },
      work: (tx, sealer) => this.service.recordPayment(tx, actor, input, sealer),
    });
  }

  @ResolveField(() => [PaymentModel], {
    description: 'What was paid (支付记录), in the order it was recorded; at most the latest 200.',
  })
  async payments(
    @Parent() { id }: ProjectModel,
    @CurrentScope() scope: LianxinContext['scope'],
  ): Promise<PaymentModel[]> {
    return (await scope.load('payments of projects', id, paymentsOf)).map(toPaymentModel);
  }
}
