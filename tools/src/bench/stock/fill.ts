import type pg from 'pg';
import { withClient } from '../database.js';
import { secondsOf } from '../statistics.js';
import { assessmentStock } from './assessment.sql.js';
import { stockTables } from './events.sql.js';
import type { Place, Statement, Stock } from './events.sql.js';
import { logStock } from './log.sql.js';
import { registryStock } from './registry.sql.js';

const consumer = 'assessment.grid-event-facts';
/** The village whose people are demonstration accounts: the bench works where most is stored. */
export const busiestVillage = '361104111001';

const findPlaces = `
  SELECT a.id, a.code AS "villageCode", coalesce(min(g.code), a.code) AS "areaCode" FROM area a LEFT JOIN grid g ON g.area_id = a.id
   WHERE a.level = 'VILLAGE' AND a.valid_until IS NULL GROUP BY a.id, a.code ORDER BY a.code <> '${busiestVillage}', a.code`;

/**
 * Puts a past into the three databases as if the platform had lived it: events with their journal, positions, log, tallies
 * and facts, all consistent with each other. Their hashes are chained but not of their contents, their ciphertexts open for
 * nobody. Ends vacuumed, analysed and checkpointed. The services must not be running.
 */
export async function fillWithEvents(
  urlOf: (database: string) => string,
  events: number,
  log: (line: string) => void,
): Promise<void> {
  const seconds = await secondsOf(async () => {
    const { stock, positionBefore } = await withClient(urlOf('grid_registry'), (client) =>
      describe(client, events),
    );
    await fill(urlOf('grid_registry'), stock, registryStock(stock.departmentId));
    await fill(urlOf('event_log'), stock, logStock(consumer, positionBefore));
    await fill(urlOf('assessment'), stock, assessmentStock(consumer));
    await withClient(urlOf('postgres'), (client) => client.query('CHECKPOINT'));
  });
  log(`a platform with ${events} events is ready (filled in ${seconds.toFixed(1)} s)`);
}

async function describe(
  client: pg.Client,
  events: number,
): Promise<{ stock: Stock; positionBefore: number }> {
  const { rows: places } = await client.query<Place>(findPlaces);
  const department = await client.query<{ id: string }>(
    `SELECT id FROM department WHERE code = 'housing-construction'`,
  );
  const relay = await client.query<{ position: number }>(
    'SELECT last_position::float8 AS position FROM relay_state',
  );
  const [first, before] = [department.rows[0], relay.rows[0]];
  if (!first || !before || places.length < 2) throw new Error('the platform was not seeded');
  return {
    stock: { events, places, departmentId: first.id, now: new Date() },
    positionBefore: before.position,
  };
}

async function fill(url: string, stock: Stock, statements: readonly Statement[]): Promise<void> {
  await withClient(url, async (client) => {
    // The rows are consistent by construction; checking each key would only take longer.
    await client.query(`SET session_replication_role = replica`);
    await client.query(`SET work_mem = '512MB'`);
    await client.query('BEGIN');
    for (const { text, values } of [...stockTables(stock), ...statements])
      await client.query(text, values && [...values]);
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE)');
  });
}
