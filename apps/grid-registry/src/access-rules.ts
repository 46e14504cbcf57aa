import { AccessRules } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import { areaRules } from './areas/area.rules.js';

/** What each post may do in this service: the rules beside its aggregates, taken together. */
@Injectable()
export class GridRegistryRules extends AccessRules {
  rulesOf(grant: Grant, subject: string): readonly AccessRule[] {
    return [areaRules].flatMap((rulesOf) => rulesOf(grant, subject));
  }
}
