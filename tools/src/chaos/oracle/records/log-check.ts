import { DEPARTMENT_TOPICS, type EventEnvelope } from '@lianxin/contracts';
import { toEnvelope, type OutgoingMessage } from '@lianxin/journal';
import { isDeepStrictEqual } from 'node:util';
import { finding, groupedBy, type Finding } from '../findings.js';
import type { PlacedEntry } from './journal-check.js';

/**
 * Compares what an independent reader found in the log with the journal: the same ids, the same content, and within a
 * key each event for the first time only after the one before it, all on the topic of their aggregates. Repeats are what at-least-once allows.
 * @param messages in the order of the log within each key
 */
export function checkLog(
  service: string,
  entries: readonly PlacedEntry[],
  messages: readonly OutgoingMessage[],
): Finding[] {
  // What goes to departments is made from the feed: it stands in no journal and has no sequence.
  const internal = messages.filter(({ topic }) => !topic.startsWith(DEPARTMENT_TOPICS));
  const events = internal.map((message) => ({ message, event: parse(message.value) }));
  const ours = events.flatMap(({ message, event }) => (event ? [{ message, event }] : []));
  const seen = groupedBy(ours, ({ event }) => event.id);
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  return [
    ...entries.flatMap((entry) =>
      checkEntry(
        service,
        entry,
        (seen.get(entry.id) ?? []).map(({ event }) => event),
      ),
    ),
    ...ours
      .filter(({ event }) => !known.has(event.id))
      .map(({ event }) => finding('doubled', `log ${event.id}: not in the journal`)),
    ...ours.flatMap(({ message, event }) => checkTopic(service, known.get(event.id), message)),
    ...events
      .filter(({ event }) => !event)
      .map(({ message }) => finding('doubled', `log ${message.topic} ${message.key}: no event`)),
    ...[...groupedBy(ours, ({ message }) => `${message.topic} ${message.key}`)].flatMap(([key, ofKey]) =>
      checkOrder(
        key,
        ofKey.map(({ event }) => event),
      ),
    ),
  ];
}

function checkEntry(service: string, entry: PlacedEntry, seen: readonly EventEnvelope[]): Finding[] {
  if (seen.length === 0) return [finding('lost', `entry ${entry.id}: not in the log`)];
  const { position, ...journalEntry } = entry;
  const wanted = JSON.parse(JSON.stringify(toEnvelope(journalEntry, service, position ?? 0))) as unknown;
  return seen.every((event) => isDeepStrictEqual(event, wanted))
    ? []
    : [finding('lost', `entry ${entry.id}: other in the log than in the journal`)];
}

function checkTopic(service: string, entry: PlacedEntry | undefined, { topic }: OutgoingMessage): Finding[] {
  return !entry || topic === `${service}.${entry.aggregateType}`
    ? []
    : [finding('disordered', `entry ${entry.id}: on the topic ${topic}`)];
}

function checkOrder(key: string, events: readonly EventEnvelope[]): Finding[] {
  let last = 0;
  const findings: Finding[] = [];
  for (const { sequence } of events) {
    if (sequence > last + 1)
      findings.push(finding('disordered', `log ${key}: ${sequence} before ${last + 1}`));
    last = Math.max(last, sequence);
  }
  return findings;
}

function parse(value: string): EventEnvelope | null {
  try {
    return JSON.parse(value) as EventEnvelope;
  } catch {
    return null;
  }
}
