import type { ClientBase } from 'pg';
import { RESTORATIONS, SEAL_COLUMNS } from './seal.js';
import type { Restoration, Seal } from './seal.js';

const LAST_SEAL = `SELECT ${SEAL_COLUMNS} FROM journal_seal ORDER BY ordinal DESC LIMIT 1`;

/** The highest position that is given or lost. */
export const LAST_USED = `
  SELECT greatest((SELECT max(position) FROM journal_position), (SELECT max(to_position) FROM journal_restoration), 0)::float8
         AS "lastUsed"`;

/** A seal is torn when entries under it were lost by a restore that came after it. */
const FIRST_TORN = `
  SELECT min(from_position)::float8 AS "fromPosition" FROM journal_seal WHERE ordinal < $1 AND to_position >= $2`;

/** What the next seal has to cover. */
export interface SealRange {
  readonly lastSeal: Omit<Seal, 'service'> | null;
  readonly restorations: readonly Restoration[];
  readonly fromPosition: number;
  readonly upTo: number;
  /** Positions from the one to the other. */
  readonly available: number;
}

/** What the service's next seal begins with and how far it could reach today. */
export async function findNextRange(client: ClientBase): Promise<SealRange> {
  const lastSeal = (await client.query<Omit<Seal, 'service'>>(LAST_SEAL)).rows[0] ?? null;
  const restorations = (await client.query<Restoration>(RESTORATIONS)).rows;
  const fromPosition = await beginningAfter(client, lastSeal, restorations);
  const { rows } = await client.query<{ lastUsed: number }>(LAST_USED);
  const upTo = rows[0]?.lastUsed ?? 0;
  return { lastSeal, restorations, fromPosition, upTo, available: Math.max(0, upTo - fromPosition + 1) };
}

/**
 * A seal begins where the one before it ended. The first after a restore begins with the first seal that the restore
 * tore, so that what is left of its entries is under a seal again.
 * @param restorations those that the seal in question knows
 */
export async function beginningAfter(
  client: ClientBase,
  previous: Pick<Seal, 'ordinal' | 'toPosition' | 'restorationCount'> | null,
  restorations: readonly Restoration[],
): Promise<number> {
  if (!previous) return 1;
  const news = restorations.slice(previous.restorationCount);
  if (news.length === 0) return previous.toPosition + 1;
  const firstLost = Math.min(...news.map((lost) => lost.fromPosition));
  const { rows } = await client.query<{ fromPosition: number | null }>(FIRST_TORN, [
    previous.ordinal + 1,
    firstLost,
  ]);
  return rows[0]?.fromPosition ?? previous.toPosition + 1;
}

/** Whether a later restore lost entries under the seal, so that its digest can be checked no more. */
export const isTorn = (
  seal: Pick<Seal, 'toPosition' | 'restorationCount'>,
  restorations: readonly Restoration[],
): boolean => restorations.slice(seal.restorationCount).some((lost) => lost.fromPosition <= seal.toPosition);
