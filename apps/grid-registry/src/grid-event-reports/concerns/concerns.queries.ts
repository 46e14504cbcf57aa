import { NO_OFFICE, Role } from '@lianxin/access';
import type { EntityManager } from 'typeorm';

const MAX_PERSONS = 200;
const IN_FORCE = `revoked_at IS NULL AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)`;

export interface Office {
  readonly areaCode: string;
  readonly departmentId: string | null;
}

/** Who holds an office of the body of this very area today; at most 200. */
export async function officialsOfArea(tx: EntityManager, areaCode: string, now: Date): Promise<string[]> {
  const rows = await tx.query<{ subject: string }[]>(
    `SELECT DISTINCT subject FROM access_grant
      WHERE area_code = $1 AND ${IN_FORCE} AND role <> ALL ($3) AND department_id IS NULL LIMIT ${MAX_PERSONS}`,
    [areaCode, now, [...NO_OFFICE, Role.DISCIPLINE_INSPECTION, Role.AUDITOR]],
  );
  return rows.map(({ subject }) => subject);
}

/** Who holds a post of the department today; at most 200. */
export async function officialsOfDepartment(
  tx: EntityManager,
  departmentId: string,
  now: Date,
): Promise<string[]> {
  const rows = await tx.query<{ subject: string }[]>(
    `SELECT DISTINCT subject FROM access_grant WHERE department_id = $1 AND ${IN_FORCE} LIMIT ${MAX_PERSONS}`,
    [departmentId, now],
  );
  return rows.map(({ subject }) => subject);
}

/** The offices a person holds today, the highest first. */
export function officesOf(tx: EntityManager, personId: string, now: Date): Promise<Office[]> {
  return tx.query<Office[]>(
    `SELECT area_code AS "areaCode", department_id AS "departmentId" FROM access_grant
      WHERE subject = $1 AND ${IN_FORCE} AND role <> ALL ($3) ORDER BY length(area_code), department_id NULLS FIRST, id LIMIT 100`,
    [personId, now, NO_OFFICE],
  );
}

/** The departments that violence, abuse and neglect are reported to: of this county, at most 10. */
export async function protectingDepartments(tx: EntityManager, countyCode: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM department WHERE protects AND area_code = $1 ORDER BY code LIMIT 10`,
    [countyCode],
  );
  return rows.map(({ id }) => id);
}

/** The id of an area by its code of today. */
export async function areaIdOf(tx: EntityManager, code: string): Promise<number | null> {
  const [row] = await tx.query<{ id: number }[]>(
    `SELECT id FROM area WHERE code = $1 AND valid_until IS NULL`,
    [code],
  );
  return row?.id ?? null;
}
