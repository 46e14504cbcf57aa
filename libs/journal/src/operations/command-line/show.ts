import type { Verdict } from '../../seals/verdict.js';
import type { TopicLag } from '../../transport/transport.js';
import type { Intervention } from '../interventions.service.js';
import { claimOf } from '../parked/parked-message.view.js';
import type { ParkedView } from '../parked/parked-message.view.js';
import type { SealView } from '../sealed/seals.service.js';
import type { Traffic } from '../traffic/traffic.service.js';

export function lag(consumers: readonly { name: string; lag: readonly TopicLag[] }[]): string {
  const rows = consumers.flatMap(({ name, lag: topics }) =>
    topics.map(({ topic, lag: count }) => [name, topic, String(count)]),
  );
  return rows.length === 0 ? 'no consumers' : table(['CONSUMER', 'TOPIC', 'LAG'], rows);
}

export function traffic(read: Traffic): string {
  const waiting =
    read.oldestUnpublishedAt === null
      ? 'nothing waits to be published'
      : `${read.unpublishedCount} wait, the oldest for ${read.oldestUnpublishedAgeS.toFixed(1)} s (${instant(read.oldestUnpublishedAt)})`;
  return [
    `last position       ${read.lastPosition}`,
    `published position  ${read.publishedPosition}`,
    `sealed position     ${read.sealedPosition ?? 'none yet'}`,
    `unpublished         ${waiting}`,
  ].join('\n');
}

export function parkedMessages(messages: readonly ParkedView[], hasMore: boolean): string {
  if (messages.length === 0) return 'no parked messages';
  const rows = messages.map((message) => [
    ...[String(message.id), message.consumer, message.state, message.faultCode, message.key],
    ...[claimOf(message.value).eventType ?? '-', String(message.attempts), instant(message.parkedAt)],
  ]);
  const last = messages.at(-1)?.id ?? 0;
  const list = table(['ID', 'CONSUMER', 'STATE', 'REASON', 'KEY', 'EVENT', 'TRIED', 'SINCE'], rows);
  return hasMore ? `${list}\nmore: parked list --after ${last}` : list;
}

export function parkedMessage(message: ParkedView, acts: readonly Intervention[]): string {
  const claim = claimOf(message.value);
  const fields: [string, string | number | null][] = [
    ['id', message.id],
    ['consumer', message.consumer],
    ['topic', message.topic],
    ['key', message.key],
    ['state', message.state],
    ['reason', `${message.faultCode}: ${message.fault}`],
    ['tried', message.attempts],
    ['set aside', instant(message.parkedAt)],
    ['tried again', message.retryAt && instant(message.retryAt)],
    ['event', claim.eventType],
    ['event id', claim.eventId],
    ['sequence', claim.sequence],
    ['position', claim.position],
  ];
  const known = fields.filter(([, value]) => value !== null);
  return [
    ...known.map(([name, value]) => `${name.padEnd(12)}${visible(String(value))}`),
    ...(acts.length > 0 ? ['', interventions(acts)] : []),
    ...['', visible(message.value)],
  ].join('\n');
}

export function intervention(act: Intervention): string {
  const message = act.message && `${act.message.faultCode}: ${act.message.fault}`;
  return [
    interventions([act]),
    ...(message ? ['', visible(message)] : []),
    ...(act.message?.value ? ['', visible(act.message.value)] : []),
  ].join('\n');
}

export function interventions(acts: readonly Intervention[]): string {
  if (acts.length === 0) return 'no operator did anything yet';
  const rows = acts.map((act) => [
    instant(act.doneAt),
    act.id,
    act.kind,
    act.message
      ? `${act.message.consumer} message ${act.message.parkedId}`
      : `positions ${act.range?.fromPosition} to ${act.range?.toPosition}`,
    act.account ? `${act.actorRole} (${act.account})` : `${act.actorRole} ${act.actorSubject}`,
    act.reason ?? '-',
  ]);
  return table(['WHEN', 'ID', 'WHAT', 'TO', 'BY', 'WHY'], rows);
}

export function seals(found: readonly SealView[]): string {
  if (found.length === 0) return 'no seals yet';
  const rows = found.map((seal) => [
    ...[String(seal.ordinal), `${seal.fromPosition}-${seal.toPosition}`, String(seal.entryCount)],
    ...[instant(seal.sealedAt), seal.algorithm, seal.keyId, seal.hash],
  ]);
  return table(['SEAL', 'POSITIONS', 'ENTRIES', 'SEALED', 'ALGORITHM', 'KEY', 'HASH'], rows);
}

export function verdict(found: Verdict): string {
  const read = `${found.entryCount} entries and ${found.sealCount} seals read in ${found.durationS.toFixed(1)} s, sealed up to position ${found.sealedPosition}`;
  if (found.isIntact) return `intact: ${read}`;
  const rows = found.faults.map((fault) => [
    ...[String(fault.position ?? '-'), fault.kind, fault.entryId ?? '-'],
    fault.aggregateId === null ? '-' : `${fault.aggregateId}#${fault.sequence ?? '?'}`,
    ...[fault.seal === null ? '-' : String(fault.seal), fault.what],
  ]);
  const untold = found.faultCount - found.faults.length;
  return [
    `BROKEN: ${found.first?.what ?? 'see below'}`,
    read,
    table(['POSITION', 'FAULT', 'ENTRY', 'AGGREGATE', 'SEAL', 'WHAT'], rows),
    ...(untold > 0 ? [`and ${untold} more faults`] : []),
  ].join('\n');
}

const instant = (date: Date): string => date.toISOString();

/** Strangers’ text must not move the cursor of a terminal. */
const visible = (text: string): string =>
  text.replace(/\p{C}/gu, (character) => (character === '\n' ? '\n' : '\u{FFFD}'));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => visible(cell).replaceAll('\n', ' ')));
  const widths = head.map((_name, column) => Math.max(...lines.map((row) => (row[column] ?? '').length)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
