import { spawnSync } from 'node:child_process';
import { startPlatform } from '../platform/platform.js';
import type { Platform } from '../platform/platform.js';
import { atMost, exactly } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { boardAccount, lookAtBoard } from './project-board/board.js';
import { fillWithProjects } from './project-board/fill.js';
import { StatementCounter } from './statement-counter.js';
import { median, pause, quantile, rounded, secondsOf } from './statistics.js';

const targets = { p99: 1.3, growth: 1 };

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

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { few: 1_000, many: 4_000, warmUp: 2, samples: 5 }
    : { few: 1_000, many: 100_000, warmUp: 100, samples: 300 };

interface Side {
  readonly projects: number;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly seconds: number[][];
}

/** A township's board through the gateway, on two platforms that differ in what is stored and are asked in turns. */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const few = await openSide(lab, sizes.few, options.log);
    const many = await openSide(lab, sizes.many, options.log);
    await takeTurns([few, many], sizes.warmUp);
    for (const side of [few, many]) side.seconds.length = 0;
    for (let round = 1; round <= options.rounds; round += 1) {
      await takeTurns(round % 2 === 1 ? [few, many] : [many, few], sizes.samples);
      const told = [few, many].map((side) => `${side.projects}: ${p99Of(side, round - 1).toFixed(1)} ms`);
      options.log(`round ${round}: p99 with ${told.join(', ')}`);
    }
    const statements = [await countStatements(few, options.log), await countStatements(many, options.log)];
    await Promise.all([few.graph.close(), many.graph.close()]);
    return summarize(few, many, statements);
  });
}

async function openSide(lab: Lab, projects: number, log: (line: string) => void): Promise<Side> {
  const { dataDir, port } = await lab.lay(`projects-${projects}`);
  const postgres = await lab.startDatabaseOnly(dataDir, port, false);
  await fillWithProjects(postgres.url('micro_project'), projects, log);
  await lab.end(postgres);
  // What was written without waiting for the disk must not be written while something is measured.
  spawnSync('sync');
  const platform = lab.keep(await startPlatform({ port, dataDir, quiet: true }));
  return { projects, platform, graph: await GraphClient.signedIn(platform, [boardAccount]), seconds: [] };
}

/** One request each, again and again: what disturbs the machine disturbs both. */
async function takeTurns(sides: readonly Side[], samples: number): Promise<void> {
  for (const side of sides) side.seconds.push([]);
  for (let sample = 0; sample < samples; sample += 1)
    for (const side of sides) side.seconds.at(-1)?.push(await secondsOf(() => lookAtBoard(side.graph)));
}

interface StatementCounts {
  readonly warm: number;
  readonly cold: number;
}

async function countStatements(
  { platform, graph, projects }: Side,
  log: (line: string) => void,
): Promise<StatementCounts> {
  const counter = await StatementCounter.open(platform.superuserUrl);
  try {
    await counter.learnBackground(backgroundMs);
    await lookAtBoard(graph);
    const warm = await counter.count(() => lookAtBoard(graph));
    await pause(coldAfterMs);
    const cold = await counter.count(() => lookAtBoard(graph));
    log(`statements with ${projects} projects: ${warm.total}, nothing cached: ${cold.total}`);
    cold.lines.forEach((line) => log(`  ${line}`));
    return { warm: warm.total, cold: cold.total };
  } finally {
    await counter.close();
  }
}

const p99Of = (side: Side, round: number): number => quantile(side.seconds[round] ?? [], 0.99) * 1000;

function summarize(few: Side, many: Side, [small, large]: readonly StatementCounts[]): BenchResult {
  if (!small || !large) throw new Error('statements were not counted');
  const rounds = many.seconds.map((_, round) => round);
  const ratioOf = (share: number): number[] =>
    rounds.map(
      (round) => quantile(many.seconds[round] ?? [], share) / quantile(few.seconds[round] ?? [], share),
    );
  const p99 = rounded(median(ratioOf(0.99)));
  const growth = rounded(Math.max(large.warm / small.warm, large.cold / small.cold));
  const ms = (side: Side, share: number): number => rounded(quantile(side.seconds.flat(), share) * 1000, 1);
  const figures = {
    ...{
      p99,
      p99Lowest: rounded(Math.min(...ratioOf(0.99))),
      p99Highest: rounded(Math.max(...ratioOf(0.99))),
    },
    ...{ p50: rounded(median(ratioOf(0.5))), growth, statements: large.cold, statementsWarm: large.warm },
    [`p50MsWith${few.projects}`]: ms(few, 0.5),
    [`p50MsWith${many.projects}`]: ms(many, 0.5),
    [`p99MsWith${few.projects}`]: ms(few, 0.99),
    [`p99MsWith${many.projects}`]: ms(many, 0.99),
    samplesPerRound: many.seconds[0]?.length ?? 0,
    rounds: rounds.length,
  };
  return { figures, checks: [atMost('p99', p99, targets.p99), exactly('growth', growth, targets.growth)] };
}
