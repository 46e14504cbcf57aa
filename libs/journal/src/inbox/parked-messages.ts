import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { HeldKeys } from './held-keys.js';
import { ADVANCE, digestOf, findPlace, PLACE } from './inbox-place.js';
import type { ClaimedPlace } from './inbox-place.js';
import { HAS_NO_PLACE, WAITS_FOR_ANOTHER } from './reasons.js';
import type { ReasonCode } from './reasons.js';
import { storable } from './storable-message.js';
import type { IncomingMessage, OutgoingMessage } from '../transport/transport.js';

/** `waiting`: tried again by itself. `parked`: needs a person. `behind`: follows an earlier one of the same key. */
export type ParkedState = 'waiting' | 'parked' | 'behind';

export interface ParkedMessage {
  readonly id: number;
  readonly consumer: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  readonly state: ParkedState;
  readonly attempts: number;
  readonly retryAt: Date | null;
}

export interface ParkingReason {
  readonly reasonCode: ReasonCode;
  readonly reason: string;
}

export interface Parking extends ParkingReason {
  readonly consumer: string;
  readonly message: IncomingMessage;
  readonly state: ParkedState;
  readonly retryAt: Date | null;
}

/** A time of retry further ahead than any that is given was set by a clock that went wrong. */
const FURTHEST_RETRY = `interval '5 minutes'`;

const COLUMNS = `id::float8 AS id, consumer, topic, key, value, reason_code AS "reasonCode", reason, state, attempts,
  retry_at AS "retryAt"`;

const faulty = (row: string): string =>
  `(${row}.state = 'parked' AND ${row}.reason_code NOT IN (${WAITS_FOR_ANOTHER.map((code) => `'${code}'`).join(', ')}))`;

/** A message that comes again while it is set aside is the same one. */
const PARK = `
  INSERT INTO inbox_parked (consumer, topic, key, value, reason_code, reason, state, retry_at)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8
   WHERE NOT EXISTS (
     SELECT 1 FROM inbox_parked WHERE consumer = $1 AND topic = $2 AND key = $3
        AND hashtextextended(value, 0) = hashtextextended($4, 0) AND value = $4)`;

/** Whatever stands behind a faulty message goes on standing there. */
const STANDS_BEHIND_A_FAULT = `
  EXISTS (SELECT 1 FROM inbox_parked f
           WHERE f.consumer = p.consumer AND f.topic = p.topic AND f.key = p.key AND f.id < p.id AND ${faulty('f')})`;

const WAKE = `
  UPDATE inbox_parked p SET state = 'waiting', attempts = 0, retry_at = $4
   WHERE consumer = $1 AND topic = $2 AND key = $3 AND NOT ${faulty('p')} AND NOT ${STANDS_BEHIND_A_FAULT}`;

/** Remembered rather than given a place: whether the event that has this place is this one, nobody knows before its predecessor came. */
const REMEMBER = `
  INSERT INTO inbox_discarded (parked_id, consumer, topic, key, event_id, digest, value, reason, parked_at, discarded_at)
  SELECT id, consumer, topic, key, $2, $3, value, reason, parked_at, $4 FROM inbox_parked WHERE id = $1`;

const RESTORE = `
  WITH back AS (DELETE FROM inbox_discarded WHERE parked_id = $1 RETURNING *)
  INSERT INTO inbox_parked (id, consumer, topic, key, value, reason_code, reason, state, parked_at, retry_at)
  OVERRIDING SYSTEM VALUE
  SELECT parked_id, consumer, topic, key, value, 'PREDECESSOR_MISSING', reason, 'waiting', parked_at, $2 FROM back`;

type Queries = Pick<EntityManager, 'query'>;

/** Messages that could not be applied, in the consumer's own database; each holds up its own key and no other. */
@Injectable()
export class ParkedMessages {
  constructor(private readonly dataSource: DataSource) {}

  /** The same, in somebody's transaction. */
  within(tx: EntityManager): Pick<ParkedMessages, 'discard' | 'replay'> {
    return {
      discard: (id, now) => this.discard(id, now, tx),
      replay: (id, now) => this.replay(id, now, tx),
    };
  }

  async park(parking: Parking): Promise<void> {
    const { consumer, reasonCode, reason, state, retryAt } = parking;
    const { topic, key, value } = storable(parking.message);
    await this.dataSource.query(PARK, [consumer, topic, key, value, reasonCode, reason, state, retryAt]);
  }

  /** Which keys of these messages are held up, and by what. */
  async held(consumer: string, messages: readonly OutgoingMessage[]): Promise<HeldKeys> {
    const rows = await this.dataSource.query<{ topic: string; key: string; isByFault: boolean }[]>(
      `SELECT topic, key, bool_or(${faulty('p')}) AS "isByFault" FROM inbox_parked p
        WHERE consumer = $1 AND key = ANY($2) GROUP BY topic, key`,
      [consumer, [...new Set(messages.map((message) => storable(message).key))]],
    );
    const held = new HeldKeys();
    for (const { isByFault, ...place } of rows)
      held.add({ ...place, value: '' }, isByFault ? 'fault' : 'wait');
    return held;
  }

