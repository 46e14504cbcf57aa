import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { RefusalTooLateError } from '../grid-events/errors/grid-event.errors.js';
import { notifyOf } from '../notifications/notifications.queries.js';
import { Deadlines } from './deadlines.js';
import { GridEventSteps } from './grid-event-steps.js';
import { levelOfPost } from './posts.js';
import { Words } from './words.js';

/** What was done with the main event, and is told of those that are merged into it. */
export interface Fate {
  /** The post that allowed the main event's step. */
  readonly grant: Grant;
  readonly note: string;
  readonly sealer: Sealer;
}

/**
 * S1-24: everybody who reported the matter is told, not only the one whose report is handled: in the transaction of the main
 * event's own step, each in a journal entry and a notification of the own report.
 */
@Injectable()
export class MergedReports {
  constructor(
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly steps: GridEventSteps,
    private readonly words: Words,
  ) {}

  /** For whatever ends the main event with an answer: a result, a procedure told, a hand-over, an alarm stood down. */
  async tellResult(tx: EntityManager, actor: Actor, main: GridEvent, fate: Fate): Promise<void> {
    const { grant } = fate;
    for (const event of await this.steps.lockMergedInto(tx, main)) {
      await this.steps.carryOut(tx, actor, event, {
        name: 'notifyMerged',
        grant,
        sealed: this.sealed(event, fate),
        change: (merged, at) => merged.notifyMerged(main, at),
      });
      await notifyOf(tx, 'RESULT', event, this.clock.now());
    }
  }

  /**
   * A refusal takes them apart: each is refused with the same reason, so that each reporter may appeal. One that can no longer
   * be refused waits to be handled on its own.
   */
  async refuse(tx: EntityManager, actor: Actor, main: GridEvent, fate: Fate): Promise<void> {
    const { grant } = fate;
    const merged = await this.steps.lockMergedInto(tx, main);
    for (const event of merged) {
      await this.unmerge(tx, actor, { event, main, grant });
      const sealed = this.sealed(event, fate);
      const refuser = { id: actor.subject, level: levelOfPost(grant.role) };
      const change = (refused: GridEvent, at: Date): void => refused.refuse(at, refuser);
      try {
        await this.steps.carryOut(tx, actor, event, { name: 'refuse', grant, sealed, change });
      } catch (error) {
        if (error instanceof RefusalTooLateError) continue;
        throw error;
      }
      await notifyOf(tx, 'REFUSAL', event, this.clock.now());
    }
    if (merged.length > 0) await this.steps.storeMergedCount(tx, main);
  }

  private async unmerge(
    tx: EntityManager,
    actor: Actor,
    { event, main, grant }: { event: GridEvent; main: GridEvent; grant: Grant },
  ): Promise<void> {
    const change = (merged: GridEvent, at: Date): { mergedIntoId: string } => {
      merged.unmergeFrom(main, this.deadlines.unmerging(merged, at));
      return { mergedIntoId: main.id };
    };
    await this.steps.carryOut(tx, actor, event, { name: 'unmerge', grant, change });
  }

  private sealed(event: GridEvent, { note, sealer }: Fate): Record<string, string> {
    return this.words.noted(sealer, { gridEventId: event.id, note }).sealed;
  }
}
