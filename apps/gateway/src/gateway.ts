import { TokenVerifier } from '@lianxin/access';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { GatewayModule } from './app.module.js';
import type { GatewayParts } from './app.module.js';
import type { GatewayConfig } from './config.js';
import { FilePassage } from './files/file-passage.js';
import { passFiles } from './files/files.endpoint.js';
import { Graph } from './graph/graph.js';
import { answerOperation, checkToken, openContext, readBody, requirePost } from './graph/graphql.endpoint.js';
import type { Contexts } from './graph/graphql.endpoint.js';
import { serveGraphiql } from './graphiql/graphiql.endpoint.js';
import { OpenSockets } from './open-sockets.js';
import { Connections } from './subscriptions/endpoints/connections.js';
import { streamSubscription } from './subscriptions/endpoints/event-stream.endpoint.js';
import { Subscribe } from './subscriptions/subscribe.js';
import { WakeUps } from './subscriptions/wake-ups.js';
import { WebSocketEndpoint } from './subscriptions/endpoints/web-socket.endpoint.js';

const REQUEST_TIMEOUT_MS = 60_000;

/** The gateway with all its doors, not yet listening; shared by the running process and its tests. */
export async function createGateway(
  config: GatewayConfig,
  options: GatewayParts & { readonly logger?: LoggerService | false } = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.forRoot(config, options), {
    bodyParser: false,
    abortOnError: false,
    ...(options.logger !== undefined && { logger: options.logger }),
  });
  app.disable('x-powered-by');
  app.disable('etag');
  addDoors(app, config);
  const server = app.getHttpServer();
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = 2 * REQUEST_TIMEOUT_MS;
  app.get(OpenSockets).watch(server);
  app.get(WebSocketEndpoint).attach(server);
  await app.get(WakeUps).start();
  return app;
}

function addDoors(app: NestExpressApplication, config: GatewayConfig): void {
  const contexts: Contexts = new WeakMap();
  const tokens = app.get(TokenVerifier);
  const body = readBody(contexts, config);
  const stream = streamSubscription({
    contexts,
    tokens,
    subscribe: app.get(Subscribe),
    connections: app.get(Connections),
    limits: config,
  });
  app.use('/graphql', openContext(contexts), requirePost(contexts), checkToken(contexts, tokens), body);
  app.use('/graphql/stream', stream);
  app.use('/graphql', answerOperation(contexts, app.get(Graph), config));
  app.use('/files', openContext(contexts), passFiles(contexts, app.get(FilePassage)));
  app.use('/graphiql', serveGraphiql());
}
