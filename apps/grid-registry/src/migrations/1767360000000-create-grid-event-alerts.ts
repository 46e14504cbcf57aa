import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, departments, subject } = ROW_LEVEL;

/** Never who is complained of; else the posts over the one alerted, and the department alerted. */
const VISIBLE = `CASE WHEN ${subject} = ANY (concerned_ids) THEN false
  WHEN post_code <@ ${areas} THEN true
  ELSE department_id = ANY (${departments}) END`;

/** Who was alerted of an emergency, and whether they acknowledged it. No text, no reporter, no place but its code. */
export class CreateGridEventAlerts1767360000000 implements MigrationInterface {
  readonly name = 'CreateGridEventAlerts1767360000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event_alert');
  }
}

const STATEMENTS = [
  `CREATE TABLE grid_event_alert (
     id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     level text NOT NULL,
     post_code text COLLATE "C" NOT NULL,
     department_id uuid,
     area_code text COLLATE "C" NOT NULL,
     category text NOT NULL,
     concerned_ids uuid[] NOT NULL,
     raised_at timestamptz NOT NULL,
     due_at timestamptz NOT NULL,
     next_ring_at timestamptz,
     rung_up_to text,
     ring_count integer NOT NULL,
     repeat_count integer NOT NULL,
     acknowledged_at timestamptz,
     acknowledged_by uuid,
     acknowledged_by_role text,
     ended_at timestamptz,
     policy_version text NOT NULL,
     CONSTRAINT grid_event_alert_pkey PRIMARY KEY (id),
     CONSTRAINT grid_event_alert_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id),
     CONSTRAINT grid_event_alert_department_fkey FOREIGN KEY (department_id) REFERENCES department (id),
     CONSTRAINT grid_event_alert_department_check CHECK ((level = 'DEPARTMENT') = (department_id IS NOT NULL)),
     CONSTRAINT grid_event_alert_post_key UNIQUE NULLS NOT DISTINCT (grid_event_id, level, department_id),
     CONSTRAINT grid_event_alert_acknowledged_check CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)
       AND (acknowledged_at IS NULL) = (acknowledged_by_role IS NULL)),
     CONSTRAINT grid_event_alert_ring_check CHECK (next_ring_at IS NULL OR (acknowledged_at IS NULL AND ended_at IS NULL))
   )`,
  `CREATE INDEX grid_event_alert_due_idx ON grid_event_alert (next_ring_at, id) WHERE next_ring_at IS NOT NULL`,
  `CREATE INDEX grid_event_alert_open_idx ON grid_event_alert (raised_at, id) WHERE acknowledged_at IS NULL AND ended_at IS NULL`,
  `CREATE INDEX grid_event_alert_raised_idx ON grid_event_alert (raised_at, id)`,
  `CREATE INDEX grid_event_alert_department_idx ON grid_event_alert (department_id, raised_at, id) WHERE department_id IS NOT NULL`,
  `ALTER TABLE grid_event_alert ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_alert FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_alert_visible ON grid_event_alert FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY grid_event_alert_raised ON grid_event_alert FOR INSERT WITH CHECK (true)`,
  `CREATE POLICY grid_event_alert_changed ON grid_event_alert FOR UPDATE USING (${VISIBLE}) WITH CHECK (true)`,
  `GRANT SELECT, INSERT, UPDATE ON grid_event_alert TO ${APPLICATION_ROLE}`,
];
