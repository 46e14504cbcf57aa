import type { ClientBase } from 'pg';
import { ENTRY_COLUMNS } from '../../entries/journal-entry.js';
import { entryFault, faultOf, PREDECESSOR_COLUMNS, PREDECESSOR_JOIN } from './journal-walk.js';
import type { ReadEntry } from './journal-walk.js';
import { fault, MAX_FAULTS } from '../verdict.js';
import type { Fault, Faults } from '../verdict.js';

const FETCH_SIZE = 100;

const DECLARE_WAITING = `
  DECLARE waiting NO SCROLL CURSOR FOR
  WITH unplaced AS MATERIALIZED (
    SELECT id FROM journal_entry j WHERE NOT EXISTS (SELECT FROM journal_position p WHERE p.entry_id = j.id))
  SELECT NULL AS position, ${ENTRY_COLUMNS}, ${PREDECESSOR_COLUMNS},
         EXISTS (SELECT FROM outbox q WHERE q.entry_id = j.id) AS "isQueued"
    FROM unplaced JOIN journal_entry j ON j.id = unplaced.id ${PREDECESSOR_JOIN}`;

const QUEUE_FAULTS = `
  SELECT q.entry_id AS "entryId", min(p.position)::float8 AS position, count(*)::int AS times, bool_or(j.id IS NULL) AS "isLost"
    FROM outbox q LEFT JOIN journal_position p ON p.entry_id = q.entry_id LEFT JOIN journal_entry j ON j.id = q.entry_id
   GROUP BY q.entry_id HAVING count(*) > 1 OR bool_or(p.position IS NOT NULL) OR bool_or(j.id IS NULL)
   ORDER BY q.entry_id LIMIT ${MAX_FAULTS}`;

interface QueueRow {
  readonly entryId: string;
  readonly position: number | null;
  readonly times: number;
  readonly isLost: boolean;
}

/**
 * Checks the entries that have no position yet, and that exactly these wait in the outbox. Runs in a transaction.
 * @returns how many there are
 */
export async function checkWaiting(client: ClientBase, faults: Faults): Promise<number> {
  const { rows } = await client.query<QueueRow>(QUEUE_FAULTS);
  for (const row of rows) faults.add(faultOfQueue(row));
  await client.query(DECLARE_WAITING);
  let count = 0;
  for (;;) {
    const page = await client.query<ReadEntry & { isQueued: boolean }>(`FETCH ${FETCH_SIZE} FROM waiting`);
    for (const entry of page.rows) {
      const found = faultOf(entry) ?? (entry.isQueued ? null : notQueued(entry));
      if (found) faults.add(found);
    }
    count += page.rows.length;
    if (page.rows.length < FETCH_SIZE) break;
  }
  await client.query('CLOSE waiting');
  return count;
}

const notQueued = (entry: ReadEntry): Fault =>
  entryFault('NOT_QUEUED', 'The entry has no position and does not wait in the outbox for one.', entry);

function faultOfQueue({ entryId, position, times, isLost }: QueueRow): Fault {
  if (isLost) return fault('ENTRY_MISSING', 'An entry that waits in the outbox is missing.', { entryId });
  const what =
    position === null
      ? `The entry waits ${times} times.`
      : 'The entry has a position and still waits for one.';
  return fault('QUEUED_TWICE', what, { entryId, position });
}
