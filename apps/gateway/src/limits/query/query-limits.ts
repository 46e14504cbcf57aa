import type { GatewayContext } from '../../graph/request-context.js';
import type { Limits } from '../limits.js';

/** The bounds of one query, by whether its caller said who he is. */
export interface QueryLimits {
  readonly tokens: number;
  readonly fragments: number;
  readonly aliases: number;
  readonly cost: number;
}

/** A token that is not believed was refused before; whoever sends none gets less. */
export function queryLimits(limits: Limits, { forwarded }: Pick<GatewayContext, 'forwarded'>): QueryLimits {
  if (forwarded['authorization'] === undefined) {
    return {
      tokens: limits.ANONYMOUS_QUERY_TOKENS,
      fragments: limits.ANONYMOUS_QUERY_FRAGMENTS,
      aliases: limits.ANONYMOUS_QUERY_ALIASES,
      cost: limits.ANONYMOUS_QUERY_COST,
    };
  }
  return {
    tokens: limits.MAX_QUERY_TOKENS,
    fragments: limits.MAX_QUERY_FRAGMENTS,
    aliases: limits.MAX_QUERY_ALIASES,
    cost: limits.MAX_QUERY_COST,
  };
}
