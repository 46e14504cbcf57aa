import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { GatewayUnderTest } from './gateway-under-test.js';
import type { Payload, Received, Transport } from './subscription-clients.js';

/** A subscriber that can stop reading, as one with a bad connection does. */
export interface SlowReader {
  readonly received: Received[];
  pause(): void;
  resume(): void;
  readonly ended: Promise<unknown>;
}

export function readSlowly(
  gateway: GatewayUnderTest,
  transport: Transport,
  authorization: string,
  payload: Payload,
): Promise<SlowReader> {
  return transport === 'WebSocket'
    ? readWebSocket(gateway, authorization, payload)
    : readEventStream(gateway, authorization, payload);
}

async function readWebSocket(
  gateway: GatewayUnderTest,
  authorization: string,
  payload: Payload,
): Promise<SlowReader> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const received: Received[] = [];
  const ended = once(socket, 'close');
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload?: Received };
    if (message.type === 'connection_ack')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    if (message.type === 'next' && message.payload) received.push(message.payload);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  return { received, ended, pause: () => socket.pause(), resume: () => socket.resume() };
}

async function readEventStream(
  gateway: GatewayUnderTest,
  authorization: string,
  payload: Payload,
): Promise<SlowReader> {
  const asking = request(`${gateway.url}/graphql/stream`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  asking.end(JSON.stringify(payload));
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const received: Received[] = [];
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const events = (text + chunk).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/s.exec(event)?.[1];
      if (data) received.push(JSON.parse(data) as Received);
    }
  });
  return {
    received,
    ended: once(response, 'close'),
    pause: () => response.pause(),
    resume: () => response.resume(),
  };
}
