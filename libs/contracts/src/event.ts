import { z } from 'zod';
import { withUnknownFields } from './unknown-fields.js';
import type { UnknownFields } from './unknown-fields.js';

/** A kind of event as its producer publishes it. Payloads hold ids and codes: no names, no free text, no care category. */
export interface EventDefinition<Data = unknown> {
  /** Past tense, e.g. `GridEventDispatched`. */
  readonly name: string;
  /** `<service>.<name>.v<version>`: the CloudEvents type. */
  readonly type: string;
  readonly service: string;
  readonly aggregate: string;
  /** `<service>.<aggregate>`: where the event travels, with the aggregate's id as key. */
  readonly topic: string;
  /** What its producer may write: a field nobody agreed on is refused, however deep. */
  readonly schema: z.ZodType<Data>;
  /** What its readers take: a field that was agreed on after they were built is dropped, all else is the same. */
  readonly readSchema: z.ZodType<Data>;
}

/** An event on the wire: CloudEvents 1.0 in JSON with this platform's extensions. */
export interface EventEnvelope<Data = unknown> {
  readonly specversion: '1.0';
  /** UUIDv7 of the journal entry. */
  readonly id: string;
  /** `/lianxin/<service>` */
  readonly source: string;
  readonly type: string;
  /** When it happened, RFC 3339. Decides nothing. */
  readonly time: string;
  /** The aggregate's id, which is also the message key. */
  readonly subject: string;
  readonly datacontenttype: 'application/json';
  /** 1, 2, 3 … without gap within the aggregate. */
  readonly sequence: number;
  /** 1, 2, 3 … without gap within the producing service. */
  readonly position: number;
  readonly areacode: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly data: Data;
}

export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().startsWith('/lianxin/'),
  type: z.string().regex(/^[a-z-]+\.[A-Za-z]+\.v\d+$/),
  time: z.iso.datetime(),
  subject: z.string().min(1).max(64),
  datacontenttype: z.literal('application/json'),
  sequence: z.int().positive(),
  position: z.int().positive(),
  areacode: z.string().regex(/^\d{0,17}$/),
  correlationid: z.string().min(1).max(64),
  causationid: z.string().max(64).optional(),
  data: z.unknown(),
});

export interface EventProducer {
  readonly service: string;
  readonly aggregate: string;
}

/** Declares version 1 (unless told otherwise) of an event. */
export function defineEvent<Shape extends z.ZodRawShape>(
  producer: EventProducer,
  name: string,
  shape: Shape,
  version = 1,
): EventDefinition<z.infer<z.ZodObject<Shape>>> {
  const { service, aggregate } = producer;
  const payload = z.object(shape);
  const payloadWith = (answer: UnknownFields) =>
    withUnknownFields(payload, answer) as unknown as z.ZodType<z.infer<z.ZodObject<Shape>>>;
  return {
    name,
    type: `${service}.${name}.v${version}`,
    service,
    aggregate,
    topic: `${service}.${aggregate}`,
    schema: payloadWith('refused'),
    readSchema: payloadWith('dropped'),
  };
}
