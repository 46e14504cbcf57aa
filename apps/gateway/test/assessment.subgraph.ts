import { startSubgraph } from './subgraph.js';
import type { TestSubgraph } from './subgraph.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])
  type Area @key(fields: "id") { id: ID! indicators(year: Int!): [Indicator!] }
  type Indicator { id: String! value: Float }`;

export function startAssessment(secret: string): Promise<TestSubgraph> {
  return startSubgraph({
    name: 'assessment',
    sdl: SDL,
    secret,
    resolvers: {
      Area: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        indicators: () => [{ id: 'O5', value: 0.5 }],
      },
    },
  });
}
