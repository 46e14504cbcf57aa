import { subtreeOf } from '@lianxin/access';
import { shanghaiDayStart } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { FollowUpAnswers } from '../grid-events/entity/grid-event.ending.js';
import type { FollowUpSampleModel, SampledFollowUpModel } from './follow-up-sample.model.js';

export const LARGEST_POPULATION = 100_000;
const MAX_SAMPLES_SHOWN = 100;

export interface Closed extends FollowUpAnswers {
  readonly id: string;
}

/**
 * What was followed up and closed in a period; one more than may be drawn from at most. What is kept from somebody is in
 * nobody's population: everybody who may draw there has to find the same.
 */
export function findClosed(
  tx: EntityManager,
  { areaCode, from, to }: Pick<FollowUpSampleModel, 'areaCode' | 'from' | 'to'>,
): Promise<Closed[]> {
  const { from: low, to: high } = subtreeOf(areaCode);
  return tx.query<Closed[]>(
    `SELECT id, is_reached AS "isReached", is_solved AS "isSolved", is_satisfied AS "isSatisfied" FROM grid_event
      WHERE state = 'CLOSED' AND closed_at >= $1 AND closed_at < $2 AND area_code >= $3 AND area_code < $4
        AND restricted_to IS NULL AND concerned_ids = '{}' AND is_reached IS NOT NULL
      ORDER BY id LIMIT ${LARGEST_POPULATION + 1}`,
    [shanghaiDayStart(from), shanghaiDayStart(to), low, high],
  );
}

export async function insertSample(
  tx: EntityManager,
  sample: FollowUpSampleModel,
  drawn: readonly Closed[],
): Promise<void> {
  await tx.query(
    `INSERT INTO follow_up_sample (id, area_code, from_day, to_day, seed, size, population_count, population_digest, drawn_role, drawn_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      sample.id,
      sample.areaCode,
      sample.from,
      sample.to,
      sample.seed,
      sample.size,
      sample.populationCount,
      sample.populationDigest,
      sample.drawnRole,
      sample.drawnAt,
    ],
  );
  const rows = drawn.map(({ id, isReached, isSolved, isSatisfied }, index) => ({
    rank: index + 1,
    grid_event_id: id,
    is_reached: isReached,
    is_solved: isSolved,
    is_satisfied: isSatisfied,
  }));
  await tx.query(
    `INSERT INTO follow_up_sample_event (sample_id, rank, grid_event_id, is_reached, is_solved, is_satisfied)
     SELECT $1, rank, grid_event_id, is_reached, is_solved, is_satisfied
       FROM jsonb_populate_recordset(NULL::follow_up_sample_event, $2::jsonb)`,
    [sample.id, JSON.stringify(rows)],
  );
}

const SAMPLE = `SELECT id, area_code AS "areaCode", to_char(from_day, 'YYYY-MM-DD') AS "from", to_char(to_day, 'YYYY-MM-DD') AS "to",
  seed, size, population_count AS "populationCount", population_digest AS "populationDigest", drawn_role AS "drawnRole", drawn_at AS "drawnAt"
  FROM follow_up_sample`;

export async function findSample(
  tx: EntityManager,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<FollowUpSampleModel | null> {
  const [row] = await tx.query<FollowUpSampleModel[]>(`${SAMPLE} WHERE id = $1 ${lock}`, [id]);
  return row ?? null;
}

/** The newest first; at most 100. */
export function findSamplesIn(tx: EntityManager, areaCode: string): Promise<FollowUpSampleModel[]> {
  const { from, to } = subtreeOf(areaCode);
  return tx.query<FollowUpSampleModel[]>(
    `${SAMPLE} WHERE area_code >= $1 AND area_code < $2 ORDER BY drawn_at DESC, id DESC LIMIT ${MAX_SAMPLES_SHOWN}`,
    [from, to],
  );
}

interface SampledRow extends FollowUpAnswers {
  readonly sampleId: string;
  readonly rank: number;
  readonly gridEventId: string;
  readonly checkedAt: Date | null;
  readonly checkerRole: string | null;
  readonly checkIsReached: boolean | null;
  readonly checkIsSolved: boolean | null;
  readonly checkIsSatisfied: boolean | null;
}

/** What was drawn in each sample, in the order of the draw; never more than its size, which policy bounds. */
export async function sampledOf(
  tx: EntityManager,
  ids: readonly string[],
): Promise<SampledFollowUpModel[][]> {
  const rows = await tx.query<SampledRow[]>(
    `SELECT sample_id AS "sampleId", rank, grid_event_id AS "gridEventId", is_reached AS "isReached", is_solved AS "isSolved",
            is_satisfied AS "isSatisfied", checked_at AS "checkedAt", checker_role AS "checkerRole", check_is_reached AS "checkIsReached",
            check_is_solved AS "checkIsSolved", check_is_satisfied AS "checkIsSatisfied"
       FROM follow_up_sample_event WHERE sample_id = ANY($1) ORDER BY sample_id, rank`,
    [ids],
  );
  return ids.map((id) => rows.filter(({ sampleId }) => sampleId === id).map(toSampled));
}

function toSampled(row: SampledRow): SampledFollowUpModel {
  const { rank, gridEventId, isReached, isSolved, isSatisfied, checkedAt, checkerRole, checkIsReached } = row;
  const original = { isReached, isSolved, isSatisfied };
  if (checkedAt === null || checkerRole === null || checkIsReached === null)
    return { rank, gridEventId, original, check: null };
  const answers = {
    isReached: checkIsReached,
    isSolved: row.checkIsSolved,
    isSatisfied: row.checkIsSatisfied,
  };
  const isDifferent = differs(original, answers);
  return { rank, gridEventId, original, check: { ...answers, role: checkerRole, checkedAt, isDifferent } };
}

/** Null when the check reached nobody: that says nothing. */
export function differs(original: FollowUpAnswers, check: FollowUpAnswers): boolean | null {
  if (!check.isReached) return null;
  return check.isSolved !== original.isSolved || check.isSatisfied !== original.isSatisfied;
}

/** The first check of a drawn event stays. @returns whether it was not checked before */
export async function recordCheck(
  tx: EntityManager,
  place: { sampleId: string; gridEventId: string },
  check: FollowUpAnswers & { checkerId: string; role: string; at: Date },
): Promise<boolean> {
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE follow_up_sample_event SET checked_at = $3, checker_id = $4, checker_role = $5, check_is_reached = $6,
            check_is_solved = $7, check_is_satisfied = $8
      WHERE sample_id = $1 AND grid_event_id = $2 AND checked_at IS NULL RETURNING rank`,
    [
      place.sampleId,
      place.gridEventId,
      check.at,
      check.checkerId,
      check.role,
      check.isReached,
      check.isSolved,
      check.isSatisfied,
    ],
  );
  return rows.length > 0;
}
