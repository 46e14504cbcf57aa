import { createMongoAbility, subject as asSubject } from '@casl/ability';
import type { MongoAbility, RawRuleOf } from '@casl/ability';
import { ForbiddenError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { AccessRules } from './access-rules.js';
import type { Conditions } from './access-rules.js';
import type { Actor } from './identity/actor.js';
import type { Grant } from './grants/grant.js';
import { conditionsToSql } from './sql-filter.js';
import type { Column, SqlParameters } from './sql-filter.js';

type Ability = MongoAbility<[string, string | object]>;

export interface GuardedList {
  readonly action: string;
  readonly subject: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** Rules that compare one of these fields are left out: the list shows less than may be seen one by one. */
  readonly leftOut?: readonly string[];
}

/** Answers who may do what where, for one object and for lists by the same rules. */
@Injectable()
export class Access {
  private readonly abilities = new WeakMap<Grant, Ability>();

  constructor(private readonly rules: AccessRules) {}

  /** Whether any post of the actor could do this to some object of that kind. */
  couldDo(actor: Actor, action: string, subject: string): boolean {
    return actor.grants.some((grant) => this.abilityOf(actor, grant).can(action, subject));
  }

  /** The post that allows this on that object, or null. */
  findGrant(actor: Actor, action: string, subject: string, object: object): Grant | null {
    const tagged = asSubject(subject, { ...object });
    return actor.grants.find((grant) => this.abilityOf(actor, grant).can(action, tagged)) ?? null;
  }

  /**
   * The post under which the act is done and recorded.
   * @throws ForbiddenError
   */
  require(actor: Actor, action: string, subject: string, object: object): Grant {
    const grant = this.findGrant(actor, action, subject, object);
    if (!grant) throw new ForbiddenError(action, subject);
    return grant;
  }

  /**
   * The same rules as an SQL condition, so that a list shows just what may be seen one by one.
   */
  filter(actor: Actor, list: GuardedList, parameters: SqlParameters): string {
    const { action, subject, columns, leftOut = [] } = list;
    const arms = actor.grants.flatMap((grant) =>
      this.abilityOf(actor, grant)
        .rulesFor(action, subject)
        .map((rule) => (rule.conditions ?? {}) as Conditions)
        .filter((conditions) => !leftOut.some((field) => field in conditions))
        .map((conditions) => conditionsToSql(conditions, columns, parameters)),
    );
    return arms.length === 0 ? 'false' : `(${[...new Set(arms)].join(' OR ')})`;
  }

  private abilityOf(actor: Actor, grant: Grant): Ability {
    const known = this.abilities.get(grant);
    if (known) return known;
    const rules = this.rules.rulesOf(grant, actor.subject) as unknown as RawRuleOf<Ability>[];
    const ability = createMongoAbility<Ability>(rules);
    this.abilities.set(grant, ability);
    return ability;
  }
}
