import type { SealKeys } from './seal-keys.js';
import { hashSeal } from './seal.js';
import type { Seal } from './seal.js';
import { fault } from './verdict.js';
import type { Fault } from './verdict.js';

/** What is wrong with a seal by itself and as the next one in its chain; null when nothing is. */
export function faultOfSeal(
  seal: Seal,
  previous: Pick<Seal, 'ordinal' | 'hash'> | null,
  keys: SealKeys,
): Fault | null {
  const known = { position: seal.fromPosition, seal: seal.ordinal };
  const expected = (previous?.ordinal ?? 0) + 1;
  if (seal.ordinal !== expected)
    return fault('SEAL_MISSING', `Seal ${expected} is missing in the database.`, {
      ...known,
      seal: expected,
    });
  if (hashSeal(seal) !== seal.hash)
    return fault('SEAL_CHANGED', 'The content is not the one that the seal’s hash was made of.', known);
  if (seal.previousHash !== (previous?.hash ?? null))
    return fault('SEAL_CHAIN_BROKEN', 'The seal before it is not the one it was chained to.', known);
  if (!keys.has(seal.keyId))
    return fault(
      'SEAL_KEY_UNKNOWN',
      `It is signed with the key ${seal.keyId}, which is none of ours.`,
      known,
    );
  if (!keys.verify(seal.algorithm, seal.keyId, seal.hash, seal.signature))
    return fault(
      'SEAL_SIGNATURE_WRONG',
      `It was not signed with the key ${seal.keyId} that it names.`,
      known,
    );
  return null;
}
