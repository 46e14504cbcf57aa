import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import { Graph } from './graph/graph.js';
import { OpenSockets } from './open-sockets.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { WakeUps } from './subscriptions/wake-ups.js';
import { WebSocketEndpoint } from './subscriptions/endpoints/web-socket.endpoint.js';

/** For the last results to leave before their connections are closed. */
const FAREWELL_MS = 250;

/** Ends in order: subscribers are told their cursors, requests under way are answered, then the rest is let go. */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(Graph) private readonly graph: Graph,
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(WakeUps) private readonly wakeUps: WakeUps,
    @Inject(WebSocketEndpoint) private readonly webSockets: WebSocketEndpoint,
    @Inject(OpenSockets) private readonly sockets: OpenSockets,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const hadAny = this.subscriptions.size > 0;
    this.subscriptions.close();
    if (hadAny) await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
    await this.webSockets.close();
    this.sockets.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.wakeUps.stop();
    await this.graph.stop();
  }
}
