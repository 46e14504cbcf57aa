import type { GraphQLFormattedError } from 'graphql';

/** How an error of a subgraph is told on: whatever is not a refusal with a code of its own stays inside. */
export const INTERNAL = 'INTERNAL_SERVER_ERROR';

/**
 * Codes by which a subgraph complains of the request as such. The gateway wrote that request, so it is a fault of ours,
 * but for values that only the subgraph can judge (dates, for one).
 */
const ABOUT_OUR_REQUEST = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'GATEWAY_SECRET_REQUIRED',
]);
const BAD_VALUE = /^(Expected value of type|Variable "\$)/;
const CODE = /^[A-Z][A-Z0-9_]{2,63}$/;

/** Keeps message, path, code and details; everything else a subgraph may add is dropped. */
export function cleanSubgraphError(error: GraphQLFormattedError): GraphQLFormattedError {
  const code = codeOf(error);
  const place = error.path ? { path: error.path } : {};
  if (code === INTERNAL) return { message: INTERNAL, ...place, extensions: { code } };
  const details = error.extensions?.['details'];
  return { message: error.message, ...place, extensions: { code, ...(isRecord(details) && { details }) } };
}

/** Those that are ours to mend and belong in the log. */
export function isOurFault(error: GraphQLFormattedError): boolean {
  return ABOUT_OUR_REQUEST.has(String(error.extensions?.['code'])) && codeOf(error) === INTERNAL;
}

function codeOf(error: GraphQLFormattedError): string {
  const code = error.extensions?.['code'];
  if (typeof code !== 'string' || !CODE.test(code)) return INTERNAL;
  if (!ABOUT_OUR_REQUEST.has(code)) return code;
  return code !== 'GATEWAY_SECRET_REQUIRED' && BAD_VALUE.test(error.message) ? 'BAD_USER_INPUT' : INTERNAL;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
