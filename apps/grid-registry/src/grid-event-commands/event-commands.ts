import type { Actor } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Commands } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { toGridEventModel } from '../grid-events/grid-event.model.js';
import type { GridEventModel } from '../grid-events/grid-event.model.js';
import type { GridEventStepInput } from './grid-event.inputs.js';
import { GridEventSteps } from './grid-event-steps.js';

export interface EventCommand {
  readonly mutation: string;
  readonly input: GridEventStepInput;
  readonly work: (tx: EntityManager, sealer: Sealer) => Promise<GridEvent>;
}

/** Runs a step as a mutation. Keys are fetched before the transaction opens; nothing waits on the network inside. */
@Injectable()
export class EventCommands {
  constructor(
    private readonly commands: Commands,
    private readonly cipher: PersonalDataCipher,
    private readonly steps: GridEventSteps,
  ) {}

  async run(actor: Actor, { mutation, input, work }: EventCommand): Promise<GridEventModel> {
    const sealer = await this.cipher.sealerFor(actor.subject);
    const event = await this.commands.run(actor, {
      mutation,
      input,
      aggregateId: input.gridEventId,
      first: (tx) => work(tx, sealer),
      repeat: (tx, earlier) => this.steps.get(tx, actor, earlier),
    });
    return toGridEventModel(event);
  }
}
