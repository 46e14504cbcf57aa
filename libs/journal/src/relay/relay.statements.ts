import { ENTRY_COLUMNS } from '../entries/journal-entry.js';

/**
 * Gives the committed entries their positions, gapless and in one order, and forgets their outbox rows; notes in the same
 * statement how far the transport has taken them. Parameters: entries at most, published position.
 */
export const ASSIGN_POSITIONS = `
  WITH batch AS (
    DELETE FROM outbox WHERE ordinal IN (SELECT ordinal FROM outbox ORDER BY ordinal LIMIT $1) RETURNING ordinal, entry_id),
  counted AS (SELECT count(*) AS entries FROM batch),
  state AS (
    UPDATE relay_state
       SET last_position = last_position + counted.entries, published_position = greatest(published_position, $2::bigint)
      FROM counted WHERE counted.entries > 0 OR published_position < $2::bigint
    RETURNING last_position - counted.entries AS base)
  INSERT INTO journal_position (position, entry_id)
  SELECT state.base + row_number() OVER (ORDER BY ordinal), entry_id FROM batch, state`;

/**
 * What follows a position, and follows what is published; the first entry in any case, then as many as fit. Parameters: entries
 * at most, stored bytes at most, position.
 */
export const UNPUBLISHED = `
  WITH next AS (
    SELECT p.position, p.entry_id, sum(pg_column_size(j.data)) OVER (ORDER BY p.position) - pg_column_size(j.data) AS before
      FROM (SELECT position, entry_id FROM journal_position
             WHERE position > greatest($3::bigint, (SELECT published_position FROM relay_state))
             ORDER BY position LIMIT $1) p
      JOIN journal_entry j ON j.id = p.entry_id)
  SELECT next.position::float8 AS position, (SELECT count(*) FROM next)::int AS waiting, ${ENTRY_COLUMNS}
    FROM next JOIN journal_entry j ON j.id = next.entry_id
   WHERE next.before < $2
   ORDER BY next.position`;

export const MARK_PUBLISHED = `UPDATE relay_state SET published_position = $1 WHERE published_position < $1`;
