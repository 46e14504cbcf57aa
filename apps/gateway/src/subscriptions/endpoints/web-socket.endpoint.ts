import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Identity, TokenVerifier } from '@lianxin/access';
import { DomainError } from '@lianxin/service-kit';
import { GraphQLError } from 'graphql';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Context, SubscribeMessage } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { contextOf } from '../../graph/request-context.js';
import type { GatewayContext } from '../../graph/request-context.js';
import { toldError } from '../../graph/told-errors.js';
import { personOf } from '../../identity/authenticate.js';
import type { Limits } from '../../limits/limits.js';
import type { Connections } from './connections.js';
import type { Subscribe } from '../subscribe.js';
import type { Outlet, Subscriber } from '../subscriber.js';
import { TooManySubscriptionsError } from '../subscription.errors.js';

const PATH = '/graphql';
/** Of graphql-transport-ws, and of WebSocket for "come back later". */
const UNAUTHORIZED = 4401;
const TRY_AGAIN_LATER = 1013;
const CONNECTION_HEADERS = ['authorization', 'accept-language', 'lianxin-acting-grant', 'x-correlation-id'];

export interface WebSocketOptions {
  readonly tokens: TokenVerifier;
  readonly subscribe: Subscribe;
  readonly connections: Connections;
  readonly limits: Limits;
  readonly schema: GraphQLSchema;
}

/** What is known of one connection. */
interface Session {
  identity?: Identity;
  context?: GatewayContext;
  subscribers?: Set<Subscriber>;
  isCutOff?: boolean;
}

type SocketContext = Context<Record<string, unknown>, Extra & Session>;
type Told = GraphQLError & { readonly told: readonly GraphQLFormattedError[] };

/** Subscriptions over WebSocket, by the protocol graphql-transport-ws. */
export class WebSocketEndpoint {
  private readonly sockets: WebSocketServer;
  private readonly disposable: { dispose: () => void | Promise<void> };

  constructor(private readonly options: WebSocketOptions) {
    const { limits } = options;
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: limits.MAX_BODY_BYTES,
      perMessageDeflate: false,
    });
    this.disposable = useServer(
      {
        schema: options.schema,
        isProd: true,
        connectionInitWaitTimeout: limits.CONNECTION_INIT_TIMEOUT_MS,
        onConnect: (socket: SocketContext) => this.identify(socket),
        onSubscribe: (socket: SocketContext, id: string, payload: SubscribeMessage['payload']) =>
          this.open(socket, id, payload),
        subscribe: ({ contextValue }) => contextValue as Subscriber,
        // The errors are formatted already; the library would ask them to format themselves.
        onNext: (...[, , , , result]) => result as ExecutionResult,
        onError: (_socket: SocketContext, _id: string, _payload: unknown, errors: readonly GraphQLError[]) =>
          toldOf(errors),
      },
      this.sockets,
      limits.KEEP_ALIVE_MS,
    );
  }

  /** Takes over what asks to become a WebSocket on /graphql, and refuses the rest. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // The server has let go of this socket, and of its errors.
      socket.on('error', () => socket.destroy());
      if (request.url?.split('?', 1)[0] !== PATH) return refuseUpgrade(socket, '404 Not Found');
      try {
        const release = this.options.connections.take();
        socket.once('close', release);
        this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.connect(webSocket, request));
      } catch {
        refuseUpgrade(socket, '503 Service Unavailable');
      }
    });
  }

  private connect(webSocket: WebSocket, request: IncomingMessage): void {
    this.sockets.emit('connection', webSocket, request);
    // What is no frame, or too large a one, is closed by `ws` with its code (1002, 1009); graphql-ws would print a stack,
    // and take the first error only.
    webSocket.removeAllListeners('error');
    webSocket.on('error', () => webSocket.close());
  }

  async close(): Promise<void> {
    await this.disposable.dispose();
  }

  private async identify(socket: SocketContext): Promise<boolean> {
    const { request, socket: webSocket } = socket.extra;
    socket.extra.context = contextOf({ ...request.headers, ...headersIn(socket.connectionParams ?? {}) });
    try {
      const { authorization } = socket.extra.context.forwarded;
      socket.extra.identity = await personOf(this.options.tokens, authorization);
    } catch (error) {
      const code = error instanceof DomainError ? error.code : 'INTERNAL_SERVER_ERROR';
      webSocket.close(code === 'UNAUTHENTICATED' ? UNAUTHORIZED : TRY_AGAIN_LATER, code);
      return false;
    }
    closeAtExpiry(webSocket, socket.extra.identity);
    return true;
  }

  private async open(socket: SocketContext, id: string, payload: SubscribeMessage['payload']) {
    const { identity, context } = socket.extra;
    if (!identity || !context)
      return tell([{ message: 'Not connected', extensions: { code: 'UNAUTHENTICATED' } }]);
    const max = this.options.limits.MAX_SUBSCRIPTIONS_PER_CONNECTION;
    if (Object.keys(socket.subscriptions).length > max) {
      const fault = new TooManySubscriptionsError('connection', max);
      const error = new GraphQLError(fault.message, { originalError: fault });
      return tell([toldError(error, context, this.options.limits)]);
    }
    const opened = await this.options.subscribe.open({
      payload,
      context,
      identity,
      outlet: outletOf(socket.extra, id),
    });
    if ('errors' in opened) return tell(opened.errors);
    (socket.extra.subscribers ??= new Set()).add(opened.subscriber);
    const { document, operationName } = opened.request;
    return { schema: this.options.schema, document, operationName, contextValue: opened.subscriber };
  }
}

/** Browsers cannot set headers on a WebSocket, so what a request says in its headers comes as parameters here. */
function headersIn(params: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string' && CONNECTION_HEADERS.includes(name.toLowerCase()))
      headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** graphql-ws takes errors as objects of its kind; what is told travels inside. */
function tell(told: readonly GraphQLFormattedError[]): readonly GraphQLError[] {
  return [Object.assign(new GraphQLError('refused'), { told }) satisfies Told];
}

function toldOf(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
  return errors.flatMap(
    (error) =>
      (error as Partial<Told>).told ?? [
        { message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
  );
}

/** One connection carries several subscriptions: when it is too slow for one, each is told its own cursor. */
function outletOf(session: Extra & Session, id: string): Outlet {
  const { socket } = session;
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    bufferedBytes: () => socket.bufferedAmount,
    send: (json) =>
      new Promise((resolve) => {
        if (socket.readyState === socket.OPEN) socket.send(`${head}${json}}`, () => resolve());
        else resolve();
      }),
    cutOff: (last) => {
      if (last) socket.send(JSON.stringify({ id, type: 'next', payload: last }));
      socket.send(JSON.stringify({ id, type: 'complete' }));
      if (session.isCutOff) return;
      session.isCutOff = true;
      for (const other of session.subscribers ?? []) other.cutOff();
      socket.close(TRY_AGAIN_LATER, 'SLOW_SUBSCRIBER');
    },
  };
}

/** Its subscriptions have ended with their cursors; a fresh token needs a fresh connection. */
function closeAtExpiry(webSocket: WebSocket, { expiresAt }: Identity): void {
  const AFTER_THE_SUBSCRIPTIONS_MS = 250;
  const delayMs = Math.min(
    Math.max(expiresAt.getTime() - Date.now(), 0) + AFTER_THE_SUBSCRIPTIONS_MS,
    2 ** 31 - 1,
  );
  const timer = setTimeout(() => webSocket.close(UNAUTHORIZED, 'TOKEN_EXPIRED'), delayMs);
  webSocket.once('close', () => clearTimeout(timer));
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
