import type { DomainError } from '@lianxin/service-kit';
import { Lexer, Source, TokenKind } from 'graphql';
import { QueryTooLongError, TooManyFragmentsError } from '../limit.errors.js';
import type { QueryLimits } from './query-limits.js';

/**
 * What is wrong with a query's text before it is parsed and validated: comparing fragments that overlap takes time with
 * the square of their number.
 */
export function faultInText(
  query: string,
  { tokens, fragments }: Pick<QueryLimits, 'tokens' | 'fragments'>,
): DomainError | null {
  const lexer = new Lexer(new Source(query));
  let spreads = 0;
  try {
    for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count += 1) {
      if (count > tokens) return new QueryTooLongError(tokens);
      if (lexer.token.kind === TokenKind.SPREAD) spreads += 1;
    }
  } catch {
    // The parser says what cannot be read.
    return null;
  }
  return spreads > fragments ? new TooManyFragmentsError(fragments, spreads) : null;
}
