import type { EntityManager } from 'typeorm';
import type { DepartmentPost } from '../department-feeds/department-actor.js';

export interface DepartmentFeed extends DepartmentPost {
  /** Names its topic and its user at the broker; given once and for good. */
  readonly name: string;
  /** Everything up to here was written, or was nothing for it. */
  readonly position: number;
}

const COLUMNS = `f.department_id AS "departmentId", d.area_code AS "areaCode", f.name, f.position::float8 AS position`;

/**
 * Gives one department that has no feed yet its name: its code, or, where another area's department has that already, area and
 * code with an underscore between, which no code has.
 * @returns whether there was one
 */
export async function nameNextFeed(tx: EntityManager): Promise<boolean> {
  const named = await tx.query<unknown[]>(
    `INSERT INTO department_feed (department_id, name, position)
     SELECT d.id, CASE WHEN EXISTS (SELECT 1 FROM department_feed f WHERE f.name = d.code)
                       THEN d.area_code || '_' || d.code ELSE d.code END, 0
       FROM department d
      WHERE NOT EXISTS (SELECT 1 FROM department_feed f WHERE f.department_id = d.id)
      ORDER BY length(d.area_code), d.id LIMIT 1
     ON CONFLICT DO NOTHING RETURNING 1`,
  );
  return named.length > 0;
}

/** Those with something after their place. */
export const findFeedsBehind = (tx: EntityManager): Promise<DepartmentFeed[]> =>
  tx.query<DepartmentFeed[]>(
    `SELECT ${COLUMNS} FROM department_feed f JOIN department d ON d.id = f.department_id
      WHERE f.position < (SELECT last_position FROM relay_state) ORDER BY f.department_id`,
  );

export const advanceFeed = (tx: EntityManager, feed: DepartmentFeed, to: number): Promise<unknown> =>
  tx.query(`UPDATE department_feed SET position = $3 WHERE department_id = $1 AND position = $2`, [
    feed.departmentId,
    feed.position,
    to,
  ]);

export async function feedNamesOf(
  tx: EntityManager,
  departmentIds: readonly string[],
): Promise<(string | null)[]> {
  const rows = await tx.query<{ departmentId: string; name: string }[]>(
    `SELECT department_id AS "departmentId", name FROM department_feed WHERE department_id = ANY ($1)`,
    [departmentIds],
  );
  const names = new Map(rows.map(({ departmentId, name }) => [departmentId, name]));
  return departmentIds.map((id) => names.get(id) ?? null);
}
