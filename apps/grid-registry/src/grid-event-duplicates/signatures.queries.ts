import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

export interface LikelyDuplicate {
  readonly gridEventId: string;
  readonly category: GridEventCategory;
  readonly areaCode: string;
  readonly state: GridEventState;
}

export interface AlikeQuestion {
  readonly bands: readonly string[];
  readonly bandsAlike: number;
  readonly since: Date;
  /** Who asks: what they are complained of in does not exist for them. */
  readonly subject: string;
  readonly first: number;
}

/** However often one sentence was reported, so many times what is wanted are looked at for each band, the newest. */
const NEWEST_OF_BAND = 2;

/** What is kept from anybody is no hint for anybody, even if a signature of it had come to be stored. */
const ALIKE = `
  WITH alike AS (
    SELECT m.grid_event_id, count(*) AS bands FROM unnest($1::bigint[]) AS asked (hash)
     CROSS JOIN LATERAL (
       SELECT s.grid_event_id FROM grid_event_signature s WHERE s.hash = asked.hash AND s.reported_at >= $2
        ORDER BY s.reported_at DESC LIMIT $6) m
     GROUP BY m.grid_event_id HAVING count(*) >= $3)
  SELECT e.id AS "gridEventId", e.category, e.area_code AS "areaCode", e.state
    FROM alike JOIN grid_event e ON e.id = alike.grid_event_id
   WHERE e.confidentiality = 'OPEN' AND e.restricted_to IS NULL AND NOT $4::uuid = ANY (e.concerned_ids)
   ORDER BY alike.bands DESC, e.reported_at DESC, e.id DESC LIMIT $5`;

/** The likeliest first. For the desk of duplicates alone: nobody else sees a signature. */
export function findAlike(tx: EntityManager, question: AlikeQuestion): Promise<LikelyDuplicate[]> {
  const { bands, bandsAlike, since, subject, first } = question;
  return tx.query<LikelyDuplicate[]>(ALIKE, [
    bands,
    since,
    bandsAlike,
    subject,
    first,
    NEWEST_OF_BAND * first,
  ]);
}

const STORE = `
  INSERT INTO grid_event_signature (grid_event_id, band, scheme, hash, reported_at)
  SELECT $1, b.band - 1, $2, b.hash, $4 FROM unnest($3::bigint[]) WITH ORDINALITY AS b (hash, band)`;

export async function storeSignature(
  tx: EntityManager,
  event: { readonly id: string; readonly reportedAt: Date },
  signature: { readonly scheme: number; readonly bands: readonly string[] },
): Promise<void> {
  await tx.query(STORE, [event.id, signature.scheme, signature.bands, event.reportedAt]);
}

const FORGET_BEFORE = `
  DELETE FROM grid_event_signature s USING (
    SELECT grid_event_id, band FROM grid_event_signature WHERE reported_at < $1 ORDER BY reported_at LIMIT $2) old
   WHERE s.grid_event_id = old.grid_event_id AND s.band = old.band`;

/** @returns how many rows went, at most `limit` */
export async function forgetBefore(tx: EntityManager, before: Date, limit: number): Promise<number> {
  const [, count] = await tx.query<[unknown[], number]>(FORGET_BEFORE, [before, limit]);
  return count;
}

export interface SignedEvent {
  readonly id: string;
  readonly personIds: readonly string[];
}

/** Events with a signature after the given one, in the order of their ids, with the persons whose words it is made of. */
export function eventsWithSignature(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<SignedEvent[]> {
  return tx.query<SignedEvent[]>(
    `SELECT e.id, array_remove(ARRAY[e.reporter_id, e.proxy_id], NULL) AS "personIds" FROM (
       SELECT s.grid_event_id FROM grid_event_signature s WHERE s.band = 0 AND ($1::uuid IS NULL OR s.grid_event_id > $1)
        ORDER BY s.grid_event_id LIMIT $2) s
      JOIN grid_event e ON e.id = s.grid_event_id ORDER BY e.id`,
    [after, limit],
  );
}

export async function forgetEvents(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await tx.query(`DELETE FROM grid_event_signature WHERE grid_event_id = ANY ($1::uuid[])`, [ids]);
}
