import type { EntityManager } from 'typeorm';
import { placeOf } from '../villages/counted-villages.js';
import type { Village } from '../villages/counted-villages.js';
import type { Contribution } from './contribution.js';

/** What is added to and taken from one count of a village. */
export interface TallyChange extends Contribution {
  readonly village: Village;
}

/**
 * A count that would fall below zero has no row to fall from or breaks its check: the event is then set aside. One that is back
 * at zero goes, so that the counts are the same however the steps were batched.
 */
const ADD_TO_TALLIES = `
  MERGE INTO indicator_tally AS t
  USING (SELECT village_id, min(village_code) AS village_code, year, part,
                sum(numerator)::int AS numerator, sum(denominator)::int AS denominator
           FROM jsonb_populate_recordset(NULL::indicator_tally, $1::jsonb)
          GROUP BY village_id, year, part
         HAVING sum(numerator) <> 0 OR sum(denominator) <> 0
          ORDER BY village_id, year, part) AS c
     ON t.village_id = c.village_id AND t.year = c.year AND t.part = c.part
  WHEN MATCHED AND t.numerator + c.numerator = 0 AND t.denominator + c.denominator = 0 THEN DELETE
  WHEN MATCHED THEN UPDATE SET numerator = t.numerator + c.numerator, denominator = t.denominator + c.denominator
  WHEN NOT MATCHED THEN INSERT (village_id, village_code, year, part, numerator, denominator)
    VALUES (c.village_id, c.village_code, c.year, c.part, c.numerator, c.denominator)`;

export async function addToTallies(tx: EntityManager, changes: readonly TallyChange[]): Promise<void> {
  const rows = changes.map(({ village, ...counts }) => ({ ...placeOf(village), ...counts }));
  if (rows.length > 0) await tx.query(ADD_TO_TALLIES, [JSON.stringify(rows)]);
}
