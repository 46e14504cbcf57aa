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

/**
 * Marks and comments in the order of their own characters, which are chance: that of their arrival is lost. A used token costs the same
 * write and adds nothing, so that not even the time it takes tells that it was used.
 */
const IS_NEW = '($2::text <> ALL (b.spent))';
const CAST = `
  WITH cast_answer AS (
    UPDATE survey_box b SET answer_count = b.answer_count + ${IS_NEW}::int,
      satisfied_count = b.satisfied_count + (${IS_NEW} AND $3::boolean)::int,
      spent = ARRAY (SELECT DISTINCT each COLLATE "C" FROM unnest(b.spent || $2::text) each ORDER BY 1),
      comments = ARRAY (SELECT each FROM unnest(CASE WHEN ${IS_NEW} THEN b.comments || $4::text[] ELSE b.comments END) each
        ORDER BY each COLLATE "C")
     WHERE b.project_id = $1 AND NOT b.is_sealed RETURNING 1)
  SELECT 1 FROM cast_answer`;

/** What was used is of no use any more. */
const SEAL = `
  WITH sealed AS (
    UPDATE survey_box b SET is_sealed = true, spent = '{}' FROM survey s
     WHERE s.project_id = b.project_id AND b.project_id = $1 AND s.ends_at < $2
    RETURNING b.answer_count AS "answerCount", b.satisfied_count AS "satisfiedCount")
  SELECT * FROM sealed`;

/** Whether the box still took it: a used token it takes like a new one, and nothing changes. */
export async function castAnswer(tx: EntityManager, projectId: string, answer: Answer): Promise<boolean> {
  const { mark, isSatisfied, comment } = answer;
  const comments = comment === null ? [] : [comment];
  return (await tx.query<unknown[]>(CAST, [projectId, mark, isSatisfied, comments])).length > 0;
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
