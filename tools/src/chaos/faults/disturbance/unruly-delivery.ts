import type { IncomingMessage } from '@lianxin/journal';
import { pause } from '../../pause.js';

export type OnBatch = (messages: readonly IncomingMessage[], ...rest: never[]) => Promise<void>;

/** From 0, included, to 1, excluded. */
export type Draw = () => number;

const longestDelayMs = 1_500;
const repeatedAtMost = 20;
const lateAtMost = 5;

/**
 * Delivers as badly as a transport that promises at-least-once may: late, again, and in pieces that come out of order.
 * The batch counts as delivered only when every message was taken, so that none is ever lost here.
 */
export function unruly(onBatch: OnBatch, strength: () => number, draw: Draw): OnBatch {
  const recent: IncomingMessage[] = [];
  return async (messages, ...rest) => {
    const share = strength();
    const isStruck = (): boolean => draw() < share;
    if (isStruck() && draw() < 0.3) await pause(draw() * longestDelayMs);
    const pieces = isStruck() ? inPieces(messages, draw) : [messages];
    for (const piece of pieces) await onBatch(piece, ...rest);
    remember(recent, messages);
    if (isStruck())
      await onBatch(shuffled(recent, draw).slice(0, 1 + Math.floor(draw() * repeatedAtMost)), ...rest);
  };
}

/** Some messages come late, behind those that followed them. */
function inPieces(messages: readonly IncomingMessage[], draw: Draw): IncomingMessage[][] {
  const late = new Set(shuffled(messages, draw).slice(0, 1 + Math.floor(draw() * lateAtMost)));
  const punctual = messages.filter((message) => !late.has(message));
  return [punctual, shuffled([...late], draw)].filter((piece) => piece.length > 0);
}

function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  return items
    .map((item) => ({ item, rank: draw() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function remember(recent: IncomingMessage[], messages: readonly IncomingMessage[]): void {
  recent.push(...messages.slice(-repeatedAtMost * 5));
  recent.splice(0, Math.max(0, recent.length - repeatedAtMost * 5));
}
