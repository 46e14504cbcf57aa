import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { OF_YEAR, ofYear } from '../projects-of-year.js';
import type { AuditedProjectModel, SpecialAuditModel } from './special-audit.model.js';

export const LARGEST_POPULATION = 100_000;
const MAX_AUDITS_SHOWN = 100;

const COLUMNS = `a.id, a.area_code AS "areaCode", a.year, a.seed, a.size, a.population_count AS "populationCount",
  a.population_digest AS "populationDigest", a.drawn_role AS "drawnRole", a.drawn_at AS "drawnAt",
  a.village_codes AS "villageCodes", a.document_id AS "documentId", a.reported_on::text AS "reportedOn",
  a.reported_at AS "reportedAt"`;

/** One more than may be drawn from at most. */
const POPULATION = `SELECT p.id FROM project p WHERE ${OF_YEAR} ORDER BY p.id LIMIT ${LARGEST_POPULATION + 1}`;

const INSERT = `INSERT INTO special_audit (id, area_id, area_code, drawn_code, year, seed, size, population_count, population_digest,
  drawn_role, drawn_at) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT DO NOTHING RETURNING id`;
const INSERT_PROJECTS = `INSERT INTO special_audit_project (audit_id, rank, project_id)
  SELECT $1, d.rank, d.id FROM unnest($2::uuid[]) WITH ORDINALITY AS d (id, rank)`;

const BY_ID = `SELECT ${COLUMNS} FROM special_audit a WHERE a.id = $1`;

const DRAWN = `SELECT d.audit_id AS "auditId", d.rank, d.project_id AS "projectId", d.finding FROM special_audit_project d
  WHERE d.audit_id = ANY($1) ORDER BY d.audit_id, d.rank`;

const REPORT = `UPDATE special_audit SET village_codes = $2, document_id = $3, reported_on = $4::date, reported_role = $5,
  reported_at = $6 WHERE id = $1`;
const FINDINGS = `UPDATE special_audit_project d SET finding = f.finding FROM unnest($2::uuid[], $3::text[]) AS f (project_id, finding)
  WHERE d.audit_id = $1 AND d.project_id = f.project_id`;

/** What there is to draw from, the same for everybody who may draw there. */
export async function populationOf(tx: EntityManager, areaCode: string, year: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(POPULATION, ofYear(subtreeOf(areaCode), year));
  return rows.map(({ id }) => id);
}

/** @returns whether it could be: not while another of that year is open for an overlapping area, also one that the drawer may not see */
export async function insertAudit(
  tx: EntityManager,
  audit: SpecialAuditModel & { readonly areaId: number },
  projectIds: readonly string[],
): Promise<boolean> {
  const { id, areaId, areaCode, year, seed, size, populationCount, populationDigest, drawnRole, drawnAt } =
    audit;
  const drawn = [seed, size, populationCount, populationDigest, drawnRole, drawnAt];
  const inserted = await tx.query<{ id: string }[]>(INSERT, [id, areaId, areaCode, year, ...drawn]);
  if (inserted.length > 0) await tx.query(INSERT_PROJECTS, [id, projectIds]);
  return inserted.length > 0;
}

export async function findAudit(
  tx: EntityManager,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<SpecialAuditModel | null> {
  const [audit] = await tx.query<SpecialAuditModel[]>(`${BY_ID} ${lock}`, [id]);
  return audit ?? null;
}

/** The newest first, at most 100. */
export function findAudits(
  tx: EntityManager,
  areaCode: string,
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<SpecialAuditModel[]> {
  const { from, to } = subtreeOf(areaCode);
  return tx.query<SpecialAuditModel[]>(
    `SELECT ${COLUMNS} FROM special_audit a
      WHERE a.area_code >= ${parameters.add(from)} AND a.area_code < ${parameters.add(to)} AND ${readable}
      ORDER BY a.drawn_at DESC, a.id DESC LIMIT ${MAX_AUDITS_SHOWN}`,
    parameters.values,
  );
}

/** What was drawn for each audit, in the order of the draw; never more than its size, which policy bounds. */
export async function drawnFor(tx: EntityManager, ids: readonly string[]): Promise<AuditedProjectModel[][]> {
  const rows = await tx.query<(AuditedProjectModel & { auditId: string })[]>(DRAWN, [ids]);
  return ids.map((id) => rows.filter(({ auditId }) => auditId === id));
}

export interface AuditReport {
  readonly villageCodes: readonly string[];
  readonly documentId: string;
  readonly reportedOn: string;
  readonly reportedRole: string;
  readonly reportedAt: Date;
  readonly findings: readonly { readonly projectId: string; readonly finding: string }[];
}

export async function storeReport(tx: EntityManager, id: string, report: AuditReport): Promise<void> {
  const { villageCodes, documentId, reportedOn, reportedRole, reportedAt, findings } = report;
  await tx.query(REPORT, [id, villageCodes, documentId, reportedOn, reportedRole, reportedAt]);
  await tx.query(FINDINGS, [
    id,
    findings.map(({ projectId }) => projectId),
    findings.map(({ finding }) => finding),
  ]);
}
