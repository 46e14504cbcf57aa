import { createHash } from 'node:crypto';
import { Actor } from '@lianxin/access';
import type { EventEnvelope } from '@lianxin/contracts';
import type { Clock, Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { EventConsumer } from './consumer.js';
import { PredecessorMissingError } from './consumer.js';
import { readEnvelope } from './envelope-reader.js';
import { flagFuture } from './future-events.js';
import { ADVANCE, PLACE } from './inbox-place.js';
import { UnreadableMessageError } from './reasons.js';
import type { IncomingMessage } from '../transport/transport.js';

interface Received {
  readonly topic: string;
  readonly event: EventEnvelope;
}

/** Applies messages for one consumer: each event in a transaction, exactly once, in the order of its aggregate. */
export class Inbox {
  private readonly system: Actor;

  constructor(
    private readonly database: Database,
    private readonly consumer: EventConsumer,
    private readonly clock: Clock,
  ) {
    this.system = Actor.system(systemSubject(consumer.name), { correlationId: consumer.name });
  }

  /** Applies all messages in one transaction; if one cannot be applied, none is. */
  async apply(messages: readonly IncomingMessage[]): Promise<void> {
    const received = messages.map((message) => ({ topic: message.topic, event: readEnvelope(message) }));
    const applied: EventEnvelope[] = [];
    await this.database.write(this.system, async (tx) => {
      for (const each of received) if (await this.applyOne(tx, each)) applied.push(each.event);
    });
    flagFuture(this.consumer.name, applied, this.clock.now());
    this.consumer.afterCommit?.(applied);
  }

  /** @returns whether it was new */
  private async applyOne(tx: EntityManager, received: Received): Promise<boolean> {
    if (!(await this.advance(tx, received))) return false;
    const { event } = received;
    const handler = this.consumer.handlers.find(({ definition }) => definition.type === event.type);
    const origin = { correlationId: event.correlationid, causationId: event.id };
    await handler?.handle({ tx, event, actor: Actor.system(this.system.subject, origin) });
    return true;
  }

  private async advance(tx: EntityManager, { topic, event }: Received): Promise<boolean> {
    const place = [this.consumer.name, topic, event.subject, event.sequence];
    const advanced = await tx.query<unknown[]>(ADVANCE, [...place, event.id]);
    if (advanced.length > 0) return true;
    const [reached] = await tx.query<{ sequence: number; event_id: string | null }[]>(PLACE, place);
    if (!reached || reached.sequence < event.sequence) throw new PredecessorMissingError(event.sequence);
    const taken = reached.event_id ?? event.id;
    if (taken !== event.id) {
      const told = `sequence ${event.sequence} of its aggregate was already taken by another event`;
      throw new UnreadableMessageError('SEQUENCE_TAKEN', told);
    }
    return false;
  }
}

/** A stable UUID for the platform acting as this consumer. */
export function systemSubject(name: string): string {
  const hex = createHash('sha256').update(`lianxin:${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
