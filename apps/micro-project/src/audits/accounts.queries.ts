import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { ProjectKind } from '../projects/entity/project.row.js';

export interface Account {
  readonly projectId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly finalFen: number;
  readonly retainedFen: number;
  /** Published words. */
  readonly effect: string;
  readonly auditDocumentId: string;
  readonly finalAccountDocumentId: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

/** With what else is published of its project. */
export interface PublishedAccount extends Pick<
  Account,
  'projectId' | 'villageCode' | 'finalFen' | 'retainedFen' | 'effect' | 'publishedAt'
> {
  readonly title: string;
  readonly kind: ProjectKind;
  readonly budgetFen: number;
  readonly committedFen: number;
  readonly evaluatedAt: Date | null;
  readonly answerCount: number | null;
  readonly satisfiedCount: number | null;
  readonly minimumSample: number;
  readonly printedCount: number;
}

export interface AccountsPage {
  readonly first: number;
  /** [instant, project id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
}

const INSERT = `INSERT INTO project_account (project_id, village_id, village_code, final_fen, retained_fen, effect, audit_document_id,
    final_account_document_id, published_by, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const COLUMNS = `a.project_id AS "projectId", a.village_code AS "villageCode", a.final_fen AS "finalFen", a.retained_fen AS "retainedFen",
  a.effect, a.published_at AS "publishedAt", p.title, p.kind, p.budget_fen AS "budgetFen", p.committed_fen AS "committedFen",
  p.evaluated_at AS "evaluatedAt", p.answer_count AS "answerCount", p.satisfied_count AS "satisfiedCount",
  s.minimum_sample AS "minimumSample", s.printed_count AS "printedCount"`;

/** Codes of each of these lengths have a column and an index of their own. */
const COLUMN_OF_LENGTH: Readonly<Record<number, string>> = {
  12: 'village_code',
  9: 'township_code',
  6: 'county_code',
};

export async function insertAccount(tx: EntityManager, account: Account): Promise<void> {
  const { projectId, villageId, villageCode, finalFen, retainedFen, effect } = account;
  const { auditDocumentId, finalAccountDocumentId, publishedBy, publishedAt } = account;
  const what = [projectId, villageId, villageCode, finalFen, retainedFen, effect];
  await tx.query(INSERT, [...what, auditDocumentId, finalAccountDocumentId, publishedBy, publishedAt]);
}

/** Those of an area, newest first. */
export async function findAccounts(
  tx: EntityManager,
  areaCode: string,
  { first, after }: AccountsPage,
): Promise<PublishedAccount[]> {
  const column = COLUMN_OF_LENGTH[areaCode.length];
  const { from, to } = subtreeOf(areaCode);
  const inArea = column
    ? `a.${column} = $1 AND a.${column} < $2`
    : `a.village_code >= $1 AND a.village_code < $2`;
  const [instant, id] = after;
  return tx.query<PublishedAccount[]>(
    `SELECT ${COLUMNS} FROM project_account a JOIN project p ON p.id = a.project_id JOIN survey s ON s.project_id = a.project_id
      WHERE ${inArea} AND ($3::timestamptz IS NULL OR (a.published_at, a.project_id) < ($3::timestamptz, $4::uuid))
      ORDER BY a.published_at DESC, a.project_id DESC LIMIT $5`,
    [from, to, instant ?? null, id ?? null, first + 1],
  );
}
