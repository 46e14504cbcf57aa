import { isAlive, waitUntilGone, type ProcessIdentity } from '@lianxin/embedded-postgres';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedKafkaError } from './errors.js';

const politeLimitMs = 15_000;
const hardLimitMs = 5_000;

/** Writes down which process is the broker, told apart from any later one that is given its number. */
export function noteBroker(file: string, identity: ProcessIdentity): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identity), { mode: 0o600 });
  renameSync(draft, file);
}

/** Ends a broker that outlived its launcher; nobody else who carries its number by now. Says whether there was one. */
export async function clearSurvivor(file: string): Promise<boolean> {
  const identity = readNote(file);
  const survived = identity !== undefined && isAlive(identity);
  if (survived) await endBroker(identity, politeLimitMs);
  rmSync(file, { force: true });
  return survived;
}

/** Asks the broker to end and forces it after the limit (milliseconds). */
export async function endBroker(identity: ProcessIdentity, limitMs: number): Promise<void> {
  for (const [signal, waitMs] of [['SIGTERM', limitMs] as const, ['SIGKILL', hardLimitMs] as const]) {
    if (!isAlive(identity)) return;
    process.kill(identity.pid, signal);
    if (await waitUntilGone(identity, waitMs)) return;
  }
  throw new EmbeddedKafkaError(`the broker (process ${identity.pid}) does not end`);
}

function readNote(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
