import { Client } from 'pg';

/**
 * Destroying sets a tombstone first, so that it also stops a key that another transaction is just creating:
 * the insert waits for that transaction, and the update then sees its key. The row stays for good, so a
 * person once erased gets no second key.
 */
const statements = `
  CREATE TABLE IF NOT EXISTS person_key (
    person_id    uuid        NOT NULL,
    key_version  integer     NOT NULL CONSTRAINT person_key_version_positive CHECK (key_version > 0),
    algorithm    text        NOT NULL,
    wrapped_with text        NOT NULL,
    wrapped_key  bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CONSTRAINT person_key_pkey PRIMARY KEY (person_id, key_version),
    CONSTRAINT person_key_destroyed CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
  );

  -- A destroyed key stays on its page as a dead row until it is vacuumed: do that with the next round.
  ALTER TABLE person_key SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);

  CREATE OR REPLACE FUNCTION destroy_person_keys(erased_person_id uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    INSERT INTO public.person_key (person_id, key_version, algorithm, wrapped_with, destroyed_at)
      VALUES (erased_person_id, 1, 'none', 'none', clock_timestamp())
      ON CONFLICT DO NOTHING;
    UPDATE public.person_key SET wrapped_key = NULL, destroyed_at = clock_timestamp()
      WHERE person_id = erased_person_id AND wrapped_key IS NOT NULL;
  END $$;

  REVOKE ALL ON FUNCTION destroy_person_keys(uuid) FROM PUBLIC;
  REVOKE ALL ON person_key FROM PUBLIC, keys_app;
  GRANT USAGE ON SCHEMA public TO keys_app;
  GRANT SELECT ON person_key TO keys_app;
  GRANT INSERT (person_id, key_version, algorithm, wrapped_with, wrapped_key) ON person_key TO keys_app;
  GRANT EXECUTE ON FUNCTION destroy_person_keys(uuid) TO keys_app;
`;

/** Any number, the same for every process that migrates this database. */
const migrationLock = 4_910_001;

/** Brings the key store's database up to date as its owner; repeating it changes nothing. */
export async function migrateKeyStore(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, statement_timeout: 60_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(statements);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
