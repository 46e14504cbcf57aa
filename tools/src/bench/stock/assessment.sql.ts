import type { Statement } from './events.sql.js';

/** The steps that change where an event stands in the eyes of the indicators. */
const facts = `
  INSERT INTO grid_event_fact (grid_event_id, sequence, village_id, village_code, valid_from, valid_until, due_at, due_year, exclusion,
    done_at, is_settled_on_the_spot, resolved_at, resolved_year, followed_up_at, is_reached, is_satisfied)
  WITH moment AS (
    SELECT n, max(at) FILTER (WHERE sequence = 2) AS at2, max(at) FILTER (WHERE sequence = 5) AS at5,
           max(at) FILTER (WHERE sequence = 6) AS at6, max(at) FILTER (WHERE sequence = 8) AS at8 FROM stock_entry GROUP BY n),
  standing AS (
    SELECT e.*, t.sequence, t.at, lead(t.at) OVER (PARTITION BY e.n ORDER BY t.sequence) AS until,
           CASE WHEN e.path = 'FULL' AND t.sequence >= 5 THEN m.at5 WHEN e.path = 'SPOT' THEN e.reported_at END AS done_at,
           CASE WHEN e.path = 'FULL' AND t.sequence >= 6 THEN m.at6 WHEN e.path = 'SPOT' THEN e.reported_at END AS resolved_at,
           CASE WHEN e.path = 'FULL' AND t.sequence >= 8 THEN m.at8 WHEN e.path = 'SPOT' AND t.sequence >= 2 THEN m.at2 END AS followed_up_at
      FROM stock_event e JOIN stock_entry t ON t.n = e.n JOIN moment m ON m.n = e.n
     WHERE (e.path, t.sequence) IN (('FULL', 1), ('FULL', 5), ('FULL', 6), ('FULL', 8), ('SPOT', 1), ('SPOT', 2), ('REFUSED', 1), ('REFUSED', 2)))
  SELECT id, sequence, area_id, village_code, at, until, due_at, pg_temp.year_of(due_at),
         CASE WHEN path = 'REFUSED' AND sequence = 2 THEN 'REFUSED' END, done_at, path = 'SPOT', resolved_at,
         pg_temp.year_of(resolved_at), followed_up_at, CASE WHEN followed_up_at IS NOT NULL THEN is_reached END,
         CASE WHEN followed_up_at IS NOT NULL AND is_reached THEN is_satisfied END
    FROM standing ORDER BY at`;

/** As the service itself counts, from the standings of today. */
const tallies = `
  INSERT INTO indicator_tally (village_id, village_code, year, part, numerator, denominator)
  SELECT village_id, village_code, due_year, 'ON_TIME', count(*) FILTER (WHERE is_settled_on_the_spot OR done_at <= due_at), count(*)
    FROM grid_event_fact WHERE valid_until IS NULL AND exclusion IS NULL AND done_at IS NOT NULL GROUP BY 1, 2, 3
  UNION ALL
  SELECT village_id, village_code, resolved_year, 'FOLLOWED_UP', count(followed_up_at), count(*)
    FROM grid_event_fact WHERE valid_until IS NULL AND exclusion IS NULL AND resolved_at IS NOT NULL GROUP BY 1, 2, 3
  UNION ALL
  SELECT village_id, village_code, resolved_year, 'SATISFIED', count(*) FILTER (WHERE is_satisfied), count(*)
    FROM grid_event_fact
   WHERE valid_until IS NULL AND exclusion IS NULL AND resolved_at IS NOT NULL AND is_reached AND is_satisfied IS NOT NULL GROUP BY 1, 2, 3`;

/** assessment's side of the stock: dated facts, running counts, open deadlines, and its place in every stream. */
export const assessmentStock = (consumer: string): Statement[] => [
  { text: facts },
  { text: tallies },
  {
    text: `
  INSERT INTO open_deadline (grid_event_id, village_id, village_code, due_year, due_at)
  SELECT grid_event_id, village_id, village_code, due_year, due_at
    FROM grid_event_fact WHERE valid_until IS NULL AND exclusion IS NULL AND done_at IS NULL`,
  },
  {
    text: `
  INSERT INTO inbox_sequence (consumer, topic, aggregate_id, sequence, event_ids)
  SELECT $1, 'grid-registry.grid-event', e.id::text, e.step_count, array_agg(t.id ORDER BY t.sequence)
    FROM stock_event e JOIN stock_entry t ON t.n = e.n AND t.sequence <= e.step_count GROUP BY e.id, e.step_count`,
    values: [consumer],
  },
];
