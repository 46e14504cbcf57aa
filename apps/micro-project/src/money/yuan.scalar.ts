import { GraphQLScalarType } from 'graphql';
import { yuanOf } from './money.js';

/** Amounts leave as text: GraphQL's own numbers end at 21 million yuan or are not exact. They come in as text and are read by `fenOf`. */
export const Yuan = new GraphQLScalarType<string, string>({
  name: 'Yuan',
  description:
    'An amount of money in yuan (元) with at most two decimals, as text and exact, e.g. "85000.50".',
  serialize: (fen) => {
    if (!Number.isSafeInteger(fen)) throw new TypeError('An amount is a whole number of fen.');
    return yuanOf(fen as number);
  },
  parseValue: (value) => {
    if (typeof value !== 'string') throw new TypeError('Yuan cannot represent a non string value');
    return value;
  },
});
