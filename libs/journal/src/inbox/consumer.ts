import type { Actor } from '@lianxin/access';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import type { EntityManager } from 'typeorm';

/** An event as its consumer gets it, with the transaction that everything it causes belongs to. */
export interface Delivery<Data> {
  readonly tx: EntityManager;
  readonly event: EventEnvelope<Data>;
  /** The platform itself, acting because of this event. */
  readonly actor: Actor;
}

/** What is done about one kind of event, or about several that are kept together. */
export interface EventHandler {
  readonly definitions: readonly EventDefinition[];
  /** Gets events that follow each other, in their order and in one transaction. */
  readonly handle: (tx: EntityManager, deliveries: readonly Delivery<unknown>[]) => Promise<void>;
}

/** Names the event and what is done about it. */
export function on<Data>(
  definition: EventDefinition<Data>,
  handle: (delivery: Delivery<Data>) => Promise<void>,
): EventHandler {
  return onAll([definition], async (_tx, deliveries) => {
    for (const delivery of deliveries) await handle(delivery);
  });
}

/** The same for what can be done about many events at once, such as writing all their rows with one statement. */
export function onAll<Data>(
  definitions: readonly EventDefinition<Data>[],
  handle: (tx: EntityManager, deliveries: readonly Delivery<Data>[]) => Promise<void>,
): EventHandler {
  return { definitions, handle: (tx, deliveries) => handle(tx, deliveries as readonly Delivery<Data>[]) };
}

/** Turns events into commands of its own service. Its handlers run at least once, with effect exactly once. */
export abstract class EventConsumer {
  /** `<service>.<what it keeps>`: names its group and its place in every stream. */
  abstract readonly name: string;
  abstract readonly handlers: readonly EventHandler[];

  /** Where its events come from. */
  get topics(): string[] {
    const definitions = this.handlers.flatMap((handler) => handler.definitions);
    return [...new Set(definitions.map(({ topic }) => topic))].sort();
  }

  /** Called after the effects of a batch are committed, e.g. to drop what is cached. */
  afterCommit?(events: readonly EventEnvelope[]): void;
}

/**
 * Thrown by a handler that needs something which has not arrived yet, such as an area: the event waits, and with it
 * only the later events of its own aggregate.
 */
export class NotYetKnownError extends Error {
  constructor(what: string) {
    super(`${what} is not known here yet`);
    this.name = NotYetKnownError.name;
  }
}

/** The event before this one has not been applied: nothing but its coming can help. */
export class PredecessorMissingError extends NotYetKnownError {
  constructor(sequence: number) {
    super(`the event before sequence ${sequence} of its aggregate`);
    this.name = PredecessorMissingError.name;
  }
}
