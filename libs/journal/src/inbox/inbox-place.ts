import { z } from 'zod';

/** Moves the consumer's place in the aggregate by exactly one; answers no row for a repeat or a gap. */
export const ADVANCE = `
  INSERT INTO inbox_sequence AS seen (consumer, aggregate_id, sequence, event_id)
  SELECT $1, $2, $3::integer, $4::uuid
   WHERE $3::integer = 1 OR EXISTS (SELECT 1 FROM inbox_sequence WHERE consumer = $1 AND aggregate_id = $2)
  ON CONFLICT (consumer, aggregate_id) DO UPDATE SET sequence = excluded.sequence, event_id = excluded.event_id
   WHERE seen.sequence = excluded.sequence - 1
  RETURNING 1`;

const placeSchema = z.object({ id: z.uuid(), subject: z.string(), sequence: z.int().positive() });

/** Which place of its aggregate a message says it takes; null for what takes none under its key. */
export function findPlace(message: { key: string; value: string }): { id: string; sequence: number } | null {
  const place = placeSchema.safeParse(parseJson(message.value));
  return place.success && place.data.subject === message.key ? place.data : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
