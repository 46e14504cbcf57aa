import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SlipOfAnotherError } from './slip.errors.js';
import type { SlipCommandInput } from './slip.model.js';
import { SlipHolders } from './slip-holders.js';
import type { SlipHolder } from './slip-holders.js';
import type { SlipTable } from './slips.queries.js';

export interface Held extends SlipHolder {
  readonly sealer: Sealer;
}

export interface SlipCommand<T> {
  readonly table: SlipTable;
  readonly mutation: string;
  readonly input: SlipCommandInput;
  readonly work: (tx: EntityManager, holder: Held) => Promise<T>;
  /** Reads again what the first time acted on. */
  readonly repeat: (tx: EntityManager, holder: Held) => Promise<T>;
}

/** S3-13: what somebody may do with an account can be done with the slip alone, as the same person. */
@Injectable()
export class SlipCommands {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly holders: SlipHolders,
  ) {}

  /** @throws UnknownSlipError, SlipLockedError, SlipOfAnotherError */
  async run<T>(caller: Actor, { table, mutation, input, work, repeat }: SlipCommand<T>): Promise<T> {
    const { correlationId } = caller.origin;
    const holder = await this.holders.holderOf({ table, slip: input.slip, correlationId });
    if (!caller.isNobody && caller.subject === holder.keyerId) throw new SlipOfAnotherError();
    const held = { ...holder, sealer: await this.cipher.sealerFor(holder.actor.subject) };
    return this.commands.run(holder.actor, {
      ...{ mutation, input, aggregateId: holder.aggregateId },
      first: (tx) => work(tx, held),
      repeat: (tx) => repeat(tx, held),
    });
  }
}
