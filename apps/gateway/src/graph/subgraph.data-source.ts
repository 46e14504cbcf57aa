import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { GATEWAY_SECRET_HEADER, metrics } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { GraphQLFormattedError } from 'graphql';
import { Histogram } from 'prom-client';
import { Pool } from 'undici';
import type { SubgraphAddress } from '../config.js';
import type { Limits } from '../limits/limits.js';
import { SubgraphUnavailableError } from './graph.errors.js';
import type { GatewayContext } from './request-context.js';
import { cleanSubgraphError, isOurFault } from './subgraph-error.js';

type Processing = GraphQLDataSourceProcessOptions<GatewayContext & Record<string, unknown>>;
type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

const CONNECT_TIMEOUT_MS = 2_000;
const KEEP_ALIVE_MS = 30_000;

const subgraphSeconds = new Histogram({
  name: 'lianxin_subgraph_request_seconds',
  help: 'Time from a request to a subgraph to its answer',
  labelNames: ['subgraph', 'outcome'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
  registers: [metrics],
});

/** One subgraph over HTTP: a bounded pool of connections that are kept, and its own secret on every request. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext & Record<string, unknown>> {
  private readonly logger = new Logger(SubgraphDataSource.name);
  private readonly pool: Pool;
  private readonly path: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly subgraph: SubgraphAddress,
    limits: Limits,
  ) {
    const { origin, pathname } = new URL(subgraph.url);
    this.path = pathname;
    this.pool = new Pool(origin, {
      connections: limits.SUBGRAPH_CONNECTIONS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: limits.SUBGRAPH_TIMEOUT_MS,
      bodyTimeout: limits.SUBGRAPH_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxResponseSize: limits.MAX_SUBGRAPH_ANSWER_BYTES,
    });
    this.headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      [GATEWAY_SECRET_HEADER]: subgraph.secret,
    };
  }

  async process({ request, context }: Processing): Promise<Answer> {
    const stop = subgraphSeconds.startTimer({ subgraph: this.subgraph.name });
    try {
      const { query, variables, operationName } = request;
      const body = JSON.stringify({ query, variables, operationName });
      const { data, errors } = await this.post(body, (context as GatewayContext).forwarded);
      stop({ outcome: errors ? 'refused' : 'answered' });
      return { data: data ?? null, ...(errors && { errors: errors.map((error) => this.told(error)) }) };
    } catch (error) {
      stop({ outcome: 'unavailable' });
      this.logger.warn({
        message: 'A subgraph does not answer',
        subgraph: this.subgraph.name,
        error: String(error),
      });
      throw new SubgraphUnavailableError(this.subgraph.name);
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async post(body: string, forwarded: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = { ...forwarded, ...this.headers };
    const { body: answer } = await this.pool.request({ method: 'POST', path: this.path, headers, body });
    const parsed: unknown = await answer.json();
    if (typeof parsed !== 'object' || parsed === null) throw new Error('the answer is not an object');
    return parsed;
  }

  private told(error: GraphQLFormattedError): GraphQLFormattedError {
    if (isOurFault(error)) {
      const { message, extensions } = error;
      this.logger.error({
        message: 'A subgraph refused our request',
        subgraph: this.subgraph.name,
        reason: message,
        code: extensions?.['code'],
      });
    }
    return cleanSubgraphError(error);
  }
}
