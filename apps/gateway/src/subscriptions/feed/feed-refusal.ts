import type { GraphQLFormattedError } from 'graphql';

const TRANSIENT = new Set([
  'INTERNAL_SERVER_ERROR',
  'DATABASE_UNAVAILABLE',
  'SUBGRAPH_UNAVAILABLE',
  'IDENTITY_PROVIDER_UNAVAILABLE',
]);

/**
 * What it means for an open subscription that the feed gave no page: its subscriber may no longer read it, it is to be
 * asked again, or there is an error to tell.
 */
export function meaningOf(
  errors: readonly GraphQLFormattedError[],
  hasTokenExpired: boolean,
): 'revoked' | 'later' | 'refused' {
  if (errors.some((error) => codeOf(error) === 'FORBIDDEN' && isAboutFeed(error))) return 'revoked';
  if (isTransient(errors)) return 'later';
  // A shared pull went out with another token of the same person, which has expired meanwhile.
  if (!hasTokenExpired && errors.some((error) => codeOf(error) === 'UNAUTHENTICATED')) return 'later';
  return 'refused';
}

/** Whether it may be answered when it is asked again. */
export function isTransient(errors: readonly GraphQLFormattedError[]): boolean {
  return errors.some((error) => TRANSIENT.has(codeOf(error)));
}

/** Not about something that was selected of a change: that one may not see has no bearing on the feed. */
function isAboutFeed({ path }: GraphQLFormattedError): boolean {
  return (path?.length ?? 0) <= 1;
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return String(extensions?.['code']);
}
