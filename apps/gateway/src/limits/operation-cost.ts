import type { GraphQLSchema } from 'graphql';
import type { FieldOwners } from './field-owners.js';
import { queryCost } from './query/query-cost.js';
import type { CostedRequest } from './query/query-cost.js';
import { queryFetches } from './query/query-fetches.js';

/** In objects loaded, as everything here: what it takes to plan and ask one, even when nothing is found. */
const COST_OF_A_ROOT = 100;
const COST_OF_A_HOP = 500;

/** What an operation costs: the objects it loads, its root fields, and each place where another subgraph is asked. */
export function operationCost(schema: GraphQLSchema, owners: FieldOwners, request: CostedRequest): number {
  const { roots, hops } = queryFetches(schema, owners, request);
  return queryCost(schema, request) + roots * COST_OF_A_ROOT + hops * COST_OF_A_HOP;
}
