import { z } from 'zod';
import { areaCode } from './fields.js';
import { hiddenRulesIn } from './hidden-rules.js';
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
  /** What happened, for whoever reads the published document. */
  readonly description: string;
  /** Written no more; what was written stays readable for good. */
  readonly isRetired: boolean;
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
  id: z.uuid().describe('UUIDv7 of the journal entry; the same however often the message is sent.'),
  source: z.string().startsWith('/lianxin/').describe('The producing service.'),
  type: z
    .string()
    .regex(/^[a-z-]+\.[A-Za-z]+\.v\d+$/)
    .describe('`<service>.<event>.v<version>`.'),
  time: z.iso.datetime().describe('When it happened; decides nothing.'),
  subject: z.string().min(1).max(64).describe("The aggregate's id, which is also the message key."),
  datacontenttype: z.literal('application/json'),
  sequence: z.int().positive().describe('1, 2, 3 … without gap within the aggregate.'),
  position: z.int().positive().describe('1, 2, 3 … without gap within the producing service.'),
  areacode: areaCode.meta({
    description: 'The area concerned, by its code of that day; empty for what belongs to no area.',
    examples: ['361104111001'],
  }),
  correlationid: z.string().min(1).max(64).describe('What one request set off has one of these.'),
  causationid: z.string().max(64).optional().describe('The event that led to this one.'),
  data: z.unknown().describe('The payload, as the type says.'),
});

export interface EventProducer {
  readonly service: string;
  readonly aggregate: string;
}

export interface EventNotes {
  /** What happened, one sentence with the Chinese term. Every event of the catalogue has one. */
  readonly description?: string;
  readonly version?: number;
  /** Nobody may write it any more. */
  readonly isRetired?: boolean;
}

/**
 * Declares version 1 (unless told otherwise) of an event. A published version never changes but by optional fields.
 * @throws Error when the payload holds a rule that its published JSON Schema cannot show
 */
export function defineEvent<Shape extends z.ZodRawShape>(
  producer: EventProducer,
  name: string,
  shape: Shape,
  { description = '', version = 1, isRetired = false }: EventNotes = {},
): EventDefinition<z.infer<z.ZodObject<Shape>>> {
  const { service, aggregate } = producer;
  const payload = z.object(shape);
  const hidden = hiddenRulesIn(payload);
  if (hidden.length > 0) throw new Error(`Payloads are plain data, ${name} is not: ${hidden.join(', ')}`);
  const payloadWith = (answer: UnknownFields) =>
    withUnknownFields(payload, answer) as unknown as z.ZodType<z.infer<z.ZodObject<Shape>>>;
  return {
    name,
    type: `${service}.${name}.v${version}`,
    service,
    aggregate,
    topic: `${service}.${aggregate}`,
    description,
    isRetired,
    schema: isRetired ? z.never() : payloadWith('refused'),
    readSchema: payloadWith('dropped'),
  };
}
