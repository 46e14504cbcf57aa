import type { EventEnvelope } from '@lianxin/contracts';
import type { EntityManager } from 'typeorm';
import { PredecessorMissingError } from './consumer.js';
import {
  ADVANCE,
  ADVANCE_UNLESS_DISCARDED,
  ADVANCE_UNLESS_HELD,
  ADVANCE_UNLESS_HELD_OR_DISCARDED,
  DISCARDED,
  digestOf,
  PLACES,
} from './inbox-place.js';
import { UnreadableMessageError } from './reasons.js';

export interface Received {
  readonly topic: string;
  readonly event: EventEnvelope;
  /** The message as it came. */
  readonly value: string;
}

interface Reached {
  readonly topic: string;
  readonly aggregate_id: string;
  readonly sequence: number;
  readonly event_ids: readonly string[];
}

/** Events of one aggregate, in the order of arrival. */
interface Stretch {
  readonly topic: string;
  readonly aggregateId: string;
  readonly events: EventEnvelope[];
}

const STATEMENTS = {
  'try held': { first: ADVANCE_UNLESS_DISCARDED, looked: ADVANCE },
  'fail if held': { first: ADVANCE_UNLESS_HELD_OR_DISCARDED, looked: ADVANCE_UNLESS_HELD },
};

/** A consumer's place in each aggregate, moved for a whole batch with one statement when all of it is new and in order. */
export class InboxPlaces {
  constructor(private readonly consumer: string) {}

  /**
   * @returns which of the events are new here; the others were applied before, or discarded
   * @throws PredecessorMissingError, UnreadableMessageError when one of them cannot be applied
   */
  async advance(
    tx: EntityManager,
    received: readonly Received[],
    held: 'try held' | 'fail if held',
  ): Promise<Set<EventEnvelope>> {
    const { first, looked } = STATEMENTS[held];
    const stretches = stretchesOf(received);
    const regular = stretches.filter(isRegular);
    const moved = await this.move(tx, regular, first);
    const doubtful = stretches.filter((stretch) => !moved.has(placeKey(stretch.topic, stretch.aggregateId)));
    const rest = doubtful.length > 0 ? await this.newOf(tx, doubtful, received) : [];
    if (rest.length > 0 && (await this.move(tx, rest, looked)).size < rest.length)
      throw new Error('The place of an aggregate is held up, or was moved by somebody else meanwhile');
    const whole = stretches.filter((stretch) => !doubtful.includes(stretch));
    return new Set([...whole, ...rest].flatMap(({ events }) => events));
  }

  private async move(
    tx: EntityManager,
    stretches: readonly Stretch[],
    statement: string,
  ): Promise<Set<string>> {
    if (stretches.length === 0) return new Set();
    const moved = await tx.query<Reached[]>(statement, [
      this.consumer,
      stretches.map(({ topic }) => topic),
      stretches.map(({ aggregateId }) => aggregateId),
      stretches.map(({ events }) => events.at(-1)?.sequence),
      stretches.map(({ events }) => `{${events.map(({ id }) => id).join(',')}}`),
    ]);
    return new Set(moved.map(({ topic, aggregate_id: id }) => placeKey(topic, id)));
  }

  /** What is new in stretches that are not new as a whole. */
  private async newOf(
    tx: EntityManager,
    stretches: readonly Stretch[],
    received: readonly Received[],
  ): Promise<Stretch[]> {
    const topics = stretches.map(({ topic }) => topic);
    const ids = stretches.map(({ aggregateId }) => aggregateId);
    const rows = await tx.query<Reached[]>(PLACES, [this.consumer, topics, ids]);
    const discarded = await this.discardedOf(tx, topics, ids, received);
    const reached = new Map(rows.map((row) => [placeKey(row.topic, row.aggregate_id), row]));
    return stretches
      .map((stretch) => ({
        ...stretch,
        events: newEvents(
          withoutDiscarded(stretch, discarded),
          reached.get(placeKey(stretch.topic, stretch.aggregateId)),
        ),
      }))
      .filter(({ events }) => events.length > 0);
  }

  private async discardedOf(
    tx: EntityManager,
    topics: readonly string[],
    ids: readonly string[],
    received: readonly Received[],
  ): Promise<Set<EventEnvelope>> {
    const rows = await tx.query<{ topic: string; key: string; digest: string }[]>(DISCARDED, [
      this.consumer,
      topics,
      ids,
    ]);
    if (rows.length === 0) return new Set();
    const known = new Set(rows.map(({ topic, key, digest }) => `${placeKey(topic, key)} ${digest}`));
    const isDiscarded = ({ topic, event, value }: Received): boolean =>
      known.has(`${placeKey(topic, event.subject)} ${digestOf(value)}`);
    return new Set(received.filter(isDiscarded).map(({ event }) => event));
  }
}

const placeKey = (topic: string, aggregateId: string): string => `${topic} ${aggregateId}`;

function stretchesOf(received: readonly Received[]): Stretch[] {
  const stretches = new Map<string, Stretch>();
  for (const { topic, event } of received) {
    const key = placeKey(topic, event.subject);
    const stretch = stretches.get(key) ?? { topic, aggregateId: event.subject, events: [] };
    stretch.events.push(event);
    stretches.set(key, stretch);
  }
  return [...stretches.values()];
}

const withoutDiscarded = (stretch: Stretch, discarded: ReadonlySet<EventEnvelope>): Stretch => ({
  ...stretch,
  events: stretch.events.filter((event) => !discarded.has(event)),
});

/** Without repeat or gap in itself. */
const isRegular = ({ events }: Stretch): boolean =>
  events.every(({ sequence }, index) => index === 0 || sequence === (events[index - 1]?.sequence ?? 0) + 1);

/** @throws PredecessorMissingError, UnreadableMessageError */
function newEvents({ events }: Stretch, reached: Reached | undefined): EventEnvelope[] {
  const ids = [...(reached?.event_ids ?? [])];
  let last = reached?.sequence ?? 0;
  const isNew = (event: EventEnvelope): boolean => {
    if (event.sequence > last + 1) throw new PredecessorMissingError(event.sequence);
    if (event.sequence === last + 1) {
      last = ids.push(event.id) && event.sequence;
      return true;
    }
    const taken = ids[ids.length - 1 - (last - event.sequence)] ?? event.id;
    if (taken.toLowerCase() === event.id.toLowerCase()) return false;
    const told = `sequence ${event.sequence} of its aggregate was already taken by another event`;
    throw new UnreadableMessageError('SEQUENCE_TAKEN', told);
  };
  return events.filter(isNew);
}
