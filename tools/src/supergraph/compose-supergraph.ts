import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** The part of the graph that the gateway answers itself. */
export const OWN_SUBGRAPH = 'gateway';

export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
}

/**
 * Composes the subgraphs into the supergraph that the gateway serves. Addresses are not part of it: each gateway is told
 * where its subgraphs are.
 * @throws Error that names every conflict between the subgraphs
 */
export function composeSupergraph(subgraphs: readonly Subgraph[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}/graphql`, typeDefs: parse(sdl) })),
  );
  if (result.errors)
    throw new Error(
      `The subgraphs do not compose:\n${result.errors.map((error) => error.message).join('\n')}`,
    );
  return `${result.supergraphSdl.trim()}\n`;
}
