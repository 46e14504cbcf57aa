import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface IssuerKeys {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

/** The signing key and the cookie keys, made once in a file only the owner can read: tokens outlive a restart. */
export async function loadIssuerKeys(directory: string): Promise<IssuerKeys> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'issuer-keys.json');
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(await makeKeys()), { mode: 0o600 });
    renameSync(draft, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as IssuerKeys;
}

async function makeKeys(): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] },
    cookieKeys: [randomBytes(32).toString('hex')],
  };
}
