import type { EntityManager } from 'typeorm';

export interface Survey {
  readonly projectId: string;
  /** Of it tokens are made, and under its key comments are sealed. */
  readonly id: string;
  readonly endsAt: Date;
  /** By the policy of the day when it was opened: nothing is shown of fewer answers. */
  readonly minimumSample: number;
  readonly printedCount: number;
}

/** What may be told once it was counted. */
export interface CountedSurvey extends Survey {
  readonly evaluatedAt: Date | null;
  readonly answerCount: number | null;
  readonly satisfiedCount: number | null;
}

const COLUMNS = `s.project_id AS "projectId", s.id, s.ends_at AS "endsAt", s.minimum_sample AS "minimumSample",
  s.printed_count AS "printedCount"`;
const OF_PROJECT = `SELECT ${COLUMNS} FROM survey s WHERE s.project_id = $1`;
const OF_PROJECTS = `SELECT ${COLUMNS}, p.evaluated_at AS "evaluatedAt", p.answer_count AS "answerCount",
    p.satisfied_count AS "satisfiedCount"
  FROM survey s JOIN project p ON p.id = s.project_id WHERE s.project_id = ANY($1::uuid[])`;

export async function findSurvey(tx: EntityManager, projectId: string): Promise<Survey | null> {
  const [survey] = await tx.query<Survey[]>(OF_PROJECT, [projectId]);
  return survey ?? null;
}

/** Holds its row for the rest of the transaction. */
export async function lockSurvey(tx: EntityManager, projectId: string): Promise<Survey | null> {
  const [survey] = await tx.query<Survey[]>(`${OF_PROJECT} FOR UPDATE`, [projectId]);
  return survey ?? null;
}

export async function surveysOf(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<(CountedSurvey | null)[]> {
  const rows = await tx.query<CountedSurvey[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.find(({ projectId }) => projectId === id) ?? null);
}

/** With an empty box. */
export async function insertSurvey(tx: EntityManager, survey: Survey): Promise<void> {
  const { projectId, id, endsAt, minimumSample } = survey;
  await tx.query('INSERT INTO survey (project_id, id, ends_at, minimum_sample) VALUES ($1, $2, $3, $4)', [
    ...[projectId, id, endsAt, minimumSample],
  ]);
  await tx.query('INSERT INTO survey_box (project_id) VALUES ($1)', [projectId]);
}

export async function countPrinted(
  tx: EntityManager,
  projectId: string,
  printedCount: number,
): Promise<void> {
  await tx.query('UPDATE survey SET printed_count = $2 WHERE project_id = $1', [projectId, printedCount]);
}

/** Whether they draw for the first time. */
export async function insertDraw(tx: EntityManager, projectId: string, subject: string): Promise<boolean> {
  const drawn = await tx.query<unknown[]>(
    'INSERT INTO survey_draw (project_id, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [projectId, subject],
  );
  return drawn.length > 0;
}
