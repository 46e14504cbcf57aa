import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, Public, SignedIn } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Clock, Commands, Database } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { partiesIn } from '../../parties/party.inputs.js';
import { PartySeals } from '../../parties/party-seals.js';
import { SlipHolders } from '../../slips/slip-holders.js';
import { SlipInput } from '../../slips/slip.model.js';
import { Slips } from '../../slips/slips.js';
import { AnswerRemarkInput, RemarkOnMicroProjectInput } from './remark.inputs.js';
import { RemarkModel, toRemarkModel } from './remark.model.js';
import { RemarksService } from './remarks.service.js';

/** From a remark to its answer. Keys are fetched before a transaction opens; nothing waits on the network inside. */
@Resolver(() => RemarkModel)
export class RemarksResolver {
  constructor(
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly database: Database,
    private readonly holders: SlipHolders,
    private readonly remarks: RemarksService,
    private readonly seals: PartySeals,
    private readonly slips: Slips,
  ) {}

  @Mutation(() => RemarkModel, {
    description:
      'Remarks on a project (提出监督意见), for oneself or keyed in for somebody; the answer carries the slip. S0-24, S0-27.',
  })
  @SignedIn()
  async remarkOnMicroProject(
    @CurrentActor() caller: Actor,
    @Args('input') input: RemarkOnMicroProjectInput,
  ): Promise<RemarkModel> {
    const id = randomUUID();
    const parties = partiesIn(caller, input);
    const sealers = await this.seals.sealersOf(parties);
    const remark = await this.commands.run(parties.actor, {
      ...{ mutation: 'remarkOnMicroProject', input, aggregateId: id },
      first: (tx) => this.remarks.remarkOnMicroProject(tx, { id, input, parties, sealers }),
      repeat: (tx, earlier) => this.remarks.getOwn(tx, earlier),
    });
    return toRemarkModel(remark, this.clock.now(), this.slips.slipOf(remark.id));
  }

  @Mutation(() => RemarkModel, {
    description:
      'Answers a remark (答复监督意见), by the body that leads the project; the answer is published.',
  })
  @Allow('answer', 'ProjectRemark')
  async answerRemark(
    @CurrentActor() actor: Actor,
    @Args('input') input: AnswerRemarkInput,
  ): Promise<RemarkModel> {
    const remark = await this.commands.run(actor, {
      ...{ mutation: 'answerRemark', input, aggregateId: input.remarkId },
      first: (tx) => this.remarks.answerRemark(tx, actor, input),
      repeat: (tx, earlier) => this.remarks.get(tx, actor, earlier),
    });
    return toRemarkModel(remark, this.clock.now());
  }

  @Mutation(() => RemarkModel, {
    description: 'How a remark stands and what was answered (凭回执查询), by number and code of its slip.',
  })
  @Public()
  async openRemarkSlip(@Args('slip') slip: SlipInput, @CurrentActor() caller: Actor): Promise<RemarkModel> {
    const { correlationId } = caller.origin;
    const { actor, aggregateId } = await this.holders.holderOf({ table: 'remark', slip, correlationId });
    const remark = await this.database.read(actor, (tx) => this.remarks.getOwn(tx, aggregateId));
    return toRemarkModel(remark, this.clock.now());
  }
}
