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

export interface EventHandler {
  readonly definition: EventDefinition;
  /** Gets events of one kind that follow each other, in their order and in one transaction. */
  readonly handle: (deliveries: readonly Delivery<unknown>[]) => Promise<void>;
}

/** Names the event and what is done about it. */
export function on<Data>(
  definition: EventDefinition<Data>,
  handle: (delivery: Delivery<Data>) => Promise<void>,
): EventHandler {
  return onAll(definition, async (deliveries) => {
    for (const delivery of deliveries) await handle(delivery);
  });
}

/** The same for what can be done about many events at once, such as copying them with one statement. */
export function onAll<Data>(
  definition: EventDefinition<Data>,
  handle: (deliveries: readonly Delivery<Data>[]) => Promise<void>,
): EventHandler {
  return { definition, handle: (deliveries) => handle(deliveries as readonly Delivery<Data>[]) };
}

/** Turns events into commands of its own service. Its handlers run at least once, with effect exactly once. */
export abstract class EventConsumer {
  /** `<service>.<what it keeps>`: names its group and its place in every stream. */
  abstract readonly name: string;
  abstract readonly handlers: readonly EventHandler[];

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
