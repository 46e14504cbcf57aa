import { appendFileSync } from 'node:fs';
import type pg from 'pg';

/** An entry of the journal that was made after the moment that was restored: ids and codes, nothing personal. */
export interface LostEntry {
  service: string;
  id: string;
  type: string;
  aggregateId: string;
  sequence: number;
  recordedAt: string;
  /** null: not yet told to anybody. */
  position: number | null;
}

const pageSize = 2_000;
const firstNamed = 20;

const COLUMNS = `j.id, j.type, j.aggregate_id AS "aggregateId", j.sequence, j.recorded_at AS "recordedAt"`;
const BEYOND = `
  SELECT ${COLUMNS}, p.position::float8 AS position FROM journal_position p JOIN journal_entry j ON j.id = p.entry_id
   WHERE p.position > $1 ORDER BY p.position LIMIT ${pageSize}`;
const WAITING = `
  SELECT ${COLUMNS}, NULL AS position, o.ordinal::float8 AS ordinal FROM outbox o JOIN journal_entry j ON j.id = o.entry_id
   WHERE o.ordinal > $1 ORDER BY o.ordinal LIMIT ${pageSize}`;

type Row = Omit<LostEntry, 'service' | 'recordedAt'> & { recordedAt: Date; ordinal?: number };

/** What was lost, in full in a file of lines, counted here. */
export class LostEntries {
  readonly first: LostEntry[] = [];
  readonly counts: Record<string, number> = {};
  private readonly seen = new Set<string>();

  constructor(readonly file: string) {}

  /** Those of the given entries that the restored journal does not know, each once. */
  async add(restored: pg.Client, service: string, entries: LostEntry[]): Promise<void> {
    const { rows } = await restored.query<{ id: string }>(
      'SELECT id FROM journal_entry WHERE id = ANY ($1)',
      [entries.map(({ id }) => id)],
    );
    const kept = new Set(rows.map(({ id }) => id));
    // Topics may hold a message twice, also in one batch.
    const each = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
    const lost = each.filter(({ id }) => !kept.has(id) && !this.seen.has(id));
    if (lost.length === 0) return;
    appendFileSync(this.file, lost.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
    for (const { id } of lost) this.seen.add(id);
    this.first.push(...lost.slice(0, Math.max(0, firstNamed - this.first.length)));
    this.counts[service] = (this.counts[service] ?? 0) + lost.length;
  }

  /** Reads them from the journal of the cluster that was put aside, page by page. */
  async addFromJournal(
    restored: pg.Client,
    aside: pg.Client,
    { service, position }: { service: string; position: number },
  ): Promise<void> {
    for (const [query, start] of [
      [BEYOND, position],
      [WAITING, 0],
    ] as const) {
      let last = start;
      for (;;) {
        const { rows } = await aside.query<Row>(query, [last]);
        await this.add(
          restored,
          service,
          rows.map((row) => entryOf(service, row)),
        );
        if (rows.length < pageSize) break;
        last = rows.at(-1)?.ordinal ?? rows.at(-1)?.position ?? last;
      }
    }
  }
}

const entryOf = (
  service: string,
  { id, type, aggregateId, sequence, recordedAt, position }: Row,
): LostEntry => ({
  ...{ service, id, type, aggregateId, sequence, position },
  recordedAt: recordedAt.toISOString(),
});
