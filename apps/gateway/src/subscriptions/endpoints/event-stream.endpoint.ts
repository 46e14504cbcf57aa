import type { TokenVerifier } from '@lianxin/access';
import type { Request, RequestHandler, Response } from 'express';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { MalformedRequestError } from '../../graph/graph.errors.js';
import { contextFor } from '../../graph/graphql.endpoint.js';
import type { Contexts } from '../../graph/graphql.endpoint.js';
import { refuse } from '../../graph/refuse.js';
import { personOf } from '../../identity/authenticate.js';
import type { Limits } from '../../limits/limits.js';
import type { Connections } from './connections.js';
import { readSubscribePayload } from './subscribe-payload.js';
import type { Subscribe } from '../subscribe.js';
import type { Outlet, Subscriber } from '../subscriber.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

type Last = ExecutionResult | { readonly errors: readonly GraphQLFormattedError[] };

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
  const { contexts, tokens, connections, limits } = options;
  return (request, response) => {
    const context = contextFor(contexts, request);
    const open = async (): Promise<void> => {
      const identity = await personOf(tokens, request.headers.authorization);
      const payload = readSubscribePayload(request.body);
      if (!payload) throw new MalformedRequestError();
      const release = connections.take();
      response.once('close', release);
      const outlet = outletOf(response, limits);
      const opened = await options.subscribe.open({ payload, context, identity, outlet });
      if (response.destroyed && 'subscriber' in opened) return void (await opened.subscriber.return());
      response.writeHead(200, HEADERS);
      if ('subscriber' in opened) await stream(opened.subscriber, request, response, limits);
      else finish(response, { errors: opened.errors }, limits);
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
  const sign = setInterval(() => {
    if (isOpen(response) && !response.writableNeedDrain) response.write(':\n\n');
  }, limits.KEEP_ALIVE_MS);
  request.socket.setNoDelay(true);
  response.once('close', () => {
    clearInterval(sign);
    void subscriber.return();
  });
  response.write(':\n\n');
  for await (const result of subscriber) {
    if (!(await write(response, eventOf('next', JSON.stringify(result))))) break;
  }
  clearInterval(sign);
  finish(response, null, limits);
}

/** Resolves when the event has left for the network; false when there is nobody to send it to any more. */
function write(response: Response, event: string): Promise<boolean> {
  if (!isOpen(response)) return Promise.resolve(false);
  return new Promise((resolve) => response.write(event, (error) => resolve(!error)));
}

/** Ends the stream behind all that waits, and its connection when that is not read in time. */
function finish(response: Response, last: Last | null, { SLOW_SUBSCRIBER_MS }: Limits): void {
  if (!isOpen(response)) return;
  if (last) response.write(eventOf('next', JSON.stringify(last)));
  response.end(eventOf('complete'));
  const grace = setTimeout(() => response.destroy(), SLOW_SUBSCRIBER_MS);
  response.once('close', () => clearTimeout(grace));
}

/** Writing to a response that has ended is an error, although it counts as writable until it is closed. */
function isOpen(response: Response): boolean {
  return !response.writableEnded && !response.destroyed;
}

function eventOf(event: 'next' | 'complete', json = ''): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}

function outletOf(response: Response, limits: Limits): Outlet {
  return {
    bufferedBytes: () => response.writableLength + (response.socket?.writableLength ?? 0),
    send: async (json) => void (await write(response, eventOf('next', json))),
    cutOff: (last) => finish(response, last, limits),
  };
}
