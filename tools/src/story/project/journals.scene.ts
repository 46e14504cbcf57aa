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
const FOLLOWED = `SELECT DISTINCT event_id AS id FROM inbox_sequence WHERE aggregate_id = $1`;

/** One correlation id leads from the first report to what the assessment has counted last. */
export async function readJournals(stage: Stage, needId: string): Promise<void> {
  const { gridEventId, projectId, correlationId } = stage;
  await stage.teller.step('platform', 'journal', async () => {
    const lives = [[gridEventId, needId, projectId], correlationId];
    const reported = await select<Entry>(stage, 'grid_registry', LIVES, lives);
    const carriedOut = await select<Entry>(stage, 'micro_project', LIVES, lives);
    const entries = [...reported, ...carriedOut];
    const others = entries.filter((entry) => entry.correlationId !== correlationId);
    expect('what bears another correlation id', others, []);
    const [first, last] = [reported[0], carriedOut.findLast(({ aggregateId }) => aggregateId === projectId)];
    expect('first and last', [nameOf(first), nameOf(last)], ['GridEventReported', 'ProjectClosed']);
    await until('the assessment at the last step of the project', followMs, async () => {
      const followed = await select<{ id: string }>(stage, 'assessment', FOLLOWED, [projectId]);
      return followed.length === 1 && followed[0]?.id === last?.id ? true : null;
    });
    return {
      text: `${entries.length} entries of two journals bear one correlation id, from GridEventReported to ProjectClosed, which the assessment counted last`,
      found: { correlationId, entries: entries.map(nameOf) },
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
