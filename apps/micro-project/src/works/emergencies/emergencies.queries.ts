import type { EntityManager } from 'typeorm';

const INSERT = `INSERT INTO project_emergency (project_id, reason, started_by) VALUES ($1, $2, $3)`;
const REASONS = `SELECT project_id AS "projectId", reason FROM project_emergency WHERE project_id = ANY($1)`;

export async function insertEmergency(
  tx: EntityManager,
  emergency: { projectId: string; reason: string; startedBy: string },
): Promise<void> {
  await tx.query(INSERT, [emergency.projectId, emergency.reason, emergency.startedBy]);
}

/** Why each could not wait; null for what did. */
export async function reasonsOf(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<(string | null)[]> {
  const rows = await tx.query<{ projectId: string; reason: string }[]>(REASONS, [projectIds]);
  const byId = new Map(rows.map(({ projectId, reason }) => [projectId, reason]));
  return projectIds.map((id) => byId.get(id) ?? null);
}
