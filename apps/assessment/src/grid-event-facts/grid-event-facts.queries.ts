import { shanghaiYear } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { Contribution, OpenDeadline } from './contributions.js';
import type { Standing } from './grid-event-fact.js';

/** An event's standing of today and since when it is so. */
export interface CurrentFact {
  readonly villageId: number;
  readonly villageCode: string;
  readonly validFrom: Date;
  readonly standing: Standing;
}

export interface Village {
  readonly id: number;
  readonly code: string;
}

export interface NewFact {
  readonly gridEventId: string;
  readonly sequence: number;
  readonly village: Village;
  readonly validFrom: Date;
  readonly standing: Standing;
}

const LOCK_CURRENT = `
  SELECT village_id AS "villageId", village_code AS "villageCode", valid_from AS "validFrom", due_at AS "dueAt",
         exclusion, done_at AS "doneAt", is_settled_on_the_spot AS "isSettledOnTheSpot", resolved_at AS "resolvedAt",
         followed_up_at AS "followedUpAt", is_reached AS "isReached", is_satisfied AS "isSatisfied"
    FROM grid_event_fact WHERE grid_event_id = $1 AND valid_until IS NULL FOR UPDATE`;

const REPLACE = `
  WITH ended AS (
    UPDATE grid_event_fact SET valid_until = $5 WHERE grid_event_id = $1 AND valid_until IS NULL)
  INSERT INTO grid_event_fact (grid_event_id, sequence, village_id, village_code, valid_from, due_at, due_year, exclusion,
    done_at, is_settled_on_the_spot, resolved_at, resolved_year, followed_up_at, is_reached, is_satisfied)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

/** A count that would fall below zero has no row to fall from or breaks its check: the event is then set aside. */
const ADD_TO_TALLIES = `
  MERGE INTO indicator_tally AS t
  USING (SELECT $1::int AS village_id, $2::text AS village_code, c.*
           FROM unnest($3::text[], $4::int[], $5::int[], $6::int[]) AS c (part, year, numerator, denominator)) AS c
     ON t.village_id = c.village_id AND t.year = c.year AND t.part = c.part
  WHEN MATCHED THEN UPDATE SET numerator = t.numerator + c.numerator, denominator = t.denominator + c.denominator
  WHEN NOT MATCHED THEN INSERT (village_id, village_code, year, part, numerator, denominator)
    VALUES (c.village_id, c.village_code, c.year, c.part, c.numerator, c.denominator)`;

const SET_OPEN_DEADLINE = `
  INSERT INTO open_deadline (grid_event_id, village_id, village_code, due_year, due_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (grid_event_id) DO UPDATE SET due_year = excluded.due_year, due_at = excluded.due_at`;
const END_OPEN_DEADLINE = `DELETE FROM open_deadline WHERE grid_event_id = $1`;

export async function lockCurrentFact(tx: EntityManager, gridEventId: string): Promise<CurrentFact | null> {
  const [row] = await tx.query<(Omit<CurrentFact, 'standing'> & Standing)[]>(LOCK_CURRENT, [gridEventId]);
  if (!row) return null;
  const { villageId, villageCode, validFrom, ...standing } = row;
  return { villageId, villageCode, validFrom, standing };
}

/** Ends the standing of today, if there is one, and begins the next at the same instant. */
export function replaceFact(tx: EntityManager, fact: NewFact): Promise<unknown> {
  const { village, standing } = fact;
  return tx.query(REPLACE, [
    fact.gridEventId,
    fact.sequence,
    village.id,
    village.code,
    fact.validFrom,
    standing.dueAt,
    shanghaiYear(standing.dueAt),
    standing.exclusion,
    standing.doneAt,
    standing.isSettledOnTheSpot,
    standing.resolvedAt,
    standing.resolvedAt && shanghaiYear(standing.resolvedAt),
    standing.followedUpAt,
    standing.isReached,
    standing.isSatisfied,
  ]);
}

export function addToTallies(
  tx: EntityManager,
  village: Village,
  changes: readonly Contribution[],
): Promise<unknown> {
  return tx.query(ADD_TO_TALLIES, [
    village.id,
    village.code,
    changes.map(({ part }) => part),
    changes.map(({ year }) => year),
    changes.map(({ numerator }) => numerator),
    changes.map(({ denominator }) => denominator),
  ]);
}

export function setOpenDeadline(
  tx: EntityManager,
  gridEventId: string,
  village: Village,
  deadline: OpenDeadline,
): Promise<unknown> {
  return tx.query(SET_OPEN_DEADLINE, [gridEventId, village.id, village.code, deadline.year, deadline.dueAt]);
}

export function endOpenDeadline(tx: EntityManager, gridEventId: string): Promise<unknown> {
  return tx.query(END_OPEN_DEADLINE, [gridEventId]);
}
