import { Clock, HourlyAllowance } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/policies.service.js';
import { DuplicateQuestionsUsedUpError } from './duplicate.errors.js';

/** How often somebody may ask, so that nobody finds out word by word what others reported. */
@Injectable()
export class DuplicateQuestions {
  private readonly allowance = new HourlyAllowance();

  constructor(
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @throws DuplicateQuestionsUsedUpError */
  count(subject: string): void {
    const now = this.clock.now();
    const { value: allowed } = this.policies.book.valueAt('grid-event.duplicate-questions', {
      areaCode: null,
      on: now,
    });
    const until = this.allowance.use(subject, allowed, now);
    if (until) throw new DuplicateQuestionsUsedUpError(until);
  }
}
