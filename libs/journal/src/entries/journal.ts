import type { Actor, Grant } from '@lianxin/access';
import type { EventDefinition } from '@lianxin/contracts';
import { Clock } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ENTRY_COLUMNS, findBroken, hashEntry, toEnvelope } from './journal-entry.js';
import type { JournalEntry } from './journal-entry.js';
import { EventTooLargeError, HistoryBrokenError } from './journal.errors.js';
import { MAX_MESSAGE_BYTES } from '../transport/transport.js';

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

const COLUMN_COUNT = 16;

/** Entries and outbox rows in one statement: neither exist without the other. */
const insertEntries = (count: number): string => {
  const row = (index: number): string =>
    `(${Array.from({ length: COLUMN_COUNT }, (_, column) => `$${index * COLUMN_COUNT + column + 1}`).join(', ')})`;
  return `
  WITH entry AS (
    INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject,
      actor_grant_id, actor_role, correlation_id, causation_id, data, sealed, previous_hash, hash)
    VALUES ${Array.from({ length: count }, (_, index) => row(index)).join(', ')}
    RETURNING id, sequence)
  INSERT INTO outbox (entry_id) SELECT id FROM entry ORDER BY sequence`;
};
const INSERT_ENTRY = insertEntries(1);

const HISTORY = `SELECT ${ENTRY_COLUMNS} FROM journal_entry j WHERE j.aggregate_id = ANY($1) ORDER BY j.aggregate_id, j.sequence`;

/** The append-only record of what happened: audit trail, archive of each matter and source of events at once. */
@Injectable()
export class Journal {
  private readonly logger = new Logger(Journal.name);

  constructor(private readonly clock: Clock) {}

  /**
   * Records a fact in the transaction of the change itself. The caller holds the aggregate's row lock, so sequences
   * have no gap.
   * @throws ZodError when the payload is not what the contract says
   * @throws EventTooLargeError when no transport would carry the event
   */
  async record<Data>(tx: EntityManager, actor: Actor, fact: Fact<Data>): Promise<JournalEntry> {
    const last = fact.isFirst ? null : await this.lastOf(tx, fact.aggregateId);
    const entry = this.entryOf(actor, fact, last);
    await tx.query(INSERT_ENTRY, parametersOf(entry));
    return entry;
  }

  /**
   * Records facts of one aggregate, in their order, with one statement: for what comes by the hundreds.
   * @throws ZodError when a payload is not what the contract says
   * @throws EventTooLargeError when no transport would carry one of the events
   */
  async recordAll<Data>(
    tx: EntityManager,
    actor: Actor,
    facts: readonly Fact<Data>[],
  ): Promise<JournalEntry[]> {
    const [first] = facts;
    if (!first) return [];
    if (facts.some(({ aggregateId }) => aggregateId !== first.aggregateId))
      throw new Error('The facts are of several aggregates.');
    let last = first.isFirst ? null : await this.lastOf(tx, first.aggregateId);
    const entries = facts.map((fact) => (last = this.entryOf(actor, fact, last)));
    await tx.query(insertEntries(entries.length), entries.flatMap(parametersOf));
    return entries;
  }

  /**
   * The whole life of each aggregate, oldest first.
   * @throws HistoryBrokenError when an entry is not as it was written
   */
  async history(tx: EntityManager, aggregateIds: readonly string[]): Promise<JournalEntry[]> {
    const entries = await tx.query<JournalEntry[]>(HISTORY, [aggregateIds]);
    const broken = findBroken(entries);
    if (!broken) return entries;
    const { id, aggregateType, aggregateId, sequence } = broken;
    this.logger.error({ message: 'A history is broken', entryId: id, aggregateType, aggregateId, sequence });
    throw new HistoryBrokenError(aggregateId);
  }

  private entryOf<Data>(actor: Actor, fact: Fact<Data>, last: Place | null): JournalEntry {
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
      data: fact.event.schema.parse(fact.data),
      sealed: fact.sealed ?? null,
      previousHash: last?.hash ?? null,
    };
    const entry = { ...unhashed, hash: hashEntry(unhashed) };
    requireCarriable(entry, fact.event);
    return entry;
  }

  private async lastOf(tx: EntityManager, aggregateId: string): Promise<Place | null> {
    const [last] = await tx.query<Place[]>(LAST_ENTRY, [aggregateId]);
    return last ?? null;
  }
}

/** UTF-16 units that are surely few enough, so that most entries need not be counted: none takes more than three bytes. */
const SURELY_CARRIABLE = MAX_MESSAGE_BYTES / 4;

/** An event that no transport takes would hold up every later one of its service. */
function requireCarriable(entry: JournalEntry, { service, type }: EventDefinition): void {
  const value = JSON.stringify(toEnvelope(entry, service, Number.MAX_SAFE_INTEGER));
  if (value.length <= SURELY_CARRIABLE) return;
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_MESSAGE_BYTES) throw new EventTooLargeError(type, bytes, MAX_MESSAGE_BYTES);
}

/** Where an aggregate's chain ends. */
type Place = Pick<JournalEntry, 'sequence' | 'hash'>;

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
