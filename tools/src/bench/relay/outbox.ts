import type { EventEnvelope } from '@lianxin/contracts';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Told } from '../backbone/events.js';
import { withClient } from '../database.js';

const insertEntries = `
  WITH entry AS (
    INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject, actor_role,
      correlation_id, data, previous_hash, hash)
    SELECT (e->>'id')::uuid, 'grid-event', e->>'subject', (e->>'sequence')::int, e->>'type', (e->>'time')::timestamptz,
           e->>'areacode', $2, 'GRID_WORKER', e->>'correlationid', e->'data', $3, $3
      FROM unnest($1::jsonb[]) WITH ORDINALITY AS told (e, ordinal) ORDER BY ordinal
    RETURNING id)
  INSERT INTO outbox (entry_id) SELECT id FROM entry`;
const hash = `SHA256.1.${'x'.repeat(43)}`;
const chunk = 1_000;

/** As if so many commands had just committed: entries in the journal and in the outbox. */
export async function fillOutbox(ownerUrl: string, events: readonly EventEnvelope<Told>[]): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    for (let start = 0; start < events.length; start += chunk) {
      const told = events.slice(start, start + chunk).map((event) => JSON.stringify(event));
      await client.query(insertEntries, [told, randomUUID(), hash]);
    }
    await settle(client);
  });
}

export async function publishedPosition(ownerUrl: string): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ position: number }>(
      'SELECT published_position::float8 AS position FROM relay_state',
    );
    return rows[0]?.position ?? 0;
  });
}

/** What filling left to do is not done while something is measured. */
async function settle(client: pg.Client): Promise<void> {
  await client.query('VACUUM (ANALYZE) journal_entry, outbox, journal_position, relay_state');
}
