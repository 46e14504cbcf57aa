import { onDatabase } from '../place.js';

const UNFIT = `
  SELECT 'the group ' || o.consumer_group || ' is ahead of the head of ' || o.topic AS what
    FROM consumer_offset o LEFT JOIN topic t ON t.name = o.topic WHERE o."offset" > coalesce(t.head, 0)
  UNION ALL
  SELECT 'the head of ' || t.name || ' is not its last message' FROM topic t
   WHERE t.head <> coalesce((SELECT max(m."offset") FROM message m WHERE m.topic = t.name), 0)
  LIMIT 10`;

/**
 * The embedded log was restored in the same cut as the services, so it fits: what was published and not yet taken is in it, and
 * what was taken and not yet noted is taken again, without effect. Throws when it does not fit all the same.
 */
export async function checkEmbeddedLog(superuserUrl: string): Promise<void> {
  const { rows } = await onDatabase(superuserUrl, 'event_log', (client) =>
    client.query<{ what: string }>(UNFIT),
  );
  if (rows.length > 0)
    throw new Error(`the event log is not of one cut: ${rows.map(({ what }) => what).join('; ')}`);
}
