import type { Platform } from '../platform/platform.js';
import { atLeast } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { untilConsumed } from './consumed.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { commandsOfLife, departmentOf, lifeAccounts, live, throughGateway } from './life.js';
import { median, rounded, secondsOf } from './statistics.js';

const targetFlat = 0.9;

interface Sizes {
  readonly few: number;
  readonly many: number;
  readonly warmUpRounds: number;
  readonly livesPerRound: number;
  /** Lives under way at once. */
  readonly concurrency: number;
}

const sizesOf = ({ isFull, isTiny }: BenchOptions): Sizes => {
  if (isTiny) return { few: 20, many: 60, warmUpRounds: 1, livesPerRound: 4, concurrency: 2 };
  const lives = { warmUpRounds: 3, livesPerRound: 40, concurrency: 8 };
  return isFull ? { few: 10_000, many: 1_000_000, ...lives } : { few: 1_000, many: 100_000, ...lives };
};

/** A platform under load, with the seconds that each of its rounds took. */
interface Side {
  readonly events: number;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly departmentId: string;
  readonly answeredS: number[];
  readonly appliedS: number[];
}

/**
 * Lives of events through the gateway, on two platforms that differ in what is stored and take turns round by round. A round
 * is over when its last event is counted by assessment as well, so that nothing is put off out of the measured time.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const few = await openSide(lab, sizes.few);
    const many = await openSide(lab, sizes.many);
    for (let round = 0; round < sizes.warmUpRounds; round += 1) {
      for (const side of [few, many]) await runRound(side, sizes);
    }
    for (const side of [few, many]) side.answeredS.length = side.appliedS.length = 0;
    for (let round = 1; round <= options.rounds; round += 1) {
      const order = round % 2 === 1 ? [few, many] : [many, few];
      for (const side of order) await runRound(side, sizes);
      options.log(
        `round ${round}: ${[few, many].map((side) => `${side.events}: ${side.appliedS.at(-1)?.toFixed(2)} s`).join(', ')}`,
      );
    }
    await Promise.all([few.graph.close(), many.graph.close()]);
    return summarize(few, many, sizes);
  });
}

async function openSide(lab: Lab, events: number): Promise<Side> {
  const platform = await lab.startWith(events);
  const graph = await GraphClient.signedIn(platform, lifeAccounts);
  return { events, platform, graph, departmentId: await departmentOf(platform), answeredS: [], appliedS: [] };
}

async function runRound(side: Side, { livesPerRound, concurrency }: Sizes): Promise<void> {
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < livesPerRound) await live(throughGateway(side.graph), side.departmentId, (started += 1));
  };
  const startedAt = performance.now();
  side.answeredS.push(await secondsOf(() => Promise.all(Array.from({ length: concurrency }, worker))));
  await untilConsumed(side.platform);
  side.appliedS.push((performance.now() - startedAt) / 1000);
}

function summarize(few: Side, many: Side, { livesPerRound }: Sizes): BenchResult {
  const perS = (seconds: readonly number[]): number =>
    rounded(median(seconds.map((each) => livesPerRound / each)), 1);
  const ratios = (pick: (side: Side) => readonly number[]): number[] =>
    pick(many).map((seconds, round) => (pick(few)[round] ?? NaN) / seconds);
  const flatRatios = ratios((side) => side.appliedS);
  const flat = rounded(median(flatRatios));
  const figures = {
    flat,
    flatLowest: rounded(Math.min(...flatRatios)),
    flatHighest: rounded(Math.max(...flatRatios)),
    flatAnswered: rounded(median(ratios((side) => side.answeredS))),
    [`livesPerSWith${few.events}`]: perS(few.appliedS),
    [`livesPerSWith${many.events}`]: perS(many.appliedS),
    [`commandsPerSWith${many.events}`]: rounded(perS(many.answeredS) * commandsOfLife, 0),
    livesPerRound,
    rounds: flatRatios.length,
  };
  return { figures, checks: [atLeast('flat', flat, targetFlat)] };
}
