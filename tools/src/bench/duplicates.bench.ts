import type { Platform } from '../platform/platform.js';
import { atMost } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { signStock } from './duplicates/signatures.js';
import { told } from './duplicates/told.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { median, quantile, rounded, secondsOf } from './statistics.js';

const targets = { flat: 1.3 };

/** Reads the events of the grid, so that each suggestion is looked up as well, and asks as often as it likes. */
const account = 'grid-worker';
const areaCode = '361104111001001';

const ask = `
  query LikelyDuplicates($areaCode: String!, $category: GridEventCategory!, $text: String!) {
    likely: likelyGridEventDuplicates(areaCode: $areaCode, category: $category, text: $text) {
      category areaCode state gridEvent { id reportedAt } } }`;

interface Sizes {
  readonly few: number;
  readonly many: number;
  /** Questions to each platform first, a minute or two: until then PostgreSQL still cleans up behind what was filled in. */
  readonly warmUp: number;
  /** Requests of each platform in one round. */
  readonly samples: number;
  /** How much each question must find, on average and on either platform: else it measures nothing. */
  readonly leastFound: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { few: 200, many: 4_000, warmUp: 2, samples: 20, leastFound: 1 }
    : { few: 1_000, many: 100_000, warmUp: 3_000, samples: 1_000, leastFound: 4.5 };

interface Side {
  readonly events: number;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly seconds: number[][];
  asked: number;
  found: number;
}

/** Suggestions through the gateway, on two platforms that differ in what is stored and are asked in turns. */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const few = await openSide(lab, sizes.few);
    const many = await openSide(lab, sizes.many);
    await takeTurns([few, many], sizes.warmUp);
    for (const side of [few, many]) side.seconds.length = 0;
    for (let round = 1; round <= options.rounds; round += 1) {
      await takeTurns(round % 2 === 1 ? [few, many] : [many, few], sizes.samples);
      const figures = [few, many].map(
        (side) => `${side.events}: ${(quantile(side.seconds.at(-1) ?? [], 0.99) * 1000).toFixed(1)} ms`,
      );
      options.log(`round ${round}: p99 with ${figures.join(', ')}`);
    }
    await Promise.all([few.graph.close(), many.graph.close()]);
    for (const { events, found, asked } of [few, many])
      if (found < asked * sizes.leastFound)
        throw new Error(`with ${events} events ${asked} questions found no more than ${found} reports`);
    return summarize(few, many);
  });
}

async function openSide(lab: Lab, events: number): Promise<Side> {
  const platform = await lab.startWith(events, signStock);
  const graph = await GraphClient.signedIn(platform, [account]);
  return { events, platform, graph, seconds: [], asked: 0, found: 0 };
}

/** One question each, again and again: what disturbs the machine disturbs both. */
async function takeTurns(sides: readonly Side[], samples: number): Promise<void> {
  for (const side of sides) side.seconds.push([]);
  for (let sample = 0; sample < samples; sample += 1) {
    for (const side of sides) side.seconds.at(-1)?.push(await secondsOf(() => question(side)));
  }
}

async function question(side: Side): Promise<void> {
  const { category, retold: text } = told[side.asked % told.length] ?? { category: '', retold: '' };
  const { likely } = await side.graph.ask<{ likely: unknown[] }>(account, ask, { areaCode, category, text });
  side.asked += 1;
  side.found += likely.length;
}

function summarize(few: Side, many: Side): BenchResult {
  const rounds = many.seconds.map((_, round) => round);
  const ratioOf = (share: number): number[] =>
    rounds.map(
      (round) => quantile(many.seconds[round] ?? [], share) / quantile(few.seconds[round] ?? [], share),
    );
  const flat = rounded(median(ratioOf(0.99)));
  const ms = (side: Side, share: number): number => rounded(quantile(side.seconds.flat(), share) * 1000, 1);
  const figures = {
    flat,
    flatLowest: rounded(Math.min(...ratioOf(0.99))),
    flatHighest: rounded(Math.max(...ratioOf(0.99))),
    flatMedian: rounded(median(ratioOf(0.5))),
    [`p50MsWith${few.events}`]: ms(few, 0.5),
    [`p50MsWith${many.events}`]: ms(many, 0.5),
    [`p99MsWith${few.events}`]: ms(few, 0.99),
    [`p99MsWith${many.events}`]: ms(many, 0.99),
    [`foundWith${few.events}`]: rounded(few.found / few.asked),
    [`foundWith${many.events}`]: rounded(many.found / many.asked),
    samplesPerRound: many.seconds[0]?.length ?? 0,
    rounds: rounds.length,
  };
  return { figures, checks: [atMost('flat', flat, targets.flat)] };
}
