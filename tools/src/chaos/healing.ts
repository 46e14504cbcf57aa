import type { ParkedMessage } from '@lianxin/journal';
import type { Platform } from '../platform/platform.js';
import { databaseOf, withClient } from '../bench/database.js';
import type { Poisoned } from './faults/poison/poisoner.js';
import { journalCommand } from './journal-command.js';
import type { Load } from './load/load.js';
import { lastOutcome, readLedgers } from './load/ledger.js';
import { checkEffects, refusedOnRepeatByPermission } from './oracle/records/effects-check.js';
import { readJournal } from './oracle/evidence.js';
import type { Finding } from './oracle/findings.js';
import { untilSettled } from './oracle/settled.js';
import { ParkedDoor } from './parked-door.js';
import { pause, until } from './pause.js';

const retryLimitMs = 60_000;
/** A process for each. */
const discardLimitMs = 300_000;
const replayWaitMs = 1_500;

export interface Healed {
  readonly findings: Finding[];
  /** Requests nobody knew of, that were looked at before they were sent again. */
  readonly unknown: number;
  readonly retried: number;
  /** Refused when sent again; the first attempt may have been done. */
  readonly refusedOnRetry: number;
  /** Of them those that had been done, and were refused only because today's permission no longer lets them be read. */
  readonly refusedOnRepeatByPermission: number;
  readonly parked: Record<string, number>;
  readonly discarded: number;
}

export interface Patient {
  readonly platform: Platform;
  readonly load: Load;
  readonly poison: readonly Poisoned[];
  readonly directory: string;
  readonly dataDir: string;
  readonly startPosition: number;
}

/** Everything runs again: what nobody knew of is looked at and asked again, what was parked is replayed and discarded. */
export async function heal(patient: Patient): Promise<Healed> {
  const { platform, load, poison } = patient;
  await load.stopClients();
  const parkedDoors = await ParkedDoor.openAll(platform);
  try {
    await untilSettled(platform, new Set(poison.map(({ key }) => key)));
    const findings = await lookOnce(patient);
    const { unknown, retried } = await retryUnknown(patient);
    const parked = await parkedReasons(parkedDoors);
    const discarded = await discardPoison(parkedDoors, patient);
    await untilSettled(platform);
    await untilTold(patient);
    return { findings, unknown, retried, ...(await refusals(patient)), parked, discarded };
  } finally {
    await Promise.all(parkedDoors.map((door) => door.close()));
  }
}

const recentEntries = async ({ platform, startPosition }: Patient) =>
  (await readJournal(platform.superuserUrl, 'grid_registry')).filter(
    ({ position }) => position === null || position > startPosition,
  );

/** Before anything is sent again: at most once. */
async function lookOnce(patient: Patient): Promise<Finding[]> {
  return checkEffects(readLedgers(patient.directory), await recentEntries(patient), 'before retries');
}

async function retryUnknown({ load, directory }: Patient): Promise<{ unknown: number; retried: number }> {
  const deferred = load.clients.flatMap((client) => client.deferred);
  const deadline = performance.now() + retryLimitMs;
  const isOver = (): boolean => performance.now() > deadline;
  await Promise.all(deferred.map((sent) => load.steward.insist(sent, isOver)));
  const unknown = readLedgers(directory).filter(({ outcomes }) =>
    outcomes.some(({ kind }) => kind === 'unknown'),
  );
  return { unknown: unknown.length, retried: deferred.length };
}

async function refusals(
  patient: Patient,
): Promise<Pick<Healed, 'refusedOnRetry' | 'refusedOnRepeatByPermission'>> {
  const ledger = readLedgers(patient.directory);
  const refused = ledger.filter(
    (entry) => entry.outcomes[0]?.kind === 'unknown' && lastOutcome(entry).kind === 'refused',
  );
  return {
    refusedOnRetry: refused.length,
    refusedOnRepeatByPermission: refusedOnRepeatByPermission(refused, await recentEntries(patient)),
  };
}

async function parkedReasons(doors: readonly ParkedDoor[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const parked = await Promise.all(doors.map((door) => door.list()));
  for (const { state, reason } of parked.flat()) {
    const name = `${state}: ${reason.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}(#\d+)?/g, '…').slice(0, 80)}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/**
 * Replayed, poison is parked again; discarded, it is gone and its key goes on. What waits of itself is left alone. Every discard
 * goes the whole way of an operator, who must never be refused.
 */
export async function discardPoison(
  doors: readonly ParkedDoor[],
  patient: Pick<Patient, 'poison' | 'dataDir'>,
): Promise<number> {
  let discarded = 0;
  for (const door of doors) discarded += await discardFrom(door, patient);
  return discarded;
}

async function discardFrom(
  door: ParkedDoor,
  { poison, dataDir }: Pick<Patient, 'poison' | 'dataDir'>,
): Promise<number> {
  const values = new Set(poison.map(({ value }) => value));
  const isPoison = ({ value }: { value: string }): boolean => values.has(value);
  const [first, ...others] = (await door.list()).filter(isPoison);
  const operate = (what: 'replay' | 'discard', { id }: ParkedMessage): Promise<void> =>
    asOperator(dataDir, ['parked', what, String(id), '--service', door.service]);
  if (first) await operate('replay', first);
  for (const message of others) await door.replay(message);
  await pause(replayWaitMs);
  let discarded = 0;
  await until(
    `nothing is parked in ${door.service} any more`,
    async () => {
      const parked = await door.list();
      for (const message of parked.filter(isPoison).filter(hasHadItsTurn)) {
        await operate('discard', message);
        discarded += 1;
      }
      return parked.length === 0;
    },
    { limitMs: discardLimitMs, everyMs: 500 },
  );
  return discarded;
}

/** What was not tried yet since its key moved on may be no poison any more, such as an event that comes twice. */
const hasHadItsTurn = ({ state, attempts }: ParkedMessage): boolean =>
  state === 'parked' || (state === 'waiting' && attempts > 0);

async function asOperator(dataDir: string, command: readonly string[]): Promise<void> {
  await journalCommand(dataDir, [...command, '--reason', 'poison of a campaign']);
}

const COUNT = `SELECT count(*)::int AS count FROM journal_entry j JOIN journal_position p ON p.entry_id = j.id
  WHERE j.aggregate_type = 'grid-event' AND p.position > $1`;

/** Subscribers may be a step behind; those that never get there are for the oracle to find. */
async function untilTold({ platform, load, startPosition }: Patient): Promise<void> {
  const count = await withClient(databaseOf(platform.superuserUrl, 'grid_registry'), async (client) => {
    const { rows } = await client.query<{ count: number }>(COUNT, [startPosition]);
    return rows[0]?.count ?? 0;
  });
  const look = async (): Promise<boolean> => load.watchers.every(({ frames }) => frames.length >= count);
  await until('subscribers are told everything', look, { limitMs: 60_000 }).catch(() => undefined);
}
