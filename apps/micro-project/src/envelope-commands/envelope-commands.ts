import type { Actor } from '@lianxin/access';
import { Commands, NotFoundError } from '@lianxin/service-kit';
import type { CommandInput } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { EnvelopeModel } from '../envelope-views/envelope.model.js';
import { EnvelopesReader } from '../envelope-views/envelopes.reader.js';
import { envelopesOfChange } from '../envelopes/envelope-changes.queries.js';
import { Envelope } from '../envelopes/envelope.entity.js';

export interface EnvelopeCommand {
  readonly mutation: string;
  readonly input: CommandInput;
  /** @param id of the change that it makes */
  readonly work: (tx: EntityManager, id: string) => Promise<Envelope[]>;
}

/** Runs changes of quota as mutations; what they answer is read where they were made. */
@Injectable()
export class EnvelopeCommands {
  constructor(
    private readonly commands: Commands,
    private readonly reader: EnvelopesReader,
  ) {}

  /** A change of one envelope. */
  async runOne(actor: Actor, command: EnvelopeCommand): Promise<EnvelopeModel> {
    const [envelope] = await this.run(actor, command);
    if (!envelope) throw new NotFoundError('Envelope', command.mutation);
    return envelope;
  }

  async run(actor: Actor, { mutation, input, work }: EnvelopeCommand): Promise<EnvelopeModel[]> {
    const id = uuidv7();
    return this.commands.run(actor, {
      ...{ mutation, input, aggregateId: id },
      first: async (tx) => this.reader.read(tx, actor, await work(tx, id)),
      repeat: async (tx, earlier) => this.reader.read(tx, actor, await changedBy(tx, earlier)),
    });
  }
}

async function changedBy(tx: EntityManager, changeId: string): Promise<Envelope[]> {
  const ids = await envelopesOfChange(tx, changeId);
  const envelopes = await tx.findBy(Envelope, { id: In(ids) });
  return ids.flatMap((id) => envelopes.filter((envelope) => envelope.id === id));
}
