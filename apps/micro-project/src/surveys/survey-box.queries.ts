import type { EntityManager } from 'typeorm';

export interface Answer {
  /** Shows that a token was used. */
  readonly mark: string;
  readonly isSatisfied: boolean;
  /** Sealed under the survey's key. */
  readonly comment: string | null;
}

export interface Counted {
  readonly answerCount: number;
  readonly satisfiedCount: number;
}

/** Marks and comments in the order of their own characters, which are chance: that of their arrival is lost. */
const CAST = `
  WITH cast_answer AS (
    UPDATE survey_box b SET answer_count = b.answer_count + 1, satisfied_count = b.satisfied_count + $3::boolean::int,
      spent = ARRAY (SELECT each FROM unnest(b.spent || $2::text) each ORDER BY each COLLATE "C"),
      comments = ARRAY (SELECT each FROM unnest(b.comments || $4::text[]) each ORDER BY each COLLATE "C")
     WHERE b.project_id = $1 AND NOT b.is_sealed AND $2 <> ALL (b.spent) RETURNING 1)
  SELECT 1 FROM cast_answer`;

/** What was used is of no use any more. */
const SEAL = `
  WITH sealed AS (
    UPDATE survey_box b SET is_sealed = true, spent = '{}' FROM survey s
     WHERE s.project_id = b.project_id AND b.project_id = $1 AND s.ends_at < $2
    RETURNING b.answer_count AS "answerCount", b.satisfied_count AS "satisfiedCount")
  SELECT * FROM sealed`;

/** Whether it counted: neither with a used token nor in a sealed box. */
export async function castAnswer(tx: EntityManager, projectId: string, answer: Answer): Promise<boolean> {
  const { mark, isSatisfied, comment } = answer;
  const comments = comment === null ? [] : [comment];
  return (await tx.query<unknown[]>(CAST, [projectId, mark, isSatisfied, comments])).length > 0;
}

export async function isSpent(tx: EntityManager, projectId: string, mark: string): Promise<boolean> {
  const found = await tx.query<unknown[]>(
    'SELECT 1 FROM survey_box WHERE project_id = $1 AND $2 = ANY (spent)',
    [projectId, mark],
  );
  return found.length > 0;
}

/** Null while the survey is not over. Answers that are just being given are waited for; later ones find the box sealed. */
export async function sealBox(tx: EntityManager, projectId: string, now: Date): Promise<Counted | null> {
  const [counted] = await tx.query<Counted[]>(SEAL, [projectId, now]);
  return counted ?? null;
}

/** At most so many, in no order that tells anything. */
export async function findComments(tx: EntityManager, projectId: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ comment: string }[]>(
    'SELECT each AS comment FROM survey_box b, unnest(b.comments) each WHERE b.project_id = $1 LIMIT $2',
    [projectId, limit],
  );
  return rows.map(({ comment }) => comment);
}
