import { officialCalendar } from '@lianxin/policy';
import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/policies.service.js';
import type { RingTerms } from './grid-event-alert.entity.js';

const ACKNOWLEDGE = 'grid-event.alert.acknowledge-within';

/** The minutes that policy gives duty posts (S1-23): clock time, nights and holidays included. */
@Injectable()
export class AlertTerms {
  constructor(private readonly policies: PoliciesService) {}

  ofAlert(areaCode: string, now: Date): { dueAt: Date; policyVersion: string } {
    const { value, version } = this.policies.book.valueAt(ACKNOWLEDGE, { areaCode, on: now });
    return { dueAt: officialCalendar.deadlineFrom(now, value), policyVersion: `${ACKNOWLEDGE}@${version}` };
  }

  /** Counted from now: after an outage, too, each level has its minutes. */
  ofRing(areaCode: string, now: Date): RingTerms {
    const question = { areaCode, on: now };
    const { value: pause } = this.policies.book.valueAt('grid-event.alert.repeat-after', question);
    const { value: repeats } = this.policies.book.valueAt('grid-event.alert.repeats', question);
    return {
      acknowledgeBy: this.ofAlert(areaCode, now).dueAt,
      repeatAt: officialCalendar.deadlineFrom(now, pause),
      repeats,
    };
  }
}
