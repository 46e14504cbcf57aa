import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notifyOf } from '../notifications/notifications.queries.js';
import { Deadlines } from './deadlines.js';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import type { FollowUpGridEventInput, GridEventNoteInput, GridEventStepInput } from './grid-event.inputs.js';
import { GridEventSteps } from './grid-event-steps.js';
import { MergedReports } from './merged-reports.js';
import { Words } from './words.js';

/** From "done" to the end: verified, told, followed up, closed, and opened again if it has to be (S1-24, S1-28). */
@Injectable()
export class GridEventClosingService {
  constructor(
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
    });
    await notifyOf(tx, 'RESULT', event, this.clock.now());
    await this.merged.tellResult(tx, actor, event, { action: 'notifyResult', note: input.note, sealer });
    return event;
  }

  followUpGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: FollowUpGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { isReached } = input;
    const answers = { isReached, isSolved: input.isSolved ?? null, isSatisfied: input.isSatisfied ?? null };
    const change = (event: GridEvent, at: Date): typeof answers => {
      event.followUp(answers, actor.subject, at);
      return answers;
    };
    return this.steps.take(tx, actor, { name: 'followUp', ...this.words.noted(sealer, input), change });
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
      const deadline = this.deadlines.ofReport(event.kind, event.areaCode, now);
      event.reopen(now, this.deadlines.reopenUntil(event, now), deadline);
    };
    return this.steps.take(tx, actor, { name: 'reopen', ...this.words.noted(sealer, input), change });
  }
}
