import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { recoverySettings, type Recovery } from './archive/recovery.js';
import { archiveSettings, archiveUsage, prepareArchive } from './archive/wal-archive.js';
import { locateBinaries } from './binaries.js';
import {
  clusterArgument,
  ensureCluster,
  layout,
  ownCluster,
  serverEnvironment,
  setSuperuserPassword,
  superuser,
  superuserPassword,
} from './cluster.js';
import { lockDirectory } from './machine/directory-lock.js';
import { EmbeddedPostgresError, PortTakenError } from './errors.js';
import { clearSurvivor, endPostmaster, readPidFile } from './postmaster.js';
import { identifyProcess } from './machine/processes.js';
import { chooseRunner, type RunAs, type Runner } from './machine/run-as.js';
import { serverArgs } from './settings.js';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, the superuser's password and the log; made when missing. */
  dataDir: string;
  port: number;
  /** true: every commit reaches the disk. false: for tests, fast and forgetful. */
  durable: boolean;
  /** Is told in one line what was repaired or made. */
  log?: (line: string) => void;
  /** Where the server writes; by default beside the cluster. Set aside as `.1` at a start once it passes 10 MB. */
  logFile?: string;
  /** Forces one way to run PostgreSQL; by default the first that works here. */
  runAs?: RunAs;
  /** Where a durable server keeps its log once a base backup was made; by default `wal-archive` in `dataDir`. */
  archive?: string;
  /** Makes this start a recovery from a base backup; resolves at its end. */
  recovery?: Recovery;
  /** How long the server may take until it answers; a recovery may need hours. */
  readyLimitMs?: number;
}

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  readonly superuserUrl: string;
  /** A connection string, by default the superuser's. */
  url(database: string, role?: { name: string; password: string }): string;
  /** Resolves with how the server ended, asked or not. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

const defaultReadyLimitMs = 60_000;
const logLimitBytes = 10 * 1024 * 1024;
const archiveWarningBytes = 8 * 1024 * 1024 * 1024;

/**
 * Starts PostgreSQL on 127.0.0.1 and resolves once it takes connections. Cleans up after an earlier run that was killed.
 * Throws PortTakenError, DataDirectoryInUseError (its launcher lives) or EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = lockDirectory(dataDir, layout(dataDir).lock);
  try {
    return await startLocked({ ...options, dataDir }, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Stops a server on this directory whose launcher is gone. Throws DataDirectoryInUseError when its launcher lives. */
export async function endSurvivingPostgres(dataDir: string): Promise<void> {
  const { cluster, lock } = layout(resolve(dataDir));
  if (!existsSync(cluster)) return;
  const release = lockDirectory(resolve(dataDir), lock);
  await clearSurvivor(cluster).finally(release);
}

/**
 * Gives the superuser of a stopped cluster the password that its data directory names: a cluster that came from a
 * backup knows the one of where it was made. Throws EmbeddedPostgresError, DataDirectoryInUseError.
 */
export async function resetSuperuserPassword(dataDir: string, runAs?: RunAs): Promise<void> {
  const { cluster, lock } = layout(resolve(dataDir));
  const release = lockDirectory(resolve(dataDir), lock);
  try {
    const runner = chooseRunner(locateBinaries(), cluster, runAs);
    ownCluster(cluster, runner);
    await setSuperuserPassword(cluster, runner, superuserPassword(resolve(dataDir)));
  } finally {
    release();
  }
}

async function startLocked(options: EmbeddedPostgresOptions, release: () => void): Promise<EmbeddedPostgres> {
  const { dataDir, port, durable, log } = options;
  const { cluster } = layout(dataDir);
  const found = await clearSurvivor(cluster);
  if (found === 'stopped') log?.('stopped a PostgreSQL that had survived its launcher');
  if (found === 'stale') log?.('removed the pid file of a PostgreSQL that is gone');
  await requireFreePort(port);
  const binaries = locateBinaries();
  const makeRunner = (directory: string) => chooseRunner(binaries, directory, options.runAs);
  if (await ensureCluster(dataDir, makeRunner, durable)) log?.('made a new database cluster');
  const runner = makeRunner(cluster);
  const further = furtherSettings(options, runner);
  ownCluster(cluster, runner);
  const password = superuserPassword(dataDir);
  const child = await launch(options, runner, further);
  const exited = endOf(child);
  void exited.then(release);
  const url = (database: string, role = { name: superuser, password }) =>
    `postgres://${encodeURIComponent(role.name)}:${encodeURIComponent(role.password)}@127.0.0.1:${port}/${database}`;
  const stop = () => stopChild(child, exited);
  return { port, pid: child.pid ?? 0, superuserUrl: url('postgres'), url, exited, stop };
}

