import { canonicalJson } from '@lianxin/service-kit';
import type { ClientBase } from 'pg';
import { OutsideFile } from './outside-file.js';
import { parseSealLine, RESTORATIONS } from '../seal.js';
import type { Restoration, Seal } from '../seal.js';

/** Where a service's seals lie outside its database. */
export interface SealsPlace {
  readonly service: string;
  readonly directory: string;
}

const INSERT_RESTORATION = `
  INSERT INTO journal_restoration (id, restored_at, from_position, to_position, reason) VALUES ($1, $2, $3, $4, $5)`;

/**
 * Records, in the database and outside it, which positions a restore lost. To be called by the owner while the service
 * is stopped, after `copySealsBack`. `toPosition` is the highest position ever used, also by messages already sent.
 * @throws Error when a seal reaches beyond that position: it was used, too
 */
export async function recordRestoration(
  owner: ClientBase,
  place: SealsPlace,
  lost: Omit<Restoration, 'id'>,
): Promise<Restoration> {
  const used = await lastSealedPosition(place);
  if (used > lost.toPosition)
    throw new Error(
      `Position ${used} was sealed, so positions up to ${lost.toPosition} are not all that was lost.`,
    );
  const { rows } = await owner.query<Restoration>(RESTORATIONS);
  const restoration = { ...lost, id: rows.length + 1 };
  await owner.query(INSERT_RESTORATION, parametersOf(restoration));
  await OutsideFile.ofRestorations(place.directory, place.service).append([canonicalJson(restoration)]);
  return restoration;
}

/**
 * Puts back into a restored database the seals and restorations that stand outside it alone.
 * @returns how many seals were put back
 * @throws Error for a line that is none
 */
export async function copySealsBack(owner: ClientBase, place: SealsPlace): Promise<number> {
  const { rows: known } = await owner.query<Restoration>(RESTORATIONS);
  for (const restoration of (await readRestorations(place)).slice(known.length))
    await owner.query(INSERT_RESTORATION, parametersOf(restoration));
  const { rows } = await owner.query<{ last: number }>(
    'SELECT coalesce(max(ordinal), 0)::float8 AS last FROM journal_seal',
  );
  let last = rows[0]?.last ?? 0;
  let count = 0;
  const file = OutsideFile.ofSeals(place.directory, place.service);
  await file.setFragmentAside();
  for await (const { line } of file.lines()) {
    const seal = parseSealLine(line);
    if (!seal) throw new Error('A line of the seals kept outside the database is none.');
    if (seal.ordinal <= last) continue;
    await owner.query(INSERT_SEAL, sealParametersOf(seal));
    last = seal.ordinal;
    count += 1;
  }
  return count;
}

/** The highest position under any seal that stands outside the database; 0 when there is none. */
export async function lastSealedPosition({ directory, service }: SealsPlace): Promise<number> {
  const { lastLine } = await OutsideFile.ofSeals(directory, service).tail();
  if (lastLine === null) return 0;
  const seal = parseSealLine(lastLine);
  if (!seal) throw new Error('The last line of the seals kept outside the database is none.');
  return seal.toPosition;
}

/** @throws Error for a line that is none */
export async function readRestorations({ directory, service }: SealsPlace): Promise<Restoration[]> {
  const restorations: Restoration[] = [];
  for await (const { line } of OutsideFile.ofRestorations(directory, service).lines()) {
    const written = JSON.parse(line) as Restoration;
    restorations.push({ ...written, restoredAt: new Date(written.restoredAt) });
  }
  return restorations;
}

export const isSameRestoration = (one: Restoration | undefined, other: Restoration | undefined): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null);

const parametersOf = ({ id, restoredAt, fromPosition, toPosition, reason }: Restoration): unknown[] => [
  id,
  restoredAt,
  fromPosition,
  toPosition,
  reason,
];

/** Adds a seal to the database. */
export const INSERT_SEAL = `
  INSERT INTO journal_seal (ordinal, from_position, to_position, entry_count, restoration_count, digest, fingerprints,
    previous_hash, sealed_at, algorithm, key_id, hash, signature)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

export const sealParametersOf = (seal: Seal): unknown[] => [
  seal.ordinal,
  seal.fromPosition,
  seal.toPosition,
  seal.entryCount,
  seal.restorationCount,
  seal.digest,
  seal.fingerprints,
  seal.previousHash,
  seal.sealedAt,
  seal.algorithm,
  seal.keyId,
  seal.hash,
  seal.signature,
];
