import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const IN_REACH = `village_code <@ ${ROW_LEVEL.areas}`;

/**
 * Where a grid event stood from when to when, one row for each standing that differs: the source records of the
 * indicators, now and at any time before.
 */
export class CreateGridEventFacts1767225700000 implements MigrationInterface {
  readonly name = 'CreateGridEventFacts1767225700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event_fact');
  }
}

const STATEMENTS = [
  `CREATE TABLE grid_event_fact (
     grid_event_id uuid NOT NULL,
     sequence integer NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     valid_from timestamptz NOT NULL,
     valid_until timestamptz,
     due_at timestamptz NOT NULL,
     due_year integer NOT NULL,
     exclusion text,
     done_at timestamptz,
     is_settled_on_the_spot boolean NOT NULL,
     resolved_at timestamptz,
     resolved_year integer,
     followed_up_at timestamptz,
     is_reached boolean,
     is_satisfied boolean,
     CONSTRAINT grid_event_fact_pkey PRIMARY KEY (grid_event_id, sequence),
     CONSTRAINT grid_event_fact_period_check CHECK (valid_until >= valid_from),
     CONSTRAINT grid_event_fact_resolved_check CHECK ((resolved_at IS NULL) = (resolved_year IS NULL))
   ) WITH (fillfactor = 90)`,
  `CREATE INDEX grid_event_fact_due_idx ON grid_event_fact (village_code, due_year) WHERE valid_until IS NULL`,
  `CREATE INDEX grid_event_fact_resolved_idx ON grid_event_fact (village_code, resolved_year)
     WHERE valid_until IS NULL AND resolved_year IS NOT NULL`,
  `CREATE INDEX grid_event_fact_past_idx ON grid_event_fact (village_code, valid_from)`,
  `CREATE INDEX grid_event_fact_village_idx ON grid_event_fact (village_id)`,
  `ALTER TABLE grid_event_fact ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_fact FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_fact_in_reach ON grid_event_fact USING (${IN_REACH}) WITH CHECK (${IN_REACH})`,
  `GRANT SELECT, INSERT, UPDATE ON grid_event_fact TO ${APPLICATION_ROLE}`,
];
