import { z } from 'zod';

/** How many of an aggregate's latest events are remembered by their ids. A repeat of an older sequence counts as the same event. */
export const REMEMBERED_EVENTS = 64;

/**
 * Moves the consumer's place in the aggregate by exactly one; answers no row for a repeat or a gap. Parameters: consumer, topic,
 * aggregate, sequence, event id.
 */
export const ADVANCE = `
  INSERT INTO inbox_sequence AS seen (consumer, topic, aggregate_id, sequence, event_ids)
  SELECT $1, $2, $3, $4::integer, ARRAY[$5::uuid]
   WHERE $4::integer = 1
      OR EXISTS (SELECT 1 FROM inbox_sequence WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3)
  ON CONFLICT (consumer, topic, aggregate_id) DO UPDATE
     SET sequence = excluded.sequence,
         event_ids = seen.event_ids[greatest(1, cardinality(seen.event_ids) - ${REMEMBERED_EVENTS - 2}):] || excluded.event_ids
   WHERE seen.sequence = excluded.sequence - 1
  RETURNING 1`;

/** Where the consumer is, and which event it took under the given sequence, if that is remembered. */
export const PLACE = `
  SELECT sequence, event_ids[cardinality(event_ids) - (sequence - $4::integer)] AS event_id
    FROM inbox_sequence WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3`;

const placeSchema = z.object({
  id: z.uuid(),
  source: z.string(),
  subject: z.string(),
  sequence: z.int().positive().max(2_147_483_647),
});

export interface ClaimedPlace {
  readonly id: string;
  readonly sequence: number;
}

/** Which place of its aggregate a message says it takes; null for what takes none under its key and on its topic. */
export function findPlace(message: { topic: string; key: string; value: string }): ClaimedPlace | null {
  const place = placeSchema.safeParse(parseJson(message.value));
  if (!place.success || place.data.subject !== message.key) return null;
  const [service] = message.topic.split('.');
  return place.data.source === `/lianxin/${service}` ? place.data : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
