import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const OWN = `department_id = ANY (${ROW_LEVEL.departments})`;

const WEBHOOK_TABLES = [
  `CREATE TABLE webhook (
     id uuid NOT NULL,
     department_id uuid NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     url text NOT NULL,
     only_area_code text COLLATE "C" NOT NULL,
     categories text[],
     kinds text[],
     status text NOT NULL,
     suspended_reason text,
     suspended_at timestamptz,
     position bigint NOT NULL,
     generation integer NOT NULL,
     failure_count integer NOT NULL DEFAULT 0,
     failing_since timestamptz,
     next_attempt_at timestamptz,
     last_outcome text,
     last_attempt_at timestamptz,
     defined_at timestamptz NOT NULL,
     CONSTRAINT webhook_pkey PRIMARY KEY (id),
     CONSTRAINT webhook_department_fkey FOREIGN KEY (department_id) REFERENCES department (id),
     CONSTRAINT webhook_status_check CHECK (status IN ('ACTIVE', 'PAUSED', 'SUSPENDED', 'REMOVED')),
     CONSTRAINT webhook_suspension_check CHECK ((status = 'SUSPENDED') = (suspended_reason IS NOT NULL)),
     CONSTRAINT webhook_position_check CHECK (position >= 0)
   )`,
  `CREATE INDEX webhook_department_idx ON webhook (department_id) WHERE status <> 'REMOVED'`,
  `CREATE TABLE webhook_secret (
     id uuid NOT NULL,
     webhook_id uuid NOT NULL,
     sealed text NOT NULL,
     created_at timestamptz NOT NULL,
     expires_at timestamptz,
     CONSTRAINT webhook_secret_pkey PRIMARY KEY (id),
     CONSTRAINT webhook_secret_webhook_fkey FOREIGN KEY (webhook_id) REFERENCES webhook (id)
   )`,
  `CREATE INDEX webhook_secret_webhook_idx ON webhook_secret (webhook_id)`,
  `GRANT SELECT, INSERT, UPDATE ON webhook TO ${APPLICATION_ROLE}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_secret TO ${APPLICATION_ROLE}`,
];

/** Tells of single events: the department that they were sent to reads it, and nobody else. */
const DELIVERY_TABLE = [
  `CREATE TABLE webhook_delivery (
     id uuid NOT NULL,
     webhook_id uuid NOT NULL,
     department_id uuid NOT NULL,
     event_id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     position bigint NOT NULL,
     attempt integer NOT NULL,
     at timestamptz NOT NULL,
     duration_ms integer NOT NULL,
     outcome text NOT NULL,
     status_code integer,
     next_attempt_at timestamptz,
     signature text NOT NULL,
     body_digest text NOT NULL,
     answer_digest text,
     CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id),
     CONSTRAINT webhook_delivery_webhook_fkey FOREIGN KEY (webhook_id) REFERENCES webhook (id)
   )`,
  `CREATE INDEX webhook_delivery_webhook_idx ON webhook_delivery (webhook_id, id)`,
  `CREATE INDEX webhook_delivery_at_idx ON webhook_delivery (department_id, at)`,
  `ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY webhook_delivery_read ON webhook_delivery FOR SELECT USING (${OWN})`,
  `CREATE POLICY webhook_delivery_noted ON webhook_delivery FOR INSERT WITH CHECK (${OWN})`,
  `CREATE POLICY webhook_delivery_swept ON webhook_delivery FOR DELETE USING (${OWN})`,
  `GRANT SELECT, INSERT, DELETE ON webhook_delivery TO ${APPLICATION_ROLE}`,
];

const DEPARTMENT_FEED_TABLE = [
  `CREATE TABLE department_feed (
     department_id uuid NOT NULL,
     name text COLLATE "C" NOT NULL,
     position bigint NOT NULL,
     CONSTRAINT department_feed_pkey PRIMARY KEY (department_id),
     CONSTRAINT department_feed_name_key UNIQUE (name),
     CONSTRAINT department_feed_department_fkey FOREIGN KEY (department_id) REFERENCES department (id),
     CONSTRAINT department_feed_name_check CHECK (name ~ '^[a-z0-9_-]{1,90}$')
   )`,
  `GRANT SELECT, INSERT, UPDATE ON department_feed TO ${APPLICATION_ROLE}`,
];

export class CreateWebhooks1767320000000 implements MigrationInterface {
  readonly name = 'CreateWebhooks1767320000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...WEBHOOK_TABLES, ...DELIVERY_TABLE, ...DEPARTMENT_FEED_TABLE])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE department_feed, webhook_delivery, webhook_secret, webhook');
  }
}
