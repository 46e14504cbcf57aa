import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';

export interface TokenOptions {
  readonly subject: string;
  readonly audience?: string;
  readonly issuer?: string;
  /** Seconds from now; negative for a token that is expired. */
  readonly expiresInS?: number;
  readonly typ?: string;
  /** Signs with a key that the issuer does not publish. */
  readonly isForged?: boolean;
}

/** An OpenID issuer for tests: publishes one key and signs whatever a test asks for. */
export interface TestIssuer {
  readonly url: string;
  token(options: TokenOptions): Promise<string>;
  /** A token with `alg: none`. */
  unsignedToken(subject: string): string;
  close(): Promise<void>;
}

const AUDIENCE = 'lianxin';
const HOUR_S = 3_600;

export async function startTestIssuer(): Promise<TestIssuer> {
  const real = await generateKeyPair('ES256');
  const foreign = await generateKeyPair('ES256');
  const jwk: JWK = { ...(await exportJWK(real.publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token: (options) => sign(options.isForged ? foreign.privateKey : real.privateKey, url, options),
    unsignedToken: (subject) =>
      unsigned({ sub: subject, iss: url, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + HOUR_S }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function sign(key: CryptoKey, url: string, options: TokenOptions): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: options.typ ?? 'at+jwt' })
    .setSubject(options.subject)
    .setIssuer(options.issuer ?? url)
    .setAudience(options.audience ?? AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + (options.expiresInS ?? HOUR_S))
    .sign(key);
}

function unsigned(claims: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
}
