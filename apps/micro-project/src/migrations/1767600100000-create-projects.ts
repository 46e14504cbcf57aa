import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

/** Officers of its area, whoever proposed it, and everybody once it was posted: small public works are no secret. */
const VISIBLE = `CASE WHEN village_code <@ ${areas} THEN true
  ELSE published_at IS NOT NULL OR proposed_by = ${subject} OR ${subject} = ANY (proposer_ids) END`;
/** What belongs to a project is seen exactly where the project is: its own policy answers this. */
const WITH_ITS_PROJECT = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id)`;

/** Envelopes of money, projects with every version of their terms, the bodies that decide, and their meetings. */
export class CreateProjects1767600100000 implements MigrationInterface {
  readonly name = 'CreateProjects1767600100000';

  async up(runner: QueryRunner): Promise<void> {
    const tables = [...ENVELOPE_TABLE, ...PROJECT_TABLE, ...TERMS_TABLE, ...BODY_TABLE, ...DOCUMENT_TABLE];
    for (const statement of [...tables, ...DECISION_TABLE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE project_decision, document, body, project_terms, project, envelope');
  }
}

/** What a village may spend is public; only its own officers and those above change it. */
const ENVELOPE_TABLE = [
  `CREATE TABLE envelope (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     larger_limit_fen bigint NOT NULL,
     small_limit_fen bigint NOT NULL,
     larger_held_fen bigint NOT NULL,
     small_held_fen bigint NOT NULL,
     larger_projects integer NOT NULL,
     max_larger_projects integer NOT NULL,
     CONSTRAINT envelope_pkey PRIMARY KEY (id),
     CONSTRAINT envelope_place_key UNIQUE (village_id, year),
     CONSTRAINT envelope_larger_check CHECK (larger_held_fen BETWEEN 0 AND larger_limit_fen),
     CONSTRAINT envelope_small_check CHECK (small_held_fen BETWEEN 0 AND small_limit_fen),
     CONSTRAINT envelope_projects_check CHECK (larger_projects BETWEEN 0 AND max_larger_projects)
   ) WITH (fillfactor = 50)`,
  `CREATE INDEX envelope_village_idx ON envelope (village_code, year)`,
  `ALTER TABLE envelope ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE envelope FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY envelope_visible ON envelope FOR SELECT USING (true)`,
  `CREATE POLICY envelope_opened ON envelope FOR INSERT WITH CHECK (village_code <@ ${areas})`,
  `CREATE POLICY envelope_changed ON envelope FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE ON envelope TO ${APPLICATION_ROLE}`,
];

const PROJECT_TABLE = [
  `CREATE TABLE project (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     township_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 9)) STORED,
     county_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 6)) STORED,
     grid_number text COLLATE "C",
     kind text NOT NULL,
     lead_body text NOT NULL,
     quota_class text NOT NULL,
     state text NOT NULL,
     last_step_at timestamptz NOT NULL,
     terms_version integer NOT NULL,
     title text NOT NULL,
     budget_fen bigint NOT NULL,
     due_on date NOT NULL,
     agreed_due_on date NOT NULL,
     pending_terms_version integer,
     pending_budget_fen bigint,
     need_ids uuid[] NOT NULL,
     plan_item_id uuid,
     proposer_ids uuid[] NOT NULL,
     proposed_by uuid NOT NULL,
     proposed_at timestamptz NOT NULL,
     is_in_procurement_catalogue boolean NOT NULL,
     is_invested_elsewhere boolean NOT NULL,
     collective_matters text[] NOT NULL DEFAULT '{}',
     is_resolution_required boolean NOT NULL,
     resolution_id uuid,
     band text,
     deciding_body text,
     splitting text NOT NULL,
     submitted_at timestamptz,
     review_due_at timestamptz,
     decided_at timestamptz,
     filed_at timestamptz,
     policy_version text NOT NULL,
     envelope_id uuid,
     envelope_year integer,
     holding_state text,
     held_fen bigint NOT NULL,
     retained_fen bigint NOT NULL,
     committed_fen bigint NOT NULL,
     paid_fen bigint NOT NULL,
     final_fen bigint,
     notice_id uuid,
     notice_posted_at timestamptz,
     notice_ends_at timestamptz,
     published_at timestamptz,
     open_objection_count integer NOT NULL,
     contractor_id uuid,
     started_at timestamptz,
     completed_at timestamptz,
     is_proposer_present boolean,
     accepted_at timestamptz,
     survey_opened_at timestamptz,
     evaluated_at timestamptz,
     answer_count integer,
     is_survey_told boolean NOT NULL DEFAULT false,
     satisfied_count integer,
     audited_at timestamptz,
     ended_at timestamptz,
     is_emergency boolean NOT NULL,
     skipped_steps text[] NOT NULL,
     confirm_by timestamptz,
     confirmed_at timestamptz,
     confirmed_on date,
     reopened_at timestamptz,
     regularised_at timestamptz,
     CONSTRAINT project_pkey PRIMARY KEY (id),
     CONSTRAINT project_envelope_fkey FOREIGN KEY (envelope_id) REFERENCES envelope (id),
     CONSTRAINT project_paid_check CHECK (paid_fen >= 0 AND paid_fen <= committed_fen),
     CONSTRAINT project_held_check CHECK (held_fen >= 0 AND retained_fen BETWEEN 0 AND held_fen),
     CONSTRAINT project_objections_check CHECK (open_objection_count >= 0)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX project_village_idx ON project (village_code, proposed_at, id)`,
  `CREATE INDEX project_township_idx ON project (township_code, proposed_at, id)`,
  `CREATE INDEX project_county_idx ON project (county_code, proposed_at, id)`,
  `CREATE INDEX project_envelope_idx ON project (envelope_id) WHERE envelope_id IS NOT NULL`,
  `CREATE INDEX project_plan_item_idx ON project (plan_item_id) WHERE plan_item_id IS NOT NULL`,
  `CREATE INDEX project_notice_idx ON project (village_code, notice_ends_at) WHERE notice_ends_at IS NOT NULL`,
  `CREATE INDEX project_review_idx ON project (township_code, review_due_at) WHERE review_due_at IS NOT NULL`,
  `ALTER TABLE project ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_visible ON project FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY project_proposed ON project FOR INSERT WITH CHECK (village_code <@ ${areas} AND proposed_by = ${subject})`,
  `CREATE POLICY project_changed ON project FOR UPDATE USING (${VISIBLE}) WITH CHECK (true)`,
  `GRANT SELECT, INSERT, UPDATE ON project TO ${APPLICATION_ROLE}`,
];

/** Every version of what a project is, for good: what was posted can be compared with what was built. */
const TERMS_TABLE = [
  `CREATE TABLE project_terms (
     project_id uuid NOT NULL,
     version integer NOT NULL,
     title text NOT NULL,
     content text NOT NULL,
     place text NOT NULL,
     effect text NOT NULL,
     budget_fen bigint NOT NULL,
     due_on date NOT NULL,
     digest text COLLATE "C" NOT NULL,
     written_at timestamptz NOT NULL,
     CONSTRAINT project_terms_pkey PRIMARY KEY (project_id, version),
     CONSTRAINT project_terms_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `ALTER TABLE project_terms ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_terms FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_terms_visible ON project_terms FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY project_terms_written ON project_terms FOR INSERT WITH CHECK (${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON project_terms TO ${APPLICATION_ROLE}`,
];

