import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { ServiceEntry } from '../../platform/services.js';
import { onDatabase } from '../place.js';

/** What the cluster that is about to be replaced could still say. */
export type Survey =
  | { asked: true; usedPositions: Record<string, number>; systemIdentifier: string }
  | { asked: false; why: string };

const archivedLimitMs = 60_000;

/**
 * Starts the cluster that is there one more time: which positions it has given away, and everything it wrote goes to the
 * archive, so that a restore can reach its very end. A cluster that does not start is no obstacle.
 */
export async function surveyOldCluster(
  postgresDir: string,
  services: ServiceEntry[],
  logFile: string,
): Promise<Survey> {
  if (!existsSync(join(postgresDir, 'cluster', 'PG_VERSION')))
    return { asked: false, why: 'there was no database here before' };
  let server: EmbeddedPostgres | undefined;
  try {
    server = await startEmbeddedPostgres({
      dataDir: postgresDir,
      port: await freePort(),
      durable: true,
      logFile,
    });
    const { superuserUrl } = server;
    const used = await Promise.all(
      services.map(async ({ name, database }) => [name, await lastPosition(superuserUrl, database)] as const),
    );
    const systemIdentifier = await archiveEverything(superuserUrl);
    return { asked: true, usedPositions: Object.fromEntries(used), systemIdentifier };
  } catch (error) {
    return { asked: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    await server?.stop();
  }
}

export async function lastPosition(superuserUrl: string, database: string): Promise<number> {
  return onDatabase(superuserUrl, database, async (client) => {
    const { rows } = await client.query<{ last: number }>(
      'SELECT last_position::float8 AS last FROM relay_state',
    );
    return rows[0]?.last ?? 0;
  });
}

/** A commit of now shows a recovery to any earlier time where to stop; then the segment is closed and waited for. */
async function archiveEverything(superuserUrl: string): Promise<string> {
  return onDatabase(superuserUrl, 'postgres', async (client) => {
    await client.query('SELECT txid_current()');
    const { rows } = await client.query<{ segment: string; system: string }>(
      `SELECT pg_walfile_name(pg_switch_wal()) AS segment, (SELECT system_identifier::text FROM pg_control_system()) AS system`,
    );
    await waitUntilArchived(client, rows[0]?.segment ?? '');
    return rows[0]?.system ?? '';
  });
}

async function waitUntilArchived(client: pg.Client, segment: string): Promise<void> {
  const deadline = Date.now() + archivedLimitMs;
  for (;;) {
    const { rows } = await client.query<{ last: string | null }>(
      'SELECT last_archived_wal AS last FROM pg_stat_archiver',
    );
    if ((rows[0]?.last ?? '').slice(0, 24) >= segment) return;
    if (Date.now() > deadline) throw new Error('its last log could not be archived');
    await new Promise((done) => setTimeout(done, 50));
  }
}
