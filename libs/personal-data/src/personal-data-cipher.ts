import { type KeyObject, randomBytes } from 'node:crypto';
import { type Algorithm, getAlgorithm, ivBytes } from './algorithms.js';
import type { KeyStore, PersonKey } from './key-store.js';
import { PersonalDataErasedError, SealedTextUnreadableError } from './personal-data.errors.js';
import { formatHeader, formatSealedText, parseSealedText, type SealedText } from './sealed-text.js';

/** Seals under one person's key, without waiting: usable inside a transaction. */
export interface Sealer {
  readonly personId: string;
  /**
   * Encrypts a text for one place, named by `context` (aggregate id and field, say); `open` wants the same
   * context, so a sealed text cannot be moved to another place or person.
   */
  seal(plaintext: string, context: string): string;
}

/** Opens texts of the persons it was made for, without waiting: usable inside a transaction. */
export interface Opener {
  /** Throws PersonalDataErasedError when the key was destroyed, SealedTextUnreadableError on any fault. */
  open(sealed: string, context: string): string;
}

/**
 * What people type, and who they are, at rest (S1-20). Loading keys takes a query to the key store and so
 * happens before a transaction opens; sealing and opening then need no I/O.
 */
export class PersonalDataCipher {
  constructor(private readonly keys: KeyStore) {}

  /** Throws PersonalDataErasedError when this person was erased. */
  async sealerFor(personId: string): Promise<Sealer> {
    const { key, algorithm, version } = await this.keys.keyFor(personId);
    if (!key) throw new PersonalDataErasedError(personId);
    const header = { algorithm, keyVersion: version, personId };
    return { personId, seal: (plaintext, context) => seal({ header, key, plaintext, context }) };
  }

  /** Loads the keys of all these persons in at most one query; an erased one is met on opening. */
  async openerFor(personIds: readonly string[]): Promise<Opener> {
    const keys = await this.keys.findKeys(personIds);
    return {
      open: (sealed, context) => {
        const parsed = parseSealedText(sealed);
        return open(parsed, context, keys.get(parsed.personId) ?? []);
      },
    };
  }

  async seal(personId: string, plaintext: string, context: string): Promise<string> {
    return (await this.sealerFor(personId)).seal(plaintext, context);
  }

  async open(sealed: string, context: string): Promise<string> {
    return (await this.openerFor([parseSealedText(sealed).personId])).open(sealed, context);
  }

  /** Which of these persons were erased, in at most one query. */
  async erasedAmong(personIds: readonly string[]): Promise<ReadonlySet<string>> {
    const known = await this.keys.findKeys(personIds);
    const isErased = (keys: readonly PersonKey[]): boolean => keys.some(({ key }) => key === null);
    return new Set([...known].filter(([, keys]) => isErased(keys)).map(([personId]) => personId));
  }

  /** Destroys the person's keys: everything sealed under them becomes unreadable, in every copy. */
  async erase(personId: string): Promise<void> {
    await this.keys.destroy(personId);
  }
}

type Header = Omit<SealedText, 'iv' | 'ciphertext'>;

function seal(parts: { header: Header; key: KeyObject; plaintext: string; context: string }): string {
  const { header, key, plaintext, context } = parts;
  const iv = randomBytes(ivBytes);
  const algorithm = getAlgorithm(header.algorithm);
  const ciphertext = algorithm.encrypt(key, Buffer.from(plaintext), iv, associatedData(header, context));
  return formatSealedText({ ...header, iv, ciphertext });
}

function open(sealed: SealedText, context: string, keys: readonly PersonKey[]): string {
  // A person's tombstone outlives the versions it replaced, so any destroyed key means erased.
  if (keys.some(({ key }) => key === null)) throw new PersonalDataErasedError(sealed.personId);
  const personKey = keys.find(({ version }) => version === sealed.keyVersion);
  if (!personKey?.key) throw new SealedTextUnreadableError('The key of this sealed text was not loaded');
  if (personKey.algorithm !== sealed.algorithm)
    throw new SealedTextUnreadableError('Algorithm and key differ');
  return decrypt(getAlgorithm(sealed.algorithm), personKey.key, sealed, context);
}

function decrypt(algorithm: Algorithm, key: KeyObject, sealed: SealedText, context: string): string {
  try {
    const data = associatedData(sealed, context);
    return algorithm.decrypt(key, sealed.ciphertext, sealed.iv, data).toString('utf8');
  } catch {
    throw new SealedTextUnreadableError('The sealed text was altered or belongs to another place');
  }
}

function associatedData(header: Header, context: string): Buffer {
  return Buffer.from(`${formatHeader(header)}.${context}`);
}
