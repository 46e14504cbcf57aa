/** Where the events of the stock lie, slot 0 being the one with the most. */
export interface Place {
  readonly id: number;
  /** 12 digits. */
  readonly villageCode: string;
  /** A grid of the village, or the village where none is known. */
  readonly areaCode: string;
}

export interface Stock {
  readonly events: number;
  readonly places: readonly Place[];
  readonly departmentId: string;
  /** The moment before which all of it happened. */
  readonly now: Date;
}

/** One event in twenty lies in the first village, the others are spread evenly. */
const BUSIEST_OF = 20;

const helpers = `
  CREATE FUNCTION pg_temp.dice(n bigint, throw bigint, sides bigint) RETURNS int LANGUAGE sql IMMUTABLE AS
    $$ SELECT abs(hashint8extended(n, throw) % sides)::int $$;
  CREATE FUNCTION pg_temp.uuid7(at timestamptz, salt text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(salt), 1, 3)
               || '8' || substr(md5(salt), 4, 15))::uuid $$;
  CREATE FUNCTION pg_temp.iso(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  CREATE FUNCTION pg_temp.year_of(at timestamptz) RETURNS int LANGUAGE sql IMMUTABLE AS
    $$ SELECT extract(year FROM at AT TIME ZONE 'Asia/Shanghai')::int $$;
  CREATE FUNCTION pg_temp.person(number int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT ('0190e000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$`;

/** The three ways an event of the stock may go, hours after its report; one in forty is still on its way. */
const steps = `
  CREATE TEMP TABLE stock_step AS
  SELECT * FROM (VALUES
    ('FULL', 1, 'Reported', NULL, 'REPORTED', 'GRID_WORKER', 0, true),
    ('FULL', 2, 'Accepted', 'REPORTED', 'ACCEPTED', 'TOWNSHIP_OFFICER', 2, false),
    ('FULL', 3, 'Dispatched', 'ACCEPTED', 'DISPATCHED', 'TOWNSHIP_OFFICER', 4, true),
    ('FULL', 4, 'Started', 'DISPATCHED', 'UNDER_WAY', 'DEPARTMENT_OFFICER', 24, false),
    ('FULL', 5, 'ReportedDone', 'UNDER_WAY', 'REPORTED_DONE', 'DEPARTMENT_OFFICER', 48, true),
    ('FULL', 6, 'Verified', 'REPORTED_DONE', 'VERIFIED', 'GRID_WORKER', 53, true),
    ('FULL', 7, 'ResultNotified', 'VERIFIED', 'RESULT_NOTIFIED', 'TOWNSHIP_OFFICER', 55, true),
    ('FULL', 8, 'FollowedUp', 'RESULT_NOTIFIED', 'FOLLOWED_UP', 'COUNTY_COMMAND', 72, true),
    ('FULL', 9, 'Closed', 'FOLLOWED_UP', 'CLOSED', 'COUNTY_COMMAND', 73, false),
    ('SPOT', 1, 'SettledOnTheSpot', NULL, 'SETTLED_ON_THE_SPOT', 'GRID_WORKER', 0, true),
    ('SPOT', 2, 'FollowedUp', 'SETTLED_ON_THE_SPOT', 'FOLLOWED_UP', 'COUNTY_COMMAND', 24, true),
    ('SPOT', 3, 'Closed', 'FOLLOWED_UP', 'CLOSED', 'COUNTY_COMMAND', 25, false),
    ('REFUSED', 1, 'Reported', NULL, 'REPORTED', 'RESIDENT', 0, true),
    ('REFUSED', 2, 'Refused', 'REPORTED', 'REFUSED', 'VILLAGE_OFFICER', 3, true)
  ) AS s (path, sequence, type, from_state, to_state, role, hours, has_words)`;

const places = `
  CREATE TEMP TABLE stock_place AS
  SELECT (ordinal - 1)::int AS slot, id, village_code, area_code
    FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS p (id, village_code, area_code, ordinal)`;

