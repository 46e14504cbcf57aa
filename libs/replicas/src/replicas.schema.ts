/**
 * Tables of the read copies, for a service's first migration. Codes are not unique here: two areas that change
 * codes with each other arrive one after the other, and grid-registry has seen to it already.
 */
export const replicaDdl = (applicationRole: string): string[] => [
  `CREATE TABLE area (
     id integer NOT NULL,
     parent_id integer,
     valid_from date NOT NULL,
     valid_until date,
     level text NOT NULL,
     committee_kind text,
     code text COLLATE "C" NOT NULL,
     code_end text COLLATE "C" GENERATED ALWAYS AS (code || ':') STORED,
     name text NOT NULL,
     CONSTRAINT area_pkey PRIMARY KEY (id)
   )`,
  `COMMENT ON COLUMN area.code_end IS 'The codes inside the area are those from code, included, to code_end, excluded.'`,
  `CREATE INDEX area_code_idx ON area (code)`,
  `CREATE TABLE area_former_code (
     code text COLLATE "C" NOT NULL,
     area_id integer NOT NULL,
     CONSTRAINT area_former_code_pkey PRIMARY KEY (code, area_id)
   )`,
  `CREATE TABLE area_succession (
     area_id integer NOT NULL,
     successor_code text COLLATE "C" NOT NULL,
     CONSTRAINT area_succession_pkey PRIMARY KEY (area_id, successor_code)
   )`,
  `CREATE TABLE grid (
     id uuid NOT NULL,
     code text COLLATE "C" NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     household_count integer NOT NULL,
     is_synthetic boolean NOT NULL,
     CONSTRAINT grid_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX grid_code_idx ON grid (code)`,
  `CREATE TABLE access_grant (
     id uuid NOT NULL,
     subject uuid NOT NULL,
     role text NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     department_id uuid,
     valid_from timestamptz NOT NULL,
     valid_until timestamptz,
     revoked_at timestamptz,
     CONSTRAINT access_grant_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX access_grant_subject_idx ON access_grant (subject)`,
  `CREATE TABLE policy_override (
     id uuid NOT NULL,
     policy_key text NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     value jsonb,
     effective_from date NOT NULL,
     CONSTRAINT policy_override_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON area, grid, access_grant TO ${applicationRole}`,
  `GRANT SELECT, INSERT ON area_former_code, area_succession TO ${applicationRole}`,
  `GRANT SELECT, INSERT, UPDATE (area_code) ON policy_override TO ${applicationRole}`,
];

/** Drops what `replicaDdl` creates. */
export const REPLICA_TABLES = 'area, area_former_code, area_succession, grid, access_grant, policy_override';
