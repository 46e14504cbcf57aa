import type { GraphQLDataSource } from '@apollo/gateway';

/** Stands for a part of the supergraph that no service answers: the gateway's own subscriptions. */
export class OwnSubgraphDataSource implements GraphQLDataSource {
  constructor(private readonly name: string) {}

  process(): Promise<never> {
    return Promise.reject(new Error(`The subgraph ${this.name} has no queries`));
  }
}
