import type { OutgoingMessage } from '@lianxin/journal';
import { databaseOf } from '../../bench/database.js';
import { services } from '../../platform/services.js';
import { checkSeals } from '../journal-command.js';
import { readLedgers } from '../load/ledger.js';
import type { Watcher } from '../load/watcher.js';
import type { RawLog } from '../raw-log/raw-log.js';
import { checkEffects } from './records/effects-check.js';
import { readJournal } from './evidence.js';
import type { Finding } from './findings.js';
import { checkJournal, type PassedOver, type PlacedEntry } from './records/journal-check.js';
import { checkLog } from './records/log-check.js';
import { checkAssessment, type Place } from './projections/recomputation.js';
import { checkRegistry } from './projections/registry-check.js';
import { checkSubscriber } from './records/subscriber-check.js';

export interface Case extends Place {
  /** Positions up to here were there before the clients came. */
  readonly startPosition: number;
  /** Where the clients' books lie; in `directory` unless told. */
  readonly books?: string;
  /** Entries that are not asked of the books: they were restored. */
  readonly restored?: ReadonlySet<string>;
  /** Positions that were lost to a restore, by service. */
  readonly passedOver?: Readonly<Record<string, PassedOver>>;
  readonly watchers: readonly Pick<Watcher, 'name' | 'frames'>[];
  /** What was put into the log by hand. */
  readonly poison: readonly OutgoingMessage[];
  /** The log, read by somebody else. */
  readonly log: Pick<RawLog, 'readAll'>;
}

/** Compares all there is with all that was asked for. Everything must be at rest. */
export async function judge(given: Case): Promise<Finding[]> {
  const entries = await readJournal(given.superuserUrl, 'grid_registry');
  return [
    ...(await judgeRecords(given)),
    ...(await checkSeals(given.dataDir)),
    ...(await checkAssessment(given, strangersIn(given.poison, entries))),
  ];
}

/** All but what takes a second assessment to recompute. */
export async function judgeRecords(given: Case): Promise<Finding[]> {
  const { superuserUrl, startPosition, passedOver, restored, books = given.directory } = given;
  const entries = await readJournal(superuserUrl, 'grid_registry');
  const recent = entries.filter(({ position }) => position === null || position > startPosition);
  return [
    ...(await checkJournals(superuserUrl, passedOver)),
    ...checkEffects(
      readLedgers(books),
      recent.filter(({ id }) => restored?.has(id) !== true),
      'healed',
    ),
    ...checkLog('grid-registry', entries, withoutPoison(await given.log.readAll(), given.poison)),
    ...given.watchers.flatMap(({ name, frames }) => checkSubscriber(name, frames, gridEventsOf(recent))),
    ...(await checkRegistry(databaseOf(superuserUrl, 'grid_registry'))),
  ];
}

async function checkJournals(superuserUrl: string, passedOver: Case['passedOver']): Promise<Finding[]> {
  const checks = services.map(async ({ name, database }) =>
    checkJournal(name, await readJournal(superuserUrl, database), passedOver?.[name]),
  );
  return (await Promise.all(checks)).flat();
}

const gridEventsOf = (entries: readonly PlacedEntry[]): PlacedEntry[] =>
  entries.filter(({ aggregateType }) => aggregateType === 'grid-event');

export function withoutPoison(
  messages: readonly OutgoingMessage[],
  poison: readonly OutgoingMessage[],
): OutgoingMessage[] {
  const values = new Set(poison.map(({ value }) => value));
  return messages.filter(({ value }) => !values.has(value));
}

/** Keys that no aggregate has. */
export function strangersIn(
  poison: readonly OutgoingMessage[],
  entries: readonly PlacedEntry[],
): Set<string> {
  const known = new Set(entries.map(({ aggregateId }) => aggregateId));
  return new Set(poison.map(({ key }) => key).filter((key) => !known.has(key)));
}
