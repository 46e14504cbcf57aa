import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { AddOutsideNumberInput } from './outside-number.inputs.js';
import { OutsideNumbers } from './outside-numbers.js';

@Injectable()
export class OutsideNumbersService {
  constructor(
    private readonly numbers: OutsideNumbers,
    private readonly steps: GridEventSteps,
  ) {}

  /** @throws OutsideReferenceError, OutsideNumberTakenError, OutsideNumbersError */
  async addOutsideNumber(tx: EntityManager, actor: Actor, input: AddOutsideNumberInput): Promise<GridEvent> {
    const number = this.numbers.check(input);
    const { gridEventId } = input;
    const event = await this.steps.take(tx, actor, {
      name: 'addOutsideNumber',
      gridEventId,
      change: (numbered) => {
        numbered.addOutsideNumber();
        return { system: number.system };
      },
    });
    await this.numbers.keep(tx, actor, event, [number]);
    return event;
  }
}
