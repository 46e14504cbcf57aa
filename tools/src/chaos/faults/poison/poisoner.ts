import { GridEventRefused, type EventEnvelope } from '@lianxin/contracts';
import { ENTRY_COLUMNS, toEnvelope, type JournalEntry, type OutgoingMessage } from '@lianxin/journal';
import { databaseOf, withClient } from '../../../bench/database.js';
import type { Platform } from '../../../platform/platform.js';
import { until } from '../../pause.js';
import type { Random } from '../../random.js';
import type { RawLog } from '../../raw-log/raw-log.js';
import type { PoisonKind } from '../plan.js';
import { poisonOf } from './poison.js';

export interface Poisoned extends OutgoingMessage {
  readonly kind: PoisonKind;
  readonly on: 'own' | 'live';
}

const limitMs = 30_000;
const farAhead = 1_000;

const APPLIED = `
  SELECT aggregate_id, sequence FROM inbox_sequence
   WHERE consumer = 'assessment.grid-event-facts'`;
/** By rank, for ids are new in every run: the same share of the way through what is applied. */
const CHOSEN = `
  WITH place AS (
    SELECT p.position, j.aggregate_id, j.sequence
      FROM unnest($1::text[], $2::int[]) AS applied (aggregate_id, sequence)
      JOIN journal_entry j USING (aggregate_id, sequence) JOIN journal_position p ON p.entry_id = j.id
     WHERE j.aggregate_type = 'grid-event')
  SELECT aggregate_id, sequence FROM place
   ORDER BY position OFFSET floor($3::float8 * (SELECT count(*) FROM place))::int LIMIT 1`;
/** Nothing comes after it here, so that whoever jumps just past it is met by an operator and not by its predecessor. */
const ENDED = `
  WITH place AS (
    SELECT p.position, j.aggregate_id, j.sequence
      FROM journal_entry j JOIN journal_position p ON p.entry_id = j.id
     WHERE j.type = '${GridEventRefused.type}' AND NOT EXISTS (
       SELECT 1 FROM journal_entry l WHERE l.aggregate_id = j.aggregate_id AND l.sequence > j.sequence))
  SELECT aggregate_id, sequence FROM place
   ORDER BY position OFFSET floor($1::float8 * (SELECT count(*) FROM place))::int LIMIT 1`;
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
    private readonly random: Random,
  ) {}

  /** @throws Error when there is nothing to make it of, or the log is out of reach */
  async inject(kind: PoisonKind, on: 'own' | 'live'): Promise<void> {
    const jump = kind === 'sequence-jumps' ? await this.jump(on) : null;
    const share = this.random.next();
    const event = await until('an event is applied', () => this.appliedEvent(share), { limitMs });
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
    return { leftOut: isNear ? this.random.whole(1, 2) : farAhead, past };
  }

  private async lastEvent(): Promise<EventEnvelope | undefined> {
    const { rows } = await withClient(databaseOf(this.platform.superuserUrl, 'grid_registry'), (client) =>
      client.query<Place>(ENDED, [this.random.next()]),
    );
    return rows[0] && this.entryAt(rows[0]);
  }

  private async appliedEvent(share: number): Promise<EventEnvelope | undefined> {
    const { superuserUrl } = this.platform;
    const applied = await withClient(databaseOf(superuserUrl, 'assessment'), (client) =>
      client.query<Place>(APPLIED),
    );
    const places = [
      applied.rows.map((place) => place.aggregate_id),
      applied.rows.map(({ sequence }) => sequence),
    ];
    const { rows } = await withClient(databaseOf(superuserUrl, 'grid_registry'), (client) =>
      client.query<Place>(CHOSEN, [...places, share]),
    );
    return rows[0] && this.entryAt(rows[0]);
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
