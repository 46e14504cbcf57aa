import { DomainError, UnauthenticatedError } from '@lianxin/service-kit';
import type { Identity, TokenVerifier } from '@lianxin/access';
import { IdentityProviderUnavailableError } from '../graph/graph.errors.js';

/**
 * Who is calling, null for nobody: what nobody may do is for the subgraphs to say.
 * @throws UnauthenticatedError for a token that is not believed
 * @throws IdentityProviderUnavailableError when the issuer's keys cannot be had
 */
export async function identityOf(
  tokens: TokenVerifier,
  authorization: string | undefined,
): Promise<Identity | null> {
  if (authorization === undefined) return null;
  try {
    return await tokens.verify(authorization);
  } catch (error) {
    throw error instanceof DomainError ? error : new IdentityProviderUnavailableError();
  }
}

/** As `identityOf`, for what needs a person. */
export async function personOf(tokens: TokenVerifier, authorization: string | undefined): Promise<Identity> {
  const identity = await identityOf(tokens, authorization);
  if (!identity) throw new UnauthenticatedError('no access token');
  return identity;
}
