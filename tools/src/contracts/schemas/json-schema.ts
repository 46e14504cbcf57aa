import { z } from 'zod';

/** The part of JSON Schema (draft 07) that the schemas of events make use of. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly deprecated?: boolean;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

export const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/** Formats say enough where zod means just them; its regular expressions differ from release to release. */
const PLAIN_FORMATS = new Set(
  [z.uuid(), z.iso.date(), z.iso.datetime()].map((schema) => {
    const { format, pattern } = z.toJSONSchema(schema);
    return `${format} ${pattern}`;
  }),
);

/** The JSON Schema of what `schema` takes. Its objects are open: readers pass over fields they do not know. */
export function jsonSchemaOf(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (PLAIN_FORMATS.has(`${jsonSchema.format} ${jsonSchema.pattern}`)) delete jsonSchema.pattern;
    },
  });
  return rest as JsonSchema;
}
