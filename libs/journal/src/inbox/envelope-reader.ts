import { envelopeSchema, EVENTS } from '@lianxin/contracts';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import { parseJson } from './inbox-place.js';
import { UnreadableMessageError } from './reasons.js';
import { MAX_MESSAGE_BYTES } from '../transport/transport.js';
import type { IncomingMessage } from '../transport/transport.js';

/** The largest number that the column of a sequence holds. */
const MAX_SEQUENCE = 2_147_483_647;
const MAX_FAULTS_TOLD = 5;
const TYPE_WORTH_TELLING = /^[a-z-]{1,40}\.[A-Za-z]{1,60}\.v\d{1,4}$/;

interface Faults {
  readonly issues: readonly { path: PropertyKey[]; code?: string | undefined }[];
}

/**
 * Reads tolerantly: what was added to a payload after this reader was built is dropped.
 * @throws UnreadableMessageError for what no producer of this platform would have sent
 */
export function readEnvelope(message: IncomingMessage): EventEnvelope {
  if (Buffer.byteLength(message.value) > MAX_MESSAGE_BYTES)
    throw new UnreadableMessageError('OVERSIZED', `larger than ${MAX_MESSAGE_BYTES} bytes`);
  const content = parseJson(message.value);
  const definition = definitionOf(content);
  const envelope = envelopeSchema.safeParse(content);
  if (!envelope.success) throw faultOfEnvelope(envelope.error);
  const event = envelope.data as EventEnvelope;
  if (event.sequence > MAX_SEQUENCE || event.subject.includes('\0')) throw notOfThisPlatform('out of range');
  requirePlace(event, definition, message);
  const data = definition.readSchema.safeParse(event.data);
  if (!data.success)
    throw new UnreadableMessageError(
      'SCHEMA_MISMATCH',
      `payload does not match ${event.type}: ${faultOf(data.error)}`,
    );
  return { ...event, data: data.data };
}

export function isReadable(message: IncomingMessage): boolean {
  try {
    return readEnvelope(message) !== undefined;
  } catch {
    return false;
  }
}

/** Looked up before the envelope is checked: a later version of it is unknown rather than broken. */
function definitionOf(content: unknown): EventDefinition {
  const type: unknown = typeof content === 'object' && content !== null && 'type' in content && content.type;
  if (typeof type !== 'string') throw notOfThisPlatform('value invalid_type');
  const definition = EVENTS.get(type);
  if (definition) return definition;
  const told = TYPE_WORTH_TELLING.test(type) ? ` ${type}` : '';
  throw new UnreadableMessageError('UNKNOWN_TYPE', `unknown event type${told}`);
}

/** The right topic, producer and key for its type. */
function requirePlace(event: EventEnvelope, definition: EventDefinition, message: IncomingMessage): void {
  if (definition.topic !== message.topic)
    throw new UnreadableMessageError('WRONG_TOPIC', `${event.type} does not belong on ${message.topic}`);
  if (event.source !== `/lianxin/${definition.service}`)
    throw new UnreadableMessageError('FORGED_PRODUCER', `${event.type} is not its source's to send`);
  if (event.subject !== message.key)
    throw new UnreadableMessageError('WRONG_KEY', 'the message key is not the aggregate of the event');
}

function faultOfEnvelope(error: Faults): UnreadableMessageError {
  const isForged = error.issues.every(({ path }) => path[0] === 'source');
  if (isForged)
    return new UnreadableMessageError('FORGED_PRODUCER', 'its source is no service of this platform');
  return notOfThisPlatform(faultOf(error));
}

const notOfThisPlatform = (fault: string): UnreadableMessageError =>
  new UnreadableMessageError('UNPARSABLE', `not a CloudEvent of this platform: ${fault}`);

/** Where the fault is, without the value, which nobody vouches for. */
function faultOf(error: Faults): string {
  return error.issues
    .slice(0, MAX_FAULTS_TOLD)
    .map((issue) => `${issue.path.join('.') || 'value'} ${issue.code ?? 'invalid'}`)
    .join(', ');
}
