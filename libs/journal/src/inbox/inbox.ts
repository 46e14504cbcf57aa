import { createHash } from 'node:crypto';
import { Actor } from '@lianxin/access';
import type { EventEnvelope } from '@lianxin/contracts';
import type { Clock, Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { Delivery, EventConsumer, EventHandler } from './consumer.js';
import { readEnvelope } from './envelope-reader.js';
import { flagFuture } from './future-events.js';
import { InboxPlaces } from './inbox-places.js';
import type { IncomingMessage } from '../transport/transport.js';

interface Run {
  readonly handler: EventHandler;
  readonly events: EventEnvelope[];
}

/** Applies messages for one consumer: each event in a transaction, exactly once, in the order of its aggregate. */
export class Inbox {
  private readonly system: Actor;
  private readonly places: InboxPlaces;
  private readonly handlers: ReadonlyMap<string, EventHandler>;

  constructor(
    private readonly database: Database,
    private readonly consumer: EventConsumer,
    private readonly clock: Clock,
  ) {
    this.system = Actor.system(systemSubject(consumer.name), { correlationId: consumer.name });
    this.places = new InboxPlaces(consumer.name);
    this.handlers = new Map(
      consumer.handlers.flatMap((handler) => handler.definitions.map(({ type }) => [type, handler])),
    );
  }

  /**
   * Applies all messages in one transaction; if one cannot be applied, none is.
   * @param held whether a message whose key is held up by one set aside is tried like any other, or fails the batch
   */
  async apply(messages: readonly IncomingMessage[], held: 'try held' | 'fail if held'): Promise<void> {
    const received = messages.map((message) => ({
      ...{ topic: message.topic, value: message.value },
      event: readEnvelope(message),
    }));
    const applied = await this.database.write(this.system, async (tx) => {
      const fresh = await this.places.advance(tx, received, held);
      const events = received.map(({ event }) => event).filter((event) => fresh.has(event));
      for (const run of this.runsOf(events)) await run.handler.handle(tx, this.deliveriesOf(tx, run.events));
      return events;
    });
    flagFuture(this.consumer.name, applied, this.clock.now());
    this.consumer.afterCommit?.(applied);
  }

  /** Events of one handler that follow each other. */
  private runsOf(events: readonly EventEnvelope[]): Run[] {
    const runs: Run[] = [];
    for (const event of events) {
      const handler = this.handlers.get(event.type);
      if (handler && runs.at(-1)?.handler === handler) runs.at(-1)?.events.push(event);
      else if (handler) runs.push({ handler, events: [event] });
    }
    return runs;
  }

  private deliveriesOf(tx: EntityManager, events: readonly EventEnvelope[]): Delivery<unknown>[] {
    return events.map((event) => {
      const origin = { correlationId: event.correlationid, causationId: event.id };
      return { tx, event, actor: Actor.system(this.system.subject, origin) };
    });
  }
}

/** A stable UUID for the platform acting as this consumer. */
export function systemSubject(name: string): string {
  const hex = createHash('sha256').update(`lianxin:${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
