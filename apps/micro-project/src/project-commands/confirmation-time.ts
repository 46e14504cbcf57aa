import { officialCalendar } from '@lianxin/policy';
import { PolicyReplica } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';

/** S0-21: how long a body has for what an emergency began, by the policy of the day. */
@Injectable()
export class ConfirmationTime {
  constructor(private readonly policies: PolicyReplica) {}

  async until(villageCode: string, from: Date): Promise<Date> {
    const book = await this.policies.book();
    const { value } = book.valueAt('micro-project.confirmation-time', { areaCode: villageCode, on: from });
    return officialCalendar.deadlineFrom(from, value);
  }
}
