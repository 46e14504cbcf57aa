import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const IN_REACH = `village_code <@ ${ROW_LEVEL.areas}`;

/** Residents and the grid's own people see the figures of their village, though their posts reach no subtree of it. */
const OWN_VILLAGE = `village_code IN (
  SELECT left(g.area_code, 12) FROM access_grant g
   WHERE g.subject = ${ROW_LEVEL.subject} AND g.role IN ('RESIDENT', 'GRID_WORKER', 'GRID_LEADER')
     AND g.revoked_at IS NULL AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))`;

/**
 * What reading an indicator needs without looking at each event: the running counts of each village and year, and
 * the deadlines of the events that are open, because time alone makes those count.
 */
export class CreateIndicatorTallies1767225710000 implements MigrationInterface {
  readonly name = 'CreateIndicatorTallies1767225710000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TALLY, ...OPEN_DEADLINE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE indicator_tally, open_deadline');
  }
}

const visible = (table: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY ${table}_in_reach ON ${table} USING (${IN_REACH}) WITH CHECK (${IN_REACH})`,
  `CREATE POLICY ${table}_own_village ON ${table} FOR SELECT USING (${OWN_VILLAGE})`,
];

const TALLY = [
  `CREATE TABLE indicator_tally (
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     part text NOT NULL,
     numerator integer NOT NULL,
     denominator integer NOT NULL,
     CONSTRAINT indicator_tally_pkey PRIMARY KEY (village_id, year, part),
     CONSTRAINT indicator_tally_counts_check CHECK (numerator BETWEEN 0 AND denominator)
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX indicator_tally_code_idx ON indicator_tally (village_code, year)`,
  ...visible('indicator_tally'),
  `GRANT SELECT, INSERT, UPDATE ON indicator_tally TO ${APPLICATION_ROLE}`,
];

const OPEN_DEADLINE = [
  `CREATE TABLE open_deadline (
     grid_event_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     due_year integer NOT NULL,
     due_at timestamptz NOT NULL,
     CONSTRAINT open_deadline_pkey PRIMARY KEY (grid_event_id)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX open_deadline_due_idx ON open_deadline (village_code, due_year, due_at)`,
  `CREATE INDEX open_deadline_village_idx ON open_deadline (village_id)`,
  ...visible('open_deadline'),
  `GRANT SELECT, INSERT, UPDATE, DELETE ON open_deadline TO ${APPLICATION_ROLE}`,
];
