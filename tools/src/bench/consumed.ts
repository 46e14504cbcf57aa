import type { Platform } from '../platform/platform.js';
import { databaseOf, withClient } from './database.js';
import { pause } from './statistics.js';

const pollMs = 10;
const limitMs = 120_000;

const unpublished = `
  SELECT (SELECT count(*) FROM outbox)::int
       + (SELECT last_position - published_position FROM relay_state)::int AS waiting`;

/** Of the topics that assessment follows. */
const unread = `
  SELECT count(*)::int AS waiting FROM topic t
   WHERE t.name IN ('grid-registry.area', 'grid-registry.grid', 'grid-registry.grant', 'grid-registry.grid-event')
     AND NOT EXISTS (SELECT 1 FROM consumer_offset c
                      WHERE c.topic = t.name AND c."offset" = t.head AND c.consumer_group LIKE 'assessment.%')`;

const setAside = `SELECT count(*)::int AS waiting FROM inbox_parked`;

/** Waits until everything that was committed is published, read and applied. Throws when something is set aside for good. */
export async function untilConsumed({ superuserUrl }: Pick<Platform, 'superuserUrl'>): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (const [database, question] of [
    ['grid_registry', unpublished],
    ['event_log', unread],
    ['assessment', setAside],
  ] as const) {
    await withClient(databaseOf(superuserUrl, database), async (client) => {
      while ((await client.query<{ waiting: number }>(question)).rows[0]?.waiting !== 0) {
        if (Date.now() > deadline) throw new Error(`${database} does not catch up`);
        await pause(pollMs);
      }
    });
  }
}
