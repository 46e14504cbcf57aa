import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const IN_REACH = `village_code <@ ${ROW_LEVEL.areas}`;

/** The same as for the running counts: who lives or works in a village sees its figures. */
const OWN_VILLAGE = `village_code IN (
  SELECT left(g.area_code, 12) FROM access_grant g
   WHERE g.subject = ${ROW_LEVEL.subject} AND g.role IN ('RESIDENT', 'GRID_WORKER', 'GRID_LEADER')
     AND g.revoked_at IS NULL AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))`;

/**
 * What M1, M2 and the second part of M5 are read from, now and for the past: a few rows for each village and year, whatever
 * happens, each with the instant since when it holds.
 */
export class CreatePlansAndDuties1767601010000 implements MigrationInterface {
  readonly name = 'CreatePlansAndDuties1767601010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...PARTICIPATION, ...MET_DUTY, ...PLAN_APPROVAL, ...CLOSED_PLAN_ITEM])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE participation, met_duty, plan_approval, closed_plan_item');
  }
}

const visible = (table: string): string[] => [
  `CREATE INDEX ${table}_village_idx ON ${table} (village_id)`,
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY ${table}_in_reach ON ${table} USING (${IN_REACH}) WITH CHECK (${IN_REACH})`,
  `CREATE POLICY ${table}_own_village ON ${table} FOR SELECT USING (${OWN_VILLAGE})`,
  `GRANT SELECT, INSERT, UPDATE ON ${table} TO ${APPLICATION_ROLE}`,
];

const PARTICIPATION = [
  `CREATE TABLE participation (
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     from_year integer NOT NULL,
     since timestamptz NOT NULL,
     CONSTRAINT participation_pkey PRIMARY KEY (village_id, from_year)
   )`,
  `CREATE INDEX participation_code_idx ON participation (village_code, from_year)`,
  ...visible('participation'),
];

const MET_DUTY = [
  `CREATE TABLE met_duty (
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     part text COLLATE "C" NOT NULL,
     ordinal integer NOT NULL,
     since timestamptz NOT NULL,
     source_id uuid NOT NULL,
     happened_on date NOT NULL,
     CONSTRAINT met_duty_pkey PRIMARY KEY (village_id, year, part, ordinal),
     CONSTRAINT met_duty_ordinal_check CHECK (ordinal BETWEEN 1 AND 12)
   )`,
  ...visible('met_duty'),
];

const PLAN_APPROVAL = [
  `CREATE TABLE plan_approval (
     plan_id uuid NOT NULL,
     sequence integer NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     approved_at timestamptz NOT NULL,
     item_ids uuid[] NOT NULL,
     CONSTRAINT plan_approval_pkey PRIMARY KEY (plan_id, sequence)
   )`,
  `CREATE INDEX plan_approval_code_idx ON plan_approval (village_code, year)`,
  ...visible('plan_approval'),
];

const CLOSED_PLAN_ITEM = [
  `CREATE TABLE closed_plan_item (
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     item_id uuid NOT NULL,
     project_id uuid NOT NULL,
     closed_at timestamptz NOT NULL,
     CONSTRAINT closed_plan_item_pkey PRIMARY KEY (village_id, item_id)
   )`,
  ...visible('closed_plan_item'),
];
