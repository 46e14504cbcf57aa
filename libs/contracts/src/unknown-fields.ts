import { z } from 'zod';

/** What a schema does with a field that it does not name. */
export type UnknownFields = 'refused' | 'dropped';

type Schema = z.core.$ZodType;

const LEAVES = new Set(['string', 'number', 'boolean', 'null', 'literal', 'enum', 'unknown', 'any', 'never']);

/**
 * The same schema with one answer to unknown fields, in every object inside it; rules (`refine`, `max` …) stay.
 * @throws Error on a kind of schema that an event has no use for, since its insides would be left as they are
 */
export function withUnknownFields(schema: Schema, answer: UnknownFields): Schema {
  const inside = (inner: Schema): Schema => withUnknownFields(inner, answer);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return remade(schema, {
        shape: Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, inside(field)])),
        catchall: answer === 'refused' ? z.never() : undefined,
      });
    case 'array':
      return remade(schema, { element: inside(def.element) });
    case 'tuple':
      return remade(schema, { items: def.items.map(inside), rest: def.rest && inside(def.rest) });
    case 'record':
      return remade(schema, { valueType: inside(def.valueType) });
    case 'union':
      return remade(schema, { options: def.options.map(inside) });
    case 'optional':
    case 'nullable':
    case 'readonly':
      return remade(schema, { innerType: inside(def.innerType) });
    default:
      if (LEAVES.has(def.type)) return schema;
      throw new Error(`Payloads are plain data: ${def.type} has no place in an event`);
  }
}

const remade = (schema: Schema, changes: Record<string, unknown>): Schema =>
  z.core.clone(schema, { ...schema._zod.def, ...changes });
