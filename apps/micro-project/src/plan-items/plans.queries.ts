import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { HeldMeeting } from '../decisions/meetings.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import type { Project } from '../projects/entity/project.entity.js';
import { asProject, PROJECT_COLUMNS } from '../projects/projects.queries.js';
import type { Readable } from '../projects/projects.queries.js';
import { Plan } from '../plans/plan.entity.js';

/** One project that is planned, in one version of a plan. */
export interface PlanItem {
  readonly itemId: string;
  readonly title: string;
  readonly quotaClass: QuotaClass;
  readonly budgetFen: number;
  readonly needIds: readonly string[];
}

export interface PlanVersion {
  readonly planId: string;
  readonly version: number;
}

const INSERT_ITEMS = `
  INSERT INTO plan_item (plan_id, version, item_id, position, title, quota_class, budget_fen, need_ids)
  SELECT $1, $2, i.item_id, i.position, i.title, i.quota_class, i.budget_fen, ARRAY(SELECT jsonb_array_elements_text(i.need_ids)::uuid)
    FROM jsonb_to_recordset($3::jsonb) AS i (item_id uuid, position integer, title text, quota_class text, budget_fen bigint, need_ids jsonb)`;

const ITEMS = `
  SELECT i.plan_id AS "planId", i.version, i.item_id AS "itemId", i.title, i.quota_class AS "quotaClass",
         i.budget_fen AS "budgetFen", i.need_ids AS "needIds"
    FROM unnest($1::uuid[], $2::integer[]) AS asked (plan_id, version)
    JOIN plan_item i ON i.plan_id = asked.plan_id AND i.version = asked.version ORDER BY i.position`;

/** @returns whether the village had no plan of that year */
export async function insertPlan(tx: EntityManager, plan: Plan): Promise<boolean> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Plan)
    .values(plan)
    .orIgnore()
    .returning('id')
    .execute();
  return (inserted.raw as unknown[]).length > 0;
}

export async function findPlan(tx: EntityManager, villageCode: string, year: number): Promise<Plan | null> {
  const [row] = await tx.query<Plan[]>(
    `SELECT ${columnsOf(Plan, 'p')} FROM plan p WHERE p.village_code = $1 AND p.year = $2`,
    [villageCode, year],
  );
  return row ? Object.assign(new Plan(), row) : null;
}

export async function insertItems(
  tx: EntityManager,
  { planId, version }: PlanVersion,
  items: readonly PlanItem[],
): Promise<void> {
  const rows = items.map(({ itemId, title, quotaClass, budgetFen, needIds }, position) => ({
    ...{
      item_id: itemId,
      position,
      title,
      quota_class: quotaClass,
      budget_fen: budgetFen,
      need_ids: needIds,
    },
  }));
  await tx.query(INSERT_ITEMS, [planId, version, JSON.stringify(rows)]);
}

/** At most 100 each. */
export async function itemsOf(tx: EntityManager, versions: readonly PlanVersion[]): Promise<PlanItem[][]> {
  const rows = await tx.query<(PlanItem & PlanVersion)[]>(ITEMS, [
    versions.map(({ planId }) => planId),
    versions.map(({ version }) => version),
  ]);
  return versions.map(({ planId, version }) =>
    rows.filter((row) => row.planId === planId && row.version === version),
  );
}

/** Which of these are items of any version of the plan. */
export async function knownItems(
  tx: EntityManager,
  planId: string,
  itemIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ itemId: string }[]>(
    `SELECT DISTINCT i.item_id AS "itemId" FROM plan_item i WHERE i.plan_id = $1 AND i.item_id = ANY($2)`,
    [planId, itemIds],
  );
  return new Set(rows.map(({ itemId }) => itemId));
}

/** Items of the plan that a project carries out, with its class. */
export function itemsInUse(
  tx: EntityManager,
  planId: string,
): Promise<{ itemId: string; quotaClass: QuotaClass }[]> {
  return tx.query(
    `SELECT DISTINCT p.plan_item_id AS "itemId", p.quota_class AS "quotaClass" FROM project p
      WHERE p.state NOT IN ('REJECTED', 'ABANDONED')
        AND p.plan_item_id IN (SELECT i.item_id FROM plan_item i WHERE i.plan_id = $1) LIMIT 1000`,
    [planId],
  );
}

/** Which of these are candidates of the village, or already taken by its projects. */
export async function needsWorthPlanning(
  tx: EntityManager,
  villageId: number,
  needIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT n.id FROM need n WHERE n.id = ANY($1) AND n.village_id = $2 AND n.state IN ('CANDIDATE', 'TAKEN')`,
    [needIds, villageId],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function insertApproval(
  tx: EntityManager,
  { planId, version }: PlanVersion,
  meeting: HeldMeeting,
  keyed: { by: string; role: string; at: Date },
): Promise<void> {
  const { body, heldOn, minutesNumber, minutesDocumentId, memberCount, presentIds } = meeting;
  await tx.query(
    `INSERT INTO plan_approval (plan_id, version, body, held_on, minutes_number, minutes_document_id, member_count, present_ids,
       keyed_by, keyed_role, keyed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[planId, version, body, heldOn, minutesNumber, minutesDocumentId, memberCount, presentIds],
      ...[keyed.by, keyed.role, keyed.at],
    ],
  );
}

/** The latest 20 that carry each item out, as far as the caller may see them, the latest first. */
export async function projectsOfItems(
  tx: EntityManager,
  itemIds: readonly string[],
  { parameters, readable }: Readable,
): Promise<Project[][]> {
  const rows = await tx.query<Project[]>(
    `SELECT p.* FROM unnest(${parameters.add(itemIds)}::uuid[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT ${PROJECT_COLUMNS} FROM project p WHERE p.plan_item_id = asked.id AND ${readable}
        ORDER BY p.proposed_at DESC, p.id DESC LIMIT 20) p`,
    parameters.values,
  );
  return itemIds.map((id) => rows.filter(({ planItemId }) => planItemId === id).map(asProject));
}
