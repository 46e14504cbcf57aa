import { AccessRules } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import { journalRules } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import { bodyRules } from './bodies/body.rules.js';
import { documentRules } from './documents/document.rules.js';
import { envelopeRules } from './envelopes/envelope.rules.js';
import { needRules } from './needs/need.rules.js';
import { objectionRules } from './objections/objection.rules.js';
import { oversightRules } from './oversight/oversight.rules.js';
import { planRules } from './plans/plan.rules.js';
import { projectRules } from './projects/project.rules.js';

type RulesOf = (grant: Grant, subject: string) => readonly AccessRule[];

const RULES: readonly RulesOf[] = [
  bodyRules,
  documentRules,
  envelopeRules,
  journalRules,
  needRules,
  objectionRules,
  oversightRules,
  planRules,
  projectRules,
];

/** What each post may do in this service: the rules beside its aggregates, taken together. */
@Injectable()
export class MicroProjectRules extends AccessRules {
  rulesOf(grant: Grant, subject: string): readonly AccessRule[] {
    return RULES.flatMap((rulesOf) => rulesOf(grant, subject));
  }
}
