import { isOffice } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { officesOf } from '../grid-event-reports/concerns/concerns.queries.js';
import type { Office } from '../grid-event-reports/concerns/concerns.queries.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
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
    if (isScoredBy({ held }, event, await this.steps.mainOf(tx, event))) throw new FollowUpByPartyError();
  }

  /**
   * Not somebody in office who keyed in for the reporter, as proxy either (S3-13), and not whoever is scored by the own answer.
   * @throws FollowUpByPartyError
   */
  async assertOwnAnswer(tx: EntityManager, personId: string, event: GridEvent): Promise<void> {
    if (event.keyerId === personId && event.isKeyedInOffice) throw new FollowUpByPartyError();
    const offices = await officesOf(tx, personId, this.clock.now());
    const handled = handledFor(event, await this.steps.mainOf(tx, event));
    if (offices.some((office) => handled.some((each) => isScored(office, each))))
      throw new FollowUpByPartyError();
  }
}

/** Whether the office is one of the grid, village, township or department that handled it. */
function isScored({ areaCode, departmentId }: Office, event: GridEventRow): boolean {
  if (departmentId !== null) return [event.departmentId, ...event.departmentIds].includes(departmentId);
  return areaCode.length > COUNTY_CODE_LENGTH && event.areaCode.startsWith(areaCode);
}

const handledFor = (event: GridEventRow, main: GridEventRow | null): GridEventRow[] =>
  main === null ? [event] : [event, main];

/** @param main what it was merged into: the bodies that handled that one are scored as well */
export function isScoredBy(
  { held }: Pick<Actor, 'held'>,
  event: GridEventRow,
  main: GridEventRow | null,
): boolean {
  const handled = handledFor(event, main);
  return held.filter(isOffice).some((office) => handled.some((each) => isScored(office, each)));
}
