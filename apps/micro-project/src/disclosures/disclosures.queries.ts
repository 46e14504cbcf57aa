import type { EntityManager } from 'typeorm';
import type { DisclosureModel, WordsMatter, WordsPurpose } from './disclosure.model.js';

export interface Looked {
  readonly id: string;
  readonly personIds: readonly string[];
  readonly matter: WordsMatter;
  readonly matterId: string;
  readonly role: string;
  readonly purpose: WordsPurpose;
  readonly at: Date;
}

/** One row for each person whose words were read, so that each finds it among their own. */
export async function insertDisclosures(tx: EntityManager, looked: Looked): Promise<void> {
  const { id, personIds, matter, matterId, role, purpose, at } = looked;
  await tx.query(
    `INSERT INTO disclosure (id, person_id, matter, matter_id, actor_role, purpose, disclosed_at)
     SELECT $1, person_id, $3, $4, $5, $6, $7 FROM unnest($2::uuid[]) AS p (person_id)`,
    [id, personIds, matter, matterId, role, purpose, at],
  );
}

/** @param page.after [instant, id] of the last one seen, or nothing; newest first */
export function findDisclosuresOf(
  tx: EntityManager,
  page: { personId: string; first: number; after: readonly (string | number)[] },
): Promise<DisclosureModel[]> {
  const [at, id] = page.after;
  return tx.query<DisclosureModel[]>(
    `SELECT d.id, d.matter, d.matter_id AS "matterId", d.actor_role AS role, d.purpose, d.disclosed_at AS "disclosedAt"
       FROM disclosure d
      WHERE d.person_id = $1 AND ($3::timestamptz IS NULL OR (d.disclosed_at, d.id) < ($3, $4::uuid))
      ORDER BY d.disclosed_at DESC, d.id DESC LIMIT $2`,
    [page.personId, page.first + 1, at ?? null, id ?? null],
  );
}
