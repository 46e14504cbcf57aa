import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { GridEventAlertAcknowledged } from '@lianxin/contracts';
import { Journal } from '@lianxin/journal';
import { checkUuid, Clock, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { alertStandingOf } from './alert-journal.js';
import { GridEventAlert } from './grid-event-alert.entity.js';
import { alertViewOf, LEVEL_OF_ROLE } from './grid-event-alert.rules.js';

/** A duty post says that it knows, and from then on acts (S1-23). */
@Injectable()
export class GridEventAlertsService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly journal: Journal,
  ) {}

  /** @throws NotFoundError, ForbiddenError, AlertAcknowledgedError, AlertEndedError */
  async acknowledgeGridEventAlert(tx: EntityManager, actor: Actor, alertId: string): Promise<GridEventAlert> {
    const where = { id: checkUuid(alertId, 'alertId') };
    const found = await tx.findOne(GridEventAlert, { where, lock: { mode: 'pessimistic_write' } });
    const alert = this.readable(actor, found, alertId);
    const grant = this.access.require(actor, 'acknowledge', 'GridEventAlert', alertViewOf(alert));
    const now = this.clock.now();
    alert.acknowledge({ personId: actor.subject, role: grant.role }, now);
    const { acknowledgedAt, acknowledgedBy, acknowledgedByRole, nextRingAt } = alert;
    await tx.update(GridEventAlert, where, {
      acknowledgedAt,
      acknowledgedBy,
      acknowledgedByRole,
      nextRingAt,
    });
    await this.journal.record(tx, actor, {
      event: GridEventAlertAcknowledged,
      aggregateId: alert.id,
      areaCode: alert.areaCode,
      grant,
      data: { ...alertStandingOf(alert, now), acknowledgedBy: LEVEL_OF_ROLE[grant.role] ?? alert.level },
    });
    return alert;
  }

  /** @throws NotFoundError also for what one may not see */
  async get(tx: EntityManager, actor: Actor, alertId: string): Promise<GridEventAlert> {
    const alert = await tx.findOneBy(GridEventAlert, { id: checkUuid(alertId, 'alertId') });
    return this.readable(actor, alert, alertId);
  }

  private readable(actor: Actor, alert: GridEventAlert | null, id: string): GridEventAlert {
    if (!alert || !this.access.findGrant(actor, 'read', 'GridEventAlert', alertViewOf(alert)))
      throw new NotFoundError('GridEventAlert', id);
    return alert;
  }
}
