import type { EventEnvelope } from '@lianxin/contracts';
import { ENTRY_COLUMNS, toEnvelope, type JournalEntry, type OutgoingMessage } from '@lianxin/journal';
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

const APPLIED = `
  SELECT aggregate_id, sequence FROM inbox_sequence
   WHERE consumer = 'assessment.grid-event-facts' ORDER BY random() LIMIT 1`;
const ENTRY = `
  SELECT p.position::float8 AS position, ${ENTRY_COLUMNS} FROM journal_entry j
    JOIN journal_position p ON p.entry_id = j.id
   WHERE j.aggregate_id = $1 AND j.sequence = $2 AND j.aggregate_type = 'grid-event'`;

/** Puts messages straight into the log, as nobody but its administrator can. */
export class Poisoner {
  readonly injected: Poisoned[] = [];

  constructor(
    private readonly platform: Platform,
    private readonly log: RawLog,
  ) {}

  /** @throws Error when there is nothing to make it of, or the log is out of reach */
  async inject(kind: PoisonKind, on: 'own' | 'live'): Promise<void> {
    const message = poisonOf(
      kind,
      on,
      await until('an event is applied', () => this.appliedEvent(), { limitMs }),
    );
    // Before it is sent: what failed may have arrived.
    this.injected.push({ ...message, kind, on });
    await this.log.append(message);
  }

  private async appliedEvent(): Promise<EventEnvelope | undefined> {
    const { superuserUrl } = this.platform;
    const applied = await withClient(databaseOf(superuserUrl, 'assessment'), (client) =>
      client.query<{ aggregate_id: string; sequence: number }>(APPLIED),
    );
    const [place] = applied.rows;
    const { rows } = await withClient(databaseOf(superuserUrl, 'grid_registry'), (client) =>
      client.query<JournalEntry & { position: number }>(ENTRY, [place?.aggregate_id, place?.sequence]),
    );
    const [row] = rows;
    if (!row) return undefined;
    const { position, ...entry } = row;
    return toEnvelope(entry, 'grid-registry', position);
  }
}
