import type { EntityManager } from 'typeorm';
import type { Project } from '../projects/entity/project.entity.js';
import type { StoredTerms } from '../projects/terms.queries.js';

export interface Posted {
  readonly id: string;
  readonly project: Project;
  readonly terms: StoredTerms;
  readonly decisionId: string;
  readonly postedAt: Date;
  readonly endsAt: Date;
  readonly isAfterwards: boolean;
  readonly policyVersion: string;
}

const INSERT = `INSERT INTO notice (id, project_id, village_id, village_code, terms_version, title, content, place, due_on, budget_fen,
    effect, decision_id, posted_at, ends_at, is_afterwards, policy_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;
const EXTEND = `UPDATE notice SET ends_at = $2 WHERE id = $1`;
const END = `UPDATE notice SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`;
const VOID = `UPDATE notice SET voided_at = $2 WHERE project_id = $1 AND ended_at IS NULL AND voided_at IS NULL`;
const LAST_ADOPTED = `SELECT id FROM project_decision WHERE project_id = $1 AND outcome = 'ADOPTED' ORDER BY keyed_at DESC, id DESC LIMIT 1`;

export async function insertNotice(tx: EntityManager, posted: Posted): Promise<void> {
  const { id, project, terms, decisionId, postedAt, endsAt, isAfterwards, policyVersion } = posted;
  const { version, title, content, place, dueOn, budgetFen, effect } = terms;
  await tx.query(INSERT, [
    ...[id, project.id, project.villageId, project.villageCode],
    ...[version, title, content, place, dueOn, budgetFen, effect],
    ...[decisionId, postedAt, endsAt, isAfterwards, policyVersion],
  ]);
}

export async function extendNotice(tx: EntityManager, id: string, endsAt: Date): Promise<void> {
  await tx.query(EXTEND, [id, endsAt]);
}

export async function endNotice(tx: EntityManager, id: string, at: Date): Promise<void> {
  await tx.query(END, [id, at]);
}

/** Takes down what is posted of a project, if anything is: it came to nothing, or is posted anew. */
export async function voidNoticeOf(tx: EntityManager, projectId: string, at: Date): Promise<void> {
  await tx.query(VOID, [projectId, at]);
}

/** The meeting whose decision is posted; null for a project that none adopted. */
export async function findAdoption(tx: EntityManager, projectId: string): Promise<string | null> {
  const [decision] = await tx.query<{ id: string }[]>(LAST_ADOPTED, [projectId]);
  return decision?.id ?? null;
}
