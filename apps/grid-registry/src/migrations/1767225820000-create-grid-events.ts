import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, departments, subject } = ROW_LEVEL;

/**
 * Granted subtree, assigned department, own report. As a CASE the planner takes it for one row in two; for the bare `<@`
 * it expects one in two hundred, and then reads and sorts a whole village rather than the first rows of its index.
 */
const VISIBLE = `CASE WHEN area_code <@ ${areas} THEN true
  ELSE department_id = ANY (${departments}) OR reporter_id = ${subject} END`;
const OPEN = `state IN ('REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE')`;

/** Grid events hold no text: what people typed lives encrypted in the journal alone. */
export class CreateGridEvents1767225820000 implements MigrationInterface {
  readonly name = 'CreateGridEvents1767225820000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...EVENT_TABLE, ...TALLY_TABLE, ...NOTICE_TABLES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event, grid_event_tally, notification, disclosure');
  }
}

const EVENT_TABLE = [
  `CREATE TABLE grid_event (
     id uuid NOT NULL,
     area_id integer NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     village_code text COLLATE "C" GENERATED ALWAYS AS (left(area_code, 12)) STORED,
     township_code text COLLATE "C" GENERATED ALWAYS AS (left(area_code, 9)) STORED,
     county_code text COLLATE "C" GENERATED ALWAYS AS (left(area_code, 6)) STORED,
     category text NOT NULL,
     kind text NOT NULL,
     source text NOT NULL,
     outside_reference text,
     urgency text NOT NULL,
     state text NOT NULL,
     level text NOT NULL,
     department_id uuid,
     reporter_id uuid NOT NULL,
     reporter_role text NOT NULL,
     dispatcher_id uuid,
     handler_ids uuid[] NOT NULL DEFAULT '{}',
     reported_at timestamptz NOT NULL,
     due_at timestamptz NOT NULL,
     accepted_at timestamptz,
     requested_due_at timestamptz,
     reported_done_at timestamptz,
     resolved_at timestamptz,
     notified_at timestamptz,
     followed_up_at timestamptz,
     closed_at timestamptz,
     is_reached boolean,
     is_solved boolean,
     is_satisfied boolean,
     extension_count integer NOT NULL DEFAULT 0,
     urge_count integer NOT NULL DEFAULT 0,
     reopen_count integer NOT NULL DEFAULT 0,
     policy_version text NOT NULL,
     CONSTRAINT grid_event_pkey PRIMARY KEY (id),
     CONSTRAINT grid_event_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
     CONSTRAINT grid_event_department_fkey FOREIGN KEY (department_id) REFERENCES department (id)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX grid_event_village_idx ON grid_event (village_code, reported_at, id)`,
  `CREATE INDEX grid_event_township_idx ON grid_event (township_code, reported_at, id)`,
  `CREATE INDEX grid_event_county_idx ON grid_event (county_code, reported_at, id)`,
  `CREATE INDEX grid_event_reported_idx ON grid_event (reported_at, id)`,
  `CREATE INDEX grid_event_department_idx ON grid_event (department_id, reported_at, id) WHERE department_id IS NOT NULL`,
  `CREATE INDEX grid_event_reporter_idx ON grid_event (reporter_id, reported_at, id)`,
  `CREATE INDEX grid_event_open_idx ON grid_event (area_id, due_at) WHERE ${OPEN}`,
  `ALTER TABLE grid_event ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_visible ON grid_event FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY grid_event_reported ON grid_event FOR INSERT WITH CHECK (reporter_id = ${subject})`,
  `CREATE POLICY grid_event_changed ON grid_event FOR UPDATE USING (${VISIBLE}) WITH CHECK (true)`,
  `GRANT SELECT, INSERT, UPDATE ON grid_event TO ${APPLICATION_ROLE}`,
];

/** How many events of a village, reported in a month, stand in which state: kept by the commands themselves. */
const TALLY_TABLE = [
  `CREATE TABLE grid_event_tally (
     area_id integer NOT NULL,
     month date NOT NULL,
     category text NOT NULL,
     state text NOT NULL,
     count integer NOT NULL,
     CONSTRAINT grid_event_tally_pkey PRIMARY KEY (area_id, month, category, state),
     CONSTRAINT grid_event_tally_area_fkey FOREIGN KEY (area_id) REFERENCES area (id)
   ) WITH (fillfactor = 70)`,
  `GRANT SELECT, INSERT, UPDATE ON grid_event_tally TO ${APPLICATION_ROLE}`,
];

const NOTICE_TABLES = [
  `CREATE TABLE notification (
     id uuid NOT NULL,
     recipient uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     kind text NOT NULL,
     notified_at timestamptz NOT NULL,
     CONSTRAINT notification_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX notification_recipient_idx ON notification (recipient, notified_at, id)`,
  `ALTER TABLE notification ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE notification FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY notification_own ON notification FOR SELECT USING (recipient = ${subject})`,
  `CREATE POLICY notification_sent ON notification FOR INSERT WITH CHECK (true)`,
  `GRANT SELECT, INSERT ON notification TO ${APPLICATION_ROLE}`,
  `CREATE TABLE disclosure (
     id uuid NOT NULL,
     person_id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
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
