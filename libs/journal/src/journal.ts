import type { Actor, Grant } from '@lianxin/access';
import type { EventDefinition } from '@lianxin/contracts';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ENTRY_COLUMNS, hashEntry } from './journal-entry.js';
import type { JournalEntry } from './journal-entry.js';

export interface Fact<Data> {
  readonly event: EventDefinition<Data>;
  readonly aggregateId: string;
  readonly areaCode: string;
  readonly data: Data;
  /** The post the act was done under. */
  readonly grant: Grant;
  /** Ciphertexts of what the actor typed, by field. */
  readonly sealed?: Readonly<Record<string, string>>;
  /** The aggregate is new, so there is nothing before this entry to look for. */
  readonly isFirst?: boolean;
}

const LAST_ENTRY = `SELECT sequence, hash FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence DESC LIMIT 1`;

/** Entry and outbox row in one statement: neither exists without the other. */
const INSERT_ENTRY = `
  WITH entry AS (
    INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject,
      actor_grant_id, actor_role, correlation_id, causation_id, data, sealed, previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    RETURNING id)
  INSERT INTO outbox (entry_id) SELECT id FROM entry`;

const HISTORY = `SELECT ${ENTRY_COLUMNS} FROM journal_entry j WHERE j.aggregate_id = ANY($1) ORDER BY j.aggregate_id, j.sequence`;

/** The append-only record of what happened: audit trail, archive of each matter and source of events at once. */
@Injectable()
export class Journal {
  constructor(private readonly clock: Clock) {}

  /**
   * Records a fact in the transaction of the change itself. The caller holds the aggregate's row lock, so sequences
   * have no gap.
   * @throws ZodError when the payload is not what the contract says
   */
  async record<Data>(tx: EntityManager, actor: Actor, fact: Fact<Data>): Promise<JournalEntry> {
    const data = fact.event.schema.parse(fact.data);
    const last = fact.isFirst ? undefined : await this.lastOf(tx, fact.aggregateId);
    const unhashed = {
      id: uuidv7(),
      aggregateType: fact.event.aggregate,
      aggregateId: fact.aggregateId,
      sequence: (last?.sequence ?? 0) + 1,
      type: fact.event.type,
      recordedAt: this.clock.now(),
      areaCode: fact.areaCode,
      actorSubject: actor.subject,
      actorGrantId: fact.grant.id,
      actorRole: fact.grant.role,
      correlationId: actor.origin.correlationId,
      causationId: actor.origin.causationId ?? null,
      data,
      sealed: fact.sealed ?? null,
      previousHash: last?.hash ?? null,
    };
    const entry: JournalEntry = { ...unhashed, hash: hashEntry(unhashed) };
    await tx.query(INSERT_ENTRY, parametersOf(entry));
    return entry;
  }

  /** The whole life of each aggregate, oldest first. */
  history(tx: EntityManager, aggregateIds: readonly string[]): Promise<JournalEntry[]> {
    return tx.query<JournalEntry[]>(HISTORY, [aggregateIds]);
  }

  private async lastOf(
    tx: EntityManager,
    aggregateId: string,
  ): Promise<{ sequence: number; hash: string } | undefined> {
    const rows = await tx.query<{ sequence: number; hash: string }[]>(LAST_ENTRY, [aggregateId]);
    return rows[0];
  }
}

function parametersOf(entry: JournalEntry): unknown[] {
  return [
    entry.id,
    entry.aggregateType,
    entry.aggregateId,
    entry.sequence,
    entry.type,
    entry.recordedAt,
    entry.areaCode,
    entry.actorSubject,
    entry.actorGrantId,
    entry.actorRole,
    entry.correlationId,
    entry.causationId,
    JSON.stringify(entry.data),
    entry.sealed && JSON.stringify(entry.sealed),
    entry.previousHash,
    entry.hash,
  ];
}
