import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/**
 * One row for each village and month with a column for each state. By category and state there were ten to a hundred
 * times as many rows, most of them back at zero, and reading a year of them took longer the more had happened. Areas
 * that are gone get an index, as those of today have one: statistics count the events of both.
 */
export class TallyStatesInColumns1767225920000 implements MigrationInterface {
  readonly name = 'TallyStatesInColumns1767225920000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE grid_event_tally RENAME TO former_tally');
    await runner.query(
      'ALTER TABLE former_tally RENAME CONSTRAINT grid_event_tally_pkey TO former_tally_pkey',
    );
    await runner.query(`
      CREATE TABLE grid_event_tally (
        area_id integer NOT NULL,
        month date NOT NULL,
        ${COLUMNS.map(({ column }) => `${column} integer NOT NULL DEFAULT 0`).join(', ')},
        CONSTRAINT grid_event_tally_pkey PRIMARY KEY (area_id, month),
        CONSTRAINT grid_event_tally_area_fkey FOREIGN KEY (area_id) REFERENCES area (id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON grid_event_tally TO ${APPLICATION_ROLE}`);
    const sums = COLUMNS.map(({ state }) => `coalesce(sum(count) FILTER (WHERE state = '${state}'), 0)`);
    await runner.query(`
      INSERT INTO grid_event_tally (area_id, month, ${COLUMNS.map(({ column }) => column).join(', ')})
      SELECT area_id, month, ${sums.join(', ')} FROM former_tally GROUP BY area_id, month`);
    await runner.query('DROP TABLE former_tally');
    await runner.query('CREATE INDEX area_gone_idx ON area (code) WHERE valid_until IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX area_gone_idx');
    await runner.query('DROP TABLE grid_event_tally');
  }
}

/** The states of that day. */
const STATES = [
  'REPORTED',
  'ACCEPTED',
  'REFUSED',
  'DISPATCHED',
  'UNDER_WAY',
  'REPORTED_DONE',
  'VERIFIED',
  'RESULT_NOTIFIED',
  'SETTLED_ON_THE_SPOT',
  'FOLLOWED_UP',
  'CLOSED',
];
const COLUMNS = STATES.map((state) => ({ state, column: state.toLowerCase() }));
