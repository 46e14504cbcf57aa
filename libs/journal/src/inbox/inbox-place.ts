import { createHash } from 'node:crypto';
import { z } from 'zod';

/** How many of an aggregate's latest events are remembered by their ids. A repeat of an older sequence counts as the same event. */
export const REMEMBERED_EVENTS = 64;

/**
 * Moves the consumer's place in each aggregate over a stretch of events without gap; answers those that it moved, and not those of
 * which something was applied before or is missing. Parameters: consumer; and for each stretch topic, aggregate, last sequence and
 * the ids of its events as an array in text. In one order for all, so that nobody waits for each other.
 */
export const ADVANCE = advance('');

const UNLESS_HELD = `
     AND NOT EXISTS (SELECT 1 FROM inbox_parked h
                      WHERE h.consumer = $1 AND h.key = p.aggregate_id AND h.topic = p.topic)`;

const UNLESS_DISCARDED = `
     AND NOT EXISTS (SELECT 1 FROM inbox_discarded d
                      WHERE d.consumer = $1 AND d.key = p.aggregate_id AND d.topic = p.topic
                        AND d.event_id = ANY(p.ids::uuid[]))`;

/** The same, but for aggregates of which something is set aside. */
export const ADVANCE_UNLESS_HELD = advance(UNLESS_HELD);

/** The same, but for stretches with an event under whose id something was discarded: it has to be looked at first. */
export const ADVANCE_UNLESS_DISCARDED = advance(UNLESS_DISCARDED);

export const ADVANCE_UNLESS_HELD_OR_DISCARDED = advance(UNLESS_HELD + UNLESS_DISCARDED);

function advance(condition: string): string {
  return `
  INSERT INTO inbox_sequence AS seen (consumer, topic, aggregate_id, sequence, event_ids)
  SELECT $1, p.topic, p.aggregate_id, p.sequence, p.ids::uuid[]
    FROM unnest($2::text[], $3::text[], $4::integer[], $5::text[]) AS p (topic, aggregate_id, sequence, ids)
   WHERE (p.sequence = cardinality(p.ids::uuid[])
          OR EXISTS (SELECT 1 FROM inbox_sequence s
                      WHERE s.consumer = $1 AND s.topic = p.topic AND s.aggregate_id = p.aggregate_id))
         ${condition}
   ORDER BY p.topic, p.aggregate_id
  ON CONFLICT (consumer, topic, aggregate_id) DO UPDATE
     SET sequence = excluded.sequence,
         event_ids = (seen.event_ids || excluded.event_ids)
                     [greatest(1, cardinality(seen.event_ids) + cardinality(excluded.event_ids) - ${REMEMBERED_EVENTS - 1}):]
   WHERE seen.sequence = excluded.sequence - cardinality(excluded.event_ids)
  RETURNING topic, aggregate_id`;
}

/** Where the consumer is in some aggregates, with the ids of the latest events. Parameters: consumer, topics, aggregates. */
export const PLACES = `
  SELECT topic, aggregate_id, sequence, event_ids FROM inbox_sequence
   WHERE consumer = $1 AND (topic, aggregate_id) IN (SELECT topic, id FROM unnest($2::text[], $3::text[]) AS p (topic, id))`;

/** Where the consumer is, and which event it took under a sequence, if remembered. Parameters: consumer, topic, aggregate, sequence. */
export const PLACE = `
  SELECT sequence, event_ids[cardinality(event_ids) - (sequence - $4::integer)] AS event_id
    FROM inbox_sequence WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3`;

/** What was discarded while it waited for its predecessor. Parameters: consumer, topics, aggregates. */
export const DISCARDED = `
  SELECT topic, key, digest FROM inbox_discarded
   WHERE consumer = $1 AND (topic, key) IN (SELECT topic, id FROM unnest($2::text[], $3::text[]) AS p (topic, id))`;

/** By which a discarded message is known again: another one may bear the same id. */
export const digestOf = (value: string): string => createHash('sha256').update(value).digest('hex');

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
