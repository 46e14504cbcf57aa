import type { EventDefinition } from '@lianxin/contracts';
import { exampleOf } from './schemas/example.js';
import type { JsonSchema } from './schemas/json-schema.js';
import {
  envelopeJsonSchema,
  markersOf,
  payloadJsonSchema,
  publishedSchemaOf,
} from './schemas/published-schema.js';

/** Who reads the events of which services. */
export interface Consumer {
  readonly name: string;
  readonly consumes: readonly string[];
}

interface Reference {
  readonly $ref: string;
}

const TITLE = 'Lianxin (连心) events';
const DESCRIPTION = `What happened in the grassroots services, as they tell each other on Apache Kafka (and on one machine through the
embedded log, with the same messages). Every message is a CloudEvent 1.0 in JSON (structured mode). Its key is the aggregate's id, so
what happens to one aggregate stays in order; delivery is at least once, \`id\` tells duplicates and \`sequence\` gaps. Readers pass over
fields they do not know: a published version gains optional fields and nothing else. No personal data, no free text, no care category.
Internal topics are for the services alone; departments have topics of their own, see docs/subscribing.md.`;

const CONTENT_TYPE = 'application/cloudevents+json';
const KAFKA_BINDING = '0.5.0';

/** The AsyncAPI 3 document of all events: topics as channels, who sends and who receives. */
export function asyncApiOf(
  events: readonly EventDefinition[],
  consumers: readonly Consumer[],
  version: string,
) {
  const topics = [...new Set(events.map(({ topic }) => topic))].sort();
  const eventsOf = (topic: string): EventDefinition[] => events.filter((event) => event.topic === topic);
  return {
    asyncapi: '3.0.0',
    id: 'urn:lianxin:events',
    info: infoOf(version, events),
    defaultContentType: CONTENT_TYPE,
    servers: { kafka: server },
    channels: Object.fromEntries(topics.map((topic) => [topic, channelOf(topic, eventsOf(topic))])),
    operations: Object.fromEntries(
      topics.flatMap((topic) => operationsOf(topic, eventsOf(topic), consumers)),
    ),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, messageOf(event)])),
      schemas: {
        envelope: { title: 'CloudEvents 1.0 envelope', ...envelopeJsonSchema() },
        ...Object.fromEntries(events.map((event) => [event.type, payloadJsonSchema(event)])),
      },
      securitySchemes: {
        scram: { type: 'scramSha512', description: 'One user for each service; see docs/kafka.md.' },
      },
    },
  };
}

export type AsyncApiDocument = ReturnType<typeof asyncApiOf>;

const infoOf = (version: string, events: readonly EventDefinition[]) => ({
  title: TITLE,
  version,
  description: DESCRIPTION.replaceAll('\n', ' '),
  contact: { name: 'The maintainers of the platform' },
  license: { name: 'UNLICENSED' },
  tags: [...new Set(events.map(({ service }) => service))].map((service) => ({ name: service })),
});

const server = {
  host: '{host}:{port}',
  protocol: 'kafka-secure',
  description: 'Apache Kafka of the county: SASL/SCRAM, each service writes its own topics alone.',
  variables: {
    host: { default: 'kafka', description: 'As KAFKA_BROKERS says.' },
    port: { default: '9092', description: 'As KAFKA_BROKERS says.' },
  },
  security: [{ $ref: '#/components/securitySchemes/scram' }],
};

const channelOf = (topic: string, events: readonly EventDefinition[]) => ({
  address: topic,
  title: topic,
  description: `What happens to each ${events[0]?.aggregate ?? topic} of ${events[0]?.service ?? topic}, in order per key.`,
  servers: [{ $ref: '#/servers/kafka' }],
  messages: Object.fromEntries(events.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
  bindings: { kafka: { topic, bindingVersion: KAFKA_BINDING } },
});

function operationsOf(topic: string, events: readonly EventDefinition[], consumers: readonly Consumer[]) {
  const service = events[0]?.service ?? '';
  const written = events.filter(({ isRetired }) => !isRetired);
  const readers = consumers.filter(({ consumes }) => consumes.includes(service));
  return [
    ...(written.length > 0 ? [[`${service}.send.${topic}`, sendOf(topic, service, written)]] : []),
    ...readers.map(({ name }) => [`${name}.receive.${topic}`, receiveOf(topic, name, events)]),
  ] as [string, object][];
}

const sendOf = (topic: string, service: string, events: readonly EventDefinition[]) => ({
  action: 'send',
  summary: `${service} tells what happened, from its journal.`,
  tags: [{ name: service }],
  channel: channelReference(topic),
  messages: messageReferences(topic, events),
});

const receiveOf = (topic: string, consumer: string, events: readonly EventDefinition[]) => ({
  action: 'receive',
  summary: `${consumer} acts upon it; retired versions stay readable.`,
  tags: [{ name: consumer }],
  channel: channelReference(topic),
  messages: messageReferences(topic, events),
  bindings: {
    kafka: {
      groupId: { type: 'string', pattern: `^${consumer}\\.` },
      bindingVersion: KAFKA_BINDING,
    },
  },
});

const channelReference = (topic: string): Reference => ({ $ref: `#/channels/${topic}` });
const messageReferences = (topic: string, events: readonly EventDefinition[]): Reference[] =>
  events.map(({ type }) => ({ $ref: `#/channels/${topic}/messages/${type}` }));

function messageOf(event: EventDefinition) {
  const payload: JsonSchema = {
    allOf: [
      { $ref: '#/components/schemas/envelope' },
      {
        type: 'object',
        properties: { ...markersOf(event), data: { $ref: `#/components/schemas/${event.type}` } },
        required: ['type', 'source', 'data'],
      },
    ],
  };
  return {
    name: event.type,
    title: event.name,
    summary: event.description,
    tags: [{ name: event.service }, ...(event.isRetired ? [{ name: 'retired' }] : [])],
    contentType: CONTENT_TYPE,
    payload,
    bindings: {
      kafka: {
        key: { type: 'string', description: "The aggregate's id, as in `subject`." },
        bindingVersion: KAFKA_BINDING,
      },
    },
    examples: [{ name: event.name, payload: exampleOf(publishedSchemaOf(event)) }],
  };
}
