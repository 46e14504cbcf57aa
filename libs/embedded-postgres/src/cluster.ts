import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { EmbeddedPostgresError } from './errors.js';
import type { Runner } from './machine/run-as.js';

export const superuser = 'postgres';

/** Names under the data directory. */
export const layout = (dataDir: string) => ({
  cluster: join(dataDir, 'cluster'),
  password: join(dataDir, 'superuser.password'),
  lock: join(dataDir, 'launcher.lock'),
  log: join(dataDir, 'postgres.log'),
  archive: join(dataDir, 'wal-archive'),
});

/**
 * The folder as PostgreSQL is told it. On Linux it is the folder it was started in: privileges are given up after
 * entering it, and the path to it may lead through folders that the lesser account must not pass.
 */
export const clusterArgument = (cluster: string) =>
  process.platform === 'linux' ? '/proc/self/cwd' : cluster;

export const serverEnvironment = () => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: 'C',
  TZ: 'UTC',
});

/** The superuser's password, made once and kept in a file that only the owner can read. */
export function superuserPassword(dataDir: string): string {
  const file = layout(dataDir).password;
  if (!existsSync(file)) {
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Makes the cluster unless there is one. It is built beside its place and renamed at the end, so that what an
 * interrupted run leaves is never taken for a cluster; such leftovers are removed.
 */
export async function ensureCluster(
  dataDir: string,
  makeRunner: (directory: string) => Runner,
  durable: boolean,
): Promise<boolean> {
  const { cluster } = layout(dataDir);
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('cluster.new-')) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  if (existsSync(join(cluster, 'PG_VERSION'))) return false;
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new EmbeddedPostgresError(`${cluster} is not empty and not a PostgreSQL cluster`);
  }
  const draft = join(dataDir, `cluster.new-${randomUUID()}`);
  mkdirSync(draft, { mode: 0o700 });
  const runner = makeRunner(draft);
  ownCluster(draft, runner);
  await initialise(draft, runner, durable);
  await setSuperuserPassword(draft, runner, superuserPassword(dataDir));
  rmSync(cluster, { recursive: true, force: true });
  renameSync(draft, cluster);
  if (durable) syncDirectory(dataDir);
  return true;
}

/** Gives every file of the cluster the owner that this way of running PostgreSQL needs. */
export function ownCluster(directory: string, { owner }: Runner): void {
  const { uid, gid } = lstatSync(directory);
  if (!owner || (uid === owner.uid && gid === owner.gid)) return;
  for (const entry of readdirSync(directory, { recursive: true }) as string[]) {
    lchownSync(join(directory, entry), owner.uid, owner.gid);
  }
  lchownSync(directory, owner.uid, owner.gid);
}

/**
 * Locale: sorting and upper case by PostgreSQL's own C.UTF-8 on every machine. The character type alone comes from the
 * operating system, as pg_trgm looks there, and in plain C it would take no Chinese character for a letter.
 */
async function initialise(directory: string, runner: Runner, durable: boolean): Promise<void> {
  const args = (characterType: string) => [
    ...['-D', clusterArgument(directory), '--username', superuser, '--auth=trust', '--no-instructions'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...[`--lc-ctype=${characterType}`, durable ? '--data-checksums' : '--no-sync'],
  ];
  let failure = '';
  for (const characterType of ['C.UTF-8', 'en_US.UTF-8']) {
    const { code, output } = await run(runner, 'initdb', args(characterType), { cwd: directory });
    if (code === 0) return writeAccessRules(directory);
    failure = output;
    for (const name of readdirSync(directory))
      rmSync(join(directory, name), { recursive: true, force: true });
    if (!output.includes('invalid locale name')) break;
  }
  throw new EmbeddedPostgresError(`the cluster could not be initialised: ${lastLine(failure)}`);
}

function writeAccessRules(directory: string): void {
  const file = join(directory, 'pg_hba.conf');
  const { uid, gid } = lstatSync(file);
  writeFileSync(file, '# type database user address method\nhost all all 127.0.0.1/32 scram-sha-256\n');
  lchownSync(file, uid, gid);
  chmodSync(file, 0o600);
}

/** Before the first start, without a network: there is no moment at which the server stands open. */
export async function setSuperuserPassword(
  directory: string,
  runner: Runner,
  password: string,
): Promise<void> {
  const args = [
    '--single',
    '-D',
    clusterArgument(directory),
    '-c',
    'password_encryption=scram-sha-256',
    // It is random and long: to hash it often protects it from nobody, and would cost each connection.
    '-c',
    'scram_iterations=1',
    'postgres',
  ];
  const sql = `ALTER ROLE ${superuser} PASSWORD '${password}'\n`;
  const { code, output } = await run(runner, 'postgres', args, { cwd: directory, input: sql });
  if (code !== 0 || output.includes('ERROR:')) {
    throw new EmbeddedPostgresError('the password of the superuser could not be set');
  }
}

interface Input {
  cwd: string;
  input?: string;
}

/** Runs one of PostgreSQL's programs in the cluster's folder to its end. */
async function run(
  runner: Runner,
  program: 'initdb' | 'postgres',
  args: string[],
  { cwd, input = '' }: Input,
) {
  const options = { cwd, env: serverEnvironment(), stdio: 'pipe' as const };
  const child = runner.spawn(runner.binaries[program], args, options);
  child.stdin?.end(input);
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { code: await closed(child), output: output.join('') };
}

const closed = (child: ChildProcess) =>
  new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
