import { Logger as NestLogger } from '@nestjs/common';
import { openBareDatabase, type BareDatabase } from './backbone/bare-database.js';
import { stepsOfGridEvents } from './backbone/events.js';
import { atLeast, atMost } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { withClient } from './database.js';
import { LogSide } from './embedded-log/log-side.js';
import type { Side } from './embedded-log/side.js';
import { WorkerSide } from './embedded-log/worker-side.js';
import { Lab } from './lab.js';
import { median, quantile, rounded, secondsOf } from './statistics.js';

const targets = { throughput: 3, latency: 2 };

interface Sizes {
  readonly warmUp: number;
  readonly messages: number;
  readonly singles: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny ? { warmUp: 50, messages: 200, singles: 10 } : { warmUp: 2_000, messages: 6_000, singles: 200 };

interface Measured {
  readonly side: Side;
  readonly seconds: number[];
  readonly latenciesMs: number[][];
}

/**
 * Messages through the embedded log until the inbox transaction commits, against jobs of graphile-worker with the same payload
 * and the same effect, both in one durable PostgreSQL and taken by one process, in turns. A consumer writes the rows of its
 * transaction with one statement, as assessment does; a job writes its own. A statement for each message, and no effect at
 * all, are told beside it.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  NestLogger.overrideLogger(['error', 'fatal']);
  return Lab.use(options.log, async (lab) => {
    const database = await openBareDatabase(lab);
    const throughput = await measureThroughput(database, sizes, options);
    const latency = await measureLatency(database, sizes, options);
    return summarize(throughput, latency, sizes);
  });
}

async function measureThroughput(
  database: BareDatabase,
  sizes: Sizes,
  { rounds, log }: BenchOptions,
): Promise<Measured[]> {
  const sides = [
    await LogSide.open(database, 'together'),
    await WorkerSide.open(database, 'each', true),
    await LogSide.open(database, 'each'),
    await LogSide.open(database, 'none'),
    await WorkerSide.open(database, 'none', true),
  ];
  const measured = sides.map(measuring);
  const drain = async ({ side }: Measured, count: number): Promise<number> => {
    await side.prefill(stepsOfGridEvents(count));
    await settle(database);
    return secondsOf(() => side.drain(count));
  };
  for (const each of measured) await drain(each, sizes.warmUp);
  for (let round = 1; round <= rounds; round += 1) {
    for (const each of inTurn(measured, round)) each.seconds.push(await drain(each, sizes.messages));
    log(`round ${round}: ${tell(measured, ({ seconds }) => sizes.messages / (seconds.at(-1) ?? NaN))} per s`);
  }
  for (const { side } of measured) await side.close();
  return measured;
}

async function measureLatency(
  database: BareDatabase,
  sizes: Sizes,
  { rounds, log }: BenchOptions,
): Promise<Measured[]> {
  const sides = [await LogSide.open(database, 'each'), await WorkerSide.open(database, 'each', false)];
  const measured = sides.map(measuring);
  const carry = async ({ side }: Measured, count: number): Promise<number[]> => {
    const latencies: number[] = [];
    for (const event of stepsOfGridEvents(count))
      latencies.push((await secondsOf(() => side.carry(event))) * 1000);
    return latencies;
  };
  await settle(database);
  for (const each of measured) {
    await each.side.listen();
    await carry(each, Math.min(50, sizes.singles));
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const each of inTurn(measured, round)) each.latenciesMs.push(await carry(each, sizes.singles));
    log(`round ${round}: ${tell(measured, ({ latenciesMs }) => median(latenciesMs.at(-1) ?? []))} ms`);
  }
  for (const { side } of measured) await side.close();
  return measured;
}

const measuring = (side: Side): Measured => ({ side, seconds: [], latenciesMs: [] });

const inTurn = <T>(sides: readonly T[], round: number): readonly T[] =>
  round % 2 === 1 ? sides : [...sides].reverse();

const tell = (measured: readonly Measured[], figure: (of: Measured) => number): string =>
  measured.map((each) => `${each.side.name} ${figure(each).toFixed(1)}`).join(', ');

/** What the last round left to write and to clean up is no part of the next. */
async function settle({ superuserUrl, eventLogSuperuserUrl }: BareDatabase): Promise<void> {
  for (const url of [superuserUrl, eventLogSuperuserUrl])
    await withClient(url, async (client) => {
      await client.query('VACUUM (ANALYZE)');
      await client.query('CHECKPOINT');
    });
}

function summarize(throughput: Measured[], latency: Measured[], sizes: Sizes): BenchResult {
  const figures = {
    ...throughputFigures(throughput, sizes.messages),
    ...latencyFigures(latency),
    messagesPerRound: sizes.messages,
    singlesPerRound: sizes.singles,
    rounds: throughput[0]?.seconds.length ?? 0,
  };
  const checks = [
    atLeast('throughput', figures.throughput, targets.throughput),
    atMost('latency', figures.latency, targets.latency),
  ];
  return { figures, checks };
}

function throughputFigures(
  [log, worker, logOneByOne, bareLog, bareWorker]: Measured[],
  count: number,
): Record<'throughput', number> & Readonly<Record<string, number>> {
  if (!log || !worker || !logOneByOne || !bareLog || !bareWorker) throw new Error('all sides are measured');
  const ratios = (ours: Measured, theirs: Measured): number[] =>
    ours.seconds.map((each, round) => (theirs.seconds[round] ?? NaN) / each);
  const perS = ({ seconds }: Measured): number => Math.round(median(seconds.map((each) => count / each)));
  const throughputs = ratios(log, worker);
  return {
    throughput: rounded(median(throughputs)),
    throughputLowest: rounded(Math.min(...throughputs)),
    throughputHighest: rounded(Math.max(...throughputs)),
    throughputWithoutEffect: rounded(median(ratios(bareLog, bareWorker))),
    throughputOneByOne: rounded(median(ratios(logOneByOne, worker))),
    messagesPerS: perS(log),
    messagesPerSWithoutEffect: perS(bareLog),
    messagesPerSOneByOne: perS(logOneByOne),
    jobsPerS: perS(worker),
    jobsPerSWithoutEffect: perS(bareWorker),
  };
}

function latencyFigures([log, worker]: Measured[]): Record<'latency', number> &
  Readonly<Record<string, number>> {
  if (!log || !worker) throw new Error('both sides are measured');
  const medians = ({ latenciesMs }: Measured): number[] => latenciesMs.map(median);
  const latencies = medians(log).map((ms, round) => ms / (medians(worker)[round] ?? NaN));
  return {
    latency: rounded(median(latencies)),
    latencyLowest: rounded(Math.min(...latencies)),
    latencyHighest: rounded(Math.max(...latencies)),
    messageP50Ms: rounded(median(log.latenciesMs.flat())),
    messageP99Ms: rounded(quantile(log.latenciesMs.flat(), 0.99)),
    jobP50Ms: rounded(median(worker.latenciesMs.flat())),
    jobP99Ms: rounded(quantile(worker.latenciesMs.flat(), 0.99)),
  };
}
