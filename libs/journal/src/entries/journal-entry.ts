import { createHash } from 'node:crypto';
import type { EventEnvelope } from '@lianxin/contracts';
import { canonicalJson } from '@lianxin/service-kit';

/** One fact, as it is stored: who did what to which aggregate under which post, when and why. */
export interface JournalEntry {
  readonly id: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly type: string;
  readonly recordedAt: Date;
  readonly areaCode: string;
  readonly actorSubject: string;
  readonly actorGrantId: string | null;
  readonly actorRole: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly data: unknown;
  /** Ciphertexts of what people typed, by field. Not part of the event. */
  readonly sealed: Readonly<Record<string, string>> | null;
  readonly previousHash: string | null;
  readonly hash: string;
}

/** Chains an entry to the one before it in its aggregate: `<algorithm>.<version>.<digest>`. */
export function hashEntry(entry: Omit<JournalEntry, 'hash'>): string {
  return `SHA256.1.${createHash('sha256').update(canonicalJson(entry)).digest('base64url')}`;
}

/**
 * Looks for an entry that is not as it was written, or not in its place.
 * @param entries whole lives, each from its first entry on, one after the other
 * @returns the first such entry
 */
export function findBroken(entries: readonly JournalEntry[]): JournalEntry | undefined {
  return entries.find(({ hash, ...entry }, index) => {
    const before = entries[index - 1];
    const previous = before?.aggregateId === entry.aggregateId ? before : undefined;
    const isNext = entry.sequence === (previous?.sequence ?? 0) + 1;
    return !isNext || entry.previousHash !== (previous?.hash ?? null) || hashEntry(entry) !== hash;
  });
}

/** @returns the entry as it travels; personal fields and ciphertexts stay behind */
export function toEnvelope(entry: JournalEntry, service: string, position: number): EventEnvelope {
  return {
    specversion: '1.0',
    id: entry.id,
    source: `/lianxin/${service}`,
    type: entry.type,
    time: entry.recordedAt.toISOString(),
    subject: entry.aggregateId,
    datacontenttype: 'application/json',
    sequence: entry.sequence,
    position,
    areacode: entry.areaCode,
    correlationid: entry.correlationId,
    ...(entry.causationId && { causationid: entry.causationId }),
    data: entry.data,
  };
}

/** The columns of `journal_entry` under the names of `JournalEntry`, for SELECT. */
export const ENTRY_COLUMNS = `j.id, j.aggregate_type AS "aggregateType", j.aggregate_id AS "aggregateId", j.sequence, j.type,
  j.recorded_at AS "recordedAt", j.area_code AS "areaCode", j.actor_subject AS "actorSubject",
  j.actor_grant_id AS "actorGrantId", j.actor_role AS "actorRole", j.correlation_id AS "correlationId",
  j.causation_id AS "causationId", j.data, j.sealed, j.previous_hash AS "previousHash", j.hash`;
