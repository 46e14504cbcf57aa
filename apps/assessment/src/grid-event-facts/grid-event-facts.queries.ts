import { shanghaiYear } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import { placeOf } from '../villages/counted-villages.js';
import type { Village } from '../villages/counted-villages.js';
import type { OpenDeadline } from './contributions.js';
import type { CurrentFact, Fact } from './fact-history.js';
import type { Standing } from './grid-event-fact.js';

/** When time alone will make an event count. */
export interface DeadlineOfEvent extends OpenDeadline {
  readonly gridEventId: string;
  readonly village: Village;
}

/** In one order for all, so that nobody waits for each other. */
const LOCK_CURRENT = `
  SELECT grid_event_id AS "gridEventId", village_id AS "villageId", village_code AS "villageCode", valid_from AS "validFrom",
         due_at AS "dueAt", exclusion, done_at AS "doneAt", is_settled_on_the_spot AS "isSettledOnTheSpot",
         resolved_at AS "resolvedAt", followed_up_at AS "followedUpAt", is_reached AS "isReached", is_satisfied AS "isSatisfied"
    FROM grid_event_fact WHERE grid_event_id = ANY($1::uuid[]) AND valid_until IS NULL ORDER BY grid_event_id FOR UPDATE`;

const ADD_FACTS = `
  WITH fact AS MATERIALIZED (SELECT * FROM jsonb_populate_recordset(NULL::grid_event_fact, $1::jsonb)),
  ended AS (
    UPDATE grid_event_fact AS f SET valid_until = next.valid_from
      FROM (SELECT grid_event_id, min(valid_from) AS valid_from FROM fact GROUP BY grid_event_id) AS next
     WHERE f.grid_event_id = next.grid_event_id AND f.valid_until IS NULL)
  INSERT INTO grid_event_fact SELECT * FROM fact`;

const SET_OPEN_DEADLINES = `
  INSERT INTO open_deadline SELECT * FROM jsonb_populate_recordset(NULL::open_deadline, $1::jsonb) ORDER BY grid_event_id
  ON CONFLICT (grid_event_id) DO UPDATE SET due_year = excluded.due_year, due_at = excluded.due_at`;
const END_OPEN_DEADLINES = `DELETE FROM open_deadline WHERE grid_event_id = ANY($1::uuid[])`;

type CurrentRow = Standing & {
  readonly gridEventId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly validFrom: Date;
};

/** Today's facts by event; none of an event that is not counted yet. */
export async function lockCurrentFacts(
  tx: EntityManager,
  gridEventIds: readonly string[],
): Promise<ReadonlyMap<string, CurrentFact>> {
  const rows = await tx.query<CurrentRow[]>(LOCK_CURRENT, [gridEventIds]);
  return new Map(
    rows.map(({ gridEventId, villageId, villageCode, validFrom, ...standing }) => [
      gridEventId,
      { village: { id: villageId, code: villageCode }, validFrom, standing },
    ]),
  );
}

/** Ends the standing of today, if there is one, and begins the next at the same instant. */
export async function addFacts(tx: EntityManager, facts: readonly Fact[]): Promise<void> {
  if (facts.length > 0) await tx.query(ADD_FACTS, [JSON.stringify(facts.map(rowOf))]);
}

export async function setOpenDeadlines(
  tx: EntityManager,
  deadlines: readonly DeadlineOfEvent[],
): Promise<void> {
  const rows = deadlines.map(({ gridEventId, village, year, dueAt }) => ({
    ...placeOf(village),
    grid_event_id: gridEventId,
    due_year: year,
    due_at: dueAt,
  }));
  if (rows.length > 0) await tx.query(SET_OPEN_DEADLINES, [JSON.stringify(rows)]);
}

export async function endOpenDeadlines(tx: EntityManager, gridEventIds: readonly string[]): Promise<void> {
  if (gridEventIds.length > 0) await tx.query(END_OPEN_DEADLINES, [gridEventIds]);
}

function rowOf({ gridEventId, sequence, village, validFrom, validUntil, standing }: Fact): object {
  return {
    ...placeOf(village),
    grid_event_id: gridEventId,
    sequence,
    valid_from: validFrom,
    valid_until: validUntil,
    due_at: standing.dueAt,
    due_year: shanghaiYear(standing.dueAt),
    exclusion: standing.exclusion,
    done_at: standing.doneAt,
    is_settled_on_the_spot: standing.isSettledOnTheSpot,
    resolved_at: standing.resolvedAt,
    resolved_year: standing.resolvedAt && shanghaiYear(standing.resolvedAt),
    followed_up_at: standing.followedUpAt,
    is_reached: standing.isReached,
    is_satisfied: standing.isSatisfied,
  };
}
