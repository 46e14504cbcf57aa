import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';
import { PARTY_COLUMNS_DDL } from '../parties/party.row.js';

const { areas, subject } = ROW_LEVEL;

/** Officers of its area, whose need it is, who speaks for them, and who keyed it in, for the answer to that alone. */
const VISIBLE = `CASE WHEN area_code <@ ${areas} THEN true
  ELSE subject_id = ${subject} OR proxy_id = ${subject} OR keyer_id = ${subject} END`;
/** The platform itself, as no person does. */
const DESK = `CASE WHEN ${areas} = '{[,)}'::code_multirange THEN true ELSE false END`;

/** What residents ask for, by which channels, out of which grid events, and who looked at their words. */
export class CreateNeeds1767600210000 implements MigrationInterface {
  readonly name = 'CreateNeeds1767600210000';

  async up(runner: QueryRunner): Promise<void> {
    const tables = [...CHANNEL_TABLE, ...KNOWN_EVENT_TABLE, ...NEED_TABLE, ...SIGNATURE_TABLE];
    for (const statement of [...tables, ...DISCLOSURE_TABLE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE disclosure, need_signature, need, known_grid_event, need_channel');
  }
}

/** S0-08: the list begins with the five and is extended, never shortened: what was collected names its channel for good. */
const CHANNEL_TABLE = [
  `CREATE TABLE need_channel (
     id uuid NOT NULL,
     code text COLLATE "C" NOT NULL,
     name_en text NOT NULL,
     name_zh text NOT NULL,
     added_by uuid,
     added_at timestamptz NOT NULL,
     CONSTRAINT need_channel_pkey PRIMARY KEY (code),
     CONSTRAINT need_channel_id_key UNIQUE (id)
   )`,
  `INSERT INTO need_channel (id, code, name_en, name_zh, added_at) VALUES
     (gen_random_uuid(), 'PARTY_BUILDING_PLATFORM', 'Platform of Party building', '党建信息化平台', '2020-01-01'),
     (gen_random_uuid(), 'FIELD_VISIT', 'Visits and enquiries', '调研走访', '2020-01-01'),
     (gen_random_uuid(), 'QUESTIONNAIRE', 'Questionnaire', '问卷', '2020-01-01'),
     (gen_random_uuid(), 'SUGGESTION_BOX', 'Suggestion box', '建议信箱', '2020-01-01'),
     (gen_random_uuid(), 'GRID_PATROL', 'Patrols of grid workers', '网格员巡防', '2020-01-01')`,
  `ALTER TABLE need_channel ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE need_channel FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY need_channel_visible ON need_channel FOR SELECT USING (true)`,
  `CREATE POLICY need_channel_added ON need_channel FOR INSERT WITH CHECK (added_by = ${subject})`,
  `GRANT SELECT, INSERT ON need_channel TO ${APPLICATION_ROLE}`,
];

/** Grid events that a need may come out of: their id and village. Whoever names one knows its id already. */
const KNOWN_EVENT_TABLE = [
  `CREATE TABLE known_grid_event (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     is_told boolean NOT NULL,
     CONSTRAINT known_grid_event_pkey PRIMARY KEY (id)
   )`,
  `ALTER TABLE known_grid_event ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE known_grid_event FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY known_grid_event_visible ON known_grid_event FOR SELECT USING (true)`,
  `CREATE POLICY known_grid_event_kept ON known_grid_event FOR INSERT WITH CHECK (${DESK})`,
  `CREATE POLICY known_grid_event_changed ON known_grid_event FOR UPDATE USING (${DESK})`,
  `GRANT SELECT, INSERT, UPDATE ON known_grid_event TO ${APPLICATION_ROLE}`,
];

const NEED_TABLE = [
  `CREATE TABLE need (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     grid_number text COLLATE "C",
     area_code text COLLATE "C" GENERATED ALWAYS AS (village_code || coalesce(grid_number, '')) STORED,
     kind text NOT NULL,
     channel text COLLATE "C" NOT NULL,
     grid_event_id uuid,
     state text NOT NULL,
     priority text,
     last_step_at timestamptz NOT NULL,
     submitted_at timestamptz NOT NULL,
     opened_at timestamptz NOT NULL,
     discussed_on date,
     discussion_due_on date NOT NULL,
     policy_version text NOT NULL,
     declined_at timestamptz,
     answer_read_at timestamptz,
     reconsideration_count integer NOT NULL,
     project_id uuid,
     ended_at timestamptz,
     ${PARTY_COLUMNS_DDL},
     CONSTRAINT need_pkey PRIMARY KEY (id),
     CONSTRAINT need_channel_fkey FOREIGN KEY (channel) REFERENCES need_channel (code),
     CONSTRAINT need_priority_check CHECK (state NOT IN ('CANDIDATE', 'TAKEN') OR priority IS NOT NULL),
     CONSTRAINT need_project_check CHECK ((state = 'TAKEN') = (project_id IS NOT NULL))
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX need_area_idx ON need (area_code, submitted_at, id)`,
  `CREATE INDEX need_village_idx ON need (village_code, state, discussion_due_on)`,
  `CREATE INDEX need_subject_idx ON need (subject_id, submitted_at, id)`,
  `CREATE INDEX need_proxy_idx ON need (proxy_id, submitted_at, id) WHERE proxy_id IS NOT NULL`,
  `CREATE INDEX need_grid_event_idx ON need (grid_event_id, submitted_at, id) WHERE grid_event_id IS NOT NULL`,
  `CREATE INDEX need_project_idx ON need (project_id) WHERE project_id IS NOT NULL`,
  `CREATE INDEX need_slip_number_idx ON need (slip_number)`,
  `ALTER TABLE need ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE need FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY need_visible ON need FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY need_submitted ON need FOR INSERT WITH CHECK (coalesce(keyer_id, subject_id) = ${subject})`,
  `CREATE POLICY need_changed ON need FOR UPDATE USING (${VISIBLE})`,
  `GRANT SELECT, INSERT, UPDATE ON need TO ${APPLICATION_ROLE}`,
];

/** Band hashes of the words of needs: keyed, with village and kind in them, so that a row says neither what nor where. */
const SIGNATURE_TABLE = [
  `CREATE TABLE need_signature (
     need_id uuid NOT NULL,
     band smallint NOT NULL,
     scheme smallint NOT NULL,
     hash bigint NOT NULL,
     submitted_at timestamptz NOT NULL,
     CONSTRAINT need_signature_pkey PRIMARY KEY (need_id, band),
     CONSTRAINT need_signature_need_fkey FOREIGN KEY (need_id) REFERENCES need (id) ON DELETE CASCADE
   )`,
  `CREATE INDEX need_signature_hash_idx ON need_signature (hash, submitted_at)`,
  `ALTER TABLE need_signature ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE need_signature FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY need_signature_stored ON need_signature FOR INSERT WITH CHECK (true)`,
  `CREATE POLICY need_signature_compared ON need_signature FOR SELECT USING (${DESK})`,
  `CREATE POLICY need_signature_forgotten ON need_signature FOR DELETE USING (${DESK})`,
  `GRANT SELECT, INSERT, DELETE ON need_signature TO ${APPLICATION_ROLE}`,
];

/** Every look at people's words, one row for each person whose words they are. */
const DISCLOSURE_TABLE = [
  `CREATE TABLE disclosure (
     id uuid NOT NULL,
     person_id uuid NOT NULL,
     matter text NOT NULL,
     matter_id uuid NOT NULL,
     actor_role text NOT NULL,
     purpose text NOT NULL,
     disclosed_at timestamptz NOT NULL,
     CONSTRAINT disclosure_pkey PRIMARY KEY (id, person_id)
   )`,
  `CREATE INDEX disclosure_person_idx ON disclosure (person_id, disclosed_at, id)`,
  `ALTER TABLE disclosure ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE disclosure FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY disclosure_own ON disclosure FOR SELECT USING (person_id = ${subject})`,
  `CREATE POLICY disclosure_recorded ON disclosure FOR INSERT WITH CHECK (true)`,
  `GRANT SELECT, INSERT ON disclosure TO ${APPLICATION_ROLE}`,
];
