import { Temporal } from 'temporal-polyfill';
import { findPolicyLevel } from './area-level.js';
import { shanghaiDay } from './calendar/shanghai-time.js';
import { isWithinBounds, type PolicyDefinition } from './define-policy.js';
import {
  MalformedPolicyDateError,
  MalformedPolicyValueError,
  PolicyNotOverridableError,
  PolicyOverrideTooEarlyError,
  PolicyValueOutOfBoundsError,
  UnknownPolicyError,
} from './policy.errors.js';
import { findPolicy } from './registry.js';

/** Another value for one area and all it contains, from a day on. */
export interface PolicyOverride {
  readonly policyKey: string;
  readonly areaCode: string;
  /** A value of the policy's shape, or null: from that day on the wider area's value holds again. */
  readonly value: unknown;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly effectiveFrom: string;
  /** Names the override in decisions; of two with the same area and day the greater id wins. */
  readonly overrideId: string;
}

/**
 * Refuses an override that may not be made: an unknown policy, a post or level that may not set it, a
 * malformed value, one outside floor and ceiling, or one that would hold before tomorrow in Asia/Shanghai.
 * Returns the value as parsed. Throws the DomainErrors of policy.errors.ts.
 */
export function checkOverride(
  { policyKey, areaCode, value, effectiveFrom }: Omit<PolicyOverride, 'overrideId'>,
  { now, role }: { now: Date; role: string },
): unknown {
  const policy = findPolicy(policyKey);
  if (!policy) throw new UnknownPolicyError(policyKey);
  if (!mayOverride(policy, role, areaCode)) {
    throw new PolicyNotOverridableError(policyKey, findPolicyLevel(areaCode));
  }
  requireTomorrow(effectiveFrom, now);
  return value === null ? null : parseValue(policy, value);
}

/**
 * What a seed sets before anybody works with the platform: it may hold from today on. Refuses an unknown policy, an area of a
 * level for which no post may set it, a day before today and what `parseValue` refuses. For the platform's own seed alone: whoever
 * works by a value must know it the day before. Throws the DomainErrors of policy.errors.ts.
 */
export function checkSeededOverride(
  { policyKey, areaCode, value, effectiveFrom }: Omit<PolicyOverride, 'overrideId'>,
  now: Date,
): unknown {
  const policy = findPolicy(policyKey);
  if (!policy) throw new UnknownPolicyError(policyKey);
  if (!policy.overridableBy.some(({ role }) => mayOverride(policy, role, areaCode)))
    throw new PolicyNotOverridableError(policyKey, findPolicyLevel(areaCode));
  requireFrom(effectiveFrom, shanghaiDay(now));
  return parseValue(policy, value);
}

/** Whether a holder of this role may set the policy for this area. The grant's own area is the caller's check. */
export function mayOverride(policy: PolicyDefinition, role: string, areaCode: string): boolean {
  const level = findPolicyLevel(areaCode);
  return policy.overridableBy.some((editor) => {
    return editor.role === role && level !== null && editor.levels.includes(level);
  });
}

/** Parses a value of this policy. Throws MalformedPolicyValueError or PolicyValueOutOfBoundsError. */
export function parseValue(policy: PolicyDefinition, value: unknown): unknown {
  const parsed = policy.shape.schema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => [...issue.path, issue.code].join('.'));
    throw new MalformedPolicyValueError(policy.key, problems);
  }
  if (!isWithinBounds(policy, parsed.data)) {
    const { floor = null, ceiling = null } = policy;
    throw new PolicyValueOutOfBoundsError(policy.key, { floor, ceiling });
  }
  return parsed.data;
}

function requireTomorrow(effectiveFrom: string, now: Date): void {
  requireFrom(effectiveFrom, Temporal.PlainDate.from(shanghaiDay(now)).add({ days: 1 }).toString());
}

function requireFrom(effectiveFrom: string, earliest: string): void {
  if (!isDay(effectiveFrom)) throw new MalformedPolicyDateError();
  if (effectiveFrom < earliest) throw new PolicyOverrideTooEarlyError(effectiveFrom, earliest);
}

/** The years that a day may be in: none that PostgreSQL cannot take, and the next day still has four digits. */
const YEARS = { first: '1900', last: '2999' };

/** Whether the text is a day that exists, from 1900 to 2999, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = text.slice(0, 4);
  if (year < YEARS.first || year > YEARS.last) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
