import { Scalar } from '@nestjs/graphql';
import type { CustomScalar } from '@nestjs/graphql';
import { Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { yuanOf } from './money.js';

/** Names the scalar in fields: `@Field(() => Yuan)`. Inside it is whole fen when it leaves and text when it comes in. */
export abstract class Yuan {}

/** Amounts travel as text: GraphQL's own numbers end at 21 million yuan or are not exact. What comes in is read by `fenOf`. */
@Scalar('Yuan', () => Yuan)
export class YuanScalar implements CustomScalar<string, string> {
  readonly description =
    'An amount of money in yuan (元) with at most two decimals, as text and exact, e.g. "85000.50".';

  serialize(fen: unknown): string {
    if (!Number.isSafeInteger(fen)) throw new TypeError('An amount is a whole number of fen.');
    return yuanOf(fen as number);
  }

  parseValue(value: unknown): string {
    if (typeof value !== 'string') throw new TypeError('Yuan cannot represent a non string value');
    return value;
  }

  parseLiteral(node: ValueNode): string {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }
}
