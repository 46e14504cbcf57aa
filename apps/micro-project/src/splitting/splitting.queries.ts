import type { EntityManager } from 'typeorm';
import type { DecisionBand } from '../decisions/decision-band.js';
import type { Project } from '../projects/entity/project.entity.js';
import type { Readable } from '../projects/projects.queries.js';
import type { Compared, Likeness } from './likeness.js';

export interface Suspicion {
  readonly id: string;
  readonly projectId: string;
  readonly togetherFen: number;
  readonly togetherBand: DecisionBand;
  readonly policyVersion: string;
  readonly suspectedAt: Date;
}

export interface JudgedSuspicion extends Suspicion {
  readonly isSplit: boolean | null;
  readonly judgedAt: Date | null;
  readonly evidence: readonly Likeness[];
}

/** What came to nothing, or has yet to be submitted, is no part of anything. */
const PROJECT = `SELECT p.id, coalesce(p.pending_budget_fen, p.budget_fen) AS "amountFen", t.title, t.content, t.place, c.name AS contractor`;
const JOINED = `JOIN project_terms t ON t.project_id = p.id AND t.version = coalesce(p.pending_terms_version, p.terms_version)
  LEFT JOIN contractor c ON c.id = p.contractor_id`;
const SELF = `${PROJECT} FROM project p ${JOINED} WHERE p.id = $1`;
const OTHERS = `${PROJECT}
  FROM (SELECT * FROM project p WHERE p.village_code = $1 AND p.id <> $2 AND p.submitted_at >= $3
           AND p.state NOT IN ('PROPOSED', 'RETURNED', 'REJECTED', 'ABANDONED')
         ORDER BY p.proposed_at DESC, p.id DESC LIMIT 200) p ${JOINED}`;

const JUDGED = `SELECT DISTINCT e.other_project_id AS id FROM splitting_suspicion s JOIN splitting_evidence e ON e.suspicion_id = s.id
  WHERE s.project_id = $1 AND s.judged_at IS NOT NULL AND e.ground = 'SAME_CONTRACTOR'`;

const COLUMNS = `s.id, s.project_id AS "projectId", s.together_fen AS "togetherFen", s.together_band AS "togetherBand",
  s.policy_version AS "policyVersion", s.suspected_at AS "suspectedAt", s.is_split AS "isSplit", s.judged_at AS "judgedAt"`;
const OPEN = `SELECT ${COLUMNS} FROM splitting_suspicion s WHERE s.project_id = $1 AND s.judged_at IS NULL AND s.suspected_at >= $2`;
const INSERT = `INSERT INTO splitting_suspicion (id, project_id, together_fen, together_band, policy_version, suspected_at)
  VALUES ($1, $2, $3, $4, $5, $6)`;
const INSERT_EVIDENCE = `
  INSERT INTO splitting_evidence (suspicion_id, other_project_id, ground, similarity_percent, amount_fen)
  SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::integer[], $5::bigint[])`;
const JUDGE = `UPDATE splitting_suspicion SET is_split = $2, judged_by = $3, judged_at = $4 WHERE id = ANY($1)`;

/** One at a time in a village: of two taken at once the later one sees the other. */
const IN_TURN = `SELECT pg_advisory_xact_lock(hashtext('splitting'), $1)`;

export async function takeTurn(tx: EntityManager, { villageId }: Project): Promise<void> {
  await tx.query(IN_TURN, [villageId]);
}

export async function getCompared(tx: EntityManager, projectId: string): Promise<Compared> {
  const [project] = await tx.query<Compared[]>(SELF, [projectId]);
  if (!project) throw new Error(`Project ${projectId} has no terms.`);
  return project;
}

/** Of the latest 200 projects of its village, those submitted since then. */
export function othersOf(tx: EntityManager, project: Project, since: Date): Promise<Compared[]> {
  return tx.query<Compared[]>(OTHERS, [project.villageCode, project.id, since]);
}

/** Which others of the same contractor the township has judged already. */
export async function judgedContractorsOf(tx: EntityManager, projectId: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }[]>(JUDGED, [projectId]);
  return new Set(rows.map(({ id }) => id));
}

export async function insertSuspicion(
  tx: EntityManager,
  suspicion: Suspicion,
  evidence: readonly Likeness[],
): Promise<void> {
  const { id, projectId, togetherFen, togetherBand, policyVersion, suspectedAt } = suspicion;
  await tx.query(INSERT, [id, projectId, togetherFen, togetherBand, policyVersion, suspectedAt]);
  await tx.query(INSERT_EVIDENCE, [
    id,
    evidence.map(({ otherProjectId }) => otherProjectId),
    evidence.map(({ ground }) => ground),
    evidence.map(({ similarityPercent }) => similarityPercent),
    evidence.map(({ amountFen }) => amountFen),
  ]);
}

/** What waits for a finding; terms written anew since then are no part of it. */
export function openSuspicionsOf(tx: EntityManager, { id, submittedAt }: Project): Promise<Suspicion[]> {
  return tx.query<Suspicion[]>(OPEN, [id, submittedAt]);
}

export async function judgeSuspicions(
  tx: EntityManager,
  ids: readonly string[],
  { isSplit, judgedBy, judgedAt }: { isSplit: boolean; judgedBy: string; judgedAt: Date },
): Promise<void> {
  await tx.query(JUDGE, [ids, isSplit, judgedBy, judgedAt]);
}

/** At most 100 in an area, the longest suspected first. */
export function suspicionsIn(
  tx: EntityManager,
  { from, to }: { from: string; to: string },
  isJudged: boolean,
  { parameters, readable }: Readable,
): Promise<JudgedSuspicion[]> {
  const standing = isJudged
    ? 's.judged_at IS NOT NULL'
    : `s.judged_at IS NULL AND p.splitting = 'SUSPECTED' AND s.suspected_at >= p.submitted_at`;
  return tx.query<JudgedSuspicion[]>(
    `SELECT ${COLUMNS},
            (SELECT json_agg(json_build_object('otherProjectId', e.other_project_id, 'ground', e.ground,
                      'similarityPercent', e.similarity_percent, 'amountFen', e.amount_fen) ORDER BY e.other_project_id, e.ground)
               FROM splitting_evidence e WHERE e.suspicion_id = s.id) AS evidence
       FROM splitting_suspicion s JOIN project p ON p.id = s.project_id
      WHERE ${standing} AND ${readable}
        AND p.village_code >= ${parameters.add(from)} AND p.village_code < ${parameters.add(to)}
      ORDER BY s.suspected_at, s.id LIMIT 100`,
    parameters.values,
  );
}
