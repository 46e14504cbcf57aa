import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** Who sees the event sees its numbers elsewhere. */
const OF_A_VISIBLE_EVENT = `EXISTS (SELECT FROM grid_event e WHERE e.id = grid_event_id)`;

/** What an event is numbered by other systems, and when each of them was last answered. */
export class CreateOutsideNumbers1767370100000 implements MigrationInterface {
  readonly name = 'CreateOutsideNumbers1767370100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLE, ...NUMBERS_UNTIL_NOW, ...POLICIES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outside_number');
  }
}

const TABLE = [
  `CREATE TABLE outside_number (
     id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     system text COLLATE "C" NOT NULL,
     number text COLLATE "C" NOT NULL,
     received_at timestamptz NOT NULL,
     due_at timestamptz,
     answered_at timestamptz,
     answered_standing text COLLATE "C",
     answered_export_id uuid,
     is_kept boolean NOT NULL DEFAULT false,
     CONSTRAINT outside_number_pkey PRIMARY KEY (id),
     CONSTRAINT outside_number_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id),
     CONSTRAINT outside_number_answered_check CHECK ((answered_at IS NULL) = (answered_standing IS NULL)
       AND (answered_at IS NULL) = (answered_export_id IS NULL))
   )`,
  // What is kept from somebody takes no number from anybody: being told that it is taken would tell that it is there.
  `CREATE UNIQUE INDEX outside_number_key ON outside_number (system, number) WHERE NOT is_kept`,
  `CREATE INDEX outside_number_event_idx ON outside_number (grid_event_id, received_at, id)`,
  `CREATE INDEX outside_number_received_idx ON outside_number (system, received_at, id)`,
  `CREATE INDEX outside_number_export_idx ON outside_number (answered_export_id) WHERE answered_export_id IS NOT NULL`,
];

/** Of several reports with one number the first keeps it. The owner reads past row-level security for this statement alone. */
const NUMBERS_UNTIL_NOW = [
  `ALTER TABLE grid_event NO FORCE ROW LEVEL SECURITY`,
  `INSERT INTO outside_number (id, grid_event_id, system, number, received_at)
   SELECT gen_random_uuid(), id, source, outside_reference, reported_at FROM grid_event
    WHERE outside_reference IS NOT NULL AND source IN ('HOTLINE_12345', 'LINKAGE_110', 'COUNTY_HEAD_MAILBOX', 'SUPERIOR')
    ORDER BY reported_at, id
   ON CONFLICT DO NOTHING`,
  `ALTER TABLE grid_event FORCE ROW LEVEL SECURITY`,
];

const POLICIES = [
  `ALTER TABLE outside_number ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE outside_number FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY outside_number_visible ON outside_number FOR SELECT USING (${OF_A_VISIBLE_EVENT})`,
  `CREATE POLICY outside_number_kept ON outside_number FOR INSERT WITH CHECK (true)`,
  `CREATE POLICY outside_number_answered ON outside_number FOR UPDATE USING (${OF_A_VISIBLE_EVENT})`,
  `GRANT SELECT, INSERT, UPDATE ON outside_number TO ${APPLICATION_ROLE}`,
];
