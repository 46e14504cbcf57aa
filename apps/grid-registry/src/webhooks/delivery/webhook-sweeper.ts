import { DAY_MS, durationMagnitude } from '@lianxin/policy';
import { Clock, Database } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { departmentActor } from '../../department-feeds/department-actor.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { findSubscribedDepartments, sweepDeliveries } from '../webhook-deliveries.queries.js';

const SYSTEM = 'grid-registry.webhooks';
/** Rows of one transaction, and transactions of one department in one round. */
const STEP_ROWS = 1_000;
const MAX_STEPS = 100;

/** Takes old rows out of the delivery log. */
@Injectable()
export class WebhookSweeper {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @returns how many rows went */
  async sweep(): Promise<number> {
    const departments = await findSubscribedDepartments(this.database.dataSource.manager);
    let swept = 0;
    for (const post of departments) {
      const actor = departmentActor(post, SYSTEM);
      const before = this.endOf(post.areaCode);
      for (let step = 0; step < MAX_STEPS; step += 1) {
        const count = await this.database.write(actor, (tx) =>
          sweepDeliveries(tx, post.departmentId, { before, limit: STEP_ROWS }),
        );
        swept += count;
        if (count < STEP_ROWS) break;
      }
    }
    return swept;
  }

  private endOf(areaCode: string): Date {
    const now = this.clock.now();
    const kept = this.policies.book.valueAt('webhook.delivery-log.retention', { areaCode, on: now }).value;
    return new Date(now.getTime() - durationMagnitude(kept) * DAY_MS);
  }
}
