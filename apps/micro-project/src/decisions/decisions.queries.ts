import type { EntityManager } from 'typeorm';
import type { DecisionBand } from './decision-band.js';
import type { DecidingBody } from './meeting.js';

export const MEETING_OUTCOMES = ['ADOPTED', 'REJECTED', 'PASSED_UP'] as const;
export type MeetingOutcome = (typeof MEETING_OUTCOMES)[number];

/** A meeting that dealt with a project, as its minutes have it. */
export interface Decision {
  readonly id: string;
  readonly projectId: string;
  readonly termsVersion: number;
  readonly body: DecidingBody;
  readonly bodyAreaCode: string;
  readonly outcome: MeetingOutcome;
  readonly band: DecisionBand;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly memberCount: number;
  readonly presentIds: readonly string[];
  readonly recusedIds: readonly string[];
  /** Who was said to have a stake, whether or not they were there. */
  readonly stakeholderIds: readonly string[];
  readonly resolutionId: string | null;
  readonly policyVersion: string;
  readonly keyedBy: string;
  readonly keyedRole: string;
  readonly keyedAt: Date;
}

export interface EarlierInterests {
  readonly stakeholders: readonly string[];
  readonly recused: readonly string[];
}

const INSERT = `
  INSERT INTO project_decision (id, project_id, terms_version, body, body_area_code, outcome, band, held_on, minutes_number,
    minutes_document_id, member_count, present_ids, recused_ids, stakeholder_ids, resolution_id, policy_version, keyed_by,
    keyed_role, keyed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
  ON CONFLICT ON CONSTRAINT project_decision_minutes_key DO NOTHING RETURNING id`;

const EARLIER_INTERESTS = `
  SELECT ARRAY(SELECT DISTINCT unnest(stakeholder_ids) FROM project_decision WHERE project_id = $1) AS stakeholders,
         ARRAY(SELECT unnest(recused_ids) FROM project_decision WHERE project_id = $1
               UNION SELECT unnest(recused_ids) FROM contractor WHERE project_id = $1) AS recused`;

const OF_PROJECTS = `
  SELECT d.id, d.project_id AS "projectId", d.terms_version AS "termsVersion", d.body, d.body_area_code AS "bodyAreaCode",
         d.outcome, d.band, d.held_on::text AS "heldOn", d.minutes_number AS "minutesNumber",
         d.minutes_document_id AS "minutesDocumentId", d.member_count AS "memberCount", d.present_ids AS "presentIds",
         d.recused_ids AS "recusedIds", d.stakeholder_ids AS "stakeholderIds", d.resolution_id AS "resolutionId", d.policy_version AS "policyVersion",
         d.keyed_by AS "keyedBy", d.keyed_role AS "keyedRole", d.keyed_at AS "keyedAt"
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM project_decision d WHERE d.project_id = asked.id ORDER BY d.keyed_at DESC, d.id DESC LIMIT 50) d
   ORDER BY d.keyed_at, d.id`;

const LAST_ADOPTED = `SELECT band, body, policy_version AS "policyVersion" FROM project_decision
  WHERE project_id = $1 AND outcome = 'ADOPTED' ORDER BY keyed_at DESC, id DESC LIMIT 1`;

const FIRST_ADOPTED = `SELECT min(held_on)::text AS "heldOn" FROM project_decision WHERE project_id = $1 AND outcome = 'ADOPTED'`;

/** Who had a stake in a project at any meeting on it so far, by what was named then and by who was recused. */
export async function earlierInterestsOf(tx: EntityManager, projectId: string): Promise<EarlierInterests> {
  const [earlier] = await tx.query<EarlierInterests[]>(EARLIER_INTERESTS, [projectId]);
  return earlier ?? { stakeholders: [], recused: [] };
}

/** @returns whether it could be: each minutes once */
export async function insertDecision(tx: EntityManager, decision: Decision): Promise<boolean> {
  const inserted = await tx.query<{ id: string }[]>(INSERT, [
    decision.id,
    decision.projectId,
    decision.termsVersion,
    decision.body,
    decision.bodyAreaCode,
    decision.outcome,
    decision.band,
    decision.heldOn,
    decision.minutesNumber,
    decision.minutesDocumentId,
    decision.memberCount,
    decision.presentIds,
    decision.recusedIds,
    decision.stakeholderIds,
    decision.resolutionId,
    decision.policyVersion,
    decision.keyedBy,
    decision.keyedRole,
    decision.keyedAt,
  ]);
  return inserted.length > 0;
}

/** The latest 50 of each project, oldest first. */
export async function decisionsOf(tx: EntityManager, projectIds: readonly string[]): Promise<Decision[][]> {
  const rows = await tx.query<Decision[]>(OF_PROJECTS, [projectIds]);
  return projectIds.map((id) => rows.filter(({ projectId }) => projectId === id));
}

/** What holds while a change of it is asked for. @throws Error for a project that no body decided on */
export async function getLastAdopted(
  tx: EntityManager,
  projectId: string,
): Promise<Pick<Decision, 'band' | 'body' | 'policyVersion'>> {
  const [decided] = await tx.query<Pick<Decision, 'band' | 'body' | 'policyVersion'>[]>(LAST_ADOPTED, [
    projectId,
  ]);
  if (!decided) throw new Error(`Project ${projectId} was not decided.`);
  return decided;
}

/** The day of the meeting that first decided on it; null before that. */
export async function findFirstDecisionDay(tx: EntityManager, projectId: string): Promise<string | null> {
  const [first] = await tx.query<{ heldOn: string | null }[]>(FIRST_ADOPTED, [projectId]);
  return first?.heldOn ?? null;
}
