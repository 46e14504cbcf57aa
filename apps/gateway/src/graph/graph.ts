import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { formatError } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { SubgraphAddress } from '../config.js';
import { FieldOwners } from '../limits/field-owners.js';
import type { Limits } from '../limits/limits.js';
import { limitsRule } from '../limits/limits.rule.js';
import { operationPlugin } from './operation.plugin.js';
import { OwnSubgraphDataSource } from './own-subgraph.data-source.js';
import type { GatewayContext } from './request-context.js';
import { SubgraphDataSource } from './subgraph.data-source.js';

export interface GraphOptions {
  readonly supergraph: string;
  readonly subgraphs: readonly SubgraphAddress[];
  readonly limits: Limits;
}

export type Variables = Readonly<Record<string, unknown>>;

const DOCUMENT_CACHE_BYTES = 8 * 1024 * 1024;
const PLAN_CACHE_MIB = 8;

/** The federated graph: one schema composed at build time, executed over the subgraphs. */
export class Graph {
  private constructor(
    readonly server: ApolloServer<GatewayContext>,
    /** What callers see: no directives or types that concern composition alone. */
    readonly schema: GraphQLSchema,
    readonly owners: FieldOwners,
    private readonly sources: readonly SubgraphDataSource[],
  ) {}

  /** Loads the supergraph. Subgraphs are not asked: they may start later. */
  static async start(options: GraphOptions): Promise<Graph> {
    const sources = new Map(
      options.subgraphs.map((subgraph) => [subgraph.name, new SubgraphDataSource(subgraph, options.limits)]),
    );
    const loaded: { schema?: GraphQLSchema } = {};
    const owners = new FieldOwners(options.supergraph);
    const server = createServer(options, sources, owners, {
      serverWillStart: ({ schema }) => {
        loaded.schema = schema;
        return Promise.resolve();
      },
    });
    await server.start();
    if (!loaded.schema) throw new Error('The supergraph has no schema');
    return new Graph(server, loaded.schema, owners, [...sources.values()]);
  }

  /** Executes one operation as a request would, with the same limits, errors and permission. */
  async execute(
    query: string | DocumentNode,
    variables: Variables,
    context: GatewayContext,
  ): Promise<ExecutionResult> {
    const { body } = await this.server.executeOperation({ query, variables }, { contextValue: context });
    if (body.kind !== 'single') throw new Error('Incremental delivery is not offered');
    return body.singleResult as ExecutionResult;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await Promise.all(this.sources.map((source) => source.close()));
  }
}

function createServer(
  { supergraph, limits }: GraphOptions,
  sources: ReadonlyMap<string, SubgraphDataSource>,
  owners: FieldOwners,
  onStart: ApolloServerPlugin<GatewayContext>,
): ApolloServer<GatewayContext> {
  const logger = quietLogger();
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    buildService: ({ name }) => sources.get(name) ?? new OwnSubgraphDataSource(name),
    validateSupergraph: false,
    experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
    __exposeQueryPlanExperimental: false,
    logger,
  });
  return new ApolloServer<GatewayContext>({
    gateway,
    logger,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    documentStore: new InMemoryLRUCache<DocumentNode>({ maxSize: DOCUMENT_CACHE_BYTES }),
    parseOptions: { maxTokens: limits.MAX_QUERY_TOKENS },
    validationRules: [limitsRule(limits)],
    formatError: (formatted, error) => formatError(formatted, error, { language: 'en' }),
    plugins: [
      onStart,
      operationPlugin(limits, owners),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** The libraries' own remarks, without their debugging. */
function quietLogger(): {
  debug(): void;
  info(): void;
  warn(message: string): void;
  error(message: string): void;
} {
  const logger = new Logger('Apollo');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
}
