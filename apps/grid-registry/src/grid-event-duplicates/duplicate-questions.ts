import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PoliciesService } from '../policies/policies.service.js';
import { DuplicateQuestionsUsedUpError } from './duplicate.errors.js';

const HOUR_MS = 3_600_000;
const MAX_PERSONS = 50_000;

interface Asked {
  readonly until: Date;
  readonly count: number;
}

/** How often somebody may ask, so that nobody finds out word by word what others reported. Each process counts for itself. */
@Injectable()
export class DuplicateQuestions {
  private readonly asked = new LRUCache<string, Asked>({ max: MAX_PERSONS });

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
    const known = this.asked.get(subject);
    const { until, count } =
      known && known.until > now ? known : { until: new Date(now.getTime() + HOUR_MS), count: 0 };
    if (count >= allowed) throw new DuplicateQuestionsUsedUpError(until);
    this.asked.set(subject, { until, count: count + 1 });
  }
}
