import { createHash } from 'node:crypto';
import type { IdentityConfig } from '@lianxin/service-kit';
import { UnauthenticatedError } from '@lianxin/service-kit';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';

const ALGORITHMS = ['ES256', 'PS256', 'RS256'];
const CLOCK_TOLERANCE_S = 5;
const ISSUER_TIMEOUT_MS = 3_000;
const VERIFIED_TTL_MS = 60_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Identity {
  /** The person, a UUID. */
  readonly subject: string;
  readonly expiresAt: Date;
}

/** Proves who a caller is from an OpenID Connect access token. Says nothing of what they may do. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new LRUCache<string, Identity>({ max: 5_000, ttl: VERIFIED_TTL_MS });

  constructor(private readonly config: IdentityConfig) {
    const jwks = config.OIDC_JWKS_URL ?? `${config.OIDC_ISSUER.replace(/\/$/, '')}/jwks`;
    this.keys = createRemoteJWKSet(new URL(jwks), { timeoutDuration: ISSUER_TIMEOUT_MS });
  }

  /**
   * @param authorization the header, `Bearer <token>`
   * @throws UnauthenticatedError for a token that is expired, of another audience or issuer, not an access token, or
   *   not signed by the issuer with an algorithm that is accepted here
   */
  async verify(authorization: string): Promise<Identity> {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    if (!token) throw new UnauthenticatedError('the authorization header is not a bearer token');
    const digest = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(digest);
    if (known && known.expiresAt.getTime() > Date.now()) return known;
    const identity = await this.verifyToken(token);
    this.verified.set(digest, identity);
    return identity;
  }

  private async verifyToken(token: string): Promise<Identity> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        issuer: this.config.OIDC_ISSUER,
        audience: this.config.OIDC_AUDIENCE,
        typ: 'at+jwt',
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['sub', 'exp'],
      });
      if (!UUID.test(payload.sub ?? '')) throw new UnauthenticatedError('the subject is not a UUID');
      return { subject: payload.sub as string, expiresAt: new Date((payload.exp as number) * 1000) };
    } catch (error) {
      if (isFaultOfToken(error)) throw new UnauthenticatedError(error.code);
      throw error;
    }
  }
}

/** An issuer that does not answer, or answers nonsense, says nothing about the token. */
function isFaultOfToken(error: unknown): error is errors.JOSEError {
  const isFaultOfIssuer = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && !isFaultOfIssuer;
}
