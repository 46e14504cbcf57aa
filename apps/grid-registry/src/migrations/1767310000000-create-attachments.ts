import { ROW_LEVEL } from '@lianxin/access';
import { fileUploadDdl } from '@lianxin/files';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** An attachment is seen exactly where its event is: the event's own policy answers this. */
const WITH_ITS_EVENT = `EXISTS (SELECT 1 FROM grid_event e WHERE e.id = grid_event_id)`;

/** What is kept of a file: what it is, where its ciphertext lies and how it is opened. No name; nothing is ever changed. */
export class CreateAttachments1767310000000 implements MigrationInterface {
  readonly name = 'CreateAttachments1767310000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...fileUploadDdl(APPLICATION_ROLE), ...ATTACHMENT_TABLE])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event_attachment, file_object, file_upload');
  }
}

const ATTACHMENT_TABLE = [
  `CREATE TABLE grid_event_attachment (
     id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     purpose text COLLATE "C" NOT NULL,
     media_type text COLLATE "C" NOT NULL,
     bytes integer NOT NULL,
     object_id uuid NOT NULL,
     content_key text NOT NULL,
     cipher text COLLATE "C" NOT NULL,
     digest text COLLATE "C" NOT NULL,
     added_by uuid NOT NULL,
     added_role text NOT NULL,
     added_at timestamptz NOT NULL,
     CONSTRAINT grid_event_attachment_pkey PRIMARY KEY (id),
     CONSTRAINT grid_event_attachment_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id),
     CONSTRAINT grid_event_attachment_object_key UNIQUE (object_id)
   )`,
  `CREATE INDEX grid_event_attachment_event_idx ON grid_event_attachment (grid_event_id, added_at, id)`,
  `ALTER TABLE grid_event_attachment ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_attachment FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_attachment_visible ON grid_event_attachment FOR SELECT USING (${WITH_ITS_EVENT})`,
  `CREATE POLICY grid_event_attachment_added ON grid_event_attachment FOR INSERT
     WITH CHECK (added_by = ${ROW_LEVEL.subject} AND ${WITH_ITS_EVENT})`,
  `GRANT SELECT, INSERT ON grid_event_attachment TO ${APPLICATION_ROLE}`,
];
