import { CurrentActor, Public } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { v7 as uuidv7 } from 'uuid';
import { findDisclosuresOf } from '../disclosures/disclosures.queries.js';
import { NeedWordsService } from '../disclosures/need-words.service.js';
import { WordsOpener } from '../disclosures/words-opener.js';
import type { Need } from '../needs/need.entity.js';
import { NeedSteps } from '../needs/need-steps.js';
import { SlipHeldInOfficeError } from '../slips/slip.errors.js';
import { SlipCommands } from '../slips/slip-commands.js';
import type { SlipCommand } from '../slips/slip-commands.js';
import { SlipHolders } from '../slips/slip-holders.js';
import { SlipInput } from '../slips/slip.model.js';
import { ReconsiderNeedBySlipInput, WithdrawNeedBySlipInput } from './need.inputs.js';
import { NeedOwnService } from './need-own.service.js';
import { NeedStandingModel, NeedStatusModel, toStanding } from './need-slip.model.js';

const MAX_LOOKS = 50;

/** S3-13: whoever has a slip asks how the need stands, and does with it what its owner may, without an account. */
@Resolver(() => NeedStatusModel)
export class NeedSlipsResolver {
  constructor(
    private readonly commands: SlipCommands,
    private readonly database: Database,
    private readonly holders: SlipHolders,
    private readonly opener: WordsOpener,
    private readonly own: NeedOwnService,
    private readonly steps: NeedSteps,
    private readonly words: NeedWordsService,
  ) {}

  @Mutation(() => NeedStatusModel, {
    description: 'How a need stands and what was answered (凭回执查询), by number and code of its slip.',
  })
  @Public()
  async openNeedSlip(@Args('slip') slip: SlipInput, @CurrentActor() caller: Actor): Promise<NeedStatusModel> {
    const { correlationId } = caller.origin;
    const holder = await this.holders.holderOf({ table: 'need', slip, correlationId });
    const { actor, aggregateId, isKeyedInOffice } = holder;
    const page = { personId: actor.subject, first: MAX_LOOKS, after: [] };
    const { need, looks, words } = await this.database.write(actor, async (tx) => ({
      words: await this.words.revealNeedWords(tx, actor, uuidv7(), {
        ...{ needId: aggregateId, purpose: 'OWN', isSlipInOffice: isKeyedInOffice },
      }),
      need: await this.steps.get(tx, actor, aggregateId),
      looks: (await findDisclosuresOf(tx, page)).filter(({ matterId }) => matterId === aggregateId),
    }));
    return { ...toStanding(need), looks, told: await this.opener.openAll(words) };
  }

  @Mutation(() => NeedStandingModel, {
    description:
      'Takes a need back with its slip (凭回执撤回); not one that an official keyed in, who may have kept the slip.',
  })
  @Public()
  withdrawNeedBySlip(
    @Args('input') input: WithdrawNeedBySlipInput,
    @CurrentActor() caller: Actor,
  ): Promise<NeedStandingModel> {
    return this.run(caller, {
      ...{ mutation: 'withdrawNeedBySlip', input },
      work: (tx, { actor, aggregateId }) => this.own.withdrawNeed(tx, actor, aggregateId),
    });
  }

  @Mutation(() => NeedStandingModel, {
    description:
      'Asks once more for what was declined, with its slip (凭回执重新提请); not one that an official keyed in, who may have kept the slip.',
  })
  @Public()
  reconsiderNeedBySlip(
    @Args('input') input: ReconsiderNeedBySlipInput,
    @CurrentActor() caller: Actor,
  ): Promise<NeedStandingModel> {
    return this.run(caller, {
      ...{ mutation: 'reconsiderNeedBySlip', input },
      work: (tx, { actor, aggregateId, sealer }) =>
        this.own.reconsiderNeed(tx, actor, { needId: aggregateId, note: input.note }, sealer),
    });
  }

  private async run(
    caller: Actor,
    command: Pick<SlipCommand<Need>, 'mutation' | 'input' | 'work'>,
  ): Promise<NeedStandingModel> {
    const need = await this.commands.run<Need>(caller, {
      ...{ table: 'need', ...command },
      work: (tx, holder) => {
        if (holder.isKeyedInOffice) throw new SlipHeldInOfficeError();
        return command.work(tx, holder);
      },
      repeat: (tx, { actor, aggregateId }) => this.steps.get(tx, actor, aggregateId),
    });
    return toStanding(need);
  }
}
