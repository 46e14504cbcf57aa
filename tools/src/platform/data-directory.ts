import { endSurvivingKafka } from '@lianxin/embedded-kafka';
import { DataDirectoryInUseError, endSurvivingPostgres, lockDirectory } from '@lianxin/embedded-postgres';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftovers } from './process-register.js';
import { dataLayout } from './settings.js';

/**
 * Takes a data directory for this process: makes and marks a new one, refuses a folder that is not ours or whose platform
 * runs, and ends what a killed launcher left running. Returns the names of those and a function that gives it free.
 */
export async function openDataDirectory(dataDir: string): Promise<{ ended: string[]; release: () => void }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { marker, lock, processes, logs, cache } = dataLayout(dataDir);
  if (!existsSync(marker)) {
    if (readdirSync(dataDir).length > 0)
      throw new Error(`${dataDir} holds other files: name an empty folder in LIANXIN_DATA_DIR`);
    writeFileSync(marker, JSON.stringify({ format: 1, createdAt: new Date().toISOString() }));
  }
  const release = take(dataDir, lock);
  try {
    const ended = await endLeftovers(processes);
    for (const directory of [logs, cache]) mkdirSync(directory, { recursive: true, mode: 0o700 });
    return { ended, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Removes everything from a data directory of ours on which nothing runs; what a killed launcher left is ended first. */
export async function resetDataDirectory(dataDir: string): Promise<void> {
  const { marker, lock, postgres, kafka } = dataLayout(dataDir);
  if (!existsSync(dataDir)) return;
  if (!existsSync(marker)) {
    if (readdirSync(dataDir).length === 0) return;
    throw new Error(`${dataDir} is not a data directory of Lianxin: nothing was deleted`);
  }
  const { release } = await openDataDirectory(dataDir);
  await endSurvivingPostgres(postgres);
  await endSurvivingKafka(kafka);
  const kept = [marker, lock];
  const names = readdirSync(dataDir).map((name) => join(dataDir, name));
  for (const path of names.filter((name) => !kept.includes(name)))
    rmSync(path, { recursive: true, force: true });
  release();
}

function take(dataDir: string, lock: string): () => void {
  try {
    return lockDirectory(dataDir, lock);
  } catch (error) {
    if (!(error instanceof DataDirectoryInUseError)) throw error;
    throw new Error(
      `Lianxin already runs on ${dataDir} (process ${error.pid}): stop that one first, or set LIANXIN_DATA_DIR`,
      { cause: error },
    );
  }
}
