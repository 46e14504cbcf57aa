import { Scalar } from '@nestjs/graphql';
import type { CustomScalar } from '@nestjs/graphql';
import type { ValueNode } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** Instants. Nest's own scalar of this name takes any text for a date and leaves it to the database to object. */
@Scalar('DateTime', () => Date)
export class DateTimeScalar implements CustomScalar<string, Date> {
  readonly description =
    'A date-time string at UTC, such as 2019-12-03T09:54:33Z, compliant with the date-time format.';

  /** @throws GraphQLError for what is no RFC 3339 instant of the calendar: a day alone, 30 February, a word */
  parseValue(value: unknown): Date {
    if (!instant.safeParse(value).success) {
      throw new GraphQLError('DateTime wants an instant such as 2026-03-02T10:00:00+08:00.');
    }
    return new Date(value as string);
  }

  parseLiteral(node: ValueNode): Date {
    return this.parseValue(node.kind === Kind.STRING ? node.value : null);
  }

  serialize(value: unknown): string {
    return (value as Date).toISOString();
  }
}
