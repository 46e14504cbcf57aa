import { WebSocket } from 'ws';
import { now } from './messages.js';
import type { ReceiversOrder, ReceiversTold, Subscribing } from './messages.js';

const openAtOnce = 50;
const marker = Buffer.from('"type":"next"');
const tell = (told: ReceiversTold): void => void process.send?.(told);

let frames = 0;
let awaited = Infinity;

/** Takes what comes without reading it, as cheaply as can be: the servers are measured, not their clients. */
function take(data: Buffer): void {
  if (!data.includes(marker)) return;
  frames += 1;
  if (frames !== awaited) return;
  awaited = Infinity;
  tell({ reachedAt: now(), frame: data.toString() });
}

function open(url: string, { subscription }: Subscribing): Promise<void> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => tell({ fault: `a socket was closed: ${code}` }));
    socket.once('open', () => {
      if (!subscription) {
        socket.on('message', take);
        return resolve();
      }
      const { token, id, payload } = subscription;
      socket.once('message', () => {
        socket.on('message', take);
        socket.send(JSON.stringify({ id, type: 'subscribe', payload }));
        resolve();
      });
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    });
  });
}

async function openAll(url: string, subscribers: readonly Subscribing[]): Promise<void> {
  const left = [...subscribers];
  const worker = async (): Promise<void> => {
    for (let each = left.pop(); each; each = left.pop()) await open(url, each);
  };
  await Promise.all(Array.from({ length: openAtOnce }, worker));
  tell({ opened: subscribers.length });
}

process.on('message', (order: ReceiversOrder) => {
  if ('tellAt' in order) {
    [frames, awaited] = [0, order.tellAt];
    return;
  }
  openAll(order.open.url, order.open.subscribers).catch((error: unknown) => tell({ fault: String(error) }));
});
process.on('disconnect', () => process.exit());
tell({ isReady: true });
