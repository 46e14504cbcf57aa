import { SqlParameters, subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { AccessGrant } from './grant.entity.js';

const COLUMNS = `g.id, g.subject, g.role, g.area_code AS "areaCode", g.department_id AS "departmentId",
  g.valid_from AS "validFrom", g.valid_until AS "validUntil", g.given_by AS "givenBy", g.revoked_at AS "revokedAt", g.revoked_by AS "revokedBy"`;

/** The posts that a person holds at an instant; at most 100. */
export function findGrantsOf(tx: EntityManager, subject: string, now: Date): Promise<AccessGrant[]> {
  return tx.query<AccessGrant[]>(
    `SELECT ${COLUMNS} FROM access_grant g
      WHERE g.subject = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2 AND (g.valid_until IS NULL OR g.valid_until > $2)
      ORDER BY g.area_code, g.id LIMIT 100`,
    [subject, now],
  );
}

/** Every post the person was ever given, also those taken back: `ROLE areaCode`. */
export async function postsEverGivenTo(tx: EntityManager, subject: string): Promise<string[]> {
  const rows = await tx.query<{ post: string }[]>(
    `SELECT DISTINCT role || ' ' || area_code AS post FROM access_grant WHERE subject = $1`,
    [subject],
  );
  return rows.map(({ post }) => post);
}

export interface GrantsPage {
  readonly areaCode: string;
  /** Posts that ended before are left out; those still to begin are told. */
  readonly now: Date;
  readonly first: number;
  /** [area code, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
}

/** @param readable adds the caller's own rules as SQL */
export function findGrantsIn(
  tx: EntityManager,
  readable: (parameters: SqlParameters) => string,
  page: GrantsPage,
): Promise<AccessGrant[]> {
  const parameters = new SqlParameters();
  const { from, to } = subtreeOf(page.areaCode);
  const area = `g.area_code >= ${parameters.add(from)} AND g.area_code < ${parameters.add(to)}`;
  const [code, id] = page.after;
  const seen =
    code === undefined
      ? ''
      : `AND (g.area_code, g.id) > (${parameters.add(code)}, ${parameters.add(id)}::uuid)`;
  return tx.query<AccessGrant[]>(
    `SELECT ${COLUMNS} FROM access_grant g
      WHERE ${area} AND g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > ${parameters.add(page.now)})
        AND ${readable(parameters)} ${seen}
      ORDER BY g.area_code, g.id LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
}
