import { Actor } from '@lianxin/access';
import { GridEventAlertRaised } from '@lianxin/contracts';
import { Journal, systemSubject } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { GridEvent, ReportedEvent } from '../grid-events/entity/grid-event.entity.js';
import { realmOf, toldCodeOf } from '../grid-events/grid-event.sight.js';
import { alertGrantOf, alertStandingOf } from './alert-journal.js';
import { dutyPostOf, postsOf } from './alert-posts.js';
import { AlertTerms } from './alert-terms.js';
import { GridEventAlert } from './grid-event-alert.entity.js';
import { findAlertedDepartment, lockAlertsOf, notifyPosts } from './grid-event-alerts.queries.js';

const COUNTY_CODE_LENGTH = 6;

/** Village, township, county and department are told of an emergency in the transaction of its report (S1-23). */
@Injectable()
export class AlertRaisingService {
  constructor(
    private readonly journal: Journal,
    private readonly terms: AlertTerms,
  ) {}

  /** The departments that are to know of the emergency: those that already do, or the one that answers for its category. */
  async departmentIdsOf(tx: EntityManager, report: ReportedEvent): Promise<string[]> {
    if (realmOf(report) !== 'COMMON') return report.departmentIds;
    const areaCode = report.areaCode.slice(0, COUNTY_CODE_LENGTH);
    const { category, concernedDepartmentIds: except } = report;
    const departmentId = await findAlertedDepartment(tx, { areaCode, category, except });
    return departmentId === null ? [] : [departmentId];
  }

  /** In the name of the platform: no alert leads back to whoever reported. */
  async raise(tx: EntityManager, event: GridEvent, correlationId: string): Promise<void> {
    const alerts = this.alertsOf(event);
    await tx.insert(GridEventAlert, alerts);
    await this.tell(tx, event, alerts, { at: event.reportedAt, correlationId, isFirst: true });
  }

  /**
   * It had ended, or was thought to be done: those whom nobody stood for are alerted again; once it was reopened, everybody.
   * With the reach of the platform.
   */
  async raiseAgain(
    tx: EntityManager,
    event: GridEvent,
    { at, correlationId, isReopened }: { at: Date; correlationId: string; isReopened: boolean },
  ): Promise<void> {
    const all = await lockAlertsOf(tx, event.id);
    const alerts = all.filter(({ acknowledgedAt }) => isReopened || acknowledgedAt === null);
    for (const alert of alerts) {
      alert.raiseAgain({ raisedAt: at, ...this.terms.ofAlert(alert.areaCode, at) });
      await tx.save(GridEventAlert, alert);
    }
    await this.tell(tx, event, alerts, { at, correlationId, isFirst: false });
  }

  private async tell(
    tx: EntityManager,
    event: GridEvent,
    alerts: readonly GridEventAlert[],
    { at, correlationId, isFirst }: { at: Date; correlationId: string; isFirst: boolean },
  ): Promise<void> {
    const platform = Actor.system(systemSubject('grid-registry.alerts'), { correlationId });
    for (const alert of alerts) {
      await this.journal.record(tx, platform, {
        event: GridEventAlertRaised,
        aggregateId: alert.id,
        areaCode: alert.areaCode,
        grant: alertGrantOf(platform),
        data: alertStandingOf(alert, at),
        isFirst,
      });
    }
    const posts = alerts.map((alert) => dutyPostOf(alert, alert.level));
    await notifyPosts(tx, { gridEventId: event.id, posts, concernedIds: event.concernedIds, at });
  }

  private alertsOf(event: GridEvent): GridEventAlert[] {
    const { category, concernedIds, reportedAt: raisedAt } = event;
    const areaCode = toldCodeOf(event);
    const terms = this.terms.ofAlert(areaCode, raisedAt);
    return postsOf(event).map((post) =>
      GridEventAlert.raise({
        id: uuidv7(),
        gridEventId: event.id,
        ...post,
        areaCode,
        category,
        concernedIds,
        raisedAt,
        ...terms,
      }),
    );
  }
}
