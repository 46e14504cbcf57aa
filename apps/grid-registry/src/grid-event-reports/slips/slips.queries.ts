import type { EntityManager } from 'typeorm';

export interface SlipRow {
  readonly gridEventId: string;
  readonly reporterId: string;
  readonly isAnonymous: boolean;
  readonly lockedUntil: Date | null;
}

export async function findSlip(tx: EntityManager, number: string): Promise<SlipRow | null> {
  const [row] = await tx.query<SlipRow[]>(
    `SELECT e.id AS "gridEventId", e.reporter_id AS "reporterId", e.confidentiality = 'ANONYMOUS' AS "isAnonymous", g.locked_until AS "lockedUntil"
       FROM grid_event e LEFT JOIN report_slip_guard g ON g.grid_event_id = e.id WHERE e.slip_number = $1`,
    [number],
  );
  return row ?? null;
}

/** One wrong code more; the last allowed one locks the number until `lockUntil` and begins to count anew. */
export async function countWrongCode(
  tx: EntityManager,
  gridEventId: string,
  { allowed, lockUntil }: { allowed: number; lockUntil: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO report_slip_guard AS g (grid_event_id, wrong_codes, locked_until)
     VALUES ($1, 1, CASE WHEN $2::int <= 1 THEN $3::timestamptz END)
     ON CONFLICT (grid_event_id) DO UPDATE SET
       wrong_codes = CASE WHEN g.wrong_codes + 1 >= $2 THEN 0 ELSE g.wrong_codes + 1 END,
       locked_until = CASE WHEN g.wrong_codes + 1 >= $2 THEN $3 ELSE g.locked_until END`,
    [gridEventId, allowed, lockUntil],
  );
}

export async function forgetWrongCodes(tx: EntityManager, gridEventId: string): Promise<void> {
  await tx.query(
    `UPDATE report_slip_guard SET wrong_codes = 0, locked_until = NULL WHERE grid_event_id = $1`,
    [gridEventId],
  );
}
