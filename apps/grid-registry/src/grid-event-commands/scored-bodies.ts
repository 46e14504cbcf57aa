import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { officesOf } from '../grid-event-reports/concerns.queries.js';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { FollowUpByPartyError } from '../grid-events/grid-event.errors.js';
import { COUNTY_CODE_LENGTH, realmOf } from '../grid-events/grid-event.sight.js';

/**
 * Who is scored by the answers of a follow-up (S1-28): whoever took part in the handling, under whatever post, and whoever
 * holds an office today in the grid, village, township or department that handled it.
 */
@Injectable()
export class ScoredBodies {
  constructor(private readonly clock: Clock) {}

  /** @throws FollowUpByPartyError */
  async assertUnscored(tx: EntityManager, personId: string, event: GridEvent): Promise<void> {
    if (event.isParty(personId)) throw new FollowUpByPartyError();
    // Where only discipline inspection, or police and civil affairs may know of it, there is nobody else to ask.
    if (realmOf(event) !== 'COMMON') return;
    const departments = [event.departmentId, ...event.departmentIds];
    const offices = await officesOf(tx, personId, this.clock.now());
    const isScored = offices.some(({ areaCode, departmentId }) =>
      departmentId === null
        ? areaCode.length > COUNTY_CODE_LENGTH && event.areaCode.startsWith(areaCode)
        : departments.includes(departmentId),
    );
    if (isScored) throw new FollowUpByPartyError();
  }

  /** Somebody in office who keyed in for a resident does not answer for that resident, as proxy either (S3-13). @throws FollowUpByPartyError */
  async assertOwnAnswer(tx: EntityManager, personId: string, event: GridEvent): Promise<void> {
    if (event.keyerId !== personId) return;
    const offices = await officesOf(tx, personId, this.clock.now());
    if (offices.length > 0) throw new FollowUpByPartyError();
  }
}
