import type { EntityManager } from 'typeorm';
import type { DutyPart } from '../../indicators/indicator.definitions.js';
import { placeOf } from '../../villages/counted-villages.js';
import type { Village } from '../../villages/counted-villages.js';

/** Since when a village is known to take part in the programme, from a year on. */
export interface Participation {
  readonly village: Village;
  readonly fromYear: number;
  readonly since: Date;
}

/** What the calendar asked of a village, and it did. */
export interface MetDuty {
  readonly village: Village;
  readonly year: number;
  readonly part: DutyPart;
  /** The month, 1 to 12, of a discussion; 1 of what is due once a year. */
  readonly ordinal: number;
  readonly since: Date;
  /** The discussion or audit. */
  readonly sourceId: string;
  /** A day of Asia/Shanghai, YYYY-MM-DD. */
  readonly happenedOn: string;
}

/** One version of a village's yearly plan; the latest approved is the one that holds. */
export interface PlanApproval {
  readonly planId: string;
  readonly sequence: number;
  readonly village: Village;
  readonly year: number;
  readonly approvedAt: Date;
  readonly itemIds: readonly string[];
}

/** The earliest that is told stays, in whatever order they are told. */
const ADD_PARTICIPATIONS = `
  INSERT INTO participation AS p (village_id, village_code, from_year, since)
  SELECT village_id, min(village_code), from_year, min(since)
    FROM jsonb_populate_recordset(NULL::participation, $1::jsonb) GROUP BY village_id, from_year ORDER BY village_id, from_year
  ON CONFLICT (village_id, from_year) DO UPDATE SET since = excluded.since WHERE excluded.since < p.since`;

const MEET_DUTIES = `
  INSERT INTO met_duty AS d
  SELECT DISTINCT ON (village_id, year, part, ordinal) * FROM jsonb_populate_recordset(NULL::met_duty, $1::jsonb)
   ORDER BY village_id, year, part, ordinal, since, source_id
  ON CONFLICT (village_id, year, part, ordinal) DO UPDATE
     SET since = excluded.since, source_id = excluded.source_id, happened_on = excluded.happened_on
   WHERE (excluded.since, excluded.source_id) < (d.since, d.source_id)`;

const ADD_APPROVALS = `
  INSERT INTO plan_approval SELECT * FROM jsonb_populate_recordset(NULL::plan_approval, $1::jsonb)`;

export async function addParticipations(
  tx: EntityManager,
  participations: readonly Participation[],
): Promise<void> {
  const rows = participations.map(({ village, fromYear, since }) => ({
    ...placeOf(village),
    from_year: fromYear,
    since,
  }));
  if (rows.length > 0) await tx.query(ADD_PARTICIPATIONS, [JSON.stringify(rows)]);
}

export async function meetDuties(tx: EntityManager, duties: readonly MetDuty[]): Promise<void> {
  const rows = duties.map(({ village, sourceId, happenedOn, ...rest }) => ({
    ...placeOf(village),
    ...rest,
    source_id: sourceId,
    happened_on: happenedOn,
  }));
  if (rows.length > 0) await tx.query(MEET_DUTIES, [JSON.stringify(rows)]);
}

export async function addApprovals(tx: EntityManager, approvals: readonly PlanApproval[]): Promise<void> {
  const rows = approvals.map(({ planId, sequence, village, year, approvedAt, itemIds }) => ({
    ...placeOf(village),
    plan_id: planId,
    sequence,
    year,
    approved_at: approvedAt,
    item_ids: itemIds,
  }));
  if (rows.length > 0) await tx.query(ADD_APPROVALS, [JSON.stringify(rows)]);
}
