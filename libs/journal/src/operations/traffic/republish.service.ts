import type { Actor } from '@lianxin/access';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { ENTRY_COLUMNS, toEnvelope } from '../../entries/journal-entry.js';
import type { JournalEntry } from '../../entries/journal-entry.js';
import { EventTransport } from '../../transport/transport.js';
import type { OutgoingMessage } from '../../transport/transport.js';
import { withinLimit } from './consumers.service.js';
import { InterventionsService } from '../interventions.service.js';
import type { Act, Intervention } from '../interventions.service.js';
import { EventTransportUnreachableError, PositionOutOfRangeError } from '../operation.errors.js';

export interface PositionRange {
  readonly fromPosition: number;
  readonly toPosition: number;
}

/** One statement and one call of the transport at a time; bytes as stored, the first entry goes in any case. */
const BATCH_SIZE = 500;
const BATCH_BYTES = 1_000_000;
/** Transports try longer. What arrives after all does no harm, and who asked may ask again. */
const SEND_LIMIT_MS = 15_000;

const PUBLISHED = `SELECT published_position AS position FROM relay_state`;

const NEXT = `
  WITH next AS (
    SELECT p.position, p.entry_id, sum(pg_column_size(j.data)) OVER (ORDER BY p.position) - pg_column_size(j.data) AS before
      FROM (SELECT position, entry_id FROM journal_position WHERE position >= $1 AND position <= $2 ORDER BY position LIMIT $3) p
      JOIN journal_entry j ON j.id = p.entry_id)
  SELECT next.position, ${ENTRY_COLUMNS}
    FROM next JOIN journal_entry j ON j.id = next.entry_id
   WHERE next.before < $4 ORDER BY next.position`;

/**
 * Sends published entries once more (重新发布), with their old ids, sequences and positions: inboxes take what they miss and
 * pass over the rest. What is not yet published stays the relay's, so that both may work at the same time.
 */
@Injectable()
export class RepublishService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transport: EventTransport,
    private readonly interventions: InterventionsService,
  ) {}

  /**
   * Records who has what republished; nothing is sent yet.
   * @param asked without an end: up to the last published position
   * @param max cuts the range after so many positions
   * @throws PositionOutOfRangeError
   */
  async orderRepublication(
    tx: EntityManager,
    actor: Actor,
    asked: { fromPosition: number; toPosition: number | null; max?: number },
    act: Omit<Act, 'kind' | 'message' | 'range'>,
  ): Promise<Intervention> {
    const { fromPosition, max = Infinity } = asked;
    const published = await this.publishedPosition(tx);
    const end = asked.toPosition ?? published;
    const isInRange = Number.isSafeInteger(fromPosition) && Number.isSafeInteger(end) && fromPosition >= 1;
    if (!isInRange || end > published || fromPosition > end) throw new PositionOutOfRangeError(published);
    const range = { fromPosition, toPosition: Math.min(end, fromPosition + max - 1) };
    return this.interventions.record(tx, actor, { ...act, kind: 'REPUBLISH', range });
  }

  async publishedPosition(tx: Pick<EntityManager, 'query'> = this.dataSource): Promise<number> {
    const [row] = await tx.query<{ position: number }[]>(PUBLISHED);
    return row?.position ?? 0;
  }

  /**
   * Sends the entries of a range in batches, outside any transaction. Broken off, it may be begun again anywhere.
   * @param onBatch told the last position that is durable, after each batch
   * @returns how many entries were sent
   * @throws EventTransportUnreachableError
   */
  async send(range: PositionRange, service: string, onBatch?: (position: number) => void): Promise<number> {
    let sent = 0;
    for (let from = range.fromPosition; from <= range.toPosition;) {
      const batch = await this.dataSource.query<(JournalEntry & { position: number })[]>(NEXT, [
        from,
        range.toPosition,
        BATCH_SIZE,
        BATCH_BYTES,
      ]);
      const last = batch.at(-1);
      if (!last) return sent;
      await this.sendBatch(batch.map(({ position, ...entry }) => outgoing(entry, service, position)));
      sent += batch.length;
      from = last.position + 1;
      onBatch?.(last.position);
    }
    return sent;
  }

  private async sendBatch(messages: readonly OutgoingMessage[]): Promise<void> {
    try {
      await withinLimit(this.transport.send(messages), SEND_LIMIT_MS);
    } catch (error) {
      throw Object.assign(new EventTransportUnreachableError(), { cause: error });
    }
  }
}

function outgoing(entry: JournalEntry, service: string, position: number): OutgoingMessage {
  const value = JSON.stringify(toEnvelope(entry, service, position));
  return { topic: `${service}.${entry.aggregateType}`, key: entry.aggregateId, value };
}
