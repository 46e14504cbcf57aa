import type { EntityManager } from 'typeorm';
import type { GridModel } from './grid.model.js';

const COLUMNS = `g.id, g.code, g.name, g.kind, g.household_count AS "householdCount", g.is_synthetic AS "isSynthetic", g.area_id AS "areaId"`;

/** S1-01, S1-02: a village of usual size has far fewer. */
const MAX_GRIDS_PER_AREA = 200;

export function findGridsByCode(tx: EntityManager, codes: readonly string[]): Promise<GridModel[]> {
  return tx.query<GridModel[]>(`SELECT ${COLUMNS} FROM grid g WHERE g.code = ANY($1)`, [codes]);
}

export async function gridsOfCodes(
  tx: EntityManager,
  codes: readonly string[],
): Promise<(GridModel | null)[]> {
  const byCode = new Map((await findGridsByCode(tx, codes)).map((grid) => [grid.code, grid]));
  return codes.map((code) => byCode.get(code) ?? null);
}

/** The grids of each village, by code. */
export async function gridsOfAreas(tx: EntityManager, areaIds: readonly number[]): Promise<GridModel[][]> {
  const rows = await tx.query<GridModel[]>(
    `SELECT g.* FROM unnest($1::int[]) AS a (id) CROSS JOIN LATERAL (
       SELECT ${COLUMNS} FROM grid g WHERE g.area_id = a.id ORDER BY g.code LIMIT $2) g`,
    [areaIds, MAX_GRIDS_PER_AREA],
  );
  return areaIds.map((id) => rows.filter((grid) => grid.areaId === id));
}

export async function gridsOfIds(tx: EntityManager, ids: readonly string[]): Promise<(GridModel | null)[]> {
  const rows = await tx.query<GridModel[]>(`SELECT ${COLUMNS} FROM grid g WHERE g.id = ANY($1)`, [ids]);
  const byId = new Map(rows.map((grid) => [grid.id, grid]));
  return ids.map((id) => byId.get(id) ?? null);
}