  /** Whether this very message was applied or discarded before: a republication brings back what was given up. */
  async isSettled(consumer: string, message: IncomingMessage): Promise<boolean> {
    const place = message.key.includes('\0') ? null : findPlace(message);
    if (!place) return false;
    const parameters = [consumer, message.topic, message.key, place.sequence];
    const [reached] = await this.dataSource.query<{ event_id: string | null }[]>(PLACE, parameters);
    return reached?.event_id === place.id;
  }

  /** What waits and is due to be tried again, and what stands behind nothing any more. */
  due(consumer: string, now: Date, limit: number): Promise<ParkedMessage[]> {
    return this.dataSource.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked p
        WHERE consumer = $1
          AND (state = 'waiting' AND NOT ${STANDS_BEHIND_A_FAULT} AND (retry_at <= $2 OR retry_at > $2::timestamptz + ${FURTHEST_RETRY})
               OR state = 'behind' AND NOT EXISTS (
                 SELECT 1 FROM inbox_parked e
                  WHERE e.consumer = p.consumer AND e.topic = p.topic AND e.key = p.key AND e.state <> 'behind'))
        ORDER BY p.id LIMIT $3`,
      [consumer, now, limit],
    );
  }

  /** To be called when the key has moved on: what waits for that has its turn, in the order of arrival. */
  async wake(
    consumer: string,
    message: OutgoingMessage,
    now: Date,
    queries: Queries = this.dataSource,
  ): Promise<void> {
    const { topic, key } = storable(message);
    await queries.query(WAKE, [consumer, topic, key, now]);
  }

  /** Leaves a message alone that was woken while it was tried: what it waits for has come in the meantime. */
  async retryLater(
    message: ParkedMessage,
    { reasonCode, reason }: ParkingReason,
    retryAt: Date,
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET reason_code = $4, reason = $5, retry_at = $6, attempts = attempts + 1, state = 'waiting'
        WHERE id = $1 AND state = $2 AND retry_at IS NOT DISTINCT FROM $3`,
      [message.id, message.state, message.retryAt, reasonCode, reason, retryAt],
    );
  }

  /** As with `retryLater`, unless the message itself is at fault, which no waking can mend. */
  async giveUp(message: ParkedMessage, { reasonCode, reason }: ParkingReason): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET state = 'parked', reason_code = $2, reason = $3, retry_at = NULL
        WHERE id = $1 AND (retry_at IS NOT DISTINCT FROM $4 OR $5)`,
      [message.id, reasonCode, reason, message.retryAt, !WAITS_FOR_ANOTHER.includes(reasonCode)],
    );
  }

  /**
   * Gives a message up for good, in one transaction. Its place in its aggregate counts as taken, so that those behind it go on
   * without it. What never had a place there, or may not have had it because another message set aside
   * claims the same, is only forgotten: what follows then waits for the real one, which a republication brings.
   * What waits for its predecessor takes no place either, and is passed over when it comes again (`restore` undoes it).
   */
  async discard(id: number, now: Date, transaction?: EntityManager): Promise<void> {
    if (!transaction) return this.dataSource.transaction((tx) => this.discard(id, now, tx));
    const [message] = await transaction.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!message) return;
    const place = HAS_NO_PLACE.includes(message.reasonCode) ? null : findPlace(message);
    if (place && message.reasonCode === 'PREDECESSOR_MISSING')
      await transaction.query(REMEMBER, [id, place.id, digestOf(message.value), now]);
    else if (place && !(await hasRival(transaction, message, place))) {
      const { consumer, topic, key } = message;
      await transaction.query(ADVANCE, [consumer, [topic], [key], [place.sequence], [`{${place.id}}`]]);
    }
    await this.remove(message, now, transaction);
  }

  /** Removes an applied or discarded message and lets the others of its key have their turn. */
  async remove(message: ParkedMessage, now: Date, queries: Queries = this.dataSource): Promise<void> {
    await queries.query(`DELETE FROM inbox_parked WHERE id = $1`, [message.id]);
    await this.wake(message.consumer, message, now, queries);
  }

  /** Undoes the discard of what waited for its predecessor: it waits again under its former id, as if it had just come. */
  async restore(id: number, now: Date, queries: Queries = this.dataSource): Promise<void> {
    await queries.query(RESTORE, [id, now]);
  }

  /** What needs a person's attention, oldest first. */
  list(limit: number): Promise<ParkedMessage[]> {
    return this.dataSource.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked p ORDER BY p.id LIMIT $1`,
      [limit],
    );
  }

  /** Has a parked message tried again at the next round. */
  async replay(id: number, now: Date, queries: Queries = this.dataSource): Promise<void> {
    await queries.query(
      `UPDATE inbox_parked SET state = 'waiting', attempts = 0, retry_at = $2 WHERE id = $1`,
      [id, now],
    );
  }
}

/** Whether another message set aside says that it is the one of this place. */
async function hasRival(queries: Queries, message: ParkedMessage, place: ClaimedPlace): Promise<boolean> {
  const others = await queries.query<ParkedMessage[]>(
    `SELECT ${COLUMNS} FROM inbox_parked p WHERE consumer = $1 AND topic = $2 AND key = $3 AND id <> $4`,
    [message.consumer, message.topic, message.key, message.id],
  );
  return others
    .filter(({ reasonCode }) => !HAS_NO_PLACE.includes(reasonCode))
    .map(findPlace)
    .some((other) => other?.sequence === place.sequence && other.id !== place.id);
}
