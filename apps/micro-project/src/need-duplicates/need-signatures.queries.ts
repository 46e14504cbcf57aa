import type { EntityManager } from 'typeorm';
import type { NeedState } from '../needs/need.transitions.js';
import type { ProjectKind } from '../projects/entity/project.row.js';

export interface LikelyNeedDuplicate {
  readonly needId: string;
  readonly kind: ProjectKind;
  readonly areaCode: string;
  readonly state: NeedState;
}

export interface AlikeQuestion {
  readonly bands: readonly string[];
  readonly bandsAlike: number;
  readonly since: Date;
  readonly first: number;
}

/** However often one sentence was submitted, so many times what is wanted are looked at for each band, the newest. */
const NEWEST_OF_BAND = 2;

const ALIKE = `
  WITH alike AS (
    SELECT m.need_id, count(*) AS bands FROM unnest($1::bigint[]) AS asked (hash)
     CROSS JOIN LATERAL (
       SELECT s.need_id FROM need_signature s WHERE s.hash = asked.hash AND s.submitted_at >= $2
        ORDER BY s.submitted_at DESC LIMIT $5) m
     GROUP BY m.need_id HAVING count(*) >= $3)
  SELECT n.id AS "needId", n.kind, n.area_code AS "areaCode", n.state
    FROM alike JOIN need n ON n.id = alike.need_id
   WHERE n.confidentiality = 'OPEN' AND n.state <> 'WITHDRAWN'
   ORDER BY alike.bands DESC, n.submitted_at DESC, n.id DESC LIMIT $4`;

/** The likeliest first. For the desk of duplicates alone: nobody else sees a signature. */
export function findAlike(tx: EntityManager, question: AlikeQuestion): Promise<LikelyNeedDuplicate[]> {
  const { bands, bandsAlike, since, first } = question;
  return tx.query<LikelyNeedDuplicate[]>(ALIKE, [bands, since, bandsAlike, first, NEWEST_OF_BAND * first]);
}

export async function storeSignature(
  tx: EntityManager,
  need: { readonly id: string; readonly submittedAt: Date },
  signature: { readonly scheme: number; readonly bands: readonly string[] },
): Promise<void> {
  await tx.query(
    `INSERT INTO need_signature (need_id, band, scheme, hash, submitted_at)
     SELECT $1, b.band - 1, $2, b.hash, $4 FROM unnest($3::bigint[]) WITH ORDINALITY AS b (hash, band)`,
    [need.id, signature.scheme, signature.bands, need.submittedAt],
  );
}

export interface SignedNeed {
  readonly id: string;
  readonly submittedAt: Date;
  readonly personIds: readonly string[];
}

/** Needs with a signature after the given one, in the order of their ids, with the persons whose words it is made of. */
export function needsWithSignature(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<SignedNeed[]> {
  return tx.query<SignedNeed[]>(
    `SELECT n.id, n.submitted_at AS "submittedAt", array_remove(ARRAY[n.subject_id, n.proxy_id], NULL) AS "personIds" FROM (
       SELECT s.need_id FROM need_signature s WHERE s.band = 0 AND ($1::uuid IS NULL OR s.need_id > $1)
        ORDER BY s.need_id LIMIT $2) s
      JOIN need n ON n.id = s.need_id ORDER BY n.id`,
    [after, limit],
  );
}

export async function forgetSignatures(tx: EntityManager, needIds: readonly string[]): Promise<void> {
  await tx.query(`DELETE FROM need_signature WHERE need_id = ANY ($1::uuid[])`, [needIds]);
}
