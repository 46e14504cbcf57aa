import type { Actor } from '@lianxin/access';
import { asWritten, PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands, CommandInput } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { Field, InputType } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';
import { GridEventSteps } from '../../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../../grid-events/entity/grid-event.entity.js';
import { FollowUpByPartyError } from '../../grid-events/errors/grid-event.errors.js';
import { ReportSlipInput, SlipStandingModel } from './slip.model.js';
import { SlipHolders } from './slip-holders.js';

/** What a command says that somebody gives with a slip instead of an account. */
@InputType({ isAbstract: true })
export abstract class SlipCommandInput extends CommandInput {
  @Field(() => ReportSlipInput, { description: 'Number and query code of the slip (回执).' })
  slip: ReportSlipInput;
}

interface SlipCommand {
  readonly mutation: string;
  readonly input: SlipCommandInput;
  readonly work: (tx: EntityManager, holder: Held) => Promise<GridEvent>;
}

export interface Held {
  readonly actor: Actor;
  readonly gridEventId: string;
  readonly sealer: Sealer;
}

/** S3-13: what a reporter may do with an account can be done with the slip alone, as the same person. */
@Injectable()
export class SlipCommands {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly holders: SlipHolders,
    private readonly steps: GridEventSteps,
  ) {}

  /** @throws UnknownSlipError, SlipLockedError */
  async run(caller: Actor, { mutation, input, work }: SlipCommand): Promise<SlipStandingModel> {
    const { actor, gridEventId } = await this.holders.holderOf(input.slip, caller.origin.correlationId);
    const sealer = await this.cipher.sealerFor(actor.subject);
    const { state, dueAt, hasAnswerToConfirm } = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: gridEventId,
      first: async (tx) => {
        await this.assertNotForAnother(tx, caller, gridEventId);
        return work(tx, { actor, gridEventId, sealer });
      },
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return { number: asWritten(input.slip.number), state, dueAt, hasAnswerToConfirm };
  }

  /** Whoever is signed in and keyed it in or handled it does not speak for the person whose slip it is (S1-28, S3-13). */
  private async assertNotForAnother(tx: EntityManager, caller: Actor, gridEventId: string): Promise<void> {
    const event = await this.steps.getBeginning(tx, gridEventId);
    if (event.isHandler(caller.subject) || event.keyerId === caller.subject) throw new FollowUpByPartyError();
  }
}
