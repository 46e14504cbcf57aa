import { AccessRules } from '@lianxin/access';
import type { AccessRule, Grant, Role } from '@lianxin/access';
import { journalRules } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import { areaRules } from './areas/area.rules.js';
import { departmentRules } from './departments/department.rules.js';
import { followUpSampleRules } from './follow-up-samples/follow-up-sample.rules.js';
import { grantRules } from './grants/grant.rules.js';
import { gridEventAlertRules } from './grid-event-alerts/grid-event-alert.rules.js';
import { registerRules } from './grid-event-register/register.rules.js';
import { statisticsRules } from './grid-event-statistics/statistics.rules.js';
import { gridEventRules } from './grid-events/grid-event.rules.js';
import { gridRules } from './grids/grid.rules.js';
import { outsideAnswerRules } from './outside-answers/outside-answer.rules.js';
import { seesRowsHere } from './reach.js';
import { policyRules } from './policies/policy.rules.js';
import { webhookRules } from './webhooks/webhook.rules.js';

const RULES = [
  areaRules,
  departmentRules,
  grantRules,
  gridEventAlertRules,
  followUpSampleRules,
  gridEventRules,
  gridRules,
  journalRules,
  policyRules,
  webhookRules,
  outsideAnswerRules,
  registerRules,
  statisticsRules,
];

/** What each post may do in this service: the rules beside its aggregates, taken together. */
@Injectable()
export class GridRegistryRules extends AccessRules {
  rulesOf(grant: Grant, subject: string): readonly AccessRule[] {
    return RULES.flatMap((rulesOf) => rulesOf(grant, subject));
  }

  override seesRows(role: Role): boolean {
    return seesRowsHere(role);
  }
}
