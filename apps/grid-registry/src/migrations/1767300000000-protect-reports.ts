import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, departments, subject } = ROW_LEVEL;

/**
 * Never who is complained of; else granted subtree, assigned departments, own report. What only police and civil affairs may
 * know of is nobody's own: a telephone is shared in many a household.
 */
const VISIBLE = `CASE WHEN ${subject} = ANY (concerned_ids) THEN false
  WHEN sight_code <@ ${areas} THEN true
  ELSE department_id = ANY (${departments}) OR department_ids && ${departments}
    OR (realm <> 'PROTECTION' AND (reporter_id = ${subject} OR proxy_id = ${subject})) END`;

const NEW_STATES = ['refusal_appealed', 'merged', 'handed_over', 'procedure_told', 'stood_down'];

/** Subject, proxy and keyer of a report, whom it concerns, and who may therefore know of it. */
export class ProtectReports1767300000000 implements MigrationInterface {
  readonly name = 'ProtectReports1767300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...COLUMNS, ...POLICIES, ...CALLED, ...SLIPS, ...TALLIES, ...DEPARTMENTS])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP POLICY grid_event_visible ON grid_event');
    await runner.query('DROP POLICY grid_event_reported ON grid_event');
    await runner.query('DROP POLICY grid_event_changed ON grid_event');
    await runner.query('DROP TABLE report_slip_guard, grid_event_department');
  }
}

const COLUMNS = [
  `ALTER TABLE grid_event
     ADD COLUMN proxy_id uuid,
     ADD COLUMN keyer_id uuid,
     ADD COLUMN is_keyed_in_office boolean NOT NULL DEFAULT false,
     ADD COLUMN left_answer_at timestamptz,
     ADD COLUMN has_answer_to_confirm boolean NOT NULL DEFAULT false,
     ADD COLUMN proxy_relation text,
     ADD COLUMN proxy_authority text,
     ADD COLUMN channel text NOT NULL DEFAULT 'APP',
     ADD COLUMN answer_by text NOT NULL DEFAULT 'APP',
     ADD COLUMN confidentiality text NOT NULL DEFAULT 'OPEN',
     ADD COLUMN concerned_area_code text COLLATE "C",
     ADD COLUMN concerned_department_ids uuid[] NOT NULL DEFAULT '{}',
     ADD COLUMN concerned_ids uuid[] NOT NULL DEFAULT '{}',
     ADD COLUMN department_ids uuid[] NOT NULL DEFAULT '{}',
     ADD COLUMN restricted_to text COLLATE "C",
     ADD COLUMN restricted_area_id integer,
     ADD COLUMN merged_into_id uuid,
     ADD COLUMN handed_over_to text,
     ADD COLUMN slip_number text,
     ADD COLUMN sight_code text COLLATE "C" GENERATED ALWAYS AS (coalesce(restricted_to, area_code)) STORED,
     ADD COLUMN realm text GENERATED ALWAYS AS (
       CASE left(restricted_to, 1) WHEN 'D' THEN 'INSPECTION' WHEN 'P' THEN 'PROTECTION' ELSE 'COMMON' END) STORED,
     ADD CONSTRAINT grid_event_merged_into_fkey FOREIGN KEY (merged_into_id) REFERENCES grid_event (id),
     ADD CONSTRAINT grid_event_restricted_area_fkey FOREIGN KEY (restricted_area_id) REFERENCES area (id),
     ADD CONSTRAINT grid_event_proxy_check CHECK ((proxy_id IS NULL) = (proxy_relation IS NULL)
       AND (proxy_id IS NULL) = (proxy_authority IS NULL))`,
  // Numbers are derived from the id by a keyed hash of 60 bits.
  `CREATE INDEX grid_event_slip_number_idx ON grid_event (slip_number)`,
  `CREATE INDEX grid_event_restricted_idx ON grid_event (restricted_area_id, reported_at) WHERE restricted_to IS NOT NULL`,
  `CREATE INDEX grid_event_proxy_idx ON grid_event (proxy_id, reported_at, id) WHERE proxy_id IS NOT NULL`,
  `CREATE INDEX grid_event_concerned_idx ON grid_event USING gin (concerned_ids) WHERE concerned_ids <> '{}'`,
  `CREATE INDEX grid_event_to_confirm_idx ON grid_event (reported_at, id) WHERE has_answer_to_confirm`,
  `CREATE INDEX grid_event_merged_idx ON grid_event (merged_into_id) WHERE merged_into_id IS NOT NULL`,
];

const POLICIES = [
  `DROP POLICY grid_event_visible ON grid_event`,
  `DROP POLICY grid_event_reported ON grid_event`,
  `DROP POLICY grid_event_changed ON grid_event`,
  `CREATE POLICY grid_event_visible ON grid_event FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY grid_event_reported ON grid_event FOR INSERT WITH CHECK (coalesce(keyer_id, reporter_id) = ${subject})`,
  `CREATE POLICY grid_event_changed ON grid_event FOR UPDATE USING (${VISIBLE}) WITH CHECK (true)`,
];

/** Wrong codes for a slip. Written by the slips' desk alone, on behalf of nobody. */
const SLIPS = [
  `CREATE TABLE report_slip_guard (
     grid_event_id uuid NOT NULL,
     wrong_codes integer NOT NULL,
     locked_until timestamptz,
     CONSTRAINT report_slip_guard_pkey PRIMARY KEY (grid_event_id),
     CONSTRAINT report_slip_guard_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id)
   )`,
  `ALTER TABLE report_slip_guard ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE report_slip_guard FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY report_slip_guard_desk ON report_slip_guard USING (${areas} = '{[,)}'::code_multirange)`,
  `GRANT SELECT, INSERT, UPDATE ON report_slip_guard TO ${APPLICATION_ROLE}`,
];

/** `grid_event.department_ids` once more: below row-level security no index on a list is reached. */
const CALLED = [
  `CREATE TABLE grid_event_department (
     department_id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     CONSTRAINT grid_event_department_pkey PRIMARY KEY (department_id, grid_event_id),
     CONSTRAINT grid_event_department_department_fkey FOREIGN KEY (department_id) REFERENCES department (id),
     CONSTRAINT grid_event_department_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id)
   )`,
  `ALTER TABLE grid_event_department ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_department FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_department_own ON grid_event_department FOR SELECT USING (department_id = ANY (${departments}))`,
  `CREATE POLICY grid_event_department_called ON grid_event_department FOR INSERT WITH CHECK (true)`,
  `GRANT SELECT, INSERT ON grid_event_department TO ${APPLICATION_ROLE}`,
];

const TALLIES = [
  `ALTER TABLE grid_event_tally ${NEW_STATES.map((state) => `ADD COLUMN ${state} integer NOT NULL DEFAULT 0`).join(', ')}`,
];

/** Which departments violence, abuse and neglect are reported to: police and civil affairs. */
const DEPARTMENTS = [
  `ALTER TABLE department ADD COLUMN protects boolean NOT NULL DEFAULT false`,
  `CREATE INDEX department_protects_idx ON department (area_code) WHERE protects`,
];
