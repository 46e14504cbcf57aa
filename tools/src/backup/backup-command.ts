import { parseArgs } from 'node:util';
import { dataDirectory } from '../platform/settings.js';
import { backupPlatform, type BackupReport } from './backup.js';
import { verifyBackup } from './base/verify.js';

const usage = `Usage: npm run backup -- --to DIR [--window-days N] [--json]
       npm run backup -- --verify DIR

Copies all databases of the running platform (the key store included), their write-ahead log, the seals and the list of
erasures to DIR, which must not exist yet. From the first backup on the platform archives its log, so that
npm run restore can go to any later moment, too.

  --window-days N   how far back a restore shall be able to go (default 7): older log is removed from the archive
  --verify DIR      reads a backup again and compares every file with its manifest

Secrets (secrets.json: the key that opens the key store, the keys of the seals, all passwords) are NOT in a backup.
Keep them in another place. Without them what people typed cannot be read from any backup.
`;

/** `npm run backup`, once everything is built. */
export async function runBackup(argv: string[]): Promise<void> {
  try {
    await run(argv);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function run(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      to: { type: 'string' },
      verify: { type: 'string' },
      'window-days': { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.verify) {
    const { id, finishedAt, files } = await verifyBackup(values.verify);
    console.log(`Backup ${id} of ${finishedAt} is whole: ${files.length} files`);
  } else if (values.to && !values.help) {
    const windowDays = Number(values['window-days']);
    if (!(windowDays >= 0)) throw new Error('--window-days takes a number of days');
    const report = await backupPlatform({ dataDir: dataDirectory(), to: values.to, windowDays });
    console.log(values.json ? JSON.stringify(report) : summaryOf(report));
  } else {
    console.log(usage);
    if (!values.help) process.exitCode = 1;
  }
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

function summaryOf({ place, id, finishedAt, files, bytes, logRemoved, archiveBytes }: BackupReport): string {
  return [
    `Backup ${id} is complete: ${files} files, ${megabytes(bytes)}`,
    `  in ${place}`,
    `  restores to ${finishedAt} or later`,
    `  archive of the log: ${megabytes(archiveBytes)}${logRemoved > 0 ? `, ${logRemoved} old files removed` : ''}`,
    `  secrets are not in it: keep secrets.json in another place`,
  ].join('\n');
}
