import type { EntityManager } from 'typeorm';

/** Tables whose rows have slips: each has the columns of `PartyRow`. */
export type SlipTable = 'need' | 'objection' | 'remark';

export interface SlipRow {
  readonly aggregateId: string;
  readonly subjectId: string;
  readonly keyerId: string | null;
  readonly isKeyedInOffice: boolean;
  readonly isAnonymous: boolean;
  readonly lockedUntil: Date | null;
}

export async function findSlip(tx: EntityManager, table: SlipTable, number: string): Promise<SlipRow | null> {
  const [row] = await tx.query<SlipRow[]>(
    `SELECT m.id AS "aggregateId", m.subject_id AS "subjectId", m.keyer_id AS "keyerId", m.is_keyed_in_office AS "isKeyedInOffice",
            m.confidentiality = 'ANONYMOUS' AS "isAnonymous", g.locked_until AS "lockedUntil"
       FROM ${table} m LEFT JOIN slip_guard g ON g.aggregate_id = m.id WHERE m.slip_number = $1`,
    [number],
  );
  return row ?? null;
}

/** One wrong code more; the last allowed one locks the number until `lockUntil` and begins to count anew. */
export async function countWrongCode(
  tx: EntityManager,
  aggregateId: string,
  { allowed, lockUntil }: { allowed: number; lockUntil: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO slip_guard AS g (aggregate_id, wrong_codes, locked_until)
     VALUES ($1, 1, CASE WHEN $2::int <= 1 THEN $3::timestamptz END)
     ON CONFLICT (aggregate_id) DO UPDATE SET
       wrong_codes = CASE WHEN g.wrong_codes + 1 >= $2 THEN 0 ELSE g.wrong_codes + 1 END,
       locked_until = CASE WHEN g.wrong_codes + 1 >= $2 THEN $3 ELSE g.locked_until END`,
    [aggregateId, allowed, lockUntil],
  );
}

export async function forgetWrongCodes(tx: EntityManager, aggregateId: string): Promise<void> {
  await tx.query(`UPDATE slip_guard SET wrong_codes = 0, locked_until = NULL WHERE aggregate_id = $1`, [
    aggregateId,
  ]);
}
