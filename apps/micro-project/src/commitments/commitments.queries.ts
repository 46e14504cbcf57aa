import { subtreeOf } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { Envelope } from '../envelopes/envelope.entity.js';
import type { QuotaClass } from '../envelopes/envelope.entity.js';
import type { HoldingState } from '../envelopes/holding.js';

/** What a project was promised and has not accounted for. */
export interface OpenCommitment {
  readonly projectId: string;
  readonly quotaClass: QuotaClass;
  readonly state: HoldingState;
  readonly heldFen: number;
  readonly paidFen: number;
  /** All it holds until it is accounted for, then what stands back. */
  readonly openFen: number;
}

/** The open commitments of a village's year: as they were listed, or as they stand now. */
export interface CommitmentList {
  readonly envelopeId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly year: number;
  /** YYYY-MM-DD; null for one that is not final yet. */
  readonly listedOn: string | null;
  readonly openFen: number;
  readonly items: readonly OpenCommitment[];
}

const MAX_LISTS = 200;
const MAX_ITEMS = 500;

/** The one definition of what is open, over the alias `p`. */
const OPEN_FEN = `CASE p.holding_state WHEN 'SETTLED' THEN p.retained_fen ELSE p.held_fen END`;
const IS_OPEN = `p.holding_state <> 'RELEASED' AND ${OPEN_FEN} > 0`;

/** Envelopes of years whose list is due and that have none; those that somebody has in hand are left for the next time. */
const DUE = `
  SELECT ${columnsOf(Envelope, 'e')} FROM envelope e
   WHERE e.year <= $1 AND NOT EXISTS (SELECT 1 FROM commitment_list l WHERE l.envelope_id = e.id)
   ORDER BY e.id LIMIT $2 FOR UPDATE OF e SKIP LOCKED`;

const LIST = `
  WITH open AS (
    SELECT p.envelope_id, p.id, p.quota_class, p.holding_state, p.held_fen, p.paid_fen, ${OPEN_FEN} AS open_fen
      FROM project p WHERE p.envelope_id = ANY($1) AND ${IS_OPEN}),
  list AS (
    INSERT INTO commitment_list (envelope_id, listed_on, listed_at, open_fen)
    SELECT e.id, $2::date, $3::timestamptz, coalesce((SELECT sum(o.open_fen) FROM open o WHERE o.envelope_id = e.id), 0)
      FROM unnest($1::uuid[]) AS e (id))
  INSERT INTO commitment_list_item (envelope_id, project_id, quota_class, holding_state, held_fen, paid_fen, open_fen)
  SELECT envelope_id, id, quota_class, holding_state, held_fen, paid_fen, open_fen FROM open
  RETURNING envelope_id AS "envelopeId", project_id AS "projectId", quota_class AS "quotaClass", holding_state AS state,
            held_fen AS "heldFen", paid_fen AS "paidFen", open_fen AS "openFen"`;

const asJson = (columns: string, source: string): string =>
  `LATERAL (SELECT coalesce(jsonb_agg(found), '[]') AS items FROM (SELECT ${columns} ${source} LIMIT ${MAX_ITEMS}) AS found)`;

const STORED = asJson(
  `i.project_id AS "projectId", i.quota_class AS "quotaClass", i.holding_state AS state, i.held_fen AS "heldFen",
   i.paid_fen AS "paidFen", i.open_fen AS "openFen"`,
  `FROM commitment_list_item i WHERE i.envelope_id = l.envelope_id ORDER BY i.open_fen DESC, i.project_id`,
);
const LIVE = asJson(
  `p.id AS "projectId", p.quota_class AS "quotaClass", p.holding_state AS state, p.held_fen AS "heldFen",
   p.paid_fen AS "paidFen", ${OPEN_FEN} AS "openFen"`,
  `FROM project p WHERE l.envelope_id IS NULL AND p.envelope_id = e.id AND ${IS_OPEN} ORDER BY ${OPEN_FEN} DESC, p.id`,
);

const IN_AREA = `
  SELECT e.id AS "envelopeId", e.village_id AS "villageId", e.village_code AS "villageCode", e.year,
         l.listed_on::text AS "listedOn",
         CASE WHEN l.envelope_id IS NULL
           THEN (SELECT coalesce(sum(${OPEN_FEN}), 0)::bigint FROM project p WHERE p.envelope_id = e.id AND ${IS_OPEN})
           ELSE l.open_fen END AS "openFen",
         CASE WHEN l.envelope_id IS NULL THEN live.items ELSE stored.items END AS items
    FROM envelope e LEFT JOIN commitment_list l ON l.envelope_id = e.id
   CROSS JOIN ${STORED} stored CROSS JOIN ${LIVE} live
   WHERE e.village_code >= $1 AND e.village_code < $2 AND e.year = $3
   ORDER BY e.village_code LIMIT ${MAX_LISTS}`;

/** Holds them: what their projects hold changes no more until the end of the transaction. */
export async function takeDueEnvelopes(
  tx: EntityManager,
  lastYear: number,
  limit: number,
): Promise<Envelope[]> {
  const rows = await tx.query<Envelope[]>(DUE, [lastYear, limit]);
  return rows.map((row) => Object.assign(new Envelope(), row));
}

/** Stores the lists of envelopes that the caller holds. @returns what is open of each, the largest first */
export async function insertLists(
  tx: EntityManager,
  envelopeIds: readonly string[],
  { listedOn, at }: { listedOn: string; at: Date },
): Promise<ReadonlyMap<string, OpenCommitment[]>> {
  const items = await tx.query<(OpenCommitment & { envelopeId: string })[]>(LIST, [
    envelopeIds,
    listedOn,
    at,
  ]);
  items.sort((one, other) => other.openFen - one.openFen || (one.projectId < other.projectId ? -1 : 1));
  return new Map(envelopeIds.map((id) => [id, items.filter(({ envelopeId }) => envelopeId === id)]));
}

/** Of an area's envelopes of a year, by code; at most 200 lists with at most 500 items each. */
export function findLists(tx: EntityManager, areaCode: string, year: number): Promise<CommitmentList[]> {
  const { from, to } = subtreeOf(areaCode);
  return tx.query<CommitmentList[]>(IN_AREA, [from, to, year]);
}
