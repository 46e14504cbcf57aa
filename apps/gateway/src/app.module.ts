import { readFileSync } from 'node:fs';
import { TokenVerifier } from '@lianxin/access';
import { createTransport } from '@lianxin/journal';
import type { EventTransport } from '@lianxin/journal';
import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { subgraphsOf } from './config.js';
import type { GatewayConfig } from './config.js';
import { FilePassage } from './files/file-passage.js';
import { Graph } from './graph/graph.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { OpenSockets } from './open-sockets.js';
import { Shutdown } from './shutdown.js';
import { Connections } from './subscriptions/endpoints/connections.js';
import { Subscribe } from './subscriptions/subscribe.js';
import { SubscriptionReader } from './subscriptions/endpoints/subscription-request.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { WakeUps } from './subscriptions/wake-ups.js';
import { WebSocketEndpoint } from './subscriptions/endpoints/web-socket.endpoint.js';

/** What tests put in the place of the real thing. */
export interface GatewayParts {
  readonly supergraph?: string;
  readonly transport?: EventTransport;
}

const SUPERGRAPH = new URL('../supergraph.graphql', import.meta.url);

/** The whole gateway under one configuration. */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig, parts: GatewayParts = {}): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [HealthController],
      providers: [Shutdown, ...graphProviders(config, parts), ...subscriptionProviders(config, parts)],
    };
  }
}

function graphProviders(config: GatewayConfig, parts: GatewayParts): Provider[] {
  const subgraphs = subgraphsOf(config);
  const supergraph = parts.supergraph ?? readFileSync(SUPERGRAPH, 'utf8');
  return [
    { provide: OpenSockets, useValue: new OpenSockets() },
    { provide: Readiness, useValue: new Readiness(subgraphs) },
    { provide: FilePassage, useValue: new FilePassage(subgraphs, config) },
    { provide: TokenVerifier, useValue: new TokenVerifier(config) },
    { provide: Graph, useFactory: () => Graph.start({ supergraph, subgraphs, limits: config }) },
  ];
}

function subscriptionProviders(config: GatewayConfig, parts: GatewayParts): Provider[] {
  return [
    { provide: Connections, useValue: new Connections(config.MAX_CONNECTIONS) },
    {
      provide: Subscriptions,
      inject: [Graph],
      useFactory: (graph: Graph) => new Subscriptions((...pull) => graph.execute(...pull), config),
    },
    {
      provide: Subscribe,
      inject: [Graph, Subscriptions],
      useFactory: (graph: Graph, subscriptions: Subscriptions) =>
        new Subscribe(new SubscriptionReader(graph, config), subscriptions, config),
    },
    {
      provide: WakeUps,
      inject: [Subscriptions],
      useFactory: (subscriptions: Subscriptions) =>
        new WakeUps(parts.transport ?? createTransport(config, 'gateway'), subscriptions),
    },
    {
      provide: WebSocketEndpoint,
      inject: [Graph, TokenVerifier, Subscribe, Connections],
      useFactory: (
        { schema }: Graph,
        tokens: TokenVerifier,
        subscribe: Subscribe,
        connections: Connections,
      ) => new WebSocketEndpoint({ tokens, subscribe, connections, limits: config, schema }),
    },
  ];
}
