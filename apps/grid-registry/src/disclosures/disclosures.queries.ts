import type { EntityManager } from 'typeorm';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import { realmOf } from '../grid-events/grid-event.sight.js';
import type { DisclosureModel } from './disclosure.model.js';

export interface Looked {
  readonly id: string;
  readonly personIds: readonly string[];
  readonly gridEventId: string;
  readonly role: string;
  readonly purpose: string;
  readonly at: Date;
}

/** One row for each person whose words were read, so that each finds it among their own. */
export async function insertDisclosures(tx: EntityManager, looked: Looked): Promise<void> {
  const { id, personIds, gridEventId, role, purpose, at } = looked;
  await tx.query(
    `INSERT INTO disclosure (id, person_id, grid_event_id, actor_role, purpose, disclosed_at)
     SELECT $1, person_id, $3, $4, $5, $6 FROM unnest($2::uuid[]) AS p (person_id)`,
    [id, personIds, gridEventId, role, purpose, at],
  );
}

/** @param page.after [instant, id] of the last one seen, or nothing; newest first */
export function findDisclosuresOf(
  tx: EntityManager,
  page: { personId: string; first: number; after: readonly (string | number)[] },
): Promise<DisclosureModel[]> {
  const [at, id] = page.after;
  return tx.query<DisclosureModel[]>(
    `SELECT d.id, d.grid_event_id AS "gridEventId", d.actor_role AS role, d.purpose, d.disclosed_at AS "disclosedAt" FROM disclosure d
      WHERE d.person_id = $1 AND ($3::timestamptz IS NULL OR (d.disclosed_at, d.id) < ($3, $4::uuid))
      ORDER BY d.disclosed_at DESC, d.id DESC LIMIT $2`,
    [page.personId, page.first + 1, at ?? null, id ?? null],
  );
}

/** Who finds a look among those at their words: nobody where a household must not learn that there is a report. */
export const toldOfLook = (
  event: Pick<GridEventRow, 'restrictedTo'>,
  authors: readonly string[],
  looker: string,
): string[] => (realmOf(event) === 'PROTECTION' ? [] : authors.filter((person) => person !== looker));
