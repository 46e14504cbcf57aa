import type { z } from 'zod';

/** What JSON Schema can say of a value. */
const SHOWN_CHECKS = new Set([
  ...[
    'min_length',
    'max_length',
    'length_equals',
    'less_than',
    'greater_than',
    'multiple_of',
    'number_format',
  ],
  'string_format',
]);
const SHOWN_FORMATS = new Set(['uuid', 'date', 'datetime', 'regex', 'starts_with']);

type Schema = z.core.$ZodType;

/** The fields of a check's or a schema's definition that may hold a rule of their own. */
interface Rule {
  readonly type?: string;
  readonly check?: string;
  readonly format?: string;
  readonly coerce?: boolean;
  readonly fn?: unknown;
  readonly pattern?: RegExp;
}

/**
 * Where a schema holds a rule that its JSON Schema does not show, such as `refine`, `trim` or `transform`: whoever reads the
 * published schema would keep to it and be parked all the same, and no comparison of schemas would see the rule change.
 */
export function hiddenRulesIn(schema: Schema, path = 'data'): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const own = [def as Rule, ...(def.checks ?? []).map((check) => check._zod.def as Rule)].filter(isHidden);
  return [
    ...own.map((rule) => `${path}: ${rule.format ?? rule.check ?? rule.type ?? ''}`),
    ...partsOf(def).flatMap(([name, part]) => hiddenRulesIn(part, `${path}${name}`)),
  ];
}

function isHidden({ type, check, format, coerce, fn, pattern }: Rule): boolean {
  if (type !== undefined && HIDDEN_TYPES.has(type)) return true;
  if (check !== undefined && !SHOWN_CHECKS.has(check)) return true;
  if (check === 'string_format' && !SHOWN_FORMATS.has(format ?? '')) return true;
  return coerce === true || fn !== undefined || (format === 'regex' && pattern?.flags !== '');
}

const HIDDEN_TYPES = new Set(['pipe', 'transform', 'custom', 'default', 'prefault', 'catch', 'lazy']);

function partsOf(def: z.core.$ZodTypes['_zod']['def']): [name: string, part: Schema][] {
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).map(([name, field]) => [`.${name}`, field]);
    case 'array':
      return [['[]', def.element]];
    case 'tuple':
      return [...def.items, ...(def.rest ? [def.rest] : [])].map((item, index) => [`[${index}]`, item]);
    case 'record':
      return [
        ['{}', def.keyType],
        ['{}', def.valueType],
      ];
    case 'union':
      return def.options.map((option, index) => [`|${index}`, option]);
    case 'optional':
    case 'nullable':
    case 'readonly':
      return [['', def.innerType]];
    default:
      return [];
  }
}
