import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, Public, SignedIn } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import { Clock, Commands } from '@lianxin/service-kit';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { PartySeals } from '../parties/party-seals.js';
import { SlipCommands } from '../slips/slip-commands.js';
import { Slips } from '../slips/slips.js';
import {
  RaiseObjectionInput,
  RuleObjectionInput,
  WithdrawObjectionBySlipInput,
  WithdrawObjectionInput,
} from './objection.inputs.js';
import { ObjectionModel, toObjectionModel } from './objection.model.js';
import { objectorsOf } from './objectors.js';
import { RaisingService } from './raising.service.js';
import { RulingService } from './ruling.service.js';

/** From an objection to its ruling. Keys are fetched before a transaction opens; nothing waits on the network inside. */
@Resolver(() => ObjectionModel)
export class ObjectionsResolver {
  constructor(
    private readonly cipher: PersonalDataCipher,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly raising: RaisingService,
    private readonly ruling: RulingService,
    private readonly seals: PartySeals,
    private readonly slipCommands: SlipCommands,
    private readonly slips: Slips,
  ) {}

  @Mutation(() => ObjectionModel, {
    description:
      'Objects to what is posted (提出异议), for oneself or keyed in for somebody; the answer carries the slip. S0-15.',
  })
  @SignedIn()
  async raiseObjection(
    @CurrentActor() caller: Actor,
    @Args('input') input: RaiseObjectionInput,
  ): Promise<ObjectionModel> {
    const id = randomUUID();
    const objectors = objectorsOf(caller, input);
    const sealers = await this.seals.sealersOf(objectors.parties);
    const objection = await this.commands.run(objectors.parties.actor, {
      ...{ mutation: 'raiseObjection', input, aggregateId: id },
      first: (tx) => this.raising.raiseObjection(tx, { id, input, objectors, sealers }),
      repeat: (tx, earlier) => this.raising.getOwn(tx, earlier),
    });
    return toObjectionModel(objection, this.clock.now(), this.slips.slipOf(objection.id));
  }

  @Mutation(() => ObjectionModel, {
    description: 'Rules on an objection (裁定异议): the level above the body that decided, with a reason.',
  })
  @Allow('read', 'Objection')
  async ruleObjection(
    @CurrentActor() actor: Actor,
    @Args('input') input: RuleObjectionInput,
  ): Promise<ObjectionModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const objection = await this.commands.run(actor, {
      ...{ mutation: 'ruleObjection', input, aggregateId: input.objectionId },
      first: (tx) => this.ruling.ruleObjection(tx, actor, input, sealer),
      repeat: (tx, earlier) => this.ruling.get(tx, actor, earlier),
    });
    return toObjectionModel(objection, this.clock.now());
  }

  @Mutation(() => ObjectionModel, { description: "Takes the caller's own objection back (撤回异议)." })
  @SignedIn()
  async withdrawObjection(
    @CurrentActor() actor: Actor,
    @Args('input') input: WithdrawObjectionInput,
  ): Promise<ObjectionModel> {
    const objection = await this.commands.run(actor, {
      ...{ mutation: 'withdrawObjection', input, aggregateId: input.objectionId },
      first: (tx) => this.raising.withdrawObjection(tx, actor, input.objectionId),
      repeat: (tx, earlier) => this.raising.getOwn(tx, earlier),
    });
    return toObjectionModel(objection, this.clock.now());
  }

  @Mutation(() => ObjectionModel, {
    description:
      'Takes an objection back by its slip (凭回执撤回异议); not one that an official keyed in, who may have kept the slip.',
  })
  @Public()
  async withdrawObjectionBySlip(
    @CurrentActor() caller: Actor,
    @Args('input') input: WithdrawObjectionBySlipInput,
  ): Promise<ObjectionModel> {
    const objection = await this.slipCommands.run(caller, {
      ...{ table: 'objection', mutation: 'withdrawObjectionBySlip', input },
      work: (tx, holder) => this.raising.withdrawBySlip(tx, holder),
      repeat: (tx, { aggregateId }) => this.raising.getOwn(tx, aggregateId),
    });
    return toObjectionModel(objection, this.clock.now());
  }
}