/** Who belonged to a body from which day on; what held on a day is never changed. */
const BODY_TABLE = [
  `CREATE TABLE body (
     id uuid NOT NULL,
     kind text NOT NULL,
     area_id integer NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     valid_from date NOT NULL,
     member_ids uuid[] NOT NULL,
     set_at timestamptz NOT NULL,
     CONSTRAINT body_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX body_place_idx ON body (area_code, kind, valid_from DESC, set_at DESC)`,
  `ALTER TABLE body ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE body FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY body_visible ON body FOR SELECT USING (area_code <@ ${areas})`,
  `CREATE POLICY body_set ON body FOR INSERT WITH CHECK (area_code <@ ${areas})`,
  `CREATE POLICY body_recoded ON body FOR UPDATE USING (area_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (area_code) ON body TO ${APPLICATION_ROLE}`,
];

/** What is kept of a document: what it shows, where its ciphertext lies and how it is opened. Nothing is ever changed. */
const DOCUMENT_TABLE = [
  `CREATE TABLE document (
     id uuid NOT NULL,
     area_id integer NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     project_id uuid,
     purpose text COLLATE "C" NOT NULL,
     form text COLLATE "C" NOT NULL,
     media_type text COLLATE "C" NOT NULL,
     bytes integer NOT NULL,
     object_id uuid NOT NULL,
     content_key text NOT NULL,
     cipher text COLLATE "C" NOT NULL,
     digest text COLLATE "C" NOT NULL,
     added_by uuid NOT NULL,
     added_role text NOT NULL,
     added_at timestamptz NOT NULL,
     CONSTRAINT document_pkey PRIMARY KEY (id),
     CONSTRAINT document_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT document_object_key UNIQUE (object_id)
   )`,
  `CREATE INDEX document_project_idx ON document (project_id, added_at, id) WHERE project_id IS NOT NULL`,
  `CREATE INDEX document_area_idx ON document (area_code, added_at, id)`,
  `ALTER TABLE document ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE document FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY document_visible ON document FOR SELECT USING (area_code <@ ${areas})`,
  `CREATE POLICY document_added ON document FOR INSERT
     WITH CHECK (added_by = ${subject} AND area_code <@ ${areas})`,
  `CREATE POLICY document_recoded ON document FOR UPDATE USING (area_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (area_code) ON document TO ${APPLICATION_ROLE}`,
];

/** Each meeting that dealt with a project, as its minutes have it. */
const DECISION_TABLE = [
  `CREATE TABLE project_decision (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     terms_version integer NOT NULL,
     body text NOT NULL,
     body_area_code text COLLATE "C" NOT NULL,
     outcome text NOT NULL,
     band text NOT NULL,
     held_on date NOT NULL,
     minutes_number text NOT NULL,
     minutes_document_id uuid NOT NULL,
     member_count integer NOT NULL,
     present_ids uuid[] NOT NULL,
     recused_ids uuid[] NOT NULL,
     stakeholder_ids uuid[] NOT NULL DEFAULT '{}',
     resolution_id uuid,
     policy_version text NOT NULL,
     keyed_by uuid NOT NULL,
     keyed_role text NOT NULL,
     keyed_at timestamptz NOT NULL,
     CONSTRAINT project_decision_pkey PRIMARY KEY (id),
     CONSTRAINT project_decision_minutes_key UNIQUE (project_id, body_area_code, body, held_on, minutes_number),
     CONSTRAINT project_decision_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT project_decision_document_fkey FOREIGN KEY (minutes_document_id) REFERENCES document (id)
   )`,
  `CREATE INDEX project_decision_project_idx ON project_decision (project_id, keyed_at, id)`,
  `ALTER TABLE project_decision ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_decision FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_decision_visible ON project_decision FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY project_decision_recorded ON project_decision FOR INSERT WITH CHECK (keyed_by = ${subject} AND ${WITH_ITS_PROJECT})`,
  `GRANT SELECT, INSERT ON project_decision TO ${APPLICATION_ROLE}`,
];
