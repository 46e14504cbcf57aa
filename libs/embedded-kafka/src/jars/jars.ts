import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedKafkaError, KafkaUnavailableError } from '../errors.js';
import { locateJava } from './java.js';

/** The root of the workspace, from the built file as well as from the source. */
const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url));
const brokerPom = join(workspaceRoot, 'tools/kafka/pom.xml');
const defaultCache = join(workspaceRoot, 'node_modules/.cache/lianxin-kafka');
const resolveLimitMs = 600_000;
const lookLimitMs = 20_000;

export interface JarsOptions {
  /** The Maven project whose dependencies are wanted; the broker's unless told otherwise. */
  pom?: string;
  /** Is told when something has to be fetched. */
  log?: (line: string) => void;
}

/**
 * The folder that holds the jars of a pinned Maven project. KAFKA_JARS names one that is ready; else they are resolved
 * once into a cache under node_modules, named by what the project asks for, and nothing is fetched again.
 * @throws KafkaUnavailableError when there is no Maven and nothing in the cache
 */
export async function resolveJars({ pom = brokerPom, log }: JarsOptions = {}): Promise<string> {
  const given = process.env['KAFKA_JARS'];
  if (given && pom === brokerPom) return checked(resolve(given));
  const target = cacheOf(pom);
  if (existsSync(target)) return checked(target);
  log?.('fetching the jars of Apache Kafka with Maven (once)');
  const draft = join(defaultCache, `draft-${randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  try {
    await runMaven(pom, draft);
    moveInto(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return checked(target);
}

const cacheOf = (pom: string) =>
  join(defaultCache, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16));

/** Another start may have been quicker: what it made is the same. */
function moveInto(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

function checked(directory: string): string {
  if (existsSync(directory) && readdirSync(directory).some((name) => name.startsWith('kafka-clients-')))
    return directory;
  throw new EmbeddedKafkaError(`${directory} holds no jars of Apache Kafka`);
}

/** Checksums that do not match are an error (-C); the repository is the machine's own, so that later runs work offline. */
async function runMaven(pom: string, outputDirectory: string): Promise<void> {
  const args = [
    '-B',
    '-q',
    '-C',
    '-f',
    pom,
    'dependency:copy-dependencies',
    `-DoutputDirectory=${outputDirectory}`,
  ];
  const said: string[] = [];
  const code = await new Promise<number | null>((done, reject) => {
    const child = spawn('mvn', args, {
      cwd: dirname(pom),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: resolveLimitMs,
    });
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new KafkaUnavailableError('Maven (mvn) is not installed') : error),
    );
    child.once('close', done);
  });
  if (code === 0) return;
  const reason = said
    .join('')
    .split('\n')
    .find((line) => line.includes('ERROR'));
  throw new KafkaUnavailableError(
    `Maven could not fetch Apache Kafka: ${reason?.slice(0, 300) ?? `code ${code}`}`,
  );
}

/** Why no broker can be started on this machine, if so; looks and fetches nothing. */
export function whyNoKafka(): string | undefined {
  try {
    locateJava();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (process.env['KAFKA_JARS'] || existsSync(cacheOf(brokerPom))) return undefined;
  const { error } = spawnSync('mvn', ['-version'], { stdio: 'ignore', timeout: lookLimitMs });
  return error ? 'Maven (mvn) is not installed' : undefined;
}
