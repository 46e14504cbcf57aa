import { below, exactly } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { untilConsumed } from './consumed.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { departmentOf, lifeAccounts } from './life.js';
import { Load } from './spike/load.js';
import type { Outcome } from './spike/load.js';
import { phasesOf, profile } from './spike/profile.js';
import { median, quantile, rounded } from './statistics.js';

const targets = { errors: 0.01, recovers: 1 };
/** How much longer than on an idle platform requests may take once a peak is over. */
const slowdown = 2;
const requestLimitMs = 30_000;
const slices = 12;

interface Sizes {
  readonly events: number;
  readonly warmUpS: number;
  readonly calibrationS: number;
  /** Lives under way at once while it is found out what the machine sustains. */
  readonly atOnce: number;
  /** Lives under way at once, at most: what arrives beyond is left out, and told. */
  readonly mostUnderWay: number;
  readonly peakS: number;
  readonly valleyS: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { events: 60, warmUpS: 1, calibrationS: 2, atOnce: 2, mostUnderWay: 8, peakS: 1, valleyS: 2 }
    : {
        ...{ events: 100_000, warmUpS: 15, calibrationS: 20, atOnce: 8, mostUnderWay: 64 },
        ...{ peakS: 20, valleyS: 60 },
      };

/**
 * Lives of events through the gateway that begin at given times, whatever becomes of those before: rates rise and fall in steps, as
 * in the DIGIT platform's spike test, scaled so that the first peak is what eight lives at once came to just before, and the
 * other peaks are more than the machine can do. Latencies are those of the requests of lives that began in a phase.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const platform = await lab.startWith(sizes.events);
    const graph = await GraphClient.signedIn(platform, lifeAccounts, {
      connections: sizes.mostUnderWay,
      limitMs: requestLimitMs,
    });
    const load = new Load(graph, await departmentOf(platform), sizes.mostUnderWay, options.log);
    await load.sustained(sizes.atOnce, sizes.warmUpS);
    const sustained = await load.sustained(sizes.atOnce, sizes.calibrationS);
    options.log(`${sizes.atOnce} lives at once come to ${sustained.toFixed(1)} lives/s`);
    await untilConsumed(platform);
    const phases = phasesOf(sustained, { peak: sizes.peakS, valley: sizes.valleyS });
    const outcomes = await load.run(phases);
    await graph.close();
    for (const outcome of outcomes) options.log(tell(outcome));
    return summarize(outcomes, sustained, sizes);
  });
}

const p95Of = ({ latenciesMs }: Outcome): number => quantile(latenciesMs, 0.95);

/** The p95 of each twelfth of the phase: how soon it is over what a peak left behind. */
function slicesOf({ phase, latenciesMs, sentAtS }: Outcome): string {
  const seconds = phase.seconds / slices;
  const p95s = Array.from({ length: slices }, (_, slice) =>
    quantile(
      latenciesMs.filter((_ms, index) => Math.floor((sentAtS[index] ?? 0) / seconds) === slice),
      0.95,
    ).toFixed(0),
  );
  return p95s.join(' ');
}

function tell(outcome: Outcome): string {
  const { phase, lives, omitted, requests, failed, latenciesMs } = outcome;
  return [
    `phase ${phase.index} (${profile[phase.index]}): ${phase.livesPerS.toFixed(2)} lives/s for ${phase.seconds} s`,
    `${lives} lives, ${omitted} left out, ${requests} requests, ${failed} failed`,
    `p50 ${median(latenciesMs).toFixed(1)} ms, p95 ${p95Of(outcome).toFixed(1)} ms, by twelfths ${slicesOf(outcome)}`,
  ].join('; ');
}

function summarize(outcomes: readonly Outcome[], sustained: number, sizes: Sizes): BenchResult {
  const [idle, ...rest] = outcomes;
  const valleys = rest.filter(({ phase }) => !phase.isPeak);
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const idleP95 = idle ? p95Of(idle) : NaN;
  const recovered = valleys.filter((valley) => p95Of(valley) <= slowdown * idleP95);
  const errors = sum(({ failed }) => failed) / sum(({ requests }) => requests);
  const recovers = rounded(recovered.length / valleys.length);
  const figures = {
    ...{ errors: rounded(errors, 5), recovers },
    sustainedLivesPerS: rounded(sustained, 1),
    idleP95Ms: rounded(idleP95, 1),
    ...Object.fromEntries(
      rest.map((outcome) => [
        `${outcome.phase.isPeak ? 'peak' : 'valley'}${profile[outcome.phase.index]}.${outcome.phase.index}.p95Ms`,
        rounded(p95Of(outcome), 1),
      ]),
    ),
    requests: sum(({ requests }) => requests),
    lives: sum(({ lives }) => lives),
    livesLeftOut: sum(({ omitted }) => omitted),
    mostUnderWay: sizes.mostUnderWay,
    events: sizes.events,
  };
  return {
    figures,
    checks: [
      below('errors', figures.errors, targets.errors),
      exactly('recovers', recovers, targets.recovers),
    ],
  };
}
