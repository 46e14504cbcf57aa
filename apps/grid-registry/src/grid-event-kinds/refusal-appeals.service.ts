import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import type { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { Words } from '../grid-event-commands/words.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { HandlingLevel } from '../grid-events/entity/grid-event.row.js';
import { notifyOf } from '../notifications/notifications.queries.js';

type Note = Omit<GridEventNoteInput, 'requestId'>;

/** A refusal is looked at once more by the level above, never by who refused (S3-16). */
@Injectable()
export class RefusalAppealsService {
  constructor(
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
  ) {}

  appealGridEventRefusal(tx: EntityManager, actor: Actor, input: Note, sealer: Sealer): Promise<GridEvent> {
    const change = (event: GridEvent, now: Date): { fromLevel: HandlingLevel } => {
      const { until, dueAt } = this.deadlines.appeal(event, now);
      event.appealRefusal(now, until, dueAt);
      return { fromLevel: event.refusedAtLevel ?? event.level };
    };
    return this.steps.take(tx, actor, { name: 'appealRefusal', ...this.words.noted(sealer, input), change });
  }

  async upholdGridEventRefusal(
    tx: EntityManager,
    actor: Actor,
    input: Note,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const event = await this.steps.take(tx, actor, {
      name: 'upholdRefusal',
      action: 'decideAppeal',
      ...this.words.noted(sealer, input),
      change: (appealed, at) => appealed.upholdRefusal(actor.subject, at),
    });
    await notifyOf(tx, 'REFUSAL_UPHELD', event, this.clock.now());
    return event;
  }

  async overturnGridEventRefusal(
    tx: EntityManager,
    actor: Actor,
    input: Note,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (appealed: GridEvent, now: Date): void =>
      appealed.overturnRefusal(actor.subject, this.deadlines.ofReport(appealed.kind, appealed.areaCode, now));
    const event = await this.steps.take(tx, actor, {
      name: 'overturnRefusal',
      action: 'decideAppeal',
      ...this.words.noted(sealer, input),
      change,
    });
    await notifyOf(tx, 'REFUSAL_OVERTURNED', event, this.clock.now());
    return event;
  }
}
