import { ENTRY_COLUMNS, type JournalEntry } from '@lianxin/journal';
import { databaseOf, withClient } from '../../bench/database.js';
import type { PlacedEntry } from './records/journal-check.js';

const JOURNAL = `
  SELECT p.position::float8 AS position, ${ENTRY_COLUMNS} FROM journal_entry j
    LEFT JOIN journal_position p ON p.entry_id = j.id ORDER BY p.position`;

/** A service's whole journal, in the order of its positions, read as the superuser. */
export async function readJournal(superuserUrl: string, database: string): Promise<PlacedEntry[]> {
  return withClient(databaseOf(superuserUrl, database), async (client) => {
    const { rows } = await client.query<JournalEntry & { position: number | null }>(JOURNAL);
    return rows;
  });
}

/** The places at which assessment's inbox stands, by consumer and aggregate. */
export async function readInbox(url: string): Promise<Map<string, number>> {
  return withClient(url, async (client) => {
    const sql = `SELECT consumer, aggregate_id, sequence FROM inbox_sequence`;
    const { rows } = await client.query<{ consumer: string; aggregate_id: string; sequence: number }>(sql);
    return new Map(rows.map((row) => [`${row.consumer} ${row.aggregate_id}`, row.sequence]));
  });
}
