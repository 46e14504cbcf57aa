import { SealedTextUnreadableError } from './personal-data.errors.js';

/** The parts of `A256GCM.1.<personId>.<iv>.<ciphertext and tag>`, the last two in base64url. */
export interface SealedText {
  readonly algorithm: string;
  readonly keyVersion: number;
  readonly personId: string;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
}

const pattern =
  /^([A-Z0-9]+)\.([1-9]\d{0,8})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{16})\.([\w-]+)$/;

export function formatSealedText({ iv, ciphertext, ...header }: SealedText): string {
  return `${formatHeader(header)}.${iv.toString('base64url')}.${ciphertext.toString('base64url')}`;
}

export function formatHeader({
  algorithm,
  keyVersion,
  personId,
}: Omit<SealedText, 'iv' | 'ciphertext'>): string {
  return `${algorithm}.${keyVersion}.${personId}`;
}

/** Throws SealedTextUnreadableError on text that was not sealed here. */
export function parseSealedText(text: string): SealedText {
  const [, algorithm, keyVersion, personId, iv, ciphertext] = pattern.exec(text) ?? [];
  if (!algorithm || !personId || !iv || !ciphertext) throw new SealedTextUnreadableError('Not a sealed text');
  return {
    algorithm,
    keyVersion: Number(keyVersion),
    personId,
    iv: Buffer.from(iv, 'base64url'),
    ciphertext: Buffer.from(ciphertext, 'base64url'),
  };
}

/** Under whose key a text is sealed: what to ask an opener for. Throws SealedTextUnreadableError. */
export function personIdOfSealedText(text: string): string {
  return parseSealedText(text).personId;
}
