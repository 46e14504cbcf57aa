import type { EntityManager } from 'typeorm';
import { placeOf } from '../../villages/counted-villages.js';
import type { ClosedItem, CurrentProject, EndOfFact, Fact } from './project-history.js';
import { PROCEDURE_COLUMNS, OUTCOME_COLUMNS, rowOfStanding, standingOf } from './standing.row.js';
import type { StandingRow } from './standing.row.js';

/** In one order for all, so that nobody waits for each other. */
const LOCK_CURRENT = `
  SELECT project_id AS "projectId", village_id AS "villageId", village_code AS "villageCode", valid_from AS "validFrom",
         ${PROCEDURE_COLUMNS}, ${OUTCOME_COLUMNS}
    FROM micro_project_standing WHERE project_id = ANY($1::uuid[]) ORDER BY project_id FOR UPDATE`;

const KEEP_STANDINGS = `
  MERGE INTO micro_project_standing AS s
  USING (SELECT * FROM jsonb_populate_recordset(NULL::micro_project_standing, $1::jsonb) ORDER BY project_id) AS n
     ON s.project_id = n.project_id
  WHEN MATCHED THEN UPDATE SET valid_from = n.valid_from, decided_budget_fen = n.decided_budget_fen, decided_band = n.decided_band,
    is_body_competent = n.is_body_competent, is_filed = n.is_filed, is_notice_over = n.is_notice_over,
    is_within_budget = n.is_within_budget, started_at = n.started_at, was_decided_before_start = n.was_decided_before_start,
    was_notice_over_before_start = n.was_notice_over_before_start, confirm_by = n.confirm_by, confirmation = n.confirmation,
    is_regularised = n.is_regularised, completed_at = n.completed_at, acceptance = n.acceptance, is_evaluated = n.is_evaluated,
    audited_at = n.audited_at, closed_at = n.closed_at
  WHEN NOT MATCHED THEN INSERT VALUES (n.*)`;

const END_FACTS = `
  UPDATE micro_project_fact AS f SET valid_until = e.valid_until
    FROM jsonb_to_recordset($1::jsonb) AS e (project_id uuid, part text, valid_until timestamptz)
   WHERE f.project_id = e.project_id AND f.part = e.part AND f.valid_until IS NULL`;
const ADD_FACTS = `
  INSERT INTO micro_project_fact SELECT * FROM jsonb_populate_recordset(NULL::micro_project_fact, $1::jsonb)`;

/** The first who closed it stays, in whatever order two of them are told. */
const CLOSE_ITEMS = `
  INSERT INTO closed_plan_item AS c
  SELECT DISTINCT ON (village_id, item_id) * FROM jsonb_populate_recordset(NULL::closed_plan_item, $1::jsonb)
   ORDER BY village_id, item_id, closed_at, project_id
  ON CONFLICT (village_id, item_id) DO UPDATE SET closed_at = excluded.closed_at, project_id = excluded.project_id
   WHERE (excluded.closed_at, excluded.project_id) < (c.closed_at, c.project_id)`;

type CurrentRow = StandingRow & {
  readonly projectId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly validFrom: Date;
};

/** Today's standings by project; none of a project that is not counted yet. */
export async function lockCurrentProjects(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, CurrentProject>> {
  const rows = await tx.query<CurrentRow[]>(LOCK_CURRENT, [projectIds]);
  return new Map(
    rows.map(({ projectId, villageId, villageCode, validFrom, ...row }) => [
      projectId,
      { village: { id: villageId, code: villageCode }, validFrom, standing: standingOf(row) },
    ]),
  );
}

export async function keepStandings(
  tx: EntityManager,
  projects: readonly (CurrentProject & { readonly projectId: string })[],
): Promise<void> {
  const rows = projects.map(({ projectId, village, validFrom, standing }) => ({
    ...placeOf(village),
    project_id: projectId,
    valid_from: validFrom,
    ...rowOfStanding(standing),
  }));
  if (rows.length > 0) await tx.query(KEEP_STANDINGS, [JSON.stringify(rows)]);
}

export async function endFacts(tx: EntityManager, ends: readonly EndOfFact[]): Promise<void> {
  const rows = ends.map(({ projectId, part, validUntil }) => ({
    project_id: projectId,
    part,
    valid_until: validUntil,
  }));
  if (rows.length > 0) await tx.query(END_FACTS, [JSON.stringify(rows)]);
}

export async function addFacts(tx: EntityManager, facts: readonly Fact[]): Promise<void> {
  const rows = facts.map(({ village, projectId, validFrom, validUntil, countedAt, dueAt, ...rest }) => ({
    ...placeOf(village),
    ...rest,
    project_id: projectId,
    valid_from: validFrom,
    valid_until: validUntil,
    counted_at: countedAt,
    due_at: dueAt,
  }));
  if (rows.length > 0) await tx.query(ADD_FACTS, [JSON.stringify(rows)]);
}

export async function closeItems(tx: EntityManager, items: readonly ClosedItem[]): Promise<void> {
  const rows = items.map(({ itemId, projectId, village, closedAt }) => ({
    ...placeOf(village),
    item_id: itemId,
    project_id: projectId,
    closed_at: closedAt,
  }));
  if (rows.length > 0) await tx.query(CLOSE_ITEMS, [JSON.stringify(rows)]);
}
