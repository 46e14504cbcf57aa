import type pg from 'pg';
import { withClient } from '../../../bench/database.js';
import { finding, type Finding } from '../findings.js';

/** A row as PostgreSQL prints it. */
export type Row = string;

export async function rowsOf(client: pg.Client, table: string): Promise<Row[]> {
  const { rows } = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t`);
  return rows.map(({ row }) => row);
}

/** Each row that one side has more often than the other is a finding. */
export function compareRows(name: string, found: readonly Row[], wanted: readonly Row[]): Finding[] {
  const counts = new Map<Row, number>();
  for (const row of found) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of wanted) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([row, count]) => finding('projection', `${name}: ${count > 0 ? 'too much' : 'missing'}: ${row}`));
}

/** Runs a query that answers a line for each row that is wrong. */
export async function wrongRows(url: string, name: string, sql: string): Promise<Finding[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ wrong: string }>(sql);
    return rows.map(({ wrong }) => finding('projection', `${name}: ${wrong}`));
  });
}
