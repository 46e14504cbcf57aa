import { AccessRules } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import { journalRules } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import { indicatorRules } from './indicators/indicator.rules.js';

/** What each post may do in this service: the rules beside its aggregates, taken together. */
@Injectable()
export class AssessmentRules extends AccessRules {
  rulesOf(grant: Grant, subject: string): readonly AccessRule[] {
    return [indicatorRules, journalRules].flatMap((rulesOf) => rulesOf(grant, subject));
  }
}
