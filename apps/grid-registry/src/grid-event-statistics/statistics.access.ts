import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import { shanghaiDay } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { fullMonths } from '../grid-event-views/period.js';
import type { Period } from '../grid-event-views/period.js';
import { NONE } from '../grid-events/grid-event.rules.js';
import { PeriodNotPublishedError } from './statistics.errors.js';
import type { StatisticsPlace } from './statistics.reader.js';

const SUBJECT = 'GridEventStatistics';

/** Who sees which figures. */
@Injectable()
export class StatisticsAccess {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** @throws ForbiddenError where the caller has no post over the place */
  requirePost(actor: Actor, place: StatisticsPlace): void {
    this.access.require(actor, 'read', SUBJECT, viewOf(place));
  }

  /**
   * Whether the caller sees no more than what is made public.
   * @throws ForbiddenError, PeriodNotPublishedError: periods that overlap could be taken from one another
   */
  isPublishedOnly(actor: Actor, place: StatisticsPlace, period: Period): boolean {
    if (this.access.findGrant(actor, 'read', SUBJECT, viewOf(place))) return false;
    this.access.require(actor, 'readPublished', SUBJECT, viewOf(place));
    const { from, to } = fullMonths(period);
    const isOneMonth = from === period.from && to === period.to && isNextMonth(from, to);
    if (!isOneMonth || to > shanghaiDay(this.clock.now())) throw new PeriodNotPublishedError();
    return true;
  }
}

function viewOf(place: StatisticsPlace): { areaCode: string; departmentId: string } {
  return { areaCode: place.code, departmentId: place.kind === 'DEPARTMENT' ? place.departmentId : NONE };
}

const MONTHS_OF_YEAR = 12;

function isNextMonth(from: string, to: string): boolean {
  const [a, b] = [from, to].map((day) => {
    const [year = 0, month = 0] = day.split('-').map(Number);
    return year * MONTHS_OF_YEAR + month;
  });
  return (b ?? 0) - (a ?? 0) === 1;
}
