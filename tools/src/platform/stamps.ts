import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** What was done to a database, by the digest of the code and data that did it. */
export interface Stamp {
  migrated?: string;
  seeded?: string;
}

/**
 * Stamps are kept as the comment of the database they speak of: they travel, and vanish, with it. A start whose code has
 * not changed since need not ask every service whether there is something to migrate.
 */
export async function readStamps(superuserUrl: string): Promise<Map<string, Stamp>> {
  const sql = `SELECT datname, shobj_description(oid, 'pg_database') AS comment FROM pg_database`;
  return withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ datname: string; comment: string | null }>(sql);
    return new Map(rows.map(({ datname, comment }) => [datname, parse(comment)]));
  });
}

export async function writeStamp(superuserUrl: string, database: string, stamp: Stamp): Promise<void> {
  const sql = `COMMENT ON DATABASE ${pg.escapeIdentifier(database)} IS ${pg.escapeLiteral(JSON.stringify(stamp))}`;
  await withClient(superuserUrl, (client) => client.query(sql));
}

/** A digest over the names and contents of all files below the given folders and files; missing ones count as absent. */
export function digestOf(paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesBelow)) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => !ignored.has(entry.name));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
    );
}

const ignored = new Set(['node_modules', 'src', 'test']);

function parse(comment: string | null): Stamp {
  try {
    return JSON.parse(comment ?? '{}') as Stamp;
  } catch {
    return {};
  }
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
