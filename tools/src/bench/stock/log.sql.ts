import type { Statement } from './events.sql.js';

/** The embedded log's side of the stock: every entry as it was sent, read by all who follow the topic. */
export const logStock = (consumer: string, positionBefore: number): Statement[] => [
  {
    text: `
  INSERT INTO message (topic, "offset", key, value, appended_at)
  SELECT 'grid-registry.grid-event', position, event_id::text, json_build_object(
           'specversion', '1.0', 'id', id, 'source', '/lianxin/grid-registry', 'type', 'grid-registry.GridEvent' || type || '.v1',
           'time', pg_temp.iso(at), 'subject', event_id, 'datacontenttype', 'application/json', 'sequence', sequence,
           'position', position + $1::bigint, 'areacode', area_code, 'correlationid', gen_random_uuid(), 'data', data)::text, at
    FROM stock_told ORDER BY position`,
    values: [positionBefore],
  },
  { text: `INSERT INTO topic (name, head) SELECT 'grid-registry.grid-event', count(*) FROM stock_entry` },
  {
    text: `
  INSERT INTO consumer_offset (consumer_group, topic, "offset") SELECT $1, 'grid-registry.grid-event', count(*) FROM stock_entry
  ON CONFLICT (consumer_group, topic) DO UPDATE SET "offset" = excluded."offset"`,
    values: [consumer],
  },
];
