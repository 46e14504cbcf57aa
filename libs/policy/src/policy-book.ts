import { findPolicyLevel, isInArea } from './area-level.js';
import { shanghaiDay } from './calendar/shanghai-time.js';
import type { BoundCommittee, PolicyDefinition } from './define-policy.js';
import { isDay, parseValue, type PolicyOverride } from './policy-override.js';
import { PolicyNotApplicableError, PolicyNotInForceError, UnknownPolicyError } from './policy.errors.js';
import { findPolicy, type PolicyKey, type PolicyValueOf } from './registry.js';

export interface PolicyValue<Value> {
  readonly value: Value;
  /** What a decision stores beside its result: `default:2020-01-01` or `override:<overrideId>`. */
  readonly version: string;
}

export interface PolicyQuestion {
  /** Null asks for the platform as a whole: the default. */
  readonly areaCode: string | null;
  readonly on: Date;
  /** Where known: asks whether the rule binds this kind of committee at all. */
  readonly committeeKind?: BoundCommittee | null;
}

/**
 * The regulation values in force by area and day. Immutable: build a new one when an override arrives.
 * Overrides that this release cannot read (another policy, another shape) are left out and listed in `unreadable`.
 */
export class PolicyBook {
  readonly unreadable: readonly PolicyOverride[];
  readonly #overrides = new Map<string, PolicyOverride[]>();

  constructor(overrides: Iterable<PolicyOverride> = []) {
    const unreadable: PolicyOverride[] = [];
    for (const override of overrides) {
      const readable = asReadable(override);
      if (readable) this.#listOf(override.policyKey).push(readable);
      else unreadable.push(override);
    }
    for (const list of this.#overrides.values()) list.sort(narrowestAndLatestFirst);
    this.unreadable = unreadable;
  }

  /**
   * The value for this area on this day in Asia/Shanghai, and its version. Throws PolicyNotApplicableError
   * when the policy binds the other kind of committee, PolicyNotInForceError before its first day.
   */
  valueAt<Key extends PolicyKey>(key: Key, question: PolicyQuestion): PolicyValue<PolicyValueOf<Key>> {
    const found = this.findValueAt(key, question);
    if (found) return found;
    // Only a question that names the committee's kind can end here.
    throw new PolicyNotApplicableError(key, question.committeeKind ?? 'VILLAGERS_COMMITTEE');
  }

  /** As `valueAt`, but null where the policy does not bind this kind of committee. */
  findValueAt<Key extends PolicyKey>(
    key: Key,
    { areaCode, on, committeeKind }: PolicyQuestion,
  ): PolicyValue<PolicyValueOf<Key>> | null {
    const policy = findPolicy(key);
    if (!policy) throw new UnknownPolicyError(key);
    if (committeeKind && policy.binds !== 'BOTH' && policy.binds !== committeeKind) return null;
    const day = shanghaiDay(on);
    const value = (areaCode && this.#overrideOf(key, areaCode, day)) || defaultOf(policy, day);
    // Every value here went through the schema of this very policy.
    return value as PolicyValue<PolicyValueOf<Key>>;
  }

  #overrideOf(key: string, areaCode: string, day: string): PolicyValue<unknown> | null {
    const inForce = (this.#overrides.get(key) ?? []).filter((override) => {
      return override.effectiveFrom <= day && isInArea(areaCode, override.areaCode);
    });
    const latestPerArea = inForce.filter((override, index) => {
      return override.areaCode !== inForce[index - 1]?.areaCode;
    });
    const narrowest = latestPerArea.find((override) => override.value !== null);
    return narrowest ? { value: narrowest.value, version: `override:${narrowest.overrideId}` } : null;
  }

  #listOf(key: string): PolicyOverride[] {
    const list = this.#overrides.get(key) ?? [];
    this.#overrides.set(key, list);
    return list;
  }
}

function asReadable(override: PolicyOverride): PolicyOverride | null {
  const policy = findPolicy(override.policyKey);
  if (!policy || !findPolicyLevel(override.areaCode) || !isDay(override.effectiveFrom)) return null;
  if (override.value === null) return override;
  try {
    return { ...override, value: parseValue(policy, override.value) };
  } catch {
    return null;
  }
}

function defaultOf(policy: PolicyDefinition, day: string): PolicyValue<unknown> {
  const inForce = policy.defaults.findLast(({ from }) => from <= day);
  if (!inForce) throw new PolicyNotInForceError(policy.key, day);
  return { value: inForce.value, version: `default:${inForce.from}` };
}

/** Areas in force over one place are prefixes of one another, so length orders them and groups each area's rows. */
function narrowestAndLatestFirst(a: PolicyOverride, b: PolicyOverride): number {
  return (
    b.areaCode.length - a.areaCode.length ||
    compareText(a.areaCode, b.areaCode) ||
    compareText(b.effectiveFrom, a.effectiveFrom) ||
    compareText(b.overrideId, a.overrideId)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
