import type { EntityManager } from 'typeorm';

/** Whether a need of that village may come out of the event. */
export async function isKnownGridEvent(
  tx: EntityManager,
  gridEventId: string,
  villageId: number,
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM known_grid_event e WHERE e.id = $1 AND e.village_id = $2 AND e.is_told`,
    [gridEventId, villageId],
  );
  return rows.length > 0;
}

/** @param villageId null for what is told no more: of which village it was stays as it is, if it was ever told */
export async function keepGridEvent(
  tx: EntityManager,
  gridEventId: string,
  villageId: number | null,
): Promise<void> {
  if (villageId === null) {
    await tx.query(`UPDATE known_grid_event SET is_told = false WHERE id = $1`, [gridEventId]);
    return;
  }
  await tx.query(
    `INSERT INTO known_grid_event (id, village_id, is_told) VALUES ($1, $2, true)
     ON CONFLICT (id) DO UPDATE SET village_id = excluded.village_id, is_told = true`,
    [gridEventId, villageId],
  );
}
