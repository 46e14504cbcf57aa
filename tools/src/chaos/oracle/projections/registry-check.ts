import { GRID_EVENT_STATES } from '@lianxin/contracts';
import type { Finding } from '../findings.js';
import { wrongRows } from './rows.js';

const STEPS = `
  SELECT aggregate_id::uuid AS id, sequence, type, data,
         count(*) FILTER (WHERE type LIKE '%.GridEventUrged.%') OVER e AS urged,
         count(*) FILTER (WHERE type LIKE '%.GridEventReopened.%') OVER e AS reopened,
         first_value(data) OVER (PARTITION BY aggregate_id ORDER BY sequence) AS first_data
    FROM journal_entry WHERE aggregate_type = 'grid-event' WINDOW e AS (PARTITION BY aggregate_id)`;

/** Where each grid event stands by its journal alone. */
const LAST = `SELECT DISTINCT ON (id) * FROM (${STEPS}) AS step ORDER BY id, sequence DESC`;

const EVENTS = `
  WITH last AS (${LAST})
  SELECT coalesce(e.id, l.id)::text || ' stands otherwise than its journal says' AS wrong
    FROM last l FULL JOIN grid_event e ON e.id = l.id
   WHERE e.id IS NULL OR l.id IS NULL OR e.state <> l.data->>'toState' OR e.level <> l.data->>'level'
      OR e.department_id IS DISTINCT FROM (l.data->>'departmentId')::uuid
      OR date_trunc('milliseconds', e.due_at) <> (l.data->>'dueAt')::timestamptz
      OR e.urge_count <> l.urged OR e.reopen_count <> l.reopened`;

const STATES = GRID_EVENT_STATES.map((state) => `('${state}', ${state.toLowerCase()})`).join(', ');

const TALLIES = `
  WITH last AS (${LAST}),
  wanted AS (
    SELECT e.area_id, date_trunc('month', (l.first_data->>'at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS month,
           l.data->>'toState' AS state, count(*)::int AS count
      FROM last l JOIN grid_event e ON e.id = l.id WHERE e.restricted_to IS NULL GROUP BY 1, 2, 3),
  found AS (
    SELECT t.area_id, t.month, c.state, c.count FROM grid_event_tally t
     CROSS JOIN LATERAL (VALUES ${STATES}) AS c (state, count) WHERE c.count <> 0)
  SELECT format('area %s, %s, %s: %s counted, %s happened', coalesce(f.area_id, w.area_id), coalesce(f.month, w.month),
                coalesce(f.state, w.state), coalesce(f.count, 0), coalesce(w.count, 0)) AS wrong
    FROM found f FULL JOIN wanted w USING (area_id, month, state)
   WHERE f.count IS DISTINCT FROM w.count`;

/** Every event is in one cell by category and one by grid, and in one more while a department has it in hand. */
const CELLS = `
  WITH wanted AS (
    SELECT e.area_id, date_trunc('month', e.reported_at AT TIME ZONE 'Asia/Shanghai')::date AS month, d.dimension, d.value, e.category,
           e.state, count(*)::int AS count
      FROM grid_event e CROSS JOIN LATERAL (VALUES
        ('CATEGORY', ''), ('GRID', substr(e.area_code, 13, 3)), ('DEPARTMENT', e.department_id::text)) AS d (dimension, value)
     WHERE e.restricted_to IS NULL AND d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
  found AS (
    SELECT t.area_id, t.month, t.dimension, t.value, t.category, c.state, c.count FROM grid_event_cell_tally t
     CROSS JOIN LATERAL (VALUES ${STATES}) AS c (state, count) WHERE c.count <> 0)
  SELECT format('area %s, %s, %s %s %s, %s: %s counted, %s happened', area_id, month, dimension, value, category, state,
                coalesce(f.count, 0), coalesce(w.count, 0)) AS wrong
    FROM found f FULL JOIN wanted w USING (area_id, month, dimension, value, category, state)
   WHERE f.count IS DISTINCT FROM w.count`;

