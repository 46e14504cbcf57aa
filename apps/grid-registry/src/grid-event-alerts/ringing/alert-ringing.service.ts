import type { Actor } from '@lianxin/access';
import { GridEventAlertRungUp } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NEEDS_SOMEBODY } from '../../grid-events/grid-event.transitions.js';
import { alertGrantOf, alertStandingOf } from '../alert-journal.js';
import { dutyPostOf } from '../alert-posts.js';
import { AlertTerms } from '../alert-terms.js';
import { GridEventAlert } from '../grid-event-alert.entity.js';
import { notifyPosts, takeDueAlerts } from '../grid-event-alerts.queries.js';

/** Alerts that one transaction takes, at most. */
export const RING_BATCH_SIZE = 50;

/** An alert that nobody acknowledged in time goes to the next level, again and again, so often as policy says (S1-23). */
@Injectable()
export class AlertRingingService {
  constructor(
    private readonly journal: Journal,
    private readonly terms: AlertTerms,
  ) {}

  /** @returns how many were due, at most a batch; those that another worker has in hand are left to it */
  async ringUpAlerts(tx: EntityManager, platform: Actor, now: Date): Promise<number> {
    const due = await takeDueAlerts(tx, now, RING_BATCH_SIZE);
    for (const { alert, state } of due) {
      if (NEEDS_SOMEBODY.includes(state)) await this.ringUp(tx, platform, alert, now);
      else await this.end(tx, alert, now);
    }
    return due.length;
  }

  private async ringUp(tx: EntityManager, platform: Actor, alert: GridEventAlert, now: Date): Promise<void> {
    const levels = alert.ringUp(this.terms.ofRing(alert.areaCode, now));
    const { id, gridEventId, concernedIds, rungUpTo, ringCount, repeatCount, nextRingAt } = alert;
    await tx.update(GridEventAlert, { id }, { rungUpTo, ringCount, repeatCount, nextRingAt });
    await this.journal.record(tx, platform, {
      event: GridEventAlertRungUp,
      aggregateId: id,
      areaCode: alert.areaCode,
      grant: alertGrantOf(platform),
      data: {
        ...alertStandingOf(alert, now),
        ...levels,
        ringCount,
        nextRingAt: nextRingAt?.toISOString() ?? null,
      },
    });
    const posts = [dutyPostOf(alert, levels.toLevel)];
    await notifyPosts(tx, { gridEventId, posts, concernedIds, at: now });
  }

  private async end(tx: EntityManager, alert: GridEventAlert, now: Date): Promise<void> {
    alert.end(now);
    const { id, endedAt, nextRingAt } = alert;
    await tx.update(GridEventAlert, { id }, { endedAt, nextRingAt });
  }
}
