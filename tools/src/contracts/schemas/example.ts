import type { JsonSchema } from './json-schema.js';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '01920000-0000-7000-8000-000000000001',
  date: '2026-03-02',
  'date-time': '2026-03-02T02:00:00.000Z',
};

const BY_TYPE: Readonly<Record<string, unknown>> = {
  string: 'example',
  integer: 1,
  number: 1,
  boolean: true,
  null: null,
};

const isList = (items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] =>
  Array.isArray(items);

/**
 * A value that the schema takes, the same every time.
 * @throws Error where a pattern stands without an example of its own
 */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.examples) return schema.examples[0];
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return exampleOf(schema.anyOf[0] ?? {});
  if (schema.format) return BY_FORMAT[schema.format];
  if (schema.pattern) throw new Error(`Give ${schema.pattern} an example in libs/contracts/src/fields.ts`);
  if (schema.type === 'object') return exampleObject(schema);
  if (schema.type === 'array') return exampleList(schema);
  return BY_TYPE[[schema.type ?? 'string'].flat()[0] ?? 'string'];
}

const exampleObject = ({ properties = {} }: JsonSchema): unknown =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, exampleOf(property)]));

function exampleList({ items = {} }: JsonSchema): unknown[] {
  return isList(items) ? items.map(exampleOf) : [exampleOf(items)];
}
