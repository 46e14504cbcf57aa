import { AreaChanged, GRID_EVENT_TOPIC, type EventEnvelope } from '@lianxin/contracts';
import type { OutgoingMessage } from '@lianxin/journal';
import { randomUUID } from 'node:crypto';
import type { PoisonKind } from '../plan.js';

/** More than any transport of the platform takes, and less than the log itself refuses. */
const tooManyBytes = 950_000;
const aYearMs = 365 * 24 * 3_600_000;

interface Making {
  readonly subject: string;
  /** The event that the message is made of. */
  readonly applied: EventEnvelope;
  /** The same under an id of its own, and on the key that is to be struck. */
  readonly forged: EventEnvelope;
  /** How many places it leaves out. */
  readonly leftOut: number;
}

const onTopic = (making: Making, event: object): OutgoingMessage => ({
  ...{ topic: GRID_EVENT_TOPIC, key: making.subject, value: JSON.stringify(event) },
});
const withData = ({ applied, forged }: Making, more: object): object => ({
  ...forged,
  data: { ...(applied.data as object), ...more },
});

const RECIPES: Readonly<Record<PoisonKind, (making: Making) => OutgoingMessage>> = {
  unparsable: (making) => ({
    ...onTopic(making, {}),
    value: `{"specversion":"1.0","id":"${making.forged.id}`,
  }),
  'unknown-type': (making) =>
    onTopic(making, { ...making.forged, type: 'grid-registry.GridEventForgotten.v1' }),
  'unknown-version': (making) =>
    onTopic(making, { ...making.forged, type: making.applied.type.replace(/\.v\d+$/, '.v99') }),
  'schema-mismatch': (making) => onTopic(making, withData(making, { toState: 'NO_SUCH_STATE' })),
  oversized: (making) => onTopic(making, withData(making, { more: 'x'.repeat(tooManyBytes) })),
  'wrong-key': (making) => onTopic(making, { ...making.forged, subject: randomUUID() }),
  'wrong-topic': (making) => ({ ...onTopic(making, making.forged), topic: AreaChanged.topic }),
  'forged-producer': (making) => onTopic(making, { ...making.forged, source: '/lianxin/assessment' }),
  'sequence-repeats': (making) => onTopic(making, making.forged),
  'sequence-jumps': (making) =>
    onTopic(making, { ...making.forged, sequence: making.forged.sequence + making.leftOut + 1 }),
  // The very event once more, dated ahead: flagged, and no other effect.
  future: (making) =>
    onTopic(making, { ...making.applied, time: new Date(Date.now() + aYearMs).toISOString() }),
};

/** What says something only about an event that is there. */
const LIVE_ONLY: ReadonlySet<PoisonKind> = new Set(['sequence-repeats', 'future']);

/**
 * A message that no producer of the platform would send, made of one that it did send and that was applied already.
 * On a key of its own it stands for itself; on a live one it holds up a real grid event until somebody discards it.
 * @param leftOut how many places are left out by what jumps
 */
export function poisonOf(
  kind: PoisonKind,
  on: 'own' | 'live',
  applied: EventEnvelope,
  leftOut: number,
): OutgoingMessage {
  const isOwn = on === 'own' && !LIVE_ONLY.has(kind);
  const subject = isOwn ? randomUUID() : applied.subject;
  const forged = { ...applied, id: randomUUID(), subject, sequence: isOwn ? 1 : applied.sequence };
  return RECIPES[kind]({ subject, applied, forged, leftOut });
}
