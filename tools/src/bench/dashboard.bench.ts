import type { Platform } from '../platform/platform.js';
import { atMost, exactly } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { dashboardAccount, dashboardYear, lookAtCounty, type Extent } from './dashboard.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { StatementCounter } from './statement-counter.js';
import { median, pause, quantile, rounded, secondsOf } from './statistics.js';

const targets = { growth: 1, statements: 25, flat: 1.3 };

/** The whole county, and a tenth of it by the same query: three townships with nine villages each. */
const wholeCounty: Extent = { townships: 24, villages: 30, expected: 271 };
const tenth: Extent = { townships: 3, villages: 9, expected: 27 };

/** Longer than grants are believed without looking (5 s): a request after it asks for everything anew. */
const coldAfterMs = 6_000;
const backgroundMs = 8_000;

interface Sizes {
  readonly few: number;
  readonly many: number;
  readonly warmUp: number;
  /** Requests of each platform in one round. */
  readonly samples: number;
}

const sizesOf = ({ isFull, isTiny }: BenchOptions): Sizes => {
  if (isTiny) return { few: 20, many: 60, warmUp: 2, samples: 3 };
  const samples = { warmUp: 60, samples: 200 };
  return isFull ? { few: 10_000, many: 1_000_000, ...samples } : { few: 1_000, many: 100_000, ...samples };
};

interface Side {
  readonly events: number;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly seconds: number[][];
}

/** The county's dashboard through the gateway, on two platforms that differ in what is stored and are asked in turns. */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const few = await openSide(lab, sizes.few);
    const many = await openSide(lab, sizes.many);
    await takeTurns([few, many], sizes.warmUp);
    for (const side of [few, many]) side.seconds.length = 0;
    for (let round = 1; round <= options.rounds; round += 1) {
      await takeTurns(round % 2 === 1 ? [few, many] : [many, few], sizes.samples);
      const told = [few, many].map((side) => `${side.events}: ${p99Of(side, round - 1).toFixed(1)} ms`);
      options.log(`round ${round}: p99 with ${told.join(', ')}`);
    }
    const statements = await countStatements(many, options.log);
    await Promise.all([few.graph.close(), many.graph.close()]);
    return summarize(few, many, statements);
  });
}

async function openSide(lab: Lab, events: number): Promise<Side> {
  const platform = await lab.startWith(events);
  return { events, platform, graph: await GraphClient.signedIn(platform, [dashboardAccount]), seconds: [] };
}

/** One request each, again and again: what disturbs the machine disturbs both. */
async function takeTurns(sides: readonly Side[], samples: number): Promise<void> {
  const year = dashboardYear();
  for (const side of sides) side.seconds.push([]);
  for (let sample = 0; sample < samples; sample += 1) {
    for (const side of sides) {
      side.seconds.at(-1)?.push(await secondsOf(() => lookAtCounty(side.graph, wholeCounty, year)));
    }
  }
}

interface StatementCounts {
  readonly county: number;
  readonly tenth: number;
  readonly countyCold: number;
  readonly tenthCold: number;
}

async function countStatements(
  { platform, graph }: Side,
  log: (line: string) => void,
): Promise<StatementCounts> {
  const counter = await StatementCounter.open(platform.superuserUrl);
  const year = dashboardYear();
  await counter.learnBackground(backgroundMs);
  const count = async (extent: Extent, isCold: boolean): Promise<number> => {
    if (isCold) await pause(coldAfterMs);
    else await lookAtCounty(graph, extent, year);
    const { total, lines } = await counter.count(() => lookAtCounty(graph, extent, year));
    log(`statements over ${extent.expected} villages${isCold ? ', nothing cached' : ''}: ${total}`);
    if (isCold) lines.forEach((line) => log(`  ${line}`));
    return total;
  };
  try {
    return {
      county: await count(wholeCounty, false),
      tenth: await count(tenth, false),
      tenthCold: await count(tenth, true),
      countyCold: await count(wholeCounty, true),
    };
  } finally {
    await counter.close();
  }
}

const p99Of = (side: Side, round: number): number => quantile(side.seconds[round] ?? [], 0.99) * 1000;

function summarize(few: Side, many: Side, statements: StatementCounts): BenchResult {
  const rounds = many.seconds.map((_, round) => round);
  const ratioOf = (share: number): number[] =>
    rounds.map(
      (round) => quantile(many.seconds[round] ?? [], share) / quantile(few.seconds[round] ?? [], share),
    );
  const flat = rounded(median(ratioOf(0.99)));
  const growth = rounded(
    Math.max(statements.county / statements.tenth, statements.countyCold / statements.tenthCold),
  );
  const worst = Math.max(statements.county, statements.countyCold);
  const ms = (side: Side, share: number): number => rounded(quantile(side.seconds.flat(), share) * 1000, 1);
  const figures = {
    growth,
    statements: worst,
    statementsWarm: statements.county,
    flat,
    flatLowest: rounded(Math.min(...ratioOf(0.99))),
    flatHighest: rounded(Math.max(...ratioOf(0.99))),
    flatMedian: rounded(median(ratioOf(0.5))),
    [`p50MsWith${few.events}`]: ms(few, 0.5),
    [`p50MsWith${many.events}`]: ms(many, 0.5),
    [`p99MsWith${few.events}`]: ms(few, 0.99),
    [`p99MsWith${many.events}`]: ms(many, 0.99),
    samplesPerRound: many.seconds[0]?.length ?? 0,
    rounds: rounds.length,
  };
  return {
    figures,
    checks: [
      exactly('growth', growth, targets.growth),
      atMost('statements', worst, targets.statements),
      atMost('flat', flat, targets.flat),
    ],
  };
}
