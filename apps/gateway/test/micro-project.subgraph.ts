import { startSubgraph } from './subgraph.js';
import type { TestSubgraph } from './subgraph.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])
  type Area @key(fields: "id") { id: ID! microProjectCount: Int }`;

export function startMicroProject(secret: string): Promise<TestSubgraph> {
  return startSubgraph({
    name: 'micro-project',
    sdl: SDL,
    secret,
    resolvers: {
      Area: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        microProjectCount: () => 1,
      },
    },
  });
}
