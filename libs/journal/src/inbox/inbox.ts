import { createHash } from 'node:crypto';
import { Actor } from '@lianxin/access';
import { envelopeSchema, EVENTS } from '@lianxin/contracts';
import type { EventEnvelope } from '@lianxin/contracts';
import type { Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { EventConsumer } from './consumer.js';
import { PredecessorMissingError } from './consumer.js';
import { ADVANCE, parseJson } from './inbox-place.js';
import type { IncomingMessage } from '../transport/transport.js';

/** The message itself is at fault: trying again cannot help. */
export class UnreadableMessageError extends Error {
  override readonly name = 'UnreadableMessageError';
}

const PLACE = `SELECT sequence, event_id FROM inbox_sequence WHERE consumer = $1 AND aggregate_id = $2`;

/** Applies messages for one consumer: each event in a transaction, exactly once, in the order of its aggregate. */
export class Inbox {
  private readonly system: Actor;

  constructor(
    private readonly database: Database,
    private readonly consumer: EventConsumer,
  ) {
    this.system = Actor.system(systemSubject(consumer.name), { correlationId: consumer.name });
  }

  /** Applies all messages in one transaction; if one cannot be applied, none is. */
  async apply(messages: readonly IncomingMessage[]): Promise<void> {
    const events = messages.map(readEnvelope);
    const applied: EventEnvelope[] = [];
    await this.database.write(this.system, async (tx) => {
      for (const event of events) if (await this.applyOne(tx, event)) applied.push(event);
    });
    this.consumer.afterCommit?.(applied);
  }

  /** @returns whether it was new */
  private async applyOne(tx: EntityManager, event: EventEnvelope): Promise<boolean> {
    if (!(await this.advance(tx, event))) return false;
    const handler = this.consumer.handlers.find(({ definition }) => definition.type === event.type);
    const origin = { correlationId: event.correlationid, causationId: event.id };
    await handler?.handle({ tx, event, actor: Actor.system(this.system.subject, origin) });
    return true;
  }

  private async advance(tx: EntityManager, event: EventEnvelope): Promise<boolean> {
    const key = [this.consumer.name, event.subject];
    const advanced = await tx.query<unknown[]>(ADVANCE, [...key, event.sequence, event.id]);
    if (advanced.length > 0) return true;
    const [place] = await tx.query<{ sequence: number; event_id: string }[]>(PLACE, key);
    if (!place || place.sequence < event.sequence)
      throw new PredecessorMissingError(event.subject, event.sequence);
    if (place.sequence === event.sequence && place.event_id !== event.id) {
      throw new UnreadableMessageError(
        `sequence ${event.sequence} of ${event.subject} was already taken by another event`,
      );
    }
    return false;
  }
}

/** @throws UnreadableMessageError for what no producer of this platform would have sent */
export function readEnvelope(message: IncomingMessage): EventEnvelope {
  const envelope = envelopeSchema.safeParse(parseJson(message.value));
  if (!envelope.success)
    throw new UnreadableMessageError(`not a CloudEvent of this platform: ${faultOf(envelope.error)}`);
  const event = envelope.data as EventEnvelope;
  const definition = EVENTS.get(event.type);
  if (!definition) throw new UnreadableMessageError(`unknown event type ${event.type}`);
  if (definition.topic !== message.topic)
    throw new UnreadableMessageError(`${event.type} does not belong on ${message.topic}`);
  if (event.subject !== message.key)
    throw new UnreadableMessageError('the message key is not the aggregate of the event');
  const data = definition.schema.safeParse(event.data);
  if (!data.success)
    throw new UnreadableMessageError(`payload does not match ${event.type}: ${faultOf(data.error)}`);
  return event;
}

/** Where the fault is, without the value, which nobody vouches for. */
function faultOf(error: { issues: readonly { path: PropertyKey[]; code?: string | undefined }[] }): string {
  return error.issues
    .map((issue) => `${issue.path.join('.') || 'value'} ${issue.code ?? 'invalid'}`)
    .join(', ');
}

/** A stable UUID for the platform acting as this consumer. */
export function systemSubject(name: string): string {
  const hex = createHash('sha256').update(`lianxin:${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
