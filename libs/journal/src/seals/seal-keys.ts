import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SealConfig } from '@lianxin/service-kit';

/** How a kind of key signs. Another suite (SM2 with SM3) is one more line here. */
const SUITES: Readonly<Record<string, { readonly keyType: string; readonly digest: string | null }>> = {
  'ED25519.1': { keyType: 'ed25519', digest: null },
};

/** Signs with one private key and names the suite and the key. */
export class SealSigner {
  readonly publicKey: KeyObject;
  readonly keyId: string;
  readonly algorithm: string;

  /** @throws Error for a key of which no suite makes use */
  constructor(private readonly privateKey: KeyObject) {
    this.publicKey = createPublicKey(privateKey);
    this.keyId = keyIdOf(this.publicKey);
    const suite = Object.entries(SUITES).find(([, { keyType }]) => keyType === privateKey.asymmetricKeyType);
    if (!suite) throw new Error(`No suite signs seals with a key of type ${privateKey.asymmetricKeyType}.`);
    this.algorithm = suite[0];
  }

  /** @returns the signature of the text in base64url */
  sign(text: string): string {
    const digest = SUITES[this.algorithm]?.digest ?? null;
    return sign(digest, Buffer.from(text), this.privateKey).toString('base64url');
  }
}

/** Knows the public keys that ever signed seals of a service. */
export class SealKeys {
  private readonly keys: ReadonlyMap<string, KeyObject>;

  constructor(publicKeys: readonly KeyObject[]) {
    this.keys = new Map(publicKeys.map((key) => [keyIdOf(key), key]));
  }

  get publicKeys(): readonly KeyObject[] {
    return [...this.keys.values()];
  }

  has(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  /** Whether the key of that name signed the text by that suite. */
  verify(algorithm: string, keyId: string, text: string, signature: string): boolean {
    const key = this.keys.get(keyId);
    const suite = SUITES[algorithm];
    if (!key || !suite || key.asymmetricKeyType !== suite.keyType) return false;
    return verify(suite.digest, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  }
}

/** The key that seals now and those that did before it. */
export function sealKeysOf(config: Pick<SealConfig, 'SEAL_PRIVATE_KEY' | 'SEAL_PUBLIC_KEYS'>): SealKeys {
  return new SealKeys([
    createPublicKey(privateKeyOf(config.SEAL_PRIVATE_KEY)),
    ...config.SEAL_PUBLIC_KEYS.map(publicKeyOf),
  ]);
}

export const signerOf = (config: Pick<SealConfig, 'SEAL_PRIVATE_KEY'>): SealSigner =>
  new SealSigner(privateKeyOf(config.SEAL_PRIVATE_KEY));

const KEY_ID_LENGTH = 16;

const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
    .slice(0, KEY_ID_LENGTH);

const privateKeyOf = (der: Buffer): KeyObject => createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
const publicKeyOf = (der: Buffer): KeyObject => createPublicKey({ key: der, type: 'spki', format: 'der' });
