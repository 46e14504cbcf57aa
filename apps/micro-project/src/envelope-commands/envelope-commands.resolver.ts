import { Allow, CurrentActor } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { EnvelopeModel } from '../envelope-views/envelope.model.js';
import { EnvelopeCommands } from './envelope-commands.js';
import { MoveQuotaInput, RaiseEnvelopeInput, SetEnvelopeLimitInput } from './envelope.inputs.js';
import { QuotaService } from './quota.service.js';
import { RaisingService } from './raising.service.js';

/** Quota set, moved and raised, each with its reason. */
@Resolver(() => EnvelopeModel)
export class EnvelopeCommandsResolver {
  constructor(
    private readonly commands: EnvelopeCommands,
    private readonly quota: QuotaService,
    private readonly raising: RaisingService,
  ) {}

  @Mutation(() => EnvelopeModel, {
    description: "The township sets another limit of a village's quota (额度调整): never below what is held.",
  })
  @Allow('setLimit', 'Envelope')
  setEnvelopeLimit(
    @CurrentActor() actor: Actor,
    @Args('input') input: SetEnvelopeLimitInput,
  ): Promise<EnvelopeModel> {
    return this.commands.runOne(actor, {
      ...{ mutation: 'setEnvelopeLimit', input },
      work: (tx, id) => this.quota.setEnvelopeLimit(tx, actor, id, input),
    });
  }

  @Mutation(() => [EnvelopeModel], {
    description:
      'The township moves quota between two of its villages (统筹调剂), S0-06: answers the giving envelope, then the receiving one.',
  })
  @Allow('moveQuota', 'Envelope')
  moveQuota(@CurrentActor() actor: Actor, @Args('input') input: MoveQuotaInput): Promise<EnvelopeModel[]> {
    return this.commands.run(actor, {
      ...{ mutation: 'moveQuota', input },
      work: (tx, id) => this.quota.moveQuota(tx, actor, id, input),
    });
  }

  @Mutation(() => EnvelopeModel, {
    description:
      "Records that the township's Party committee raised a village's quota at a meeting (原则外追加), S0-04, S0-05; published with its reason.",
  })
  @Allow('raise', 'Envelope')
  raiseEnvelope(
    @CurrentActor() actor: Actor,
    @Args('input') input: RaiseEnvelopeInput,
  ): Promise<EnvelopeModel> {
    return this.commands.runOne(actor, {
      ...{ mutation: 'raiseEnvelope', input },
      work: (tx, id) => this.raising.raiseEnvelope(tx, actor, id, input),
    });
  }
}
