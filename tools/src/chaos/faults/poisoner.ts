import { GridEventRefused, type EventEnvelope } from '@lianxin/contracts';
import { ENTRY_COLUMNS, toEnvelope, type JournalEntry, type OutgoingMessage } from '@lianxin/journal';
import { randomInt } from 'node:crypto';
import { databaseOf, withClient } from '../../bench/database.js';
import type { Platform } from '../../platform/platform.js';
import { until } from '../pause.js';
import type { RawLog } from '../raw-log/raw-log.js';
import type { PoisonKind } from './plan.js';
import { poisonOf } from './poison.js';

export interface Poisoned extends OutgoingMessage {
  readonly kind: PoisonKind;
  readonly on: 'own' | 'live';
}

const limitMs = 30_000;
const farAhead = 1_000;

const APPLIED = `
  SELECT aggregate_id, sequence FROM inbox_sequence
   WHERE consumer = 'assessment.grid-event-facts' ORDER BY random() LIMIT 1`;
/** Nothing comes after it here, so that whoever jumps just past it is met by an operator and not by its predecessor. */
const ENDED = `
  SELECT aggregate_id, sequence FROM journal_entry j
   WHERE type = '${GridEventRefused.type}' AND NOT EXISTS (
     SELECT 1 FROM journal_entry l WHERE l.aggregate_id = j.aggregate_id AND l.sequence > j.sequence)
   ORDER BY random() LIMIT 1`;
const ENTRY = `
  SELECT p.position::float8 AS position, ${ENTRY_COLUMNS} FROM journal_entry j
    JOIN journal_position p ON p.entry_id = j.id
   WHERE j.aggregate_id = $1 AND j.sequence = $2 AND j.aggregate_type = 'grid-event'`;

interface Place {
  readonly aggregate_id: string;
  readonly sequence: number;
}

/** Puts messages straight into the log, as nobody but its administrator can. */
export class Poisoner {
  readonly injected: Poisoned[] = [];

  constructor(
    private readonly platform: Platform,
    private readonly log: RawLog,
  ) {}

  /** @throws Error when there is nothing to make it of, or the log is out of reach */
  async inject(kind: PoisonKind, on: 'own' | 'live'): Promise<void> {
    const jump = kind === 'sequence-jumps' ? await this.jump(on) : null;
    const event = await until('an event is applied', () => this.appliedEvent(), { limitMs });
    const message = poisonOf(kind, on, jump?.past ?? event, jump?.leftOut ?? 0);
    // Before it is sent: what failed may have arrived.
    this.injected.push({ ...message, kind, on });
    await this.log.append(message);
  }

  /** By one or two places and far ahead, in turn; on a live key by little only where no real event can fill the gap. */
  private async jump(on: 'own' | 'live'): Promise<{ leftOut: number; past: EventEnvelope | undefined }> {
    const jumps = this.injected.filter(({ kind }) => kind === 'sequence-jumps').length;
    const isLiveNear = on === 'live' && jumps % 2 === 0;
    const past = isLiveNear ? await this.lastEvent().catch(() => undefined) : undefined;
    const isNear = jumps % 2 === 0 && (on === 'own' || past !== undefined);
    return { leftOut: isNear ? randomInt(1, 3) : farAhead, past };
  }

  private async lastEvent(): Promise<EventEnvelope | undefined> {
    const { rows } = await withClient(databaseOf(this.platform.superuserUrl, 'grid_registry'), (client) =>
      client.query<Place>(ENDED),
    );
    return rows[0] && this.entryAt(rows[0]);
  }

  private async appliedEvent(): Promise<EventEnvelope | undefined> {
    const { superuserUrl } = this.platform;
    const applied = await withClient(databaseOf(superuserUrl, 'assessment'), (client) =>
      client.query<Place>(APPLIED),
    );
    return applied.rows[0] && this.entryAt(applied.rows[0]);
  }

  private async entryAt(place: Place): Promise<EventEnvelope | undefined> {
    const { rows } = await withClient(databaseOf(this.platform.superuserUrl, 'grid_registry'), (client) =>
      client.query<JournalEntry & { position: number }>(ENTRY, [place.aggregate_id, place.sequence]),
    );
    const [row] = rows;
    if (!row) return undefined;
    const { position, ...entry } = row;
    return toEnvelope(entry, 'grid-registry', position);
  }
}
