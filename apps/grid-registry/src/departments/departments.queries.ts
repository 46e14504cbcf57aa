import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from './department.model.js';

export interface Department {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly areaCode: string;
  readonly duties: GridEventCategory[];
  readonly protects: boolean;
}

const COLUMNS = `d.id, d.code, d.name, d.area_code AS "areaCode", d.duties, d.protects`;
const MAX_DEPARTMENTS = 200;

export async function departmentsOfIds(
  tx: EntityManager,
  ids: readonly string[],
): Promise<(Department | null)[]> {
  const rows = await tx.query<Department[]>(`SELECT ${COLUMNS} FROM department d WHERE d.id = ANY($1)`, [
    ids,
  ]);
  const byId = new Map(rows.map((department) => [department.id, department]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The departments of an area and of the areas inside it that answer for a duty, or all of them; at most 200. */
export function findDepartmentsIn(
  tx: EntityManager,
  areaCode: string,
  duty: GridEventCategory | null = null,
): Promise<Department[]> {
  const { from, to } = subtreeOf(areaCode);
  return tx.query<Department[]>(
    `SELECT ${COLUMNS} FROM department d
      WHERE d.area_code >= $1 AND d.area_code < $2 AND ($3::text IS NULL OR $3 = ANY (d.duties))
      ORDER BY d.area_code, d.code LIMIT $4`,
    [from, to, duty, MAX_DEPARTMENTS],
  );
}
