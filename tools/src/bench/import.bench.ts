import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { freePort, provisionDatabases, startEmbeddedPostgres } from '@lianxin/embedded-postgres';
import type { DatabaseProvision, EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { parse } from 'csv-parse';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { divisionData, fetchDivisionData } from '../areas/fetch-division-data.js';
import { runImport } from '../areas/import-process.js';
import { workspaceRoot } from '../platform/settings.js';
import { atLeast } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { median, rounded, secondsOf } from './statistics.js';

const role = (kind: string) => ({ name: `grid_registry_${kind}`, password: 'bench' });
const provision: DatabaseProvision = {
  database: 'grid_registry',
  owner: role('owner'),
  application: role('app'),
};
const targetRatio = 0.2;
const seedFile = join(workspaceRoot, 'apps/grid-registry/seed/361104-guangxin.csv');

/**
 * How fast the whole country is imported, in rows/s, against COPY of the same rows: read from the same files and parsed
 * in Node as well, but into one table without an index, unchecked and unjournalled. Also told: COPY of rows that lie
 * ready in memory, which is PostgreSQL alone. The rounds alternate; each has an empty database.
 */
export async function run({ rounds, isTiny, log }: BenchOptions): Promise<BenchResult> {
  const files = isTiny ? [seedFile] : await fetchDivisionData(log);
  const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: true });
  try {
    return summarize(await measure({ postgres, files, rounds, log }));
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Round {
  readonly rows: number;
  readonly importS: number;
  readonly copyS: number;
  readonly readyCopyS: number;
}

interface Setting extends Pick<BenchOptions, 'rounds' | 'log'> {
  readonly postgres: EmbeddedPostgres;
  readonly files: readonly string[];
}

async function measure({ postgres, files, rounds, log }: Setting): Promise<Round[]> {
  const ready = await readAll(files);
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await freshDatabase(postgres);
    const copyS = await copySeconds(postgres, () => parsedRows(files));
    const { rows, seconds: importS } = importWhole(postgres, files);
    const readyCopyS = await copySeconds(postgres, () => ready);
    measured.push({ rows, importS, copyS, readyCopyS });
    const seconds = [importS, copyS, readyCopyS].map((value) => value.toFixed(2));
    log(`round ${round}: import ${seconds[0]} s, COPY ${seconds[1]} s, COPY of ready rows ${seconds[2]} s`);
  }
  return measured;
}

function summarize(measured: readonly Round[]): BenchResult {
  const ratios = measured.map(({ importS, copyS }) => copyS / importS);
  const ratio = rounded(median(ratios));
  const figures = {
    ratio,
    ratioToReadyRows: rounded(median(measured.map(({ importS, readyCopyS }) => readyCopyS / importS))),
    rows: measured[0]?.rows ?? 0,
    importRowsPerS: Math.round(median(measured.map(({ rows, importS }) => rows / importS))),
    copyRowsPerS: Math.round(median(measured.map(({ rows, copyS }) => rows / copyS))),
    importS: rounded(median(measured.map(({ importS }) => importS))),
    copyS: rounded(median(measured.map(({ copyS }) => copyS))),
    rounds: measured.length,
  };
  return {
    figures,
    checks: [atLeast('ratio', ratio, targetRatio)],
  };
}

async function freshDatabase(postgres: EmbeddedPostgres): Promise<void> {
  await withClient(postgres.superuserUrl, (client) =>
    client.query('DROP DATABASE IF EXISTS grid_registry WITH (FORCE)'),
  );
  await provisionDatabases(postgres.superuserUrl, [provision]);
  migrate(postgres.url('grid_registry', provision.owner));
  await withClient(postgres.superuserUrl, (client) => client.query('CHECKPOINT'));
}

/** The command's own time, from the files' first byte to the commit: without the start of its process. */
function importWhole(
  postgres: EmbeddedPostgres,
  files: readonly string[],
): { rows: number; seconds: number } {
  const args = ['--all', '--strict', '--json', '--valid-from', divisionData.dataDate, ...files];
  const url = postgres.url('grid_registry', provision.application);
  const { status, stdout, stderr } = runImport(url, args, 'pipe');
  if (status !== 0) throw new Error(`the import failed: ${stderr}`);
  const { addedCount, elapsedMs } = JSON.parse(stdout) as { addedCount: number; elapsedMs: number };
  return { rows: addedCount, seconds: elapsedMs / 1000 };
}

function migrate(ownerUrl: string): void {
  const entry = join(workspaceRoot, 'apps/grid-registry/dist/migrate.js');
  const env = { ...process.env, OWNER_DATABASE_URL: ownerUrl };
  const { status, stderr } = spawnSync(process.execPath, [entry], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the migration failed: ${stderr}`);
}

async function copySeconds(
  postgres: EmbeddedPostgres,
  rows: () => AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  return withClient(postgres.url('grid_registry', provision.owner), async (client) => {
    await client.query('CREATE TABLE unindexed (code text, name text, parent_code text)');
    const seconds = await secondsOf(() =>
      pipeline(rows(), client.query(copyFrom('COPY unindexed FROM STDIN'))),
    );
    await client.query('DROP TABLE unindexed');
    return seconds;
  });
}

async function* parsedRows(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    const records = createReadStream(file).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>;
    let text = '';
    for await (const [code = '', name = '', parentCode = ''] of records) {
      text += `${code}\t${name}\t${code.length === 2 ? '\\N' : parentCode}\n`;
      if (text.length < 65_536) continue;
      yield text;
      text = '';
    }
    yield text;
  }
}

async function readAll(files: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of parsedRows(files)) texts.push(text);
  return texts;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
