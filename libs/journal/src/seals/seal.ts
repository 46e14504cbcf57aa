import { createHash } from 'node:crypto';
import { canonicalJson } from '@lianxin/service-kit';
import { z } from 'zod';

/** What a seal says: which entries stood at which positions, and which seal came before it. */
export interface SealContent {
  readonly service: string;
  /** 1 for the first seal of a service, without gap. */
  readonly ordinal: number;
  readonly fromPosition: number;
  readonly toPosition: number;
  /** Entries in the range: fewer than positions where a restore lost some. */
  readonly entryCount: number;
  /** How many restorations were known and are part of the digest. */
  readonly restorationCount: number;
  /** `<algorithm>.<version>.<digest>` over those restorations and each position with its entry's hash. */
  readonly digest: string;
  /** The beginning of each entry's hash in order of position: names the entry when the digest is wrong. */
  readonly fingerprints: string;
  readonly previousHash: string | null;
  readonly sealedAt: Date;
  /** Signature suite with its version, so that another can be switched on. */
  readonly algorithm: string;
  /** Which key signed: the beginning of its public part's digest. */
  readonly keyId: string;
}

export interface Seal extends SealContent {
  readonly hash: string;
  /** Of the hash, in base64url. */
  readonly signature: string;
}

/** Positions that a restore from a backup lost; they are never given again. */
export interface Restoration {
  /** 1 for the first restore of a service, without gap. */
  readonly id: number;
  readonly restoredAt: Date;
  readonly fromPosition: number;
  readonly toPosition: number;
  readonly reason: string;
}

const FINGERPRINT_LENGTH = 4;

/** The seal's own hash: `<algorithm>.<version>.<digest>`, which the next seal names and the key signs. */
export function hashSeal({
  hash: _hash,
  signature: _signature,
  ...content
}: SealContent & Partial<Seal>): string {
  return digestOf(canonicalJson(content));
}

export const digestOf = (text: string): string =>
  `SHA256.1.${createHash('sha256').update(text).digest('base64url')}`;

/** The beginning of the digest in an entry's hash; of one length whatever the hash was made to be. */
export const fingerprintOf = (hash: string): string =>
  (hash.split('.').at(-1) ?? '').slice(0, FINGERPRINT_LENGTH).padEnd(FINGERPRINT_LENGTH, '~');

/** Which entry of the range a seal does not know: the index of the first fingerprint that differs, else null. */
export function firstDifference(sealed: string, found: string): number | null {
  const length = Math.max(sealed.length, found.length);
  for (let start = 0; start < length; start += FINGERPRINT_LENGTH) {
    const end = start + FINGERPRINT_LENGTH;
    if (sealed.slice(start, end) !== found.slice(start, end)) return start / FINGERPRINT_LENGTH;
  }
  return null;
}

/** Takes in the entries of one seal in order of position. */
export class SealDigest {
  private readonly hash = createHash('sha256');
  private fingerprintsSoFar: string[] = [];

  constructor(restorations: readonly Restoration[]) {
    for (const restoration of restorations) this.hash.update(`restoration ${canonicalJson(restoration)}\n`);
  }

  add(position: number, entryHash: string): void {
    this.hash.update(`${position} ${entryHash}\n`);
    this.fingerprintsSoFar.push(fingerprintOf(entryHash));
  }

  get entryCount(): number {
    return this.fingerprintsSoFar.length;
  }

  get fingerprints(): string {
    return this.fingerprintsSoFar.join('');
  }

  /** To be called once. */
  digest(): string {
    return `SHA256.1.${this.hash.digest('base64url')}`;
  }
}

/** The columns of `journal_seal` under the names of `Seal`, for SELECT; the service is no column. */
export const SEAL_COLUMNS = `ordinal::float8 AS ordinal, from_position::float8 AS "fromPosition",
  to_position::float8 AS "toPosition", entry_count AS "entryCount", restoration_count AS "restorationCount", digest,
  fingerprints, previous_hash AS "previousHash", sealed_at AS "sealedAt", algorithm, key_id AS "keyId", hash, signature`;

export const RESTORATIONS = `
  SELECT id, restored_at AS "restoredAt", from_position::float8 AS "fromPosition", to_position::float8 AS "toPosition",
         reason
    FROM journal_restoration ORDER BY id`;

/** A seal as it stands outside the database. */
export const lineOf = (seal: Seal): string => canonicalJson(seal);

/** @returns null for a text that is no seal */
export function parseSealLine(line: string): Seal | null {
  const result = sealLine.safeParse(parseJson(line));
  return result.success ? result.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const count = z.number().int().min(0);
const sealLine = z.strictObject({
  service: z.string(),
  ordinal: count,
  fromPosition: count,
  toPosition: count,
  entryCount: count,
  restorationCount: count,
  digest: z.string(),
  fingerprints: z.string(),
  previousHash: z.string().nullable(),
  sealedAt: z.coerce.date(),
  algorithm: z.string(),
  keyId: z.string(),
  hash: z.string(),
  signature: z.string(),
});