/** Ended events were reported from ten months to sixteen days ago, open ones within a fortnight: some are overdue. */
const events = `
  CREATE TEMP TABLE stock_event AS
  WITH thrown AS (
    SELECT n, CASE WHEN n % ${BUSIEST_OF} = 0 THEN 0 ELSE 1 + (n - n / ${BUSIEST_OF} - 1) % ($2::int - 1) END AS slot,
           pg_temp.dice(n, 1, 1000) AS fate, pg_temp.dice(n, 2, 284 * 86400) AS age, pg_temp.dice(n, 3, 10) AS luck
      FROM generate_series(1, $1::bigint) AS n),
  fated AS (
    SELECT *, CASE WHEN fate < 600 THEN 'SPOT' WHEN fate < 610 THEN 'REFUSED' ELSE 'FULL' END AS path, fate >= 975 AS is_open,
           CASE WHEN fate < 975 THEN $3::timestamptz - interval '16 days' - age * interval '1 second'
                ELSE $3::timestamptz - interval '60 hours' - (age % (12 * 86400)) * interval '1 second' END AS reported_at
      FROM thrown)
  SELECT n, p.id AS area_id, p.village_code, p.area_code, path, is_open, reported_at,
         CASE WHEN path = 'SPOT' THEN 3 WHEN path = 'REFUSED' THEN 2 WHEN is_open THEN 1 + pg_temp.dice(n, 4, 5) ELSE 9 END AS step_count,
         CASE WHEN luck = 0 AND NOT is_open THEN 5 ELSE 1 END AS slowness,
         reported_at + interval '7 days' AS due_at,
         (ARRAY['PARTY_BUILDING', 'INFORMATION', 'CONVENIENCE_SERVICE', 'DISPUTE', 'HAZARD', 'PUBLIC_SECURITY', 'SANITATION',
                'POPULATION', 'PUBLICITY', 'OTHER'])[1 + pg_temp.dice(n, 5, 10)] AS category,
         CASE WHEN pg_temp.dice(n, 6, 10) = 0 THEN 'RESIDENT' ELSE 'PATROL' END AS source,
         pg_temp.person(pg_temp.dice(n, 7, 2000)) AS reporter_id,
         pg_temp.dice(n, 8, 10) > 0 AS is_reached, pg_temp.dice(n, 9, 100) < 85 AS is_satisfied,
         pg_temp.uuid7(reported_at, n::text) AS id
    FROM fated JOIN stock_place p ON p.slot = fated.slot`;

const entries = `
  CREATE TEMP TABLE stock_entry AS
  WITH taken AS (
    SELECT e.n, s.sequence, e.reported_at + s.hours * e.slowness * interval '1 hour' AS at
      FROM stock_event e JOIN stock_step s ON s.path = e.path AND s.sequence <= e.step_count)
  SELECT n, sequence, at, pg_temp.uuid7(at, n || '.' || sequence) AS id,
         row_number() OVER (ORDER BY at, n, sequence) AS position
    FROM taken`;

/** What each entry tells, as grid-registry publishes it. */
const told = `
  CREATE TEMP VIEW stock_told AS
  SELECT t.n, t.sequence, t.position, t.id, t.at, e.id AS event_id, e.area_code, s.type, s.role, s.has_words,
         json_build_object('areaCode', e.area_code, 'villageCode', e.village_code, 'category', e.category, 'kind', 'GENERAL',
           'source', e.source, 'fromState', s.from_state, 'toState', s.to_state, 'level', 'TOWNSHIP',
           'departmentId', CASE WHEN e.path = 'FULL' AND t.sequence >= 3 THEN '%department%' END,
           'dueAt', pg_temp.iso(e.due_at), 'at', pg_temp.iso(t.at))::jsonb
         || CASE WHEN s.type = 'FollowedUp' THEN jsonb_build_object('isReached', e.is_reached,
              'isSolved', CASE WHEN e.is_reached THEN e.is_satisfied END,
              'isSatisfied', CASE WHEN e.is_reached THEN e.is_satisfied END) ELSE '{}'::jsonb END AS data
    FROM stock_entry t JOIN stock_event e ON e.n = t.n JOIN stock_step s ON s.path = e.path AND s.sequence = t.sequence`;

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** The stock as temporary tables, the same in whichever database they are made. */
export function stockTables({ events: count, places: where, departmentId, now }: Stock): Statement[] {
  const columns = [where.map(({ id }) => id), where.map((p) => p.villageCode), where.map((p) => p.areaCode)];
  return [
    { text: helpers },
    { text: steps },
    { text: places, values: columns },
    { text: events, values: [count, where.length, now] },
    { text: entries },
    { text: 'CREATE INDEX ON stock_event (n)' },
    { text: 'ANALYZE stock_event' },
    { text: 'ANALYZE stock_entry' },
    { text: told.replace('%department%', departmentId) },
  ];
}
