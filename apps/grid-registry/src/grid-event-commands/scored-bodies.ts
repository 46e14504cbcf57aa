import { NO_OFFICE } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { officesOf } from '../grid-event-reports/concerns/concerns.queries.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { FollowUpByPartyError } from '../grid-events/errors/grid-event.errors.js';
import { COUNTY_CODE_LENGTH, realmOf } from '../grid-events/grid-event.sight.js';
import { GridEventSteps } from './grid-event-steps.js';

/**
 * Who is scored by the answers of a follow-up (S1-28): whoever took part in the handling, under whatever post, and whoever
 * holds an office today in the grid, village, township or department that handled it.
 */
@Injectable()
export class ScoredBodies {
  constructor(
    private readonly clock: Clock,
    private readonly steps: GridEventSteps,
  ) {}

  /** @throws FollowUpByPartyError */
  async assertUnscored(tx: EntityManager, { subject, held }: Actor, event: GridEvent): Promise<void> {
    if (event.isParty(subject)) throw new FollowUpByPartyError();
    // Where only discipline inspection, or police and civil affairs may know of it, there is nobody else to ask.
    if (realmOf(event) !== 'COMMON') return;
    const main = await this.steps.mainOf(tx, event);
    if (held.some((post) => isScored(post, event) || (main && isScored(post, main))))
      throw new FollowUpByPartyError();
  }

  /** Somebody in office who keyed in for a resident does not answer for that resident, as proxy either (S3-13). @throws FollowUpByPartyError */
  async assertOwnAnswer(tx: EntityManager, personId: string, event: GridEvent): Promise<void> {
    if (event.keyerId === personId && (await this.isKeyedInOffice(tx, event)))
      throw new FollowUpByPartyError();
  }

  /** Whoever keyed it in holds an office today, and once held the slip of somebody else. */
  async isKeyedInOffice(tx: EntityManager, { keyerId }: GridEvent): Promise<boolean> {
    return keyerId !== null && (await officesOf(tx, keyerId, this.clock.now())).length > 0;
  }
}

/** Whether the post is one of the grid, village, township or department that handled it. */
function isScored({ role, areaCode, departmentId }: Grant, event: GridEvent): boolean {
  if (NO_OFFICE.includes(role)) return false;
  if (departmentId !== null) return [event.departmentId, ...event.departmentIds].includes(departmentId);
  return areaCode.length > COUNTY_CODE_LENGTH && event.areaCode.startsWith(areaCode);
}
