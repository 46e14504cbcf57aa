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
  readonly handle: (delivery: Delivery<unknown>) => Promise<void>;
}

/** Names the event and what is done about it. */
export function on<Data>(
  definition: EventDefinition<Data>,
  handle: (delivery: Delivery<Data>) => Promise<void>,
): EventHandler {
  return { definition, handle: (delivery) => handle(delivery as Delivery<Data>) };
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
