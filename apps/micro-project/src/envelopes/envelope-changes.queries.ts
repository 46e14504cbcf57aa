import type { EntityManager } from 'typeorm';
import type { DecidingBody } from '../decisions/meeting.js';
import type { Envelope, QuotaClass } from './envelope.entity.js';

export const ENVELOPE_CHANGES = ['LIMIT_SET', 'RAISED', 'GIVEN', 'RECEIVED'] as const;
export type EnvelopeChangeKind = (typeof ENVELOPE_CHANGES)[number];

/** The meeting that an exception rests on, as its minutes have it. */
export interface ChangeMeeting {
  readonly body: DecidingBody;
  readonly bodyAreaCode: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly memberCount: number;
  readonly presentIds: readonly string[];
}

/** What became of one limit of an envelope, and why: for everybody to read. */
export interface EnvelopeChange {
  readonly id: string;
  readonly envelopeId: string;
  readonly kind: EnvelopeChangeKind;
  readonly quotaClass: QuotaClass;
  readonly beforeFen: number;
  readonly limitFen: number;
  readonly reason: string;
  /** The same of the giving and the receiving envelope. */
  readonly transferId: string | null;
  readonly otherEnvelopeId: string | null;
  readonly meeting: ChangeMeeting | null;
  readonly changedBy: string;
  readonly changedRole: string;
  readonly changedAt: Date;
}

export interface ToldChange extends Omit<EnvelopeChange, 'meeting' | 'changedBy'> {
  /** The other village's code of today. */
  readonly otherVillageCode: string | null;
  readonly body: DecidingBody | null;
  readonly heldOn: string | null;
  readonly minutesNumber: string | null;
  readonly minutesDocumentId: string | null;
  readonly memberCount: number | null;
  readonly presentCount: number | null;
}

const INSERT = `
  INSERT INTO envelope_change (id, envelope_id, kind, quota_class, before_fen, limit_fen, reason, transfer_id, other_envelope_id,
    body, body_area_code, held_on, minutes_number, minutes_document_id, member_count, present_ids, changed_by, changed_role, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
  ON CONFLICT ON CONSTRAINT envelope_change_minutes_key DO NOTHING RETURNING id`;

const NET = `
  SELECT coalesce(sum(c.limit_fen - c.before_fen), 0)::bigint AS fen
    FROM envelope_change c WHERE c.envelope_id = $1 AND c.quota_class = $2 AND c.kind <> 'LIMIT_SET'`;

const ENVELOPES_OF = `
  SELECT c.envelope_id AS id FROM envelope_change c WHERE c.id = $1 OR c.transfer_id = $1 ORDER BY c.kind`;

const OF_ENVELOPES = `
  SELECT c.id, c.envelope_id AS "envelopeId", c.kind, c.quota_class AS "quotaClass", c.before_fen AS "beforeFen",
         c.limit_fen AS "limitFen", c.reason, c.transfer_id AS "transferId", c.other_envelope_id AS "otherEnvelopeId",
         o.village_code AS "otherVillageCode", c.body, c.held_on::text AS "heldOn", c.minutes_number AS "minutesNumber",
         c.minutes_document_id AS "minutesDocumentId", c.member_count AS "memberCount",
         cardinality(c.present_ids) AS "presentCount", c.changed_role AS "changedRole", c.changed_at AS "changedAt"
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM envelope_change c WHERE c.envelope_id = asked.id ORDER BY c.changed_at DESC, c.id DESC LIMIT 100) c
    LEFT JOIN envelope o ON o.id = c.other_envelope_id
   ORDER BY c.changed_at DESC, c.id DESC`;

/** @returns whether it is new: what the same minutes changed already is not changed again */
export async function insertEnvelopeChange(tx: EntityManager, change: EnvelopeChange): Promise<boolean> {
  const { meeting } = change;
  const inserted = await tx.query<unknown[]>(INSERT, [
    change.id,
    change.envelopeId,
    change.kind,
    change.quotaClass,
    change.beforeFen,
    change.limitFen,
    change.reason,
    change.transferId,
    change.otherEnvelopeId,
    meeting?.body ?? null,
    meeting?.bodyAreaCode ?? null,
    meeting?.heldOn ?? null,
    meeting?.minutesNumber ?? null,
    meeting?.minutesDocumentId ?? null,
    meeting?.memberCount ?? null,
    meeting?.presentIds ?? null,
    change.changedBy,
    change.changedRole,
    change.changedAt,
  ]);
  return inserted.length > 0;
}

/** What was raised and received less what was given, in fen. */
export async function netOfExceptions(
  tx: EntityManager,
  { id }: Envelope,
  quotaClass: QuotaClass,
): Promise<number> {
  const [net] = await tx.query<{ fen: number }[]>(NET, [id, quotaClass]);
  return net?.fen ?? 0;
}

/** The envelope that a change was of; of a transfer the giving one, then the receiving one. */
export async function envelopesOfChange(tx: EntityManager, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(ENVELOPES_OF, [id]);
  return rows.map((row) => row.id);
}

/** The latest 100 of each envelope, newest first. */
export async function changesOf(tx: EntityManager, envelopeIds: readonly string[]): Promise<ToldChange[][]> {
  const rows = await tx.query<ToldChange[]>(OF_ENVELOPES, [envelopeIds]);
  return envelopeIds.map((id) => rows.filter(({ envelopeId }) => envelopeId === id));
}
