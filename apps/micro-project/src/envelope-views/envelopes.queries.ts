import { subtreeOf } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { Envelope } from '../envelopes/envelope.entity.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import type { HoldingState } from '../envelopes/holding.js';
import type { Readable } from '../projects/projects.queries.js';

/** What the projects of an envelope hold of one class in one standing, together. */
export interface HeldSum {
  readonly quotaClass: QuotaClass;
  readonly state: HoldingState;
  readonly heldFen: number;
  readonly retainedFen: number;
}

export interface HeldByProject extends HeldSum {
  readonly projectId: string;
  readonly paidFen: number;
}

/** A village's envelope of a year, null where none was opened, with what is held of it: all in one snapshot. */
export interface StoredEnvelope {
  readonly villageId: number;
  readonly villageCode: string;
  readonly envelope: Envelope | null;
  readonly sums: readonly HeldSum[];
  /** Those that the caller may see; at most `MAX_PROJECTS`. */
  readonly projects: readonly HeldByProject[];
}

export const MAX_PROJECTS = 200;
export const MAX_VILLAGES = 200;

interface Row extends Omit<StoredEnvelope, 'envelope'>, Omit<Envelope, 'id' | 'villageId' | 'villageCode'> {
  readonly id: string | null;
}

const asJson = (columns: string, source: string): string =>
  `LATERAL (SELECT coalesce(jsonb_agg(found), '[]') AS all FROM (SELECT ${columns} ${source}) AS found)`;

const SUMS = asJson(
  `s.quota_class AS "quotaClass", s.holding_state AS state, s.held_fen AS "heldFen", s.retained_fen AS "retainedFen"`,
  `FROM envelope_sums(e.id) s`,
);

const PROJECT_COLUMNS = `p.id AS "projectId", p.quota_class AS "quotaClass", p.holding_state AS state, p.held_fen AS "heldFen",
  p.retained_fen AS "retainedFen", p.paid_fen AS "paidFen"`;

const IN_AREA = `
  SELECT a.id FROM area a
   WHERE a.level = 'VILLAGE' AND a.code >= $1 AND a.code < $2
     AND (a.valid_until IS NULL OR EXISTS (SELECT 1 FROM envelope e WHERE e.village_id = a.id AND e.year = $3))
   ORDER BY a.code LIMIT ${MAX_VILLAGES}`;

/** The villages of an area, those that are no more included that had a quota in that year. */
export async function villagesIn(tx: EntityManager, areaCode: string, year: number): Promise<number[]> {
  const { from, to } = subtreeOf(areaCode);
  const rows = await tx.query<{ id: number }[]>(IN_AREA, [from, to, year]);
  return rows.map(({ id }) => id);
}

/** In the order of the ids; null for what is no village. One statement, so that sums, projects and limits are of one moment. */
export async function findEnvelopes(
  tx: EntityManager,
  villageIds: readonly number[],
  year: number,
  { parameters, readable }: Readable,
): Promise<(StoredEnvelope | null)[]> {
  const projects = asJson(
    PROJECT_COLUMNS,
    `FROM project p WHERE p.envelope_id = e.id AND p.holding_state <> 'RELEASED' AND ${readable}
      ORDER BY p.id LIMIT ${MAX_PROJECTS}`,
  );
  const rows = await tx.query<Row[]>(
    `SELECT ${columnsOf(Envelope, 'e')}, a.id AS "villageId", a.code AS "villageCode", s.all AS sums, p.all AS projects
       FROM area a LEFT JOIN envelope e ON e.village_id = a.id AND e.year = ${parameters.add(year)}
      CROSS JOIN ${SUMS} s CROSS JOIN ${projects} p
      WHERE a.id = ANY(${parameters.add(villageIds)}::int[]) AND a.level = 'VILLAGE'`,
    parameters.values,
  );
  const byId = new Map(rows.map((row) => [row.villageId, asStored(row)]));
  return villageIds.map((id) => byId.get(id) ?? null);
}

function asStored({ sums, projects, ...row }: Row): StoredEnvelope {
  const { villageId, villageCode, id } = row;
  const envelope = id === null ? null : Object.assign(new Envelope(), row, { id });
  return { villageId, villageCode, envelope, sums, projects };
}
