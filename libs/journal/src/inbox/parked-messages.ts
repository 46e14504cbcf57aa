import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { ADVANCE, findPlace } from './inbox-place.js';
import type { IncomingMessage } from '../transport/transport.js';

/** `waiting`: tried again by itself. `parked`: needs a person. `behind`: follows an earlier one of the same key. */
export type ParkedState = 'waiting' | 'parked' | 'behind';

export interface ParkedMessage {
  readonly id: number;
  readonly consumer: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly reason: string;
  readonly state: ParkedState;
  readonly attempts: number;
}

export interface Parking {
  readonly consumer: string;
  readonly message: IncomingMessage;
  readonly state: ParkedState;
  readonly reason: string;
  readonly retryAt: Date | null;
}

const COLUMNS = `id, consumer, topic, key, value, reason, state, attempts`;

/** Messages that could not be applied, in the consumer's own database; each holds up its own key and no other. */
@Injectable()
export class ParkedMessages {
  constructor(@Inject(DataSource) private readonly dataSource: Pick<EntityManager, 'query'>) {}

  /** The same in a transaction of the caller's, for what must be recorded together with it. */
  within(tx: EntityManager): ParkedMessages {
    return new ParkedMessages(tx);
  }

  async park(parking: Parking): Promise<void> {
    const { topic, key, value } = parking.message;
    await this.dataSource.query(
      `INSERT INTO inbox_parked (consumer, topic, key, value, reason, state, retry_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [parking.consumer, topic, key, value, parking.reason, parking.state, parking.retryAt],
    );
  }

  async keys(consumer: string): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `SELECT DISTINCT key FROM inbox_parked WHERE consumer = $1`,
      [consumer],
    );
    return new Set(rows.map((row) => row.key));
  }

  /** What waits and is due to be tried again, and what stands behind nothing any more. */
  due(consumer: string, now: Date, limit: number): Promise<ParkedMessage[]> {
    return this.dataSource.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked p
        WHERE consumer = $1
          AND (state = 'waiting' AND retry_at <= $2
               OR state = 'behind' AND NOT EXISTS (
                 SELECT 1 FROM inbox_parked e WHERE e.consumer = p.consumer AND e.key = p.key AND e.state <> 'behind'))
        ORDER BY id LIMIT $3`,
      [consumer, now, limit],
    );
  }

  /** To be called when the key has moved on: what waits for that has its turn, in the order of arrival. */
  async wake(consumer: string, key: string, now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET state = 'waiting', retry_at = $3
        WHERE consumer = $1 AND key = $2 AND state IN ('behind', 'waiting')`,
      [consumer, key, now],
    );
  }

  async retryLater(id: number, reason: string, retryAt: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET reason = $2, retry_at = $3, attempts = attempts + 1 WHERE id = $1`,
      [id, reason, retryAt],
    );
  }

  async giveUp(id: number, reason: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET state = 'parked', reason = $2, retry_at = NULL WHERE id = $1`,
      [id, reason],
    );
  }

  /**
   * Gives a message up for good. Its place in its aggregate counts as taken, so that those behind it go on without it;
   * what never had a place there is only forgotten.
   */
  async discard(id: number, now: Date): Promise<void> {
    const [message] = await this.dataSource.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked WHERE id = $1`,
      [id],
    );
    if (!message) return;
    const place = findPlace(message);
    if (place)
      await this.dataSource.query(ADVANCE, [message.consumer, message.key, place.sequence, place.id]);
    await this.remove(message, now);
  }

  /** Removes an applied or discarded message and lets the others of its key have their turn. */
  async remove(message: ParkedMessage, now: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM inbox_parked WHERE id = $1`, [message.id]);
    await this.wake(message.consumer, message.key, now);
  }

  /** What needs a person's attention, oldest first. */
  list(limit: number): Promise<ParkedMessage[]> {
    return this.dataSource.query<ParkedMessage[]>(
      `SELECT ${COLUMNS} FROM inbox_parked ORDER BY id LIMIT $1`,
      [limit],
    );
  }

  /** Has a parked message tried again at the next round. */
  async replay(id: number, now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE inbox_parked SET state = 'waiting', attempts = 0, retry_at = $2 WHERE id = $1`,
      [id, now],
    );
  }
}
