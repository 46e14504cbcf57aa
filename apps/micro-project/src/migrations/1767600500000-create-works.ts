import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

/** What belongs to a project is seen exactly where the project is: its own policy answers this. */
const WITH_ITS_PROJECT = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id)`;
/** What is suspected is for those alone who hold a post over the village. */
const INSIDE = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id AND p.village_code <@ ${areas})`;

/** Carrying out: contractors and what else was offered, milestones, payments, emergencies, suspected splitting. */
export class CreateWorks1767600500000 implements MigrationInterface {
  readonly name = 'CreateWorks1767600500000';

  async up(runner: QueryRunner): Promise<void> {
    const tables = [...CONTRACTOR_TABLES, ...MILESTONE_TABLE, ...PAYMENT_TABLE, ...EMERGENCY_TABLE];
    for (const statement of [...tables, ...SPLITTING_TABLES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE splitting_evidence, splitting_suspicion, project_emergency, payment, milestone, contractor_offer, contractor`,
    );
  }
}

/** Each choice for good, also where another followed. */
const CONTRACTOR_TABLES = [
  `CREATE TABLE contractor (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     method text COLLATE "C" NOT NULL,
     name text NOT NULL,
     amount_fen bigint NOT NULL,
     is_kin_declared boolean NOT NULL,
     stakeholder_ids uuid[] NOT NULL,
     comparison_document_id uuid,
     body text COLLATE "C" NOT NULL,
     held_on date NOT NULL,
     minutes_number text NOT NULL,
     minutes_document_id uuid NOT NULL,
     member_count integer NOT NULL,
     present_ids uuid[] NOT NULL,
     recused_ids uuid[] NOT NULL,
     policy_version text NOT NULL,
     selected_by uuid NOT NULL,
     selected_role text NOT NULL,
     selected_at timestamptz NOT NULL,
     CONSTRAINT contractor_pkey PRIMARY KEY (id),
     CONSTRAINT contractor_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT contractor_minutes_fkey FOREIGN KEY (minutes_document_id) REFERENCES document (id),
     CONSTRAINT contractor_amount_check CHECK (amount_fen > 0)
   )`,
  `CREATE INDEX contractor_project_idx ON contractor (project_id, selected_at, id)`,
  `ALTER TABLE contractor ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE contractor FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY contractor_visible ON contractor FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY contractor_selected ON contractor FOR INSERT WITH CHECK (selected_by = ${subject} AND ${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON contractor TO ${APPLICATION_ROLE}`,
  `CREATE TABLE contractor_offer (
     contractor_id uuid NOT NULL,
     number integer NOT NULL,
     bidder text NOT NULL,
     amount_fen bigint NOT NULL,
     is_chosen boolean NOT NULL,
     why_not_cheapest text,
     CONSTRAINT contractor_offer_pkey PRIMARY KEY (contractor_id, number),
     CONSTRAINT contractor_offer_contractor_fkey FOREIGN KEY (contractor_id) REFERENCES contractor (id)
   )`,
  `ALTER TABLE contractor_offer ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE contractor_offer FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY contractor_offer_visible ON contractor_offer FOR SELECT
     USING (EXISTS (SELECT 1 FROM contractor c WHERE c.id = contractor_id))`,
  `CREATE POLICY contractor_offer_compared ON contractor_offer FOR INSERT
     WITH CHECK (EXISTS (SELECT 1 FROM contractor c WHERE c.id = contractor_id))`,
  `GRANT SELECT, INSERT ON contractor_offer TO ${APPLICATION_ROLE}`,
];

const MILESTONE_TABLE = [
  `CREATE TABLE milestone (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     title text NOT NULL,
     document_id uuid,
     reached_by uuid NOT NULL,
     reached_at timestamptz NOT NULL,
     CONSTRAINT milestone_pkey PRIMARY KEY (id),
     CONSTRAINT milestone_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT milestone_document_fkey FOREIGN KEY (document_id) REFERENCES document (id)
   )`,
  `CREATE INDEX milestone_project_idx ON milestone (project_id, reached_at, id)`,
  `ALTER TABLE milestone ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE milestone FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY milestone_visible ON milestone FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY milestone_reached ON milestone FOR INSERT WITH CHECK (reached_by = ${subject} AND ${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON milestone TO ${APPLICATION_ROLE}`,
];

/** What was paid, never changed; who paid whom is sealed in the journal. A village uses each number of a voucher once. */
const PAYMENT_TABLE = [
  `CREATE TABLE payment (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     village_id integer NOT NULL,
     stage text COLLATE "C" NOT NULL,
     amount_fen bigint NOT NULL,
     paid_on date NOT NULL,
     voucher_number text NOT NULL,
     voucher_key text COLLATE "C" NOT NULL,
     invoice_number text,
     document_id uuid NOT NULL,
     worker_count integer,
     wage_list_document_id uuid,
     recorded_by uuid NOT NULL,
     recorded_role text NOT NULL,
     recorded_at timestamptz NOT NULL,
     CONSTRAINT payment_pkey PRIMARY KEY (id),
     CONSTRAINT payment_voucher_key UNIQUE (village_id, voucher_key),
     CONSTRAINT payment_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT payment_document_fkey FOREIGN KEY (document_id) REFERENCES document (id),
     CONSTRAINT payment_amount_check CHECK (amount_fen > 0),
     CONSTRAINT payment_wages_check CHECK ((stage = 'WAGES') = (worker_count IS NOT NULL AND wage_list_document_id IS NOT NULL))
   )`,
  `CREATE INDEX payment_project_idx ON payment (project_id, recorded_at, id)`,
  `ALTER TABLE payment ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE payment FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY payment_visible ON payment FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY payment_recorded ON payment FOR INSERT WITH CHECK (recorded_by = ${subject} AND ${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON payment TO ${APPLICATION_ROLE}`,
];

const EMERGENCY_TABLE = [
  `CREATE TABLE project_emergency (
     project_id uuid NOT NULL,
     reason text NOT NULL,
     started_by uuid NOT NULL,
     CONSTRAINT project_emergency_pkey PRIMARY KEY (project_id),
     CONSTRAINT project_emergency_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `ALTER TABLE project_emergency ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_emergency FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_emergency_visible ON project_emergency FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY project_emergency_started ON project_emergency FOR INSERT
     WITH CHECK (started_by = ${subject} AND ${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON project_emergency TO ${APPLICATION_ROLE}`,
];

/** The other project is no foreign key: that would wait for a step of it, which may be waiting for its turn to look at this one. */
const SPLITTING_TABLES = [
  `CREATE TABLE splitting_suspicion (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     together_fen bigint NOT NULL,
     together_band text COLLATE "C" NOT NULL,
     policy_version text NOT NULL,
     suspected_at timestamptz NOT NULL,
     is_split boolean,
     judged_by uuid,
     judged_at timestamptz,
     CONSTRAINT splitting_suspicion_pkey PRIMARY KEY (id),
     CONSTRAINT splitting_suspicion_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `CREATE INDEX splitting_suspicion_project_idx ON splitting_suspicion (project_id, suspected_at, id)`,
  `CREATE INDEX splitting_suspicion_open_idx ON splitting_suspicion (suspected_at, id) WHERE judged_at IS NULL`,
  `ALTER TABLE splitting_suspicion ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE splitting_suspicion FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY splitting_suspicion_visible ON splitting_suspicion FOR SELECT USING (${INSIDE})`,
  `CREATE POLICY splitting_suspicion_raised ON splitting_suspicion FOR INSERT WITH CHECK (${INSIDE})`,
  `CREATE POLICY splitting_suspicion_judged ON splitting_suspicion FOR UPDATE USING (${INSIDE}) WITH CHECK (judged_by = ${subject})`,
  `GRANT SELECT, INSERT, UPDATE (is_split, judged_by, judged_at) ON splitting_suspicion TO ${APPLICATION_ROLE}`,
  `CREATE TABLE splitting_evidence (
     suspicion_id uuid NOT NULL,
     other_project_id uuid NOT NULL,
     ground text COLLATE "C" NOT NULL,
     similarity_percent integer NOT NULL,
     amount_fen bigint NOT NULL,
     CONSTRAINT splitting_evidence_pkey PRIMARY KEY (suspicion_id, other_project_id, ground),
     CONSTRAINT splitting_evidence_suspicion_fkey FOREIGN KEY (suspicion_id) REFERENCES splitting_suspicion (id)
   )`,
  `ALTER TABLE splitting_evidence ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE splitting_evidence FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY splitting_evidence_visible ON splitting_evidence FOR SELECT
     USING (EXISTS (SELECT 1 FROM splitting_suspicion s WHERE s.id = suspicion_id))`,
  `CREATE POLICY splitting_evidence_gathered ON splitting_evidence FOR INSERT
     WITH CHECK (EXISTS (SELECT 1 FROM splitting_suspicion s WHERE s.id = suspicion_id))`,
  `GRANT SELECT, INSERT ON splitting_evidence TO ${APPLICATION_ROLE}`,
];
