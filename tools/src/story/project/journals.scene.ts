import { databaseOf, withClient } from '../../bench/database.js';
import { expect } from '../storyteller.js';
import { until } from '../telling.js';
import type { Stage } from './stage.js';

const followMs = 30_000;

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly correlationId: string;
}

/** Everything of the three lives: the event's, the need's and the project's. */
const LIVES = `SELECT id, type, aggregate_id AS "aggregateId", correlation_id AS "correlationId" FROM journal_entry
  WHERE aggregate_id = ANY($1) OR correlation_id = $2 ORDER BY recorded_at, id`;
const FOLLOWED = `SELECT consumer FROM inbox_sequence WHERE aggregate_id = $1 AND $2 = ANY(event_ids)`;

/**
 * One correlation id leads from the first report to what the assessment has counted last. An objection that is unknown to the village
 * has one of its own: else it would lead to whoever does something else.
 */
export async function readJournals(stage: Stage, needId: string): Promise<void> {
  const { gridEventId, projectId, correlationId } = stage;
  await stage.teller.step('platform', 'journal', async () => {
    const lives = [[gridEventId, needId, projectId], correlationId];
    const reported = await select<Entry>(stage, 'grid_registry', LIVES, lives);
    const carriedOut = await select<Entry>(stage, 'micro_project', LIVES, lives);
    const entries = [...reported, ...carriedOut];
    const [own, others] = [true, false].map((isOwn) =>
      entries.filter((entry) => (entry.correlationId === correlationId) === isOwn).map(nameOf),
    );
    expect('what bears another correlation id', others, ['ObjectionRaised']);
    const [first, last] = [reported[0], carriedOut.findLast(({ aggregateId }) => aggregateId === projectId)];
    expect('first and last', [nameOf(first), nameOf(last)], ['GridEventReported', 'ProjectClosed']);
    await until('the assessment at the last step of the project', followMs, async () => {
      const followers = await select(stage, 'assessment', FOLLOWED, [projectId, last?.id]);
      return followers.length > 0 ? true : null;
    });
    return {
      text:
        `${own?.length ?? 0} entries of two journals bear one correlation id, from GridEventReported to ProjectClosed, which the assessment ` +
        'counted last; only the objection that the village knows nobody of bears another',
      found: { correlationId, entries: own },
    };
  });
}

/** `lianxin.micro-project.ProjectClosed.v1` is ProjectClosed. */
const nameOf = (entry: Entry | undefined): string => entry?.type.split('.').at(-2) ?? '';

const select = <T extends object>(
  { platform }: Stage,
  database: string,
  sql: string,
  parameters: unknown[],
): Promise<T[]> =>
  withClient(
    databaseOf(platform.superuserUrl, database),
    async (client) => (await client.query<T>(sql, parameters)).rows,
  );
