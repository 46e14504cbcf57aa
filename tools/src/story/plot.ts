import { shanghaiYear } from '@lianxin/policy';
import type { Cast } from './cast.js';
import type { Live } from './live.js';
import type { Storyteller } from './storyteller.js';

export const COUNTY = '361104';
export const TOWNSHIP = '361104111';
export const VILLAGE = '361104111001';
export const GRID = '361104111001001';

const deadlineDays = 2;
export const dayMs = 24 * 60 * 60 * 1000;

/** Numerator and denominator of each part that the story moves. */
export type Counts = Readonly<Record<Part, readonly [numerator: number, denominator: number]>>;

export const PARTS = ['ON_TIME', 'FOLLOWED_UP', 'SATISFIED'] as const;
export type Part = (typeof PARTS)[number];

/** What the chapters share. */
export interface Plot {
  readonly teller: Storyteller;
  readonly cast: Cast;
  readonly startedAt: Date;
  /** The deadline that the dispatcher sets. */
  readonly dueAt: Date;
  /** The year that each part counts the event in: that of its deadline, or that of its end. */
  readonly yearOf: Readonly<Record<Part, number>>;
  before?: Counts;
  eventId: string;
  /** The department's subscription over WebSocket, and the one it resumes over server-sent events. */
  live?: Live;
  resumed?: Live;
}

export function beginPlot(teller: Storyteller, cast: Cast): Plot {
  const startedAt = new Date();
  const dueAt = new Date(startedAt.getTime() + deadlineDays * dayMs);
  const thisYear = shanghaiYear(startedAt);
  const yearOf = { ON_TIME: shanghaiYear(dueAt), FOLLOWED_UP: thisYear, SATISFIED: thisYear };
  return { teller, cast, startedAt, dueAt, yearOf, eventId: '' };
}
