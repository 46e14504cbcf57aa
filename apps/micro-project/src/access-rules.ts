import { AccessRules } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import { journalRules } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';

type RulesOf = (grant: Grant, subject: string) => readonly AccessRule[];

const RULES: readonly RulesOf[] = [journalRules];

/** What each post may do in this service: the rules beside its aggregates, taken together. */
@Injectable()
export class MicroProjectRules extends AccessRules {
  rulesOf(grant: Grant, subject: string): readonly AccessRule[] {
    return RULES.flatMap((rulesOf) => rulesOf(grant, subject));
  }
}
