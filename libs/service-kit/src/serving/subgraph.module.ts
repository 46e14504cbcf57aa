import { randomUUID } from 'node:crypto';
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver } from '@nestjs/apollo';
import type { ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { Request } from 'express';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Caller } from '../database/database.js';
import { DateTimeScalar } from './date-time.scalar.js';
import { Database } from '../database/database.js';
import { formatError, languageOf, logUnexpected } from '../errors/error-mapper.js';
import type { Language } from '../errors/error-mapper.js';
import { GraphQLErrorFilter } from '../errors/graphql-error.filter.js';
import { requestSeconds } from './metrics.js';
import { RequestScope } from '../database/request-scope.js';

export interface GraphQLContext<Actor extends Caller = Caller> {
  readonly scope: RequestScope<Actor>;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly language: Language;
}

export interface IncomingRequest {
  readonly authorization: string | undefined;
  readonly actingGrantId: string | undefined;
  readonly correlationId: string;
}

/** Tells who is calling. Provided by libs/access. */
export abstract class CallerResolver {
  abstract resolve(request: IncomingRequest): Promise<Caller>;
}

const CORRELATION_ID = /^[\w-]{8,64}$/;

/** A correlation id from outside is kept when it looks like one, so that it can be followed through all services. */
export function correlationIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && CORRELATION_ID.test(header) ? header : randomUUID();
}

/** The GraphQL side of a subgraph: code-first schema, one scope per request, errors as codes. */
@Module({})
export class SubgraphModule {
  static forRoot(): DynamicModule {
    return {
      module: SubgraphModule,
      providers: [DateTimeScalar, { provide: APP_FILTER, useClass: GraphQLErrorFilter }],
      imports: [
        GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
          driver: ApolloFederationDriver,
          inject: [Database, CallerResolver],
          useFactory: (database: Database, callers: CallerResolver) => ({
            autoSchemaFile: { federation: 2 },
            // Without it Nest asks no guard before reference and field resolvers, and the gateway comes in by those.
            fieldResolverEnhancers: ['guards'],
            path: '/graphql',
            graphiql: false,
            introspection: true,
            csrfPrevention: true,
            sortSchema: true,
            allowBatchedHttpRequests: false,
            includeStacktraceInErrorResponses: false,
            preserveHttpStatusForExecutionErrors: false,
            context: ({ req }: { req: Request }) => contextOf(req, database, callers),
            formatError: (formatted: GraphQLFormattedError, error: unknown) =>
              formatError(formatted, error, { language: 'en' }),
            plugins: [requestScopePlugin(), ApolloServerPluginInlineTraceDisabled()],
          }),
        }),
      ],
    };
  }
}

async function contextOf(req: Request, database: Database, callers: CallerResolver): Promise<GraphQLContext> {
  const correlationId = correlationIdOf(req.headers['x-correlation-id']);
  const actor = await callers.resolve({
    authorization: req.headers.authorization,
    actingGrantId: req.header('lianxin-acting-grant'),
    correlationId,
  });
  const language = languageOf(req.headers['accept-language']);
  return { scope: new RequestScope(database, actor), actor, correlationId, language };
}

/** Releases the request's transaction before its response leaves, and writes errors in the caller's language. */
function requestScopePlugin(): ApolloServerPlugin<GraphQLContext> {
  return {
    contextCreationDidFail: ({ error }) => Promise.resolve(logUnexpected(error)),
    requestDidStart: () => {
      const stop = requestSeconds.startTimer();
      return Promise.resolve({
        didEncounterErrors: ({ errors, contextValue }) =>
          Promise.resolve(errors.forEach((error) => logUnexpected(error, contextValue.correlationId))),
        async willSendResponse(request) {
          await request.contextValue.scope.release();
          localizeErrors(request);
          stop({ outcome: request.errors ? 'refused' : 'answered' });
        },
      });
    },
  };
}

function localizeErrors(request: GraphQLRequestContext<GraphQLContext>): void {
  const body = request.response.body;
  if (body?.kind !== 'single' || !body.singleResult.errors) return;
  const originals = request.errors ?? [];
  body.singleResult.errors = body.singleResult.errors.map((formatted, index) =>
    formatError(formatted, originals[index] ?? new GraphQLError(formatted.message), request.contextValue),
  );
}
