import { spawn } from 'node:child_process';
import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedKafkaError } from './errors.js';
import { layout, propertiesText, serverProperties, type ServerSettings } from './settings.js';
import type { Program } from './program.js';

const formatLimitMs = 60_000;

/**
 * Makes the broker's storage, with its administrator, unless it is there. It is made beside its place and renamed at
 * the end, so that what an interrupted run leaves is never taken for a storage. Says whether it was made.
 */
export async function ensureStorage(
  dataDir: string,
  settings: ServerSettings,
  program: Program,
): Promise<boolean> {
  for (const name of readdirSync(dataDir))
    if (name.startsWith('storage.new-')) rmSync(join(dataDir, name), { recursive: true, force: true });
  const { storage, administrator } = layout(dataDir);
  if (existsSync(join(storage, 'meta.properties'))) {
    requireSameAdministrator(administrator, settings);
    return false;
  }
  if (existsSync(storage)) throw new EmbeddedKafkaError(`${storage} is not the storage of a broker`);
  const draft = join(dataDir, `storage.new-${randomUUID()}`);
  mkdirSync(draft, { mode: 0o700 });
  const properties = join(draft, 'format.properties');
  writeFileSync(properties, propertiesText(serverProperties({ ...settings, storage: join(draft, 'log') })), {
    mode: 0o600,
  });
  await format(draft, properties, { settings, program });
  const salt = randomBytes(16).toString('base64url');
  writeFileSync(administrator, `${salt} ${digestOf(settings, salt)}`, { mode: 0o600 });
  renameSync(join(draft, 'log'), storage);
  rmSync(draft, { recursive: true, force: true });
  return true;
}

/** The broker itself would refuse everybody without a word, as it also does while it starts. */
function requireSameAdministrator(file: string, settings: ServerSettings): void {
  const [salt = '', digest] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
  if (digest !== undefined && digest !== digestOf(settings, salt))
    throw new EmbeddedKafkaError(
      'the broker was made with another administrator or another password of theirs',
    );
}

const digestOf = ({ admin }: ServerSettings, salt: string) =>
  scryptSync(`${admin.name}\n${admin.password}`, salt, 32).toString('base64url');

/** Sixteen bytes in base64url. The first bit is zero: an id that began with a hyphen would be read as an option. */
export function clusterId(bytes = randomBytes(16)): string {
  return Buffer.from(bytes.map((byte, index) => (index === 0 ? byte & 0x7f : byte))).toString('base64url');
}

/** The password goes by a file that Java reads its arguments from: a command line can be read by everyone. */
async function format(
  draft: string,
  properties: string,
  { settings, program }: { settings: ServerSettings; program: Program },
): Promise<void> {
  const { name, password } = settings.admin;
  const args = join(draft, 'format.args');
  const words = [
    ...program.javaArgs,
    ...['kafka.tools.StorageTool', 'format', '--config', properties],
    ...['--cluster-id', clusterId()],
    ...['--add-scram', `SCRAM-SHA-512=[name=${name},password=${password}]`],
  ];
  writeFileSync(args, words.map(quoted).join('\n'), { mode: 0o600 });
  const said: string[] = [];
  const code = await new Promise<number | null>((done, reject) => {
    const child = spawn(program.java, [`@${args}`], {
      cwd: draft,
      env: program.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: formatLimitMs,
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', done);
  });
  if (code === 0) return;
  const reason =
    said
      .join('')
      .trim()
      .split('\n')
      .find((line) => line !== '') ?? `code ${code}`;
  throw new EmbeddedKafkaError(`the storage of the broker could not be made: ${reason.slice(0, 300)}`);
}

const quoted = (word: string) => `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
