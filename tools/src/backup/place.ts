import { lockHolder, postgresLayout } from '@lianxin/embedded-postgres';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import type { Transport } from '../platform/kafka/transport-choice.js';
import { dataLayout, postgresPort } from '../platform/settings.js';

const stateSchema = z.object({ port: z.int(), transport: z.enum(['embedded', 'kafka']).default('embedded') });

/** How the platform of this data directory was last started; undefined when it never was. */
export function lastStart(dataDir: string): { port: number; transport: Transport } | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(dataLayout(dataDir).state, 'utf8')));
  } catch {
    return undefined;
  }
}

export const isRunning = (dataDir: string): boolean => lockHolder(dataLayout(dataDir).lock) !== undefined;

/** How to reach the database server of a running platform. Throws one line when nothing runs there. */
export function runningServer(dataDir: string): { superuserUrl: string; transport: Transport } {
  const state = lastStart(dataDir);
  if (!state || !isRunning(dataDir))
    throw new Error(`no platform runs on ${dataDir}: a backup is made while it does (npm start)`);
  const password = readFileSync(postgresLayout(dataLayout(dataDir).postgres).password, 'utf8').trim();
  const superuserUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${postgresPort(state.port)}/postgres`;
  return { superuserUrl, transport: state.transport };
}

/**
 * Backups and secrets must not lie together: whoever finds the one would have the other, and a lost disk would take both.
 * Throws when either path lies in the other.
 */
export function requireApart(dataDir: string, place: string): void {
  const [data, backup] = [realPath(dataDir), realPath(place)];
  if (isWithin(data, backup) || isWithin(backup, data))
    throw new Error(
      `${place} lies where the secrets of ${dataDir} are: put backups in a folder outside it, best on another disk`,
    );
}

const isWithin = (outer: string, inner: string) => {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
};

/** With links resolved as far as the path exists. */
function realPath(path: string): string {
  const full = resolve(path);
  return existsSync(full) ? realpathSync(full) : join(realPath(dirname(full)), relative(dirname(full), full));
}

/** Runs `work` on a short-lived connection to one database of the server. */
export async function onDatabase<T>(
  superuserUrl: string,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  const client = new pg.Client({
    connectionString: url.href,
    application_name: 'lianxin-backup',
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