/** The reporter and whoever worked in the event's grid at that moment, once for each result and each refusal. */
const NOTIFICATIONS = `
  WITH told AS (
    SELECT j.aggregate_id::uuid AS grid_event_id, j.recorded_at,
           CASE WHEN j.type LIKE '%.GridEventRefused.%' THEN 'REFUSAL' ELSE 'RESULT' END AS kind
      FROM journal_entry j
     WHERE j.type LIKE '%.GridEventRefused.%' OR j.type LIKE '%.GridEventResultNotified.%'),
  wanted AS (
    SELECT t.grid_event_id, t.kind, r.recipient, count(*) AS count
      FROM told t JOIN grid_event e ON e.id = t.grid_event_id
     CROSS JOIN LATERAL (
       SELECT e.reporter_id AS recipient UNION
       SELECT g.subject FROM access_grant g
        WHERE g.role IN ('GRID_WORKER', 'GRID_LEADER') AND g.area_code = e.area_code AND g.valid_from <= t.recorded_at
          AND (g.revoked_at IS NULL OR g.revoked_at > t.recorded_at)) r
     GROUP BY 1, 2, 3),
  found AS (
    SELECT grid_event_id, kind, recipient, count(*) AS count FROM notification WHERE kind IN ('RESULT', 'REFUSAL') GROUP BY 1, 2, 3)
  SELECT format('%s of %s: %s notifications, %s due', coalesce(f.kind, w.kind), coalesce(f.grid_event_id, w.grid_event_id),
                coalesce(f.count, 0), coalesce(w.count, 0)) AS wrong
    FROM found f FULL JOIN wanted w USING (grid_event_id, kind, recipient)
   WHERE f.count IS DISTINCT FROM w.count`;

/** What is defined once has one row for each entry that says so. */
const defined = (table: string, name: string): string => `
  SELECT coalesce(t.id::text, j.aggregate_id) || ' is in one of table and journal alone' AS wrong
    FROM ${table} t
    FULL JOIN (SELECT aggregate_id FROM journal_entry WHERE type LIKE '%.${name}.%') j ON j.aggregate_id = t.id::text
   WHERE t.id IS NULL OR j.aggregate_id IS NULL`;

/** An approved change has one entry, and what it says of the area is so, unless a later one says otherwise. */
const AREAS = `
  WITH told AS (
    SELECT DISTINCT ON (aggregate_id) (data->>'areaId')::int AS id, data FROM journal_entry
     WHERE aggregate_type = 'area' AND type LIKE '%.AreaChanged.%' ORDER BY aggregate_id, sequence DESC)
  SELECT 'area ' || t.id || ' is other than its journal says' AS wrong FROM told t LEFT JOIN area a ON a.id = t.id
   WHERE a.id IS NULL OR a.code <> t.data->>'code' OR a.name <> t.data->>'name'
      OR (a.valid_until IS NOT NULL) <> (t.data->>'change' = 'GONE')
  UNION ALL
  SELECT format('%s changes of areas are approved, %s are recorded', a.count, j.count)
    FROM (SELECT count(*) FROM area_change WHERE state = 'APPROVED') a,
         (SELECT count(*) FROM journal_entry WHERE aggregate_type = 'area' AND type LIKE '%.AreaChanged.%') j
   WHERE a.count <> j.count`;

const QUESTIONS: readonly [string, string][] = [
  ['area', AREAS],
  ['grid_event', EVENTS],
  ['grid_event_tally', TALLIES],
  ['grid_event_cell_tally', CELLS],
  ['notification', NOTIFICATIONS],
  ['grid', defined('grid', 'GridDefined')],
  ['department', defined('department', 'DepartmentDefined')],
  ['access_grant', defined('access_grant', 'GrantGiven')],
];

/** Recomputes what grid-registry keeps beside its journal, and answers every row that is other. */
export async function checkRegistry(url: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, sql] of QUESTIONS) findings.push(...(await wrongRows(url, `grid_registry.${name}`, sql)));
  return findings;
}
