import { officialCalendar, shanghaiDay, shanghaiDayStart } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { DiscussionDue } from './need.entity.js';

/** S0-09: until when the two committees are to discuss what is open. */
@Injectable()
export class DiscussionTimes {
  constructor(
    private readonly policies: PolicyReplica,
    private readonly clock: Clock,
  ) {}

  /** @param day YYYY-MM-DD, when it came in or was last discussed */
  async dueAfter(villageCode: string, day: string): Promise<DiscussionDue> {
    const book = await this.policies.book();
    const question = { areaCode: villageCode, on: this.clock.now() };
    const { value, version } = book.valueAt('micro-project.discussion-interval', question);
    const dueOn = shanghaiDay(officialCalendar.deadlineFrom(shanghaiDayStart(day), value));
    return { dueOn, policyVersion: `micro-project.discussion-interval@${version}` };
  }
}
