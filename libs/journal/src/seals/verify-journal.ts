import type { SealKeys } from './seal-keys.js';
import type { Verdict } from './verdict.js';

export interface VerifyOptions {
  readonly service: string;
  /** Of the service's database; the application role is enough. */
  readonly databaseUrl: string;
  /** Where the service appends its seals outside the database. */
  readonly sealsDirectory: string;
  readonly keys: SealKeys;
}

/**
 * Walks the whole journal of a service in one snapshot while the service runs: hashes, chains, sequences, positions,
 * seals, and the copy of the seals outside the database. Names the first broken entry; memory is bounded whatever
 * the journal's size.
 * @throws Error when database or files cannot be read
 */
export async function verifyJournal(options: VerifyOptions): Promise<Verdict> {
  throw new Error(`${options.service} cannot be verified yet.`);
}
