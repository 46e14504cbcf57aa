import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { EntityManager } from 'typeorm';

@ObjectType('MicroProjectMilestone', { description: 'A milestone that was reached (进度节点).' })
export class MilestoneModel {
  @Field(() => ID, { description: 'UUIDv7.' })
  id: string;

  /** Leads to its project; no field of the graph. */
  projectId: string;

  @Field({ description: 'Which (节点名称).' })
  title: string;

  @Field(() => ID, { nullable: true, description: 'What shows it (进度材料), if anything.' })
  documentId: string | null;

  @Field({ description: 'When it was recorded (登记时间).' })
  reachedAt: Date;
}

export interface Milestone extends Readonly<MilestoneModel> {
  readonly reachedBy: string;
}

const INSERT = `INSERT INTO milestone (id, project_id, title, document_id, reached_by, reached_at) VALUES ($1, $2, $3, $4, $5, $6)`;

const OF_PROJECTS = `
  SELECT m.id, m.project_id AS "projectId", m.title, m.document_id AS "documentId", m.reached_at AS "reachedAt"
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM milestone m WHERE m.project_id = asked.id ORDER BY m.reached_at DESC, m.id DESC LIMIT 100) m
   ORDER BY m.reached_at, m.id`;

export async function insertMilestone(tx: EntityManager, milestone: Milestone): Promise<void> {
  const { id, projectId, title, documentId, reachedBy, reachedAt } = milestone;
  await tx.query(INSERT, [id, projectId, title, documentId, reachedBy, reachedAt]);
}

/** The latest 100 of each project, oldest first. */
export async function milestonesOf(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<MilestoneModel[][]> {
  const rows = await tx.query<MilestoneModel[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}
