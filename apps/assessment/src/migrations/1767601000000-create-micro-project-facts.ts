import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const IN_REACH = `village_code <@ ${ROW_LEVEL.areas}`;

/**
 * Where each micro-project stands, and what it adds to which part of the indicators from when to when: the source records
 * of M3, M4, M6 and the first part of M5, now and at any time before.
 */
export class CreateMicroProjectFacts1767601000000 implements MigrationInterface {
  readonly name = 'CreateMicroProjectFacts1767601000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...STANDING, ...FACT]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE micro_project_standing, micro_project_fact');
  }
}

const inReach = (table: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY ${table}_in_reach ON ${table} USING (${IN_REACH}) WITH CHECK (${IN_REACH})`,
  `GRANT SELECT, INSERT, UPDATE ON ${table} TO ${APPLICATION_ROLE}`,
];

const STANDING = [
  `CREATE TABLE micro_project_standing (
     project_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     valid_from timestamptz NOT NULL,
     decided_budget_fen bigint,
     decided_band text,
     is_body_competent boolean NOT NULL,
     is_filed boolean NOT NULL,
     is_notice_over boolean NOT NULL,
     is_within_budget boolean NOT NULL,
     started_at timestamptz,
     was_decided_before_start boolean NOT NULL,
     was_notice_over_before_start boolean NOT NULL,
     confirm_by timestamptz,
     confirmation text,
     is_regularised boolean NOT NULL,
     completed_at timestamptz,
     acceptance text NOT NULL,
     is_evaluated boolean NOT NULL,
     audited_at timestamptz,
     closed_at timestamptz,
     CONSTRAINT micro_project_standing_pkey PRIMARY KEY (project_id),
     CONSTRAINT micro_project_standing_emergency_check CHECK ((confirm_by IS NULL) = (confirmation IS NULL))
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX micro_project_standing_village_idx ON micro_project_standing (village_id)`,
  ...inReach('micro_project_standing'),
];

const FACT = [
  `CREATE TABLE micro_project_fact (
     project_id uuid NOT NULL,
     part text COLLATE "C" NOT NULL,
     sequence integer NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     valid_from timestamptz NOT NULL,
     valid_until timestamptz,
     numerator integer NOT NULL,
     denominator integer NOT NULL,
     reason text NOT NULL,
     counted_at timestamptz NOT NULL,
     due_at timestamptz,
     CONSTRAINT micro_project_fact_pkey PRIMARY KEY (project_id, part, sequence),
     CONSTRAINT micro_project_fact_period_check CHECK (valid_until >= valid_from),
     CONSTRAINT micro_project_fact_counts_check CHECK (numerator BETWEEN 0 AND denominator AND denominator > 0)
   ) WITH (fillfactor = 90)`,
  `CREATE INDEX micro_project_fact_year_idx ON micro_project_fact (village_code, year, part)`,
  `CREATE INDEX micro_project_fact_village_idx ON micro_project_fact (village_id)`,
  ...inReach('micro_project_fact'),
];
