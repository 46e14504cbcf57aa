import { KeyEncryptionKey } from '@lianxin/personal-data';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { entryPoint, type PlatformPlan } from '../../platform/plan.js';
import { openSecrets } from '../../platform/secrets.js';
import { dataLayout } from '../../platform/settings.js';
import { BackupUnusableError, type Manifest } from '../base/manifest.js';

/** Of the PostgreSQL that this release runs. */
const postgresMajor = 17;

/** What may lie in a folder that is about to become a data directory: brought there by hand before the restore. */
const broughtByHand = new Set(['secrets.json', 'seals', 'erasures.jsonl', 'issuer']);

/** Throws BackupUnusableError when this release, machine or moment does not fit the backup. */
export function requireFitting(manifest: Manifest, plan: PlatformPlan, toTime: Date | undefined): void {
  const { major, architecture } = manifest.postgres;
  if (major !== postgresMajor)
    throw new BackupUnusableError(
      `the backup is of PostgreSQL ${major}; this release runs ${postgresMajor} and cannot read it`,
    );
  if (architecture !== arch())
    throw new BackupUnusableError(
      `the backup is of a machine of kind ${architecture}; this one is ${arch()}`,
    );
  for (const service of plan.services) {
    const made = manifest.migrations[service.database] ?? 0;
    const known = newestMigration(plan, service.name);
    if (known !== undefined && made > known)
      throw new BackupUnusableError(
        `${service.database} was migrated by a newer release (${made}): restore with that release`,
      );
  }
  if (toTime && toTime.getTime() > Date.now()) throw new BackupUnusableError('--to-time is yet to come');
  if (toTime && toTime < new Date(manifest.finishedAt))
    throw new BackupUnusableError(
      `${toTime.toISOString()} lies before the end of this backup (${manifest.finishedAt}): take an older one`,
    );
}

/**
 * Throws when the secrets of the backup's platform are not here: without them nothing that people typed can be read. They are
 * not in the backup and have to be brought from where they are kept.
 */
export function requireSecrets(dataDir: string, { keyEncryptionKeys }: Manifest): void {
  const { secrets: file } = dataLayout(dataDir);
  if (!existsSync(file))
    throw new Error(`${file} is missing: secrets are not in a backup, put the file back first`);
  if (keyEncryptionKeys.length === 0) return;
  const key = openSecrets(file)('key-encryption-key', 'base64');
  const { id } = new KeyEncryptionKey(Buffer.from(key, 'base64'));
  if (keyEncryptionKeys.every((needed) => needed === id)) return;
  throw new Error(
    `${file} is of another platform: the keys of persons were wrapped with ${keyEncryptionKeys.join(', ')}, and it holds ${id}`,
  );
}

/** A folder with nothing but what is brought by hand becomes a data directory. */
export function adoptDirectory(dataDir: string): void {
  const { marker } = dataLayout(dataDir);
  if (existsSync(marker) || readdirSync(dataDir).some((name) => !broughtByHand.has(name))) return;
  writeFileSync(marker, JSON.stringify({ format: 1, createdAt: new Date().toISOString() }));
}

/** By the names of the built migrations; undefined where there are none to look at, as in tests. */
function newestMigration(plan: PlatformPlan, service: string): number | undefined {
  const folder = join(entryPoint(plan, service, 'main'), '..', 'migrations');
  if (!existsSync(folder)) return undefined;
  const timestamps = readdirSync(folder).flatMap((name) => /^(\d{13})-.*\.js$/.exec(name)?.[1] ?? []);
  return Math.max(0, ...timestamps.map(Number));
}
