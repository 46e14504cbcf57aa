import { ROW_LEVEL } from '@lianxin/access';

const { areas, subject } = ROW_LEVEL;

/** One's own, and for the platform itself, which sees every area, what is to be swept away. */
const VISIBLE = `uploader_id = ${subject} OR ${areas} = '{(,)}'::code_multirange`;

/**
 * Uploads under way, and every object that was put into the storage for them, written down before it is put: nothing lies
 * there that no row knows.
 */
export const fileUploadDdl = (applicationRole: string): string[] => [
  `CREATE TABLE file_upload (
     id uuid NOT NULL,
     owner_id uuid NOT NULL,
     purpose text NOT NULL,
     uploader_id uuid NOT NULL,
     declared_bytes integer NOT NULL,
     received_bytes integer NOT NULL DEFAULT 0,
     content_key text NOT NULL,
     cipher text NOT NULL,
     begun_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     completed_at timestamptz,
     CONSTRAINT file_upload_pkey PRIMARY KEY (id),
     CONSTRAINT file_upload_received CHECK (received_bytes BETWEEN 0 AND declared_bytes)
   )`,
  `CREATE INDEX file_upload_uploader_idx ON file_upload (uploader_id) WHERE completed_at IS NULL`,
  `CREATE INDEX file_upload_expiry_idx ON file_upload (expires_at)`,
  `CREATE INDEX file_upload_completed_idx ON file_upload (completed_at) WHERE completed_at IS NOT NULL`,
  `ALTER TABLE file_upload ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE file_upload FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY file_upload_own ON file_upload USING (${VISIBLE}) WITH CHECK (${VISIBLE})`,
  `GRANT SELECT, INSERT, DELETE, UPDATE (received_bytes, expires_at, completed_at) ON file_upload TO ${applicationRole}`,
  `CREATE TABLE file_object (
     id uuid NOT NULL,
     upload_id uuid NOT NULL,
     first_byte integer,
     bytes integer NOT NULL,
     is_stored boolean NOT NULL DEFAULT false,
     CONSTRAINT file_object_pkey PRIMARY KEY (id),
     CONSTRAINT file_object_upload_fkey FOREIGN KEY (upload_id) REFERENCES file_upload (id)
   )`,
  `CREATE INDEX file_object_upload_idx ON file_object (upload_id, first_byte)`,
  `ALTER TABLE file_object ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE file_object FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY file_object_of_upload ON file_object
     USING (EXISTS (SELECT 1 FROM file_upload u WHERE u.id = upload_id))
     WITH CHECK (EXISTS (SELECT 1 FROM file_upload u WHERE u.id = upload_id))`,
  `GRANT SELECT, INSERT, DELETE, UPDATE (is_stored) ON file_object TO ${applicationRole}`,
];
