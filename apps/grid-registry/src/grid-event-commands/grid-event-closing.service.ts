import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notifyOf } from '../notifications/notifications.queries.js';
import { Deadlines } from './deadlines.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import type { GridEventNoteInput, GridEventStepInput } from './grid-event.inputs.js';
import { GridEventSteps } from './grid-event-steps.js';
import { MergedReports } from './merged-reports.js';
import { Words } from './words.js';

/** From "done" to the end: verified, told, followed up, closed, and opened again if it has to be (S1-24, S1-28). */
@Injectable()
export class GridEventClosingService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly merged: MergedReports,
  ) {}

  verifyGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, at: Date): void => event.verify(actor.subject, at);
    return this.steps.take(tx, actor, { name: 'verify', ...this.words.noted(sealer, input), change });
  }

  failGridEventVerification(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent): void => event.failVerification(actor.subject);
    return this.steps.take(tx, actor, {
      name: 'failVerification',
      action: 'verify',
      ...this.words.noted(sealer, input),
      change,
    });
  }

  /** S1-24: the reporter and the grid worker are told. */
  async notifyGridEventResult(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, at: Date): void => event.notifyResult(at);
    const event = await this.steps.take(tx, actor, {
      name: 'notifyResult',
      ...this.words.noted(sealer, input),
      change,
      after: (told, grant) => this.merged.tellResult(tx, actor, told, { grant, note: input.note, sealer }),
    });
    await notifyOf(tx, 'RESULT', event, this.clock.now());
    return event;
  }

  closeGridEvent(tx: EntityManager, actor: Actor, input: GridEventStepInput): Promise<GridEvent> {
    const { gridEventId } = input;
    return this.steps.take(tx, actor, { name: 'close', gridEventId, change: (event, at) => event.close(at) });
  }

  reopenGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const change = (event: GridEvent, now: Date): void => {
      // What was handed over is no grid event; that it is one after all is not for its reporter to say.
      if (event.state === 'HANDED_OVER')
        this.access.require(actor, 'reopenHandedOver', 'GridEvent', viewOf(event));
      const deadline = this.deadlines.ofReport(event.kind, event.areaCode, now);
      event.reopen(now, this.deadlines.reopenUntil(event, now), deadline);
    };
    return this.steps.take(tx, actor, { name: 'reopen', ...this.words.noted(sealer, input), change });
  }
}
