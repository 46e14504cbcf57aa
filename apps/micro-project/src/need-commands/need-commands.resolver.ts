import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, SignedIn } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { NeedModel, toNeedModel } from '../needs/need.model.js';
import { NeedSteps } from '../needs/need-steps.js';
import { partiesIn } from '../parties/party.inputs.js';
import { PartySeals } from '../parties/party-seals.js';
import { Slips } from '../slips/slips.js';
import { NeedStepInput, ReconsiderNeedInput, SubmitNeedInput } from './need.inputs.js';
import { NeedOwnService } from './need-own.service.js';
import { NeedSubmittingService } from './need-submitting.service.js';

/** How a need comes in, and what its owner does with it. Keys are fetched before the transaction opens. */
@Resolver(() => NeedModel)
export class NeedCommandsResolver {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly own: NeedOwnService,
    private readonly seals: PartySeals,
    private readonly slips: Slips,
    private readonly steps: NeedSteps,
    private readonly submitting: NeedSubmittingService,
  ) {}

  @Mutation(() => NeedModel, {
    description:
      'Asks for something small and public (提出需求), for oneself or for somebody else; the answer carries the slip.',
  })
  @Allow('submit', 'Need')
  async submitNeed(@CurrentActor() caller: Actor, @Args('input') input: SubmitNeedInput): Promise<NeedModel> {
    // Shown to everybody with the project that it leads to: an id of chance tells no hour.
    const id = randomUUID();
    const parties = partiesIn(caller, input);
    const sealers = await this.seals.sealersOf(parties);
    const need = await this.commands.run(parties.actor, {
      ...{ mutation: 'submitNeed', input, aggregateId: id },
      first: (tx) => this.submitting.submitNeed(tx, { id, input, parties, sealers }),
      repeat: (tx, earlier) => this.steps.getBeginningAgain(tx, parties.actor, earlier),
    });
    return toNeedModel(need, this.slips.slipOf(need.id));
  }

  @Mutation(() => NeedModel, { description: 'Takes a need of one’s own back (撤回需求).' })
  @SignedIn()
  async withdrawNeed(@CurrentActor() actor: Actor, @Args('input') input: NeedStepInput): Promise<NeedModel> {
    const need = await this.commands.run(actor, {
      ...{ mutation: 'withdrawNeed', input, aggregateId: input.needId },
      first: (tx) => this.own.withdrawNeed(tx, actor, input.needId),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toNeedModel(need);
  }

  @Mutation(() => NeedModel, {
    description:
      'Asks once more for what was declined (重新提请): the next discussion has it again, and the township sees it.',
  })
  @SignedIn()
  async reconsiderNeed(
    @CurrentActor() actor: Actor,
    @Args('input') input: ReconsiderNeedInput,
  ): Promise<NeedModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const need = await this.commands.run(actor, {
      ...{ mutation: 'reconsiderNeed', input, aggregateId: input.needId },
      first: (tx) => this.own.reconsiderNeed(tx, actor, input, sealer),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toNeedModel(need);
  }
}
