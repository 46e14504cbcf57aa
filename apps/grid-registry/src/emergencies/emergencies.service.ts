import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { MergedReports } from '../grid-event-commands/merged-reports.js';
import { Words } from '../grid-event-commands/words.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { notifyOf } from '../notifications/notifications.queries.js';

/** How an emergency ends that was none, or is over (S1-23). */
@Injectable()
export class EmergenciesService {
  constructor(
    private readonly clock: Clock,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly merged: MergedReports,
  ) {}

  /** Whoever called is thanked, and nothing is kept against them; nobody is rung up any more. */
  async standDownGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const event = await this.steps.take(tx, actor, {
      name: 'standDown',
      ...this.words.noted(sealer, input),
      change: (each, at) => each.standDown(at),
      after: (each, grant) => this.merged.tellResult(tx, actor, each, { grant, note: input.note, sealer }),
    });
    await notifyOf(tx, 'STOOD_DOWN', event, this.clock.now());
    return event;
  }
}
