/** Tables of the journal, for a service's first migration. The application role can add entries and never change one. */
export const journalDdl = (applicationRole: string): string[] => [
  `CREATE TABLE journal_entry (
     id uuid NOT NULL,
     aggregate_type text NOT NULL,
     aggregate_id text NOT NULL,
     sequence integer NOT NULL,
     type text NOT NULL,
     recorded_at timestamptz NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     actor_subject uuid NOT NULL,
     actor_grant_id uuid,
     actor_role text NOT NULL,
     correlation_id text NOT NULL,
     causation_id uuid,
     data jsonb NOT NULL,
     sealed jsonb,
     previous_hash text,
     hash text NOT NULL,
     CONSTRAINT journal_entry_pkey PRIMARY KEY (id),
     CONSTRAINT journal_entry_aggregate_sequence_key UNIQUE (aggregate_id, sequence)
   )`,
  `CREATE TABLE journal_position (
     position bigint NOT NULL,
     entry_id uuid NOT NULL,
     CONSTRAINT journal_position_pkey PRIMARY KEY (position),
     CONSTRAINT journal_position_entry_key UNIQUE (entry_id),
     CONSTRAINT journal_position_entry_fkey FOREIGN KEY (entry_id) REFERENCES journal_entry (id)
   )`,
  `CREATE TABLE outbox (
     ordinal bigint GENERATED ALWAYS AS IDENTITY,
     entry_id uuid NOT NULL,
     CONSTRAINT outbox_pkey PRIMARY KEY (ordinal)
   ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`,
  `CREATE TABLE relay_state (
     id boolean NOT NULL DEFAULT true,
     last_position bigint NOT NULL DEFAULT 0,
     published_position bigint NOT NULL DEFAULT 0,
     CONSTRAINT relay_state_pkey PRIMARY KEY (id),
     CONSTRAINT relay_state_single_check CHECK (id)
   )`,
  `INSERT INTO relay_state DEFAULT VALUES`,
  `GRANT SELECT, INSERT ON journal_entry, journal_position TO ${applicationRole}`,
  `GRANT SELECT, INSERT, DELETE ON outbox TO ${applicationRole}`,
  `GRANT SELECT, UPDATE ON relay_state TO ${applicationRole}`,
];

/** Tables of the inbox, for the first migration of a service that consumes events. */
export const inboxDdl = (applicationRole: string): string[] => [
  `CREATE TABLE inbox_sequence (
     consumer text NOT NULL,
     aggregate_id text NOT NULL,
     sequence integer NOT NULL,
     event_id uuid NOT NULL,
     CONSTRAINT inbox_sequence_pkey PRIMARY KEY (consumer, aggregate_id)
   )`,
  `CREATE TABLE inbox_parked (
     id bigint GENERATED ALWAYS AS IDENTITY,
     consumer text NOT NULL,
     topic text NOT NULL,
     key text NOT NULL,
     value text NOT NULL,
     reason text NOT NULL,
     state text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     parked_at timestamptz NOT NULL DEFAULT now(),
     retry_at timestamptz,
     CONSTRAINT inbox_parked_pkey PRIMARY KEY (id),
     CONSTRAINT inbox_parked_state_check CHECK (state IN ('waiting', 'parked', 'behind'))
   )`,
  `CREATE INDEX inbox_parked_key_idx ON inbox_parked (consumer, key, id)`,
  `GRANT SELECT, INSERT, UPDATE ON inbox_sequence TO ${applicationRole}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON inbox_parked TO ${applicationRole}`,
];
