import { GRID_EVENT_STATES as states } from '@lianxin/contracts';
import type { Statement } from './events.sql.js';

/** As long as a sealed sentence of some fifty characters. */
const sealed = `
  CASE WHEN has_words THEN jsonb_build_object(CASE WHEN sequence = 1 THEN 'text' ELSE 'note' END,
    'A256GCM.1.' || event_id || '.' || substr(md5(id::text), 1, 16) || '.' || repeat(md5(id::text || 'words'), 7)) END`;

const hashOf = (salt: string): string =>
  `'SHA256.1.' || rtrim(translate(encode(sha256(convert_to(${salt}, 'UTF8')), 'base64'), '+/', '-_'), '=')`;

const stockNotices = `
  INSERT INTO notification (id, recipient, grid_event_id, kind, notified_at)
  SELECT pg_temp.uuid7(t.at, t.n || 'notice' || r.number),
         CASE r.number WHEN 1 THEN e.reporter_id ELSE pg_temp.person((t.n % 300)::int) END, t.event_id, 'RESULT', t.at
    FROM stock_told t JOIN stock_event e ON e.n = t.n CROSS JOIN (VALUES (1), (2)) AS r (number) WHERE t.type = 'ResultNotified'`;

const stockCells = `
  INSERT INTO grid_event_cell_tally (area_id, month, dimension, value, category, ${states.map((state) => state.toLowerCase()).join(', ')})
  SELECT area_id, date_trunc('month', reported_at AT TIME ZONE 'Asia/Shanghai')::date, d.dimension, d.value, category,
         ${states.map((state) => `count(*) FILTER (WHERE state = '${state}')`).join(', ')}
    FROM grid_event CROSS JOIN LATERAL (VALUES
      ('CATEGORY', ''), ('GRID', substr(area_code, 13, 3)), ('DEPARTMENT', department_id::text)) AS d (dimension, value)
   WHERE d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5`;

/** grid-registry's side of the stock: the journal with its positions, the events, their tallies, request ids and notices. */
export const registryStock = (departmentId: string): Statement[] => [
  {
    text: `
  INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject,
    actor_grant_id, actor_role, correlation_id, causation_id, data, sealed, previous_hash, hash)
  SELECT id, 'grid-event', event_id::text, sequence, 'grid-registry.GridEvent' || type || '.v1', at, area_code,
         pg_temp.person(pg_temp.dice(n, sequence, 2000)), gen_random_uuid(), role, gen_random_uuid()::text, NULL, data, ${sealed},
         CASE WHEN sequence > 1 THEN ${hashOf(`n || '.' || (sequence - 1)`)} END, ${hashOf(`n || '.' || sequence`)}
    FROM stock_told ORDER BY position`,
  },
  {
    text: `
  INSERT INTO journal_position (position, entry_id)
  SELECT r.last_position + e.position, e.id FROM stock_entry e, relay_state r ORDER BY e.position`,
  },
  {
    text: `
  UPDATE relay_state SET last_position = last_position + (SELECT count(*) FROM stock_entry),
    published_position = published_position + (SELECT count(*) FROM stock_entry)`,
  },
  { text: gridEvents(departmentId) },
  {
    text: `
  INSERT INTO grid_event_tally (area_id, month, ${states.map((state) => state.toLowerCase()).join(', ')})
  SELECT area_id, date_trunc('month', reported_at AT TIME ZONE 'Asia/Shanghai')::date,
         ${states.map((state) => `count(*) FILTER (WHERE state = '${state}')`).join(', ')}
    FROM grid_event GROUP BY 1, 2`,
  },
  { text: stockCells },
  {
    text: `
  INSERT INTO command_request (mutation, request_id, subject, content_hash, aggregate_id, claimed_at)
  SELECT lower(left(type, 1)) || substr(type, 2), gen_random_uuid(), pg_temp.person(pg_temp.dice(n, sequence, 2000)),
         ${hashOf(`n || '.' || sequence || 'request'`)}, event_id, at FROM stock_told ORDER BY position`,
  },
  { text: stockNotices },
];

function gridEvents(departmentId: string): string {
  const stepAt = (sequence: number): string => `max(t.at) FILTER (WHERE t.sequence = ${sequence})`;
  return `
  INSERT INTO grid_event (id, area_id, area_code, category, kind, source, urgency, state, level, department_id, reporter_id,
    reporter_role, dispatcher_id, handler_ids, reported_at, due_at, reported_done_at, resolved_at, notified_at, followed_up_at,
    closed_at, is_reached, is_solved, is_satisfied, policy_version)
  WITH moment AS (
    SELECT t.n, ${[2, 3, 5, 6, 7, 8, 9].map((sequence) => `${stepAt(sequence)} AS at${sequence}`).join(', ')}
      FROM stock_entry t GROUP BY t.n)
  SELECT e.id, e.area_id, e.area_code, e.category, 'GENERAL', e.source, 'ROUTINE', s.to_state, 'TOWNSHIP',
         CASE WHEN e.path = 'FULL' AND e.step_count >= 3 THEN '${departmentId}'::uuid END, e.reporter_id, first.role,
         CASE WHEN e.path = 'FULL' AND e.step_count >= 3 THEN pg_temp.person(1) END,
         CASE WHEN e.path = 'FULL' AND e.step_count >= 4 THEN ARRAY[pg_temp.person(2)] WHEN e.path = 'SPOT' THEN ARRAY[e.reporter_id]
              ELSE '{}' END,
         e.reported_at, e.due_at,
         CASE e.path WHEN 'FULL' THEN m.at5 WHEN 'SPOT' THEN e.reported_at END,
         CASE e.path WHEN 'FULL' THEN m.at6 WHEN 'SPOT' THEN e.reported_at END,
         m.at7, CASE e.path WHEN 'FULL' THEN m.at8 WHEN 'SPOT' THEN m.at2 END,
         CASE e.path WHEN 'FULL' THEN m.at9 WHEN 'SPOT' THEN m.at3 ELSE m.at2 END,
         answers.is_reached, CASE WHEN answers.is_reached THEN e.is_satisfied END, CASE WHEN answers.is_reached THEN e.is_satisfied END,
         'grid-event.deadline.general@2020-01-01'
    FROM stock_event e
    JOIN moment m ON m.n = e.n
    JOIN stock_step s ON s.path = e.path AND s.sequence = e.step_count
    JOIN stock_step first ON first.path = e.path AND first.sequence = 1
   CROSS JOIN LATERAL (
     SELECT CASE WHEN (e.path = 'FULL' AND e.step_count >= 8) OR e.path = 'SPOT' THEN e.is_reached END AS is_reached) answers
   ORDER BY e.reported_at`;
}
