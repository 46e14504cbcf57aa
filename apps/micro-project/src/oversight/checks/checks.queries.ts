import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { OF_YEAR, ofYear } from '../projects-of-year.js';
import type { CheckCoverageModel, CheckKind, CheckModel } from './check.model.js';

export interface StoredCheck extends CheckModel {
  readonly villageId: number;
  readonly checkedBy: string;
}

const COLUMNS = `c.id, c.village_code AS "villageCode", c.project_id AS "projectId", c.year, c.kind, c.result, c.findings,
  c.document_id AS "documentId", c.checked_role AS "checkedRole", c.checked_at AS "checkedAt"`;

const INSERT = `INSERT INTO project_check (id, village_id, village_code, project_id, year, kind, result, findings, document_id,
  checked_by, checked_role, checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const BY_ID = `SELECT ${COLUMNS} FROM project_check c WHERE c.id = $1`;

const PAGE = `SELECT ${COLUMNS} FROM project_check c
  WHERE c.village_code >= $1 AND c.village_code < $2 AND c.year = $3 AND ($4::text IS NULL OR c.kind = $4)
    AND ($5::timestamptz IS NULL OR (c.checked_at, c.id) < ($5, $6::uuid))
  ORDER BY c.checked_at DESC, c.id DESC LIMIT $7`;

const IS_CHECKED = (which: string): string =>
  `EXISTS (SELECT 1 FROM project_check c WHERE ${which} AND c.kind = 'TOWNSHIP'`;

const COVERAGE = `
  WITH village AS (
    SELECT a.code, ${IS_CHECKED('c.village_code = a.code')} AND c.project_id IS NULL AND c.year = $5) AS is_checked
      FROM area a WHERE a.level = 'VILLAGE' AND a.valid_until IS NULL AND a.code >= $1 AND a.code < $2),
  found AS (
    SELECT p.id, p.proposed_at, ${IS_CHECKED('c.project_id = p.id')} AND c.year = $5) AS is_checked
      FROM project p WHERE ${OF_YEAR})
  SELECT (SELECT count(*)::int FROM village) AS "villageCount",
         (SELECT count(*)::int FROM village WHERE is_checked) AS "checkedVillageCount",
         (SELECT count(*)::int FROM found) AS "projectCount",
         (SELECT count(*)::int FROM found WHERE is_checked) AS "checkedProjectCount",
         ARRAY(SELECT code FROM village WHERE NOT is_checked ORDER BY code LIMIT 500) AS "uncheckedVillageCodes",
         ARRAY(SELECT id FROM found WHERE NOT is_checked ORDER BY proposed_at, id LIMIT 500) AS "uncheckedProjectIds"`;

export async function insertCheck(tx: EntityManager, check: StoredCheck): Promise<void> {
  const { id, villageId, villageCode, projectId, year, kind, result, findings, documentId } = check;
  const { checkedBy, checkedRole, checkedAt } = check;
  const what = [id, villageId, villageCode, projectId, year, kind, result, findings, documentId];
  await tx.query(INSERT, [...what, checkedBy, checkedRole, checkedAt]);
}

export async function findCheck(tx: EntityManager, id: string): Promise<CheckModel | null> {
  const [check] = await tx.query<CheckModel[]>(BY_ID, [id]);
  return check ?? null;
}

export interface ChecksPage {
  readonly areaCode: string;
  readonly year: number;
  readonly kind: CheckKind | null;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
}

/** The newest first, one more than asked for at most. */
export function findChecks(tx: EntityManager, page: ChecksPage): Promise<CheckModel[]> {
  const { from, to } = subtreeOf(page.areaCode);
  const [instant = null, id = null] = page.after;
  return tx.query<CheckModel[]>(PAGE, [from, to, page.year, page.kind, instant, id, page.first + 1]);
}

export async function coverageOf(
  tx: EntityManager,
  areaCode: string,
  year: number,
): Promise<CheckCoverageModel> {
  const parameters = [...ofYear(subtreeOf(areaCode), year), year];
  const [coverage] = await tx.query<[CheckCoverageModel]>(COVERAGE, parameters);
  return coverage;
}
