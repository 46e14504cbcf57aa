import type { Role } from '@lianxin/access';
import type { AREA_LEVELS, COMMITTEE_KINDS } from '@lianxin/contracts';
import type { PolicyShape } from './policy-shape.js';

/** The id of a rule in docs/rules.md. */
export type RuleId = `S${0 | 1 | 2 | 3 | 4}-${number}`;

/** Where a value may hold: the levels of areas, and the grids below them. */
export type PolicyLevel = (typeof AREA_LEVELS)[number] | 'GRID' | 'MICRO_GRID';

/** Whose committee runs a village; a rule may bind one kind alone. */
export type BoundCommittee = (typeof COMMITTEE_KINDS)[number];

export interface PolicyDefinition<Key extends string = string, Value = unknown> {
  readonly key: Key;
  /** What the number counts, for display: `households`, `characters`, `working or calendar days`. */
  readonly unit: string;
  readonly shape: PolicyShape<Value>;
  /** Dated values, oldest first; each holds from its day (`YYYY-MM-DD`, Asia/Shanghai) until the next one's. */
  readonly defaults: readonly { readonly from: string; readonly value: NoInfer<Value> }[];
  /** The rule that states the number, or `ours` where the sources are silent. */
  readonly source: RuleId | 'ours';
  /** The rules that call for the number and leave it open. */
  readonly serves: readonly RuleId[];
  readonly binds: BoundCommittee | 'BOTH';
  /** Which roles may set another value for an area, and for areas of which levels. */
  readonly overridableBy: readonly { readonly role: `${Role}`; readonly levels: readonly PolicyLevel[] }[];
  readonly floor?: NoInfer<Value>;
  readonly ceiling?: NoInfer<Value>;
  readonly description: { readonly en: string; readonly zh: string };
}

/**
 * Declares a regulation value. Throws at load time if a default does not fit its shape or its bounds,
 * or the defaults are not in order, so that a wrong number cannot start a service.
 */
export function definePolicy<const Key extends string, Value>(
  definition: PolicyDefinition<Key, Value>,
): PolicyDefinition<Key, Value> {
  const { key, defaults, shape } = definition;
  if (defaults.length === 0) throw new Error(`Policy ${key} has no default`);
  defaults.forEach(({ from, value }, index) => {
    const previous = defaults[index - 1];
    if (previous && previous.from >= from) throw new Error(`Policy ${key}: defaults are not oldest first`);
    if (!shape.schema.safeParse(value).success)
      throw new Error(`Policy ${key}: malformed default of ${from}`);
    if (!isWithinBounds(definition, value))
      throw new Error(`Policy ${key}: default of ${from} out of bounds`);
  });
  return definition;
}

/** Whether every number in the value lies between the floor's and the ceiling's, both included. */
export function isWithinBounds<Value>(definition: PolicyDefinition<string, Value>, value: Value): boolean {
  const { floor, ceiling, shape } = definition;
  const measures = shape.measures(value);
  const lowest = floor === undefined ? [] : shape.measures(floor);
  const highest = ceiling === undefined ? [] : shape.measures(ceiling);
  return measures.every((measure, index) => {
    return measure >= (lowest[index] ?? -Infinity) && measure <= (highest[index] ?? Infinity);
  });
}
