import type { Grant } from './grants/grant.js';
import type { Role } from './grants/role.js';

/** A field's value, or what it is compared with. Several fields of one condition must all hold. */
export type Comparison =
  | string
  | { $gte: string; $lt: string }
  | { $in: readonly string[] }
  /** The field is a list that holds all of these. */
  | { $all: readonly string[] }
  /** The field is a list that holds none of these. */
  | { $nin: readonly string[] };
export type Conditions = Readonly<Record<string, Comparison>>;

/** One thing that a post may do. Without conditions it may be done to every object of that kind. */
export interface AccessRule {
  readonly action: string;
  readonly subject: string;
  readonly conditions?: Conditions;
  readonly fields?: readonly string[];
}

/** What a service lets each post do; one provider a service, composed of the rules beside its aggregates. */
export abstract class AccessRules {
  /** @param subject the person who holds the grant */
  abstract rulesOf(grant: Grant, subject: string): readonly AccessRule[];

  /** Whether row-level security lets a post see what it reaches: not where it exists for the sake of another service. */
  seesRows(_role: Role): boolean {
    return true;
  }
}
