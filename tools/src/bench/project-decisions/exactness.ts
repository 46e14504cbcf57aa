import type { GraphClient } from '../graph-client.js';
import { pause } from '../statistics.js';
import { recorder } from './places.js';

/** As everybody is shown them, with the projects that the caller sees: here all of them. */
const query = `
  query Envelopes($areaCode: String!, $year: Int!) {
    envelopes(areaCode: $areaCode, year: $year) {
      villageCode
      classes { quotaClass limit held reserved committed settled available }
      projects { quotaClass held }
    } }`;

interface Part {
  readonly quotaClass: string;
  readonly limit: string;
  readonly held: string;
  readonly reserved: string;
  readonly committed: string;
  readonly settled: string;
  readonly available: string;
}

export interface SeenEnvelope {
  readonly villageCode: string;
  readonly classes: readonly Part[];
  readonly projects: readonly { readonly quotaClass: string; readonly held: string }[];
}

export interface Place {
  readonly graph: GraphClient;
  readonly areaCode: string;
  readonly year: number;
}

export async function lookAtEnvelopes({ graph, areaCode, year }: Place): Promise<readonly SeenEnvelope[]> {
  const { envelopes } = await graph.ask<{ envelopes: SeenEnvelope[] }>(recorder, query, { areaCode, year });
  return envelopes;
}

/** Amounts have two decimals each: whole fen without a fraction on the way. */
const fenOf = (yuan: string): number => Number(yuan.replace('.', ''));

/** What is held is what its projects hold, in their sums and one by one, and never more than there is. */
export const isExact = ({ classes, projects }: SeenEnvelope): boolean =>
  classes.every((part) => {
    const [limit, held, available] = [part.limit, part.held, part.available].map(fenOf) as [
      number,
      number,
      number,
    ];
    const sums = fenOf(part.reserved) + fenOf(part.committed) + fenOf(part.settled);
    const listed = projects.filter(({ quotaClass }) => quotaClass === part.quotaClass);
    const sum = listed.reduce((all, project) => all + fenOf(project.held), 0);
    return held === sums && held === sum && held <= limit && available === limit - held;
  });

/** Whether nothing is left to be had. */
export const isSpent = ({ classes }: SeenEnvelope): boolean =>
  classes.every(({ available }) => fenOf(available) === 0);

export interface Reads {
  reads: number;
  inexact: number;
}

/** Reads for as long as the work takes, and counts what was not exact. */
export async function whileReading<T>(
  place: Place,
  reads: Reads,
  { everyMs, work }: { everyMs: number; work: () => Promise<T> },
): Promise<T> {
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const envelopes = await lookAtEnvelopes(place);
      reads.reads += 1;
      if (!envelopes.every(isExact)) reads.inexact += 1;
      await pause(everyMs);
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await reading;
  }
}
