import type { TokenVerifier } from '@lianxin/access';
import type { Request, RequestHandler, Response } from 'express';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { MalformedRequestError } from '../graph/graph.errors.js';
import { contextFor } from '../graph/graphql.endpoint.js';
import type { Contexts } from '../graph/graphql.endpoint.js';
import { refuse } from '../graph/refuse.js';
import { personOf } from '../identity/authenticate.js';
import type { Limits } from '../limits/limits.js';
import type { Connections } from './connections.js';
import { readSubscribePayload } from './subscribe-payload.js';
import type { Subscribe } from './subscribe.js';
import type { Outlet, Subscriber } from './subscriber.js';

const CUT_OFF_GRACE_MS = 10_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export interface EventStreamOptions {
  readonly contexts: Contexts;
  readonly tokens: TokenVerifier;
  readonly subscribe: Subscribe;
  readonly connections: Connections;
  readonly limits: Limits;
}

/**
 * Subscriptions over server-sent events, by the protocol "GraphQL over SSE" in its mode of distinct connections. Written
 * here because a stream must stop when its reader does: each event waits until the one before it has left.
 */
export function streamSubscription(options: EventStreamOptions): RequestHandler {
  const { contexts, tokens, connections } = options;
  return (request, response) => {
    const context = contextFor(contexts, request);
    const open = async (): Promise<void> => {
      const identity = await personOf(tokens, request.headers.authorization);
      const payload = readSubscribePayload(request.body);
      if (!payload) throw new MalformedRequestError();
      const release = connections.take();
      response.once('close', release);
      const opened = await options.subscribe.open({ payload, context, identity, outlet: outletOf(response) });
      if (response.destroyed && 'subscriber' in opened) return void (await opened.subscriber.return());
      response.writeHead(200, HEADERS);
      if ('subscriber' in opened) await stream(opened.subscriber, request, response, options.limits);
      else finish(response, opened.errors);
    };
    open().catch((error: unknown) =>
      response.headersSent ? response.destroy() : refuse(response, error, context),
    );
  };
}

async function stream(
  subscriber: Subscriber,
  request: Request,
  response: Response,
  limits: Limits,
): Promise<void> {
  const sign = setInterval(
    () => !response.writableNeedDrain && response.write(':\n\n'),
    limits.KEEP_ALIVE_MS,
  );
  request.socket.setNoDelay(true);
  response.once('close', () => {
    clearInterval(sign);
    void subscriber.return();
  });
  response.write(':\n\n');
  for await (const result of subscriber) {
    if (!(await write(response, eventOf('next', result)))) return;
  }
  if (response.writable) response.end(eventOf('complete'));
}

/** Resolves when the event has left for the network; false when there is nobody to send it to any more. */
function write(response: Response, event: string): Promise<boolean> {
  if (!response.writable) return Promise.resolve(false);
  return new Promise((resolve) => response.write(event, (error) => resolve(!error)));
}

function finish(response: Response, errors: readonly GraphQLFormattedError[]): void {
  response.write(eventOf('next', { errors } as unknown as ExecutionResult));
  response.end(eventOf('complete'));
}

function eventOf(event: 'next' | 'complete', data?: ExecutionResult): string {
  return `event: ${event}\ndata: ${data ? JSON.stringify(data) : ''}\n\n`;
}

function outletOf(response: Response): Outlet {
  return {
    bufferedBytes: () => response.writableLength + (response.socket?.writableLength ?? 0),
    cutOff: (last) => {
      finish(response, last.errors ?? []);
      setTimeout(() => response.destroy(), CUT_OFF_GRACE_MS).unref();
    },
  };
}
