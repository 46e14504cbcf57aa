import { createHash } from 'node:crypto';
import { canonicalJson } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { Terms } from './entity/project.proposed.js';

/** What a project is to be, in the words that will be posted (S0-15). */
export interface WrittenTerms extends Terms {
  readonly content: string;
  readonly place: string;
  readonly effect: string;
}

export interface StoredTerms extends WrittenTerms {
  readonly projectId: string;
  /** SHA-256 of the words, as the journal has it. */
  readonly digest: string;
  readonly writtenAt: Date;
}

const COLUMNS = `t.project_id AS "projectId", t.version, t.title, t.content, t.place, t.effect, t.budget_fen AS "budgetFen",
  t.due_on::text AS "dueOn", t.digest, t.written_at AS "writtenAt"`;

const INSERT = `INSERT INTO project_terms (project_id, version, title, content, place, effect, budget_fen, due_on, digest, written_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const LAST_VERSION = `SELECT coalesce(max(version), 0) AS version FROM project_terms WHERE project_id = $1`;
const OF_VERSION = `SELECT ${COLUMNS} FROM project_terms t WHERE t.project_id = $1 AND t.version = $2`;
const OF_PROJECTS = `SELECT ${COLUMNS} FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
  SELECT * FROM project_terms t WHERE t.project_id = asked.id ORDER BY t.version DESC LIMIT 50) t ORDER BY t.version`;

/** Equal words have an equal digest, whoever computes it: SHA-256 of the fields as JSON with its keys in order. */
export const digestOfTerms = ({ version: _version, ...words }: WrittenTerms): string =>
  createHash('sha256').update(canonicalJson(words)).digest('hex');

export async function insertTerms(
  tx: EntityManager,
  projectId: string,
  terms: WrittenTerms,
  at: Date,
): Promise<void> {
  const { version, title, content, place, effect, budgetFen, dueOn } = terms;
  const digest = digestOfTerms(terms);
  await tx.query(INSERT, [projectId, version, title, content, place, effect, budgetFen, dueOn, digest, at]);
}

/** The caller holds the project's row, so no two get the same. */
export async function nextVersionOf(tx: EntityManager, projectId: string): Promise<number> {
  const [last] = await tx.query<{ version: number }[]>(LAST_VERSION, [projectId]);
  return (last?.version ?? 0) + 1;
}

export async function findTerms(
  tx: EntityManager,
  projectId: string,
  version: number,
): Promise<StoredTerms | null> {
  const [terms] = await tx.query<StoredTerms[]>(OF_VERSION, [projectId, version]);
  return terms ?? null;
}

/** The latest 50 versions of each project, oldest first. */
export async function termsOf(tx: EntityManager, projectIds: readonly string[]): Promise<StoredTerms[][]> {
  const rows = await tx.query<StoredTerms[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}
