import { hashEntry, toEnvelope, type OutgoingMessage } from '@lianxin/journal';
import { randomUUID } from 'node:crypto';
import type { LedgerEntry, Outcome } from '../../load/ledger.js';
import type { Frame } from '../../load/watcher.js';
import type { PlacedEntry } from './journal-check.js';

const SERVICE = 'grid-registry';
const STEPS = ['GridEventReported', 'GridEventAccepted', 'GridEventDispatched'];

/** A journal in which nothing is wrong: events of three steps each, their positions interleaved. */
export function soundJournal(events: number): PlacedEntry[] {
  const ids = Array.from({ length: events }, () => randomUUID());
  const entries: PlacedEntry[] = [];
  STEPS.forEach((step, index) => {
    for (const aggregateId of ids) entries.push(entryAfter(entries, aggregateId, step, index));
  });
  return entries;
}

function entryAfter(
  entries: readonly PlacedEntry[],
  aggregateId: string,
  step: string,
  index: number,
): PlacedEntry {
  const content = {
    id: randomUUID(),
    aggregateType: 'grid-event',
    aggregateId,
    sequence: index + 1,
    type: `${SERVICE}.${step}.v1`,
    recordedAt: new Date(Date.UTC(2026, 0, 1) + entries.length * 1_000),
    areaCode: '361104111001001',
    actorSubject: randomUUID(),
    actorGrantId: null,
    actorRole: 'GRID_WORKER',
    correlationId: randomUUID(),
    causationId: null,
    data: { step },
    sealed: null,
    previousHash: entries.findLast((entry) => entry.aggregateId === aggregateId)?.hash ?? null,
  };
  return { ...content, hash: hashEntry(content), position: entries.length + 1 };
}

export const ledgerOf = (entries: readonly PlacedEntry[]): LedgerEntry[] =>
  entries.map(({ correlationId, aggregateId }) =>
    request(correlationId, { kind: 'acknowledged', aggregateId }),
  );

export const request = (id: string, ...outcomes: Outcome[]): LedgerEntry => ({
  ...{ id, requestId: id, mutation: 'reportGridEvent', account: 'grid-worker', digest: 'd' },
  ...{ mustBeRefused: false, outcomes },
});

export const logOf = (entries: readonly PlacedEntry[]): OutgoingMessage[] =>
  entries.map(({ position, ...entry }) => ({
    topic: `${SERVICE}.${entry.aggregateType}`,
    key: entry.aggregateId,
    value: JSON.stringify(toEnvelope(entry, SERVICE, position ?? 0)),
  }));

export const framesOf = (entries: readonly PlacedEntry[]): Frame[] =>
  entries.map(({ aggregateId, type, recordedAt, position }) => ({
    cursor: String(position),
    transition: type.split('.')[1] ?? '',
    at: recordedAt.toISOString(),
    gridEvent: { id: aggregateId },
  }));

/** The items with two of them in each other's place. */
export function swapped<T>(items: readonly T[], first: number, second: number): T[] {
  const result = [...items];
  [result[first], result[second]] = [items[second] as T, items[first] as T];
  return result;
}