type Settings = Record<string, string>;

function furtherSettings(options: EmbeddedPostgresOptions, { owner }: Runner): Settings {
  const { dataDir, durable, recovery, log } = options;
  const recovering = recovery && recoverySettings(layout(dataDir).cluster, recovery);
  if (!durable) return recovering ?? {};
  const archive = archiveOf(options);
  prepareArchive(archive, owner);
  const { isWanted, segments, bytes } = archiveUsage(archive);
  if (isWanted) log?.(`the write-ahead log's archive holds ${segments} segments, ${megabytes(bytes)}`);
  if (bytes > archiveWarningBytes) log?.(`${archive} has grown large: make a base backup, which clears it`);
  return { ...archiveSettings(archive), ...recovering };
}

const archiveOf = ({ dataDir, archive }: EmbeddedPostgresOptions) =>
  resolve(archive ?? layout(dataDir).archive);

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

/** Backends of a killed postmaster hold its memory for a moment longer; until they are gone a start is refused. */
async function launch(
  options: EmbeddedPostgresOptions,
  runner: Runner,
  further: Settings,
): Promise<ChildProcess> {
  const logFile = options.logFile ?? layout(options.dataDir).log;
  setAsideLog(logFile);
  for (let attempt = 0; ; attempt += 1) {
    const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
    const child = spawnServer(options, runner, { logFile, further });
    if (await becomesReady(child, options)) return child;
    const said = readFileSync(logFile).subarray(logStart).toString();
    if (said.includes('Address already in use')) throw new PortTakenError(options.port);
    if (attempt >= 20 || !said.includes('pre-existing shared memory block')) {
      throw new EmbeddedPostgresError(`PostgreSQL did not start: ${lastFatal(said)} (see ${logFile})`);
    }
    await pause(500);
  }
}

/** In a session of its own, so that Ctrl-C at the terminal reaches the launcher alone and services stop before it. */
function spawnServer(
  options: EmbeddedPostgresOptions,
  runner: Runner,
  { logFile, further }: { logFile: string; further: Settings },
): ChildProcess {
  const { dataDir, port, durable } = options;
  const { cluster } = layout(dataDir);
  const handles = [openSync(logFile, 'a', 0o600)];
  if (further['archive_command']) handles.push(openSync(archiveOf(options), 'r'));
  const [output = 'ignore', ...archive] = handles;
  try {
    return runner.spawn(
      runner.binaries.postgres,
      serverArgs({ port, durable, directory: clusterArgument(cluster), further }),
      {
        cwd: cluster,
        env: serverEnvironment(),
        stdio: ['ignore', output, output, ...archive],
        detached: true,
      },
    );
  } finally {
    handles.forEach(closeSync);
  }
}

async function becomesReady(
  child: ChildProcess,
  { dataDir, readyLimitMs = defaultReadyLimitMs }: EmbeddedPostgresOptions,
): Promise<boolean> {
  const { cluster } = layout(dataDir);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  const deadline = Date.now() + readyLimitMs;
  while (!ended && Date.now() < deadline) {
    const file = readPidFile(cluster);
    if (file?.pid === child.pid && file?.ready) return true;
    await pause(20);
  }
  if (!ended) child.kill('SIGKILL');
  return false;
}

const endOf = (child: ChildProcess) =>
  new Promise<string>((done) => {
    child.once('exit', (code, signal) => done(signal ? `signal ${signal}` : `code ${code}`));
  });

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid) {
    const identity = identifyProcess(child.pid);
    if (identity) await endPostmaster(identity);
  }
  await exited;
}

async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((done, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()));
  });
}

function setAsideLog(file: string): void {
  if (!existsSync(file)) return;
  if (statSync(file).size > logLimitBytes) {
    rmSync(`${file}.1`, { force: true });
    renameSync(file, `${file}.1`);
  } else {
    chmodSync(file, 0o600);
  }
}

function lastFatal(text: string): string {
  const lines = text.trim().split('\n');
  const fatal = lines.reverse().find((line) => /FATAL|PANIC/.test(line));
  return fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? lines.at(-1) ?? 'it ended without a word';
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
