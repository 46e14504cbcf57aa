/**
 * Tables of the seals, for a migration of a service. The application role can add seals and never change one; what a
 * restore lost is written by the owner alone.
 */
export const sealDdl = (applicationRole: string): string[] => [
  `CREATE TABLE journal_seal (
     ordinal bigint NOT NULL,
     from_position bigint NOT NULL,
     to_position bigint NOT NULL,
     entry_count integer NOT NULL,
     restoration_count integer NOT NULL,
     digest text NOT NULL,
     fingerprints text NOT NULL,
     previous_hash text,
     sealed_at timestamptz NOT NULL,
     algorithm text NOT NULL,
     key_id text NOT NULL,
     hash text NOT NULL,
     signature text NOT NULL,
     CONSTRAINT journal_seal_pkey PRIMARY KEY (ordinal)
   )`,
  `CREATE INDEX journal_seal_to_position_idx ON journal_seal (to_position)`,
  `CREATE TABLE journal_restoration (
     id integer NOT NULL,
     restored_at timestamptz NOT NULL,
     from_position bigint NOT NULL,
     to_position bigint NOT NULL,
     reason text NOT NULL,
     CONSTRAINT journal_restoration_pkey PRIMARY KEY (id),
     CONSTRAINT journal_restoration_range_check CHECK (from_position <= to_position)
   )`,
  `COMMENT ON TABLE journal_restoration IS 'Positions that a restore from a backup lost. They are never given again.'`,
  `GRANT SELECT, INSERT ON journal_seal TO ${applicationRole}`,
  `GRANT SELECT ON journal_restoration TO ${applicationRole}`,
];

export const SEAL_TABLES = 'journal_seal, journal_restoration';
