import type { Type } from '@nestjs/common';
import { ArgsType, Directive, Field, Int, ObjectType } from '@nestjs/graphql';
import { PageSizeOutOfRangeError } from '../errors/common.errors.js';

/** No list of the graph answers more rows than this in one page. */
export const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE_SIZE, description: `How many, from 1 to ${MAX_PAGE_SIZE}.` })
  first: number = DEFAULT_PAGE_SIZE;

  @Field(() => String, { nullable: true, description: 'The cursor of the last one already seen.' })
  after?: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'Whether more follow.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether some come before.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first on this page.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last on this page: give it as `after`.',
  })
  endCursor: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/**
 * Makes the Relay connection type of a node, e.g. `GridEventConnection`.
 * @param directives for both types, e.g. `@shareable` where several subgraphs have the same list
 */
export function connectionOf<Node>(
  node: Type<Node>,
  name: string,
  directives: readonly string[] = [],
): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} and its place in the list.` })
  class EdgeModel implements Edge<Node> {
    @Field({ description: 'The place in the list.' })
    cursor: string;

    @Field(() => node, { description: `The ${name}.` })
    node: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name}.` })
  class ConnectionModel implements Connection<Node> {
    @Field(() => [EdgeModel], { description: 'In the order asked for.' })
    edges: EdgeModel[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo: PageInfo;
  }
  for (const directive of directives) {
    Directive(directive)(EdgeModel);
    Directive(directive)(ConnectionModel);
  }
  return ConnectionModel;
}

/** @throws PageSizeOutOfRangeError */
export function checkPageSize(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE_SIZE)
    throw new PageSizeOutOfRangeError(first, MAX_PAGE_SIZE);
  return first;
}

export interface PageOptions<Row, Node> {
  first: number;
  after?: string | null | undefined;
  cursorOf: (row: Row) => string;
  toNode: (row: Row) => Node;
}

/** Turns up to `first + 1` rows, read in order, into a page: the extra row only tells that more follow. */
export function toConnection<Row, Node>(
  rows: readonly Row[],
  options: PageOptions<Row, Node>,
): Connection<Node> {
  const edges = rows
    .slice(0, options.first)
    .map((row) => ({ cursor: options.cursorOf(row), node: options.toNode(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > options.first,
      hasPreviousPage: typeof options.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
