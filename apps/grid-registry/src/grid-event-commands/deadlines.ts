import { officialCalendar } from '@lianxin/policy';
import type { PolicyKey } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/policies.service.js';
import type { Unmerging } from '../grid-events/entity/grid-event.merging.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';

const DEADLINES = {
  GENERAL: 'grid-event.deadline.general',
  MEDIATION: 'grid-event.deadline.mediation',
  EMERGENCY: 'grid-event.deadline.emergency',
  APPROVAL: 'grid-event.deadline.approval',
} as const satisfies Record<GridEventKind, PolicyKey>;

type DurationKey =
  | 'grid-event.maximum-extension'
  | 'grid-event.reopen-window'
  | 'grid-event.appeal-window'
  | 'grid-event.appeal-deadline'
  | 'grid-event.rating-window';

/** The periods that policy gives events (S4-23), counted in Asia/Shanghai. */
@Injectable()
export class Deadlines {
  constructor(private readonly policies: PoliciesService) {}

  /** When an event of that kind, reported now, is due, and the version of the policy that says so. */
  ofReport(kind: GridEventKind, areaCode: string, now: Date): { dueAt: Date; policyVersion: string } {
    const { value, version } = this.policies.book.valueAt(DEADLINES[kind], { areaCode, on: now });
    return {
      dueAt: officialCalendar.deadlineFrom(now, value),
      policyVersion: `${DEADLINES[kind]}@${version}`,
    };
  }

  /** When a department that is called now has to have done its part, and the version of the policy that says so. */
  ofJointResponse(event: GridEvent, now: Date): { latest: Date; policyVersion: string } {
    const isEmergency = event.kind === 'EMERGENCY';
    const key = isEmergency
      ? 'grid-event.joint-response.emergency-deadline'
      : 'grid-event.joint-response.deadline';
    const { value, version } = this.policies.book.valueAt(key, { areaCode: event.areaCode, on: now });
    const byPolicy = officialCalendar.deadlineFrom(now, value);
    const latest = event.dueAt > now && event.dueAt < byPolicy ? event.dueAt : byPolicy;
    return { latest, policyVersion: `${key}@${version}` };
  }

  /** Until when a report waits to be accepted or refused before its response is late. */
  ofResponse(areaCode: string, now: Date): Date {
    const { value } = this.policies.book.valueAt('grid-event.response-time', { areaCode, on: now });
    return officialCalendar.deadlineFrom(now, value);
  }

  extension(event: GridEvent, now: Date): { latest: Date; count: number } {
    const question = { areaCode: event.areaCode, on: now };
    const { value: count } = this.policies.book.valueAt('grid-event.extension-count', question);
    return { count, latest: this.after(event.dueAt, 'grid-event.maximum-extension', event, now) };
  }

  reopenUntil(event: GridEvent, now: Date): Date {
    return this.after(event.endedAt, 'grid-event.reopen-window', event, now);
  }

  /** Until when a refusal may be appealed, and when the level above is to have decided if it is appealed now. */
  appeal(event: GridEvent, now: Date): { until: Date; dueAt: Date } {
    const refusedAt = event.closedAt ?? now;
    return {
      until: this.after(refusedAt, 'grid-event.appeal-window', event, now),
      dueAt: this.after(now, 'grid-event.appeal-deadline', event, now),
    };
  }

  /** Until when whoever reported may change their answers. */
  ratingUntil(event: GridEvent, now: Date): Date {
    return this.after(event.followedUpAt ?? now, 'grid-event.rating-window', event, now);
  }

  /** For a report that is taken apart from the one it was merged into. */
  unmerging(event: GridEvent, now: Date): Unmerging {
    const deadline = this.ofReport(event.kind, event.areaCode, now);
    return { at: now, until: this.reopenUntil(event, now), deadline };
  }

  private after(from: Date, key: DurationKey, event: GridEvent, now: Date): Date {
    const { value } = this.policies.book.valueAt(key, { areaCode: event.areaCode, on: now });
    return officialCalendar.deadlineFrom(from, value);
  }
}
