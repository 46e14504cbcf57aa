import { envelopeSchema, type EventDefinition } from '@lianxin/contracts';
import { exampleOf } from './example.js';
import { DRAFT_07, jsonSchemaOf, type JsonSchema } from './json-schema.js';

/** The whole message of one event version, as it is published: envelope, payload, and where it travels. */
export interface PublishedSchema extends JsonSchema {
  readonly title: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly 'x-topic': string;
  readonly 'x-aggregate': string;
}

export const envelopeJsonSchema = (): JsonSchema => jsonSchemaOf(envelopeSchema);

export const payloadJsonSchema = ({ readSchema }: EventDefinition): JsonSchema => jsonSchemaOf(readSchema);

/** What the envelope says about one event and not about others. */
export const markersOf = ({ type, service }: EventDefinition): Record<string, JsonSchema> => ({
  type: { const: type },
  source: { const: `/lianxin/${service}` },
});

export function publishedSchemaOf(event: EventDefinition): PublishedSchema {
  const envelope = envelopeJsonSchema();
  const schema = {
    $schema: DRAFT_07,
    $id: `urn:lianxin:event:${event.type}`,
    title: event.type,
    description: event.description,
    ...(event.isRetired && { deprecated: true }),
    'x-topic': event.topic,
    'x-aggregate': event.aggregate,
    ...envelope,
    properties: { ...envelope.properties, ...markersOf(event), data: payloadJsonSchema(event) },
  };
  return { ...schema, examples: [exampleOf(schema)] };
}
