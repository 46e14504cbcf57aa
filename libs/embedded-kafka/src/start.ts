import { identifyProcess, lockDirectory, PortTakenError } from '@lianxin/embedded-postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { EmbeddedKafkaError } from './errors.js';
import { kafkaProgram, type Program } from './program.js';
import { layout, loggingText, propertiesText, serverProperties } from './settings.js';
import type { ServerSettings, TlsDoor } from './settings.js';
import { ensureStorage } from './storage.js';
import { clearSurvivor, endBroker, noteBroker } from './survivor.js';
import { readyBrokers, reconcileUsers } from './users.js';
import { signIn, type Credentials } from './wire/scram.js';

export interface EmbeddedKafkaOptions {
  /** Holds the broker's storage, settings and log; made when missing. */
  dataDir: string;
  port: number;
  controllerPort: number;
  /** Everyone who may sign in besides the administrator; others that an earlier start made are locked out. */
  users: readonly Credentials[];
  /** May do everything. Named for good when the storage is made. */
  admin: Credentials;
  /** A second door for clients, with TLS: none unless given. */
  tls?: TlsDoor;
  /** The ceiling of the broker's Java heap in megabytes, 256 unless set. */
  heapMb?: number;
  /** false: an acknowledged message may not have reached the disk when the machine (not the broker) dies; for tests. */
  durable?: boolean;
  /** Is told in one line what was repaired, fetched or made. */
  log?: (line: string) => void;
  /** Where the broker writes; by default in the data directory. Set aside as `.1` at a start once it passes 10 MB. */
  logFile?: string;
}

export interface EmbeddedKafka {
  /** `host:port` for clients. */
  readonly brokers: string;
  readonly admin: { username: string; password: string };
  readonly pid: number;
  /** Resolves with how the broker ended, asked or not. */
  readonly exited: Promise<string>;
  /** Asks it to end and forces it after the limit (milliseconds). */
  stop(limitMs: number): Promise<void>;
}

const readyLimitMs = 120_000;
const defaultHeapMb = 256;
const logLimitBytes = 10 * 1024 * 1024;

/**
 * Starts Apache Kafka on 127.0.0.1, one node that is broker and controller, and resolves once topics can be made and
 * every user can sign in. Cleans up after an earlier run that was killed. Throws PortTakenError, DataDirectoryInUseError
 * (its launcher lives), KafkaUnavailableError (no Java, no Maven) or EmbeddedKafkaError.
 */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
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

/** Stops a broker on this directory whose launcher is gone. Throws DataDirectoryInUseError when its launcher lives. */
export async function endSurvivingKafka(dataDir: string): Promise<void> {
  const directory = resolve(dataDir);
  if (!existsSync(directory)) return;
  const release = lockDirectory(directory, layout(directory).lock);
  await clearSurvivor(layout(directory).process).finally(release);
}

async function startLocked(options: EmbeddedKafkaOptions, release: () => void): Promise<EmbeddedKafka> {
  const { dataDir, port, controllerPort, admin, users, tls, log } = options;
  const names = layout(dataDir);
  if (await clearSurvivor(names.process)) log?.('stopped a Kafka that had survived its launcher');
  for (const each of portsOf(options)) await requireFreePort(each);
  writeFileSync(names.logging, loggingText, { mode: 0o600 });
  const { heapMb = defaultHeapMb, durable = true } = options;
  const program = await kafkaProgram({ heapMb, loggingFile: names.logging, ...(log && { log }) });
  const controllerPassword = passwordIn(names.controllerPassword);
  const settings = { port, controllerPort, storage: names.storage, admin, controllerPassword, durable, tls };
  if (await ensureStorage(dataDir, settings, program)) log?.('made a new storage for Kafka');
  const logFile = options.logFile ?? names.log;
  const child = launch(dataDir, settings, { program, logFile });
  const exited = endOf(child);
  const identity = identifyProcess(child.pid ?? 0);
  const stop = async (limitMs: number) => {
    if (identity) await endBroker(identity, limitMs);
    await exited;
  };
  void exited.then(release);
  try {
    // On a full disk this fails, and a broker that nobody knows of must not keep the ports.
    if (identity) noteBroker(names.process, identity);
    await becomesReady(child, { port, admin, logFile });
    await reconcileUsers(port, admin, users);
  } catch (error) {
    await stop(0);
    throw error;
  }
  return {
    brokers: `127.0.0.1:${port}`,
    admin: { username: admin.name, password: admin.password },
    ...{ pid: child.pid ?? 0, exited, stop },
  };
}

/** In a session of its own, so that Ctrl-C at the terminal reaches the launcher alone and services stop before it. */
function launch(
  dataDir: string,
  settings: ServerSettings,
  { program, logFile }: { program: Program; logFile: string },
): ChildProcess {
  const { properties } = layout(dataDir);
  writeFileSync(properties, propertiesText(serverProperties(settings)), { mode: 0o600 });
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.1`);
  const output = openSync(logFile, 'a', 0o600);
  try {
    return spawn(program.java, [...program.javaArgs, 'kafka.Kafka', properties], {
      cwd: dataDir,
      env: program.environment,
      stdio: ['ignore', output, output],
      detached: true,
    });
  } finally {
    closeSync(output);
  }
}

interface Awaited {
  port: number;
  admin: Credentials;
  logFile: string;
}

/**
 * It opens its port long before it can hold a topic, and refuses everybody until it has read its users: ready means that
 * it counts itself among the brokers.
 */
async function becomesReady(child: ChildProcess, { port, admin, logFile }: Awaited): Promise<void> {
  let end: string | undefined;
  void endOf(child).then((how) => (end = how));
  let answer = '';
  const deadline = Date.now() + readyLimitMs;
  while (end === undefined && Date.now() < deadline) {
    try {
      const connection = await signIn(port, admin);
      if ((await readyBrokers(connection).finally(() => connection.close())) > 0) return;
      answer = 'it knows of no broker';
    } catch (error) {
      answer = error instanceof EmbeddedKafkaError ? error.message : 'it cannot be reached';
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  const what = end === undefined ? `is not ready after ${readyLimitMs / 1000} s` : `did not start (${end})`;
  throw new EmbeddedKafkaError(`Kafka ${what}: ${answer}; ${lastComplaint(logFile)} (see ${logFile})`);
}

const endOf = (child: ChildProcess) =>
  new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ? `signal ${signal}` : `code ${code}`));
  });

/** Made once and kept in a file that only the owner can read. */
function passwordIn(file: string): string {
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

const portsOf = ({ port, controllerPort, tls }: EmbeddedKafkaOptions): number[] => [
  ...[port, controllerPort],
  ...(tls ? [tls.port] : []),
];

async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((done, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()));
  });
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-200).reverse();
  const line = lines.find((each) => /\b(FATAL|ERROR)\b|Exception/.test(each)) ?? lines[0] ?? '';
  return line.slice(0, 300) || 'it ended without a word';
}
