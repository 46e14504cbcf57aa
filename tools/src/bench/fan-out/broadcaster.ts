import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { now } from './messages.js';
import type { BroadcasterTold, BroadcastOrder } from './messages.js';

const tell = (told: BroadcasterTold): void => void process.send?.(told);

/** `ws` alone, as its documentation broadcasts: what sending by itself takes. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('listening', () => tell({ port: (server.address() as AddressInfo).port }));

async function broadcast({ frame, times }: BroadcastOrder): Promise<void> {
  tell({ startedAt: now() });
  for (let time = 0; time < times; time += 1) {
    for (const client of server.clients) client.send(frame);
    await turn();
  }
}

process.on('message', (order: BroadcastOrder) => void broadcast(order));
process.on('disconnect', () => process.exit());
