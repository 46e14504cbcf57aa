/**
 * What operators did to the traffic of events, for a service's migration. The application role can add a record and
 * never change one; what was discarded is kept here for good.
 */
export const interventionDdl = (applicationRole: string): string[] => [
  `CREATE TABLE journal_intervention (
     ordinal bigint GENERATED ALWAYS AS IDENTITY,
     id uuid NOT NULL,
     kind text NOT NULL,
     done_at timestamptz NOT NULL,
     actor_subject uuid NOT NULL,
     actor_grant_id uuid,
     actor_role text NOT NULL,
     account text,
     correlation_id text NOT NULL,
     reason text,
     parked_id bigint,
     consumer text,
     topic text,
     key text,
     fault_code text,
     fault text,
     attempts integer,
     parked_at timestamptz,
     value text,
     from_position bigint,
     to_position bigint,
     CONSTRAINT journal_intervention_pkey PRIMARY KEY (ordinal),
     CONSTRAINT journal_intervention_id_key UNIQUE (id),
     CONSTRAINT journal_intervention_kind_check CHECK (kind IN ('REPLAY', 'DISCARD', 'REPUBLISH')),
     CONSTRAINT journal_intervention_message_check CHECK ((kind = 'REPUBLISH') = (parked_id IS NULL)),
     CONSTRAINT journal_intervention_range_check CHECK ((kind = 'REPUBLISH') = (from_position IS NOT NULL AND to_position IS NOT NULL)),
     CONSTRAINT journal_intervention_discard_check CHECK (kind <> 'DISCARD' OR (reason IS NOT NULL AND value IS NOT NULL))
   )`,
  `CREATE INDEX journal_intervention_parked_idx ON journal_intervention (parked_id, ordinal)`,
  `GRANT SELECT, INSERT ON journal_intervention TO ${applicationRole}`,
];
