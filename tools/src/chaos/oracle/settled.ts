import { AreaChanged, GRID_EVENT_TOPIC, GrantGiven, GridDefined, PolicyOverridden } from '@lianxin/contracts';
import { databaseOf, withClient } from '../../bench/database.js';
import { until } from '../pause.js';
import { readInbox } from './evidence.js';

const limitMs = 180_000;
const lookEveryMs = 250;

/** Which consumer follows which kind of aggregate. */
const FOLLOWED: Readonly<Record<string, string>> = {
  [GRID_EVENT_TOPIC]: 'assessment.grid-event-facts',
  ...Object.fromEntries(
    [AreaChanged, GridDefined, GrantGiven, PolicyOverridden].map(({ topic }) => [
      topic,
      'assessment.replicas',
    ]),
  ),
};

/** Counted, not subtracted: positions that a restore passed over are published by nobody. */
const UNPUBLISHED = `
  SELECT ((SELECT count(*) FROM outbox) + (SELECT count(*) FROM journal_position p, relay_state r
           WHERE p.position > r.published_position))::int AS waiting`;
const LAST = `SELECT aggregate_type, aggregate_id, max(sequence)::int AS sequence FROM journal_entry GROUP BY 1, 2`;

/**
 * Waits until all that grid-registry recorded was published and applied. Told by the inboxes themselves, so that it holds
 * for every transport. Keys in `held` are not waited for. @throws Error after the limit
 */
export async function untilSettled(
  { superuserUrl, assessment = 'assessment' }: { superuserUrl: string; assessment?: string },
  held: ReadonlySet<string> = new Set(),
): Promise<void> {
  const registry = databaseOf(superuserUrl, 'grid_registry');
  const copy = databaseOf(superuserUrl, assessment);
  let behind: string[] = [];
  const look = async (): Promise<boolean> => {
    const { waiting, wanted } = await withClient(registry, async (client) => ({
      waiting: (await client.query<{ waiting: number }>(UNPUBLISHED)).rows[0]?.waiting ?? 0,
      wanted: (await client.query<{ aggregate_type: string; aggregate_id: string; sequence: number }>(LAST))
        .rows,
    }));
    const places = await readInbox(copy);
    behind = wanted.flatMap(({ aggregate_type, aggregate_id, sequence }) => {
      const consumer = FOLLOWED[`grid-registry.${aggregate_type}`];
      if (!consumer || held.has(aggregate_id)) return [];
      return (places.get(`${consumer} ${aggregate_id}`) ?? 0) < sequence
        ? [`${consumer} ${aggregate_id}`]
        : [];
    });
    return waiting === 0 && behind.length === 0;
  };
  await until('everything is published and applied', look, { limitMs, everyMs: lookEveryMs }).catch(
    (error: Error) => {
      throw new Error(`${error.message}; behind: ${behind.slice(0, 5).join(', ')} (${behind.length})`);
    },
  );
}
