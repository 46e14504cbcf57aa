import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;
/** Officers of its area; everybody once it was approved. */
const VISIBLE = `CASE WHEN village_code <@ ${areas} THEN true ELSE approved_version IS NOT NULL END`;
/** What was approved everybody sees; what is only proposed, officers of its area. */
const ITEM_VISIBLE = `EXISTS (SELECT 1 FROM plan p
  WHERE p.id = plan_id AND CASE WHEN p.village_code <@ ${areas} THEN true ELSE p.approved_version = plan_item.version END)`;
const WITH_ITS_PLAN = `EXISTS (SELECT 1 FROM plan p WHERE p.id = plan_id)`;

/** Yearly plans of villages: every version of what is planned, and the meetings that approved one. */
export class CreatePlans1767600230000 implements MigrationInterface {
  readonly name = 'CreatePlans1767600230000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...PLAN_TABLE, ...ITEM_TABLE, ...APPROVAL_TABLE, ...PROJECT_INDEX])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX project_plan_item_live_key');
    await runner.query('DROP TABLE plan_approval, plan_item, plan');
  }
}

const PLAN_TABLE = [
  `CREATE TABLE plan (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     state text NOT NULL,
     version integer NOT NULL,
     approved_version integer,
     submitted_at timestamptz NOT NULL,
     approved_at timestamptz,
     last_step_at timestamptz NOT NULL,
     CONSTRAINT plan_pkey PRIMARY KEY (id),
     CONSTRAINT plan_place_key UNIQUE (village_id, year),
     CONSTRAINT plan_approved_check CHECK (approved_version <= version)
   )`,
  `CREATE INDEX plan_village_idx ON plan (village_code, year)`,
  `ALTER TABLE plan ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE plan FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY plan_visible ON plan FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY plan_submitted ON plan FOR INSERT WITH CHECK (village_code <@ ${areas})`,
  `CREATE POLICY plan_changed ON plan FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE ON plan TO ${APPLICATION_ROLE}`,
];

/** An item keeps its id from version to version, so that the project that carries it out stays its own. */
const ITEM_TABLE = [
  `CREATE TABLE plan_item (
     plan_id uuid NOT NULL,
     version integer NOT NULL,
     item_id uuid NOT NULL,
     position integer NOT NULL,
     title text NOT NULL,
     quota_class text NOT NULL,
     budget_fen bigint NOT NULL,
     need_ids uuid[] NOT NULL,
     CONSTRAINT plan_item_pkey PRIMARY KEY (plan_id, version, item_id),
     CONSTRAINT plan_item_plan_fkey FOREIGN KEY (plan_id) REFERENCES plan (id),
     CONSTRAINT plan_item_budget_check CHECK (budget_fen > 0)
   )`,
  `CREATE INDEX plan_item_id_idx ON plan_item (item_id)`,
  `ALTER TABLE plan_item ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE plan_item FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY plan_item_visible ON plan_item FOR SELECT USING (${ITEM_VISIBLE})`,
  `CREATE POLICY plan_item_written ON plan_item FOR INSERT WITH CHECK (${WITH_ITS_PLAN})`,
  `GRANT SELECT, INSERT ON plan_item TO ${APPLICATION_ROLE}`,
];

const APPROVAL_TABLE = [
  `CREATE TABLE plan_approval (
     plan_id uuid NOT NULL,
     version integer NOT NULL,
     body text NOT NULL,
     held_on date NOT NULL,
     minutes_number text NOT NULL,
     minutes_document_id uuid NOT NULL,
     member_count integer NOT NULL,
     present_ids uuid[] NOT NULL,
     keyed_by uuid NOT NULL,
     keyed_role text NOT NULL,
     keyed_at timestamptz NOT NULL,
     CONSTRAINT plan_approval_pkey PRIMARY KEY (plan_id, version),
     CONSTRAINT plan_approval_plan_fkey FOREIGN KEY (plan_id) REFERENCES plan (id),
     CONSTRAINT plan_approval_document_fkey FOREIGN KEY (minutes_document_id) REFERENCES document (id)
   )`,
  `ALTER TABLE plan_approval ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE plan_approval FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY plan_approval_visible ON plan_approval FOR SELECT USING (${WITH_ITS_PLAN})`,
  `CREATE POLICY plan_approval_recorded ON plan_approval FOR INSERT
     WITH CHECK (keyed_by = ${subject} AND ${WITH_ITS_PLAN})`,
  `GRANT SELECT, INSERT ON plan_approval TO ${APPLICATION_ROLE}`,
];

/** An item is carried out by one project; another may once that one came to nothing. */
const PROJECT_INDEX = [
  `CREATE UNIQUE INDEX project_plan_item_live_key ON project (plan_item_id)
     WHERE plan_item_id IS NOT NULL AND state NOT IN ('REJECTED', 'ABANDONED')`,
];
