import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startPlatform, type Platform } from '../platform/platform.js';
import { atMost } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { RawRoundTrip } from './delivery/raw-kafka.js';
import { Subscriber } from './delivery/subscriber.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { median, quantile, rounded } from './statistics.js';

const targets = { p50Ms: 50, p99Ms: 250 };
const transports = ['embedded', 'kafka'] as const;
type Transport = (typeof transports)[number];

const reporter = 'grid-worker';
const watcher = 'county-command';
const county = '361104';
/** About what an event of this platform has on the wire. */
const messageBytes = 700;

const report = `mutation ($input: ReportGridEventInput!) { reportGridEvent(input: $input) { id } }`;
const event = {
  ...{
    areaCode: '361104111001001',
    category: 'HAZARD',
    kind: 'GENERAL',
    source: 'PATROL',
    urgency: 'ROUTINE',
  },
  ...{ text: '路灯不亮已三日，行人夜间通行不便，请尽快维修', place: '三组路口' },
};

interface Sizes {
  readonly warmUp: number;
  readonly reports: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny ? { warmUp: 3, reports: 10 } : { warmUp: 60, reports: 100 };

interface Side {
  readonly transport: Transport;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly subscriber: Subscriber;
  readonly deliveriesMs: number[];
  readonly answersMs: number[];
}

/**
 * One report after the other: from the moment when the mutation is sent to the gateway to the first frame about it at somebody who
 * watches the county over a WebSocket. Two platforms, one on each transport, take turns; beside them kafkajs alone, from the sending
 * of a message of that size to its consumer, through the broker of the second.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const sides = [await openSide(lab, 'embedded'), await openSide(lab, 'kafka')];
    const { kafka } = sides.at(-1)?.platform ?? {};
    if (!kafka) throw new Error('the platform has no broker');
    const raw = await RawRoundTrip.open(kafka.brokers, kafka.admin);
    const rawMs: number[] = [];
    for (let count = 0; count < sizes.warmUp; count += 1) {
      for (const side of sides) await deliver(side);
      await raw.measure(messageBytes);
    }
    for (const side of sides) side.deliveriesMs.length = side.answersMs.length = 0;
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const side of round % 2 === 1 ? sides : [...sides].reverse())
        for (let count = 0; count < sizes.reports; count += 1) await deliver(side);
      for (let count = 0; count < sizes.reports; count += 1) rawMs.push(await raw.measure(messageBytes));
      options.log(`round ${round}: ${sides.map((side) => tell(side, sizes.reports)).join(', ')}`);
    }
    await raw.close();
    await Promise.all(sides.flatMap(({ graph, subscriber }) => [graph.close(), subscriber.close()]));
    return summarize(sides, rawMs, { ...sizes, rounds: options.rounds });
  });
}

async function openSide(lab: Lab, transport: Transport): Promise<Side> {
  const port = await lab.freeBase();
  const dataDir = join(lab.directory, transport);
  const platform = lab.keep(await startPlatform({ port, dataDir, transport, quiet: true }));
  const graph = await GraphClient.signedIn(platform, [reporter]);
  const subscriber = await Subscriber.open(platform, watcher, county);
  return { transport, platform, graph, subscriber, deliveriesMs: [], answersMs: [] };
}

async function deliver({ graph, subscriber, deliveriesMs, answersMs }: Side): Promise<void> {
  const startedAt = performance.now();
  const variables = { input: { requestId: randomUUID(), ...event } };
  const { reportGridEvent } = await graph.ask<{ reportGridEvent: { id: string } }>(
    reporter,
    report,
    variables,
  );
  answersMs.push(performance.now() - startedAt);
  deliveriesMs.push((await subscriber.arrivalOf(reportGridEvent.id)) - startedAt);
}

const tell = ({ transport, deliveriesMs }: Side, count: number): string =>
  `${transport} ${median(deliveriesMs.slice(-count)).toFixed(1)} ms`;

function summarize(
  sides: readonly Side[],
  rawMs: readonly number[],
  { reports, rounds }: { reports: number; rounds: number },
): BenchResult {
  const figures: Record<string, number> = {};
  for (const { transport, deliveriesMs, answersMs } of sides) {
    figures[`${transport}.p50Ms`] = rounded(median(deliveriesMs), 1);
    figures[`${transport}.p99Ms`] = rounded(quantile(deliveriesMs, 0.99), 1);
    figures[`${transport}.answerP50Ms`] = rounded(median(answersMs), 1);
  }
  figures['raw.p50Ms'] = rounded(median(rawMs), 1);
  figures['raw.p99Ms'] = rounded(quantile(rawMs, 0.99), 1);
  figures['kafka.ratioToRaw'] = rounded(
    median(sides.find(({ transport }) => transport === 'kafka')?.deliveriesMs ?? []) / median(rawMs),
    1,
  );
  const checks = transports.flatMap((transport) => [
    atMost(`${transport}.p50Ms`, figures[`${transport}.p50Ms`] ?? NaN, targets.p50Ms),
    atMost(`${transport}.p99Ms`, figures[`${transport}.p99Ms`] ?? NaN, targets.p99Ms),
  ]);
  return { figures: { ...figures, reportsPerRound: reports, rounds }, checks };
}
