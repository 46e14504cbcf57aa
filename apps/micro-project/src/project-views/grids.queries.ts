import type { EntityManager } from 'typeorm';

interface Grid {
  readonly id: string;
  readonly code: string;
}

/** Null for a grid that is not copied here. */
export async function codesOfGrids(tx: EntityManager, ids: readonly string[]): Promise<(string | null)[]> {
  const rows = await tx.query<Grid[]>('SELECT id, code FROM grid WHERE id = ANY($1)', [ids]);
  const byId = new Map(rows.map(({ id, code }) => [id, code]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Null for a code that no grid copied here has. */
export async function idsOfGrids(tx: EntityManager, codes: readonly string[]): Promise<(string | null)[]> {
  const rows = await tx.query<Grid[]>('SELECT id, code FROM grid WHERE code = ANY($1)', [codes]);
  const byCode = new Map(rows.map(({ id, code }) => [code, id]));
  return codes.map((code) => byCode.get(code) ?? null);
}
