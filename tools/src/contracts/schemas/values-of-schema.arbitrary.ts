import fc from 'fast-check';
import type { JsonSchema } from './json-schema.js';

const LONGEST_LIST = 5;
const LONGEST_TEXT = 64;

const instants = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const BY_FORMAT: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  date: instants.map((text) => text.slice(0, 10)),
  'date-time': instants,
};

/** Any value that the schema takes; lists and texts stay short. */
export function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valuesOf));
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  if (schema.format) return BY_FORMAT[schema.format] ?? fc.string();
  const { type } = schema;
  if (Array.isArray(type))
    return fc.oneof(...type.map((each: string) => valuesByType({ ...schema, type: each })));
  return valuesByType(schema);
}

function valuesByType(schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return objects(schema);
    case 'array':
      return lists(schema);
    case 'integer':
      return fc.integer({ min: least(schema), max: schema.maximum });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return fc.string({
        minLength: numberOf(schema, 'minLength', 0),
        maxLength: numberOf(schema, 'maxLength', LONGEST_TEXT),
      });
    default:
      return fc.jsonValue();
  }
}

function objects({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valuesOf(field)]),
  );
  return fc.record(fields, { requiredKeys: [...required] });
}

function lists(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { items = {} } = schema;
  if (Array.isArray(items)) return fc.tuple(...(items as readonly JsonSchema[]).map(valuesOf));
  const minLength = numberOf(schema, 'minItems', 0);
  const maxLength = Math.max(minLength, Math.min(numberOf(schema, 'maxItems', LONGEST_LIST), LONGEST_LIST));
  return fc.array(valuesOf(items as JsonSchema), { minLength, maxLength });
}

const least = (schema: JsonSchema): number | undefined =>
  'exclusiveMinimum' in schema ? numberOf(schema, 'exclusiveMinimum', 0) + 1 : schema.minimum;

const numberOf = (schema: JsonSchema, keyword: string, otherwise: number): number => {
  const value = schema[keyword];
  return typeof value === 'number' ? value : otherwise;
};
