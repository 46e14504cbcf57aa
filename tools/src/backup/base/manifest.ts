import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Raised with every change after which an older restore could not use a backup. */
export const manifestFormat = 1;
const manifestName = 'manifest.json';

const fileSchema = z.strictObject({
  path: z.string(),
  bytes: z.int().min(0),
  sha256: z.string(),
});
const manifestSchema = z.strictObject({
  format: z.literal(manifestFormat),
  id: z.uuid(),
  startedAt: z.iso.datetime(),
  /** No restore can reach a time before this one. */
  finishedAt: z.iso.datetime(),
  postgres: z.strictObject({
    version: z.string(),
    major: z.int(),
    systemIdentifier: z.string(),
    /** The machine's: clusters do not travel between kinds of processors. */
    architecture: z.string(),
    startSegment: z.string(),
    stopPosition: z.string(),
  }),
  transport: z.enum(['embedded', 'kafka']),
  /** The newest migration of each service's database. */
  migrations: z.record(z.string(), z.number()),
  /** Names the key that the keys of persons are wrapped with. The key itself is not in a backup. */
  keyEncryptionKeys: z.array(z.string()),
  files: z.array(fileSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;

/** A backup that is not whole, was altered, or that this release cannot restore. */
export class BackupUnusableError extends Error {
  override readonly name = 'BackupUnusableError';
}

export const manifestPath = (backup: string) => join(backup, manifestName);

/** The text of the file: the manifest and the digest of itself. */
export function manifestText(manifest: Manifest): string {
  const text = JSON.stringify(manifest, null, 1);
  return `${JSON.stringify({ sha256: digestOf(text) })}\n${text}\n`;
}

/** Throws BackupUnusableError when it is missing, altered, or of another format. */
export function readManifest(backup: string): Manifest {
  let text: string;
  try {
    text = readFileSync(manifestPath(backup), 'utf8');
  } catch {
    throw new BackupUnusableError(`${backup} holds no ${manifestName}: it is not a finished backup`);
  }
  const end = text.indexOf('\n');
  const body = text.slice(end + 1).trimEnd();
  const [told, written] = [parse(text.slice(0, end)), parse(body)];
  if (z.strictObject({ sha256: z.literal(digestOf(body)) }).safeParse(told).success === false)
    throw new BackupUnusableError(`the manifest of ${backup} was altered or is not complete`);
  const format = z.object({ format: z.number() }).safeParse(written).data?.format;
  if (format !== manifestFormat)
    throw new BackupUnusableError(
      `${backup} has format ${format ?? 'unknown'}; this release reads ${manifestFormat}`,
    );
  const manifest = manifestSchema.safeParse(written);
  if (!manifest.success) throw new BackupUnusableError(`the manifest of ${backup} cannot be read`);
  return manifest.data;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
