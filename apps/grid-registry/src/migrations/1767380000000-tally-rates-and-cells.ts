import { EVERY_AREA } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/**
 * What rates are made of, counted by place and month, and once more by category, grid and department. What is kept from its
 * own place leaves the tallies: those it is kept from may have a post over the place it is counted in, too.
 */
export class TallyRatesAndCells1767380000000 implements MigrationInterface {
  readonly name = 'TallyRatesAndCells1767380000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...RESPONSES, ...TABLES]) await runner.query(statement);
    await runner.query(`SELECT set_config('app.areas', $1, true)`, [EVERY_AREA]);
    for (const statement of COUNTED_ANEW) await runner.query(statement);
    await runner.query(`SELECT set_config('app.areas', '', true)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event_cell_tally');
    await runner.query(`ALTER TABLE grid_event DROP COLUMN respond_by, DROP COLUMN responded_at`);
    await runner.query(
      `ALTER TABLE grid_event_tally ${FACTS.map(({ column }) => `DROP COLUMN ${column}`).join(', ')}`,
    );
  }
}

/** The states and facts of that day. */
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
  'REFUSAL_APPEALED',
  'MERGED',
  'HANDED_OVER',
  'PROCEDURE_TOLD',
  'STOOD_DOWN',
].map((state) => ({ column: state.toLowerCase(), condition: `state = '${state}'` }));

const DONE_AT = 'coalesce(reported_done_at, resolved_at, notified_at, followed_up_at, closed_at)';
const DONE = `state IN ('REPORTED_DONE', 'VERIFIED', 'RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD', 'FOLLOWED_UP', 'CLOSED')`;
const ANSWERED = `is_reached AND is_satisfied IS NOT NULL AND state IN ('FOLLOWED_UP', 'CLOSED')`;
const FACTS = [
  // Events of before there was a time to respond are in no rate of response.
  { column: 'responded_in_time', condition: 'false' },
  { column: 'responded_late', condition: 'false' },
  { column: 'done_in_time', condition: `${DONE} AND ${DONE_AT} <= due_at` },
  { column: 'done_late', condition: `${DONE} AND ${DONE_AT} > due_at` },
  { column: 'answered', condition: ANSWERED },
  { column: 'satisfied', condition: `${ANSWERED} AND is_satisfied` },
];
const ALL = [...STATES, ...FACTS];
const NAMES = ALL.map(({ column }) => column).join(', ');
const SUMS = ALL.map(({ condition }) => `count(*) FILTER (WHERE ${condition})`).join(', ');
const MONTH = `date_trunc('month', reported_at AT TIME ZONE 'Asia/Shanghai')::date`;
const zeros = (columns: readonly { column: string }[]): string =>
  columns.map(({ column }) => `${column} integer NOT NULL DEFAULT 0`).join(', ');

const RESPONSES = [
  `ALTER TABLE grid_event ADD COLUMN respond_by timestamptz, ADD COLUMN responded_at timestamptz`,
  `ALTER TABLE grid_event_tally ${FACTS.map(({ column }) => `ADD COLUMN ${column} integer NOT NULL DEFAULT 0`).join(', ')}`,
];

const TABLES = [
  `CREATE TABLE grid_event_cell_tally (
     area_id integer NOT NULL,
     month date NOT NULL,
     dimension text COLLATE "C" NOT NULL,
     value text COLLATE "C" NOT NULL,
     category text COLLATE "C" NOT NULL,
     ${zeros(ALL)},
     CONSTRAINT grid_event_cell_tally_pkey PRIMARY KEY (area_id, dimension, month, value, category),
     CONSTRAINT grid_event_cell_tally_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
     CONSTRAINT grid_event_cell_tally_dimension_check CHECK (dimension IN ('CATEGORY', 'GRID', 'DEPARTMENT'))
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX grid_event_cell_tally_department_idx ON grid_event_cell_tally (value, month) WHERE dimension = 'DEPARTMENT'`,
  `GRANT SELECT, INSERT, UPDATE ON grid_event_cell_tally TO ${APPLICATION_ROLE}`,
];

const COUNTED_ANEW = [
  `DELETE FROM grid_event_tally`,
  `INSERT INTO grid_event_tally (area_id, month, ${NAMES})
   SELECT area_id, ${MONTH}, ${SUMS} FROM grid_event WHERE restricted_to IS NULL GROUP BY 1, 2`,
  `INSERT INTO grid_event_cell_tally (area_id, month, dimension, value, category, ${NAMES})
   SELECT area_id, ${MONTH}, d.dimension, d.value, category, ${SUMS}
     FROM grid_event CROSS JOIN LATERAL (VALUES
       ('CATEGORY', ''), ('GRID', substr(area_code, 13, 3)), ('DEPARTMENT', department_id::text)) AS d (dimension, value)
    WHERE restricted_to IS NULL AND d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5`,
];
