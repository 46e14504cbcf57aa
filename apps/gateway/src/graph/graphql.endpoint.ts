import { expressMiddleware } from '@as-integrations/express5';
import type { TokenVerifier } from '@lianxin/access';
import type { DomainError } from '@lianxin/service-kit';
import { json } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { identityOf } from '../identity/authenticate.js';
import type { Limits } from '../limits/limits.js';
import { queryLimits } from '../limits/query/query-limits.js';
import { faultInText } from '../limits/query/query-text.js';
import {
  MalformedRequestError,
  MethodNotAllowedError,
  PersistedQueryNotSupportedError,
  RequestTooLargeError,
} from './graph.errors.js';
import type { Graph } from './graph.js';
import { refuse } from './refuse.js';
import { contextOf } from './request-context.js';
import type { GatewayContext } from './request-context.js';

export type Contexts = WeakMap<Request, GatewayContext>;

/** Gives every request its correlation id, which the response names too. */
export function openContext(contexts: Contexts): RequestHandler {
  return (request, response, next) => {
    const context = contextOf(request.headers);
    contexts.set(request, context);
    response.setHeader('x-correlation-id', context.correlationId);
    next();
  };
}

export function contextFor(contexts: Contexts, request: Request): GatewayContext {
  return contexts.get(request) ?? contextOf(request.headers);
}

/** Reads a JSON body of bounded size, and says what is wrong with any other. */
export function readBody(contexts: Contexts, limits: Limits): RequestHandler {
  const parse = json({ limit: limits.MAX_BODY_BYTES, type: 'application/json' });
  return (request: Request, response: Response, next: NextFunction) => {
    parse(request, response, (error?: unknown) => {
      const isObject = typeof request.body === 'object' && request.body !== null;
      if (!error && isObject) return next();
      const isTooLarge = (error as { type?: string } | undefined)?.type === 'entity.too.large';
      const fault = isTooLarge
        ? new RequestTooLargeError(limits.MAX_BODY_BYTES)
        : new MalformedRequestError();
      refuse(response, fault, contextFor(contexts, request));
    });
  };
}

/** Refuses a token that is not believed, before anything is read; without a token the subgraphs decide. */
export function checkToken(contexts: Contexts, tokens: TokenVerifier): RequestHandler {
  return (request, response, next) => {
    identityOf(tokens, request.headers.authorization).then(
      () => next(),
      (error: unknown) => refuse(response, error, contextFor(contexts, request)),
    );
  };
}

export function requirePost(contexts: Contexts): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'POST') return next();
    refuse(response, new MethodNotAllowedError(request.method), contextFor(contexts, request));
  };
}

/** Answers queries and mutations, at the path itself and nothing below it. */
export function answerOperation(contexts: Contexts, graph: Graph, limits: Limits): RequestHandler {
  const answer = expressMiddleware(graph.server, {
    context: ({ req }) => Promise.resolve(contextFor(contexts, req)),
  });
  return (request, response, next) => {
    if (request.path !== '/') return next();
    const context = contextFor(contexts, request);
    const fault = faultIn(request.body as AskedOperation, limits, context);
    return fault ? refuse(response, fault, context) : answer(request, response, next);
  };
}

interface AskedOperation {
  readonly query?: unknown;
  readonly extensions?: { readonly persistedQuery?: unknown } | null;
}

/** What need not be parsed to be refused. */
function faultIn(
  { query, extensions }: AskedOperation,
  limits: Limits,
  context: GatewayContext,
): DomainError | null {
  if (extensions?.persistedQuery) return new PersistedQueryNotSupportedError();
  return typeof query === 'string' ? faultInText(query, queryLimits(limits, context)) : null;
}
