import { randomUUID } from 'node:crypto';
import { startPlatform, type Platform } from '../platform/platform.js';
import { atLeast, exactly } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { databaseOf, withClient } from './database.js';
import { Child } from './fan-out/child.js';
import { now } from './fan-out/messages.js';
import type { BroadcasterTold, BroadcastOrder, ReceiversOrder, ReceiversTold } from './fan-out/messages.js';
import { appointOfficers, posts } from './fan-out/officers.js';
import { executedPulls } from './fan-out/pulls.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { median, pause, rounded } from './statistics.js';

const targetRatio = 0.5;
const limitMs = 120_000;
const reporter = 'grid-worker';
const query = `subscription { gridEventChanged(areaCode: "361104111001") {
  cursor transition at role gridEvent { id state category kind urgency level dueAt areaCode reporterRole } } }`;
const report = `mutation ($input: ReportGridEventInput!) { reportGridEvent(input: $input) { id } }`;
const event = {
  ...{ areaCode: '361104111001001', category: 'HAZARD', kind: 'GENERAL', source: 'PATROL' },
  ...{ urgency: 'ROUTINE', text: '路灯不亮已三日，行人夜间通行不便，请尽快维修', place: '三组路口' },
};

interface Sizes {
  readonly subscribers: number;
  /** Events that one after the other are looked at for how often they are resolved. */
  readonly singles: number;
  /** Events of one turn. */
  readonly burst: number;
  readonly turns: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { subscribers: 40, singles: 2, burst: 4, turns: 1 }
    : { subscribers: 2_000, singles: 10, burst: 20, turns: 3 };

type Receivers = Child<ReceiversOrder, ReceiversTold>;

interface Stage {
  readonly sizes: Sizes;
  readonly platform: Platform;
  readonly graph: GraphClient;
  readonly subscribed: Receivers;
  readonly broadcaster: Child<BroadcastOrder, BroadcasterTold>;
  readonly listening: Receivers;
  /** What the gateway sent last. */
  frame: string;
}

/**
 * Different persons, each on a WebSocket of the gateway, with equal posts of two kinds and one query; and as many sockets of a bare
 * `ws` server. A turn of the gateway's begins when what holds up the relay lets go of events that are committed, and ends
 * with the last frame; a turn of the bare server's is as many broadcasts of a frame that the gateway sent. They alternate.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const stage = await setUp(lab, sizes);
    const resolutions = await countResolutions(stage);
    const perS = { gateway: [] as number[], bare: [] as number[] };
    for (const turn of [gatewayTurn, bareTurn]) await turn(stage);
    for (let round = 1; round <= options.rounds; round += 1) {
      const gateway: number[] = [];
      const bare: number[] = [];
      for (let turn = 0; turn < sizes.turns; turn += 1) {
        if (round % 2 === 1) gateway.push(await gatewayTurn(stage));
        bare.push(await bareTurn(stage));
        if (round % 2 === 0) gateway.push(await gatewayTurn(stage));
      }
      perS.gateway.push(median(gateway));
      perS.bare.push(median(bare));
      const told = [perS.gateway, perS.bare].map((each) => each.at(-1)?.toFixed(0));
      options.log(`round ${round}: gateway ${told[0]}, bare ${told[1]} frames/s`);
    }
    await stage.graph.close();
    return summarize(perS, resolutions, stage);
  });
}

async function setUp(lab: Lab, sizes: Sizes): Promise<Stage> {
  const { dataDir, port } = await lab.lay('fan-out');
  const platform = lab.keep(await startPlatform({ port, dataDir, quiet: true }));
  const graph = await GraphClient.signedIn(platform, [reporter]);
  const tokens = await appointOfficers(platform, dataDir, sizes.subscribers);
  const broadcaster = Child.start<BroadcastOrder, BroadcasterTold>(lab, 'broadcaster.js');
  const served = await broadcaster.next(limitMs);
  if (!('port' in served)) throw new Error('the bare server does not listen');
  const subscribers = tokens.map((token) => ({
    subscription: { token, id: randomUUID(), payload: { query } },
  }));
  const subscribed = await openReceivers(lab, platform.graphqlUrl.replace('http', 'ws'), subscribers);
  const listening = await openReceivers(
    lab,
    `ws://127.0.0.1:${served.port}`,
    tokens.map(() => ({})),
  );
  const stage = { sizes, platform, graph, subscribed, broadcaster, listening, frame: '' };
  while ((await executedPulls(port)).forMore < sizes.subscribers) await pause(50);
  await pause(500);
  for (let warmUp = 0; warmUp < 3; warmUp += 1) await tellOne(stage);
  return stage;
}

async function openReceivers(
  lab: Lab,
  url: string,
  subscribers: Extract<ReceiversOrder, { open: object }>['open']['subscribers'],
): Promise<Receivers> {
  const receivers: Receivers = Child.start(lab, 'receivers.js');
  await receivers.next(limitMs);
  receivers.ask({ open: { url, subscribers } });
  const told = await receivers.next(limitMs);
  if (!('opened' in told)) throw new Error(`the sockets were not opened: ${JSON.stringify(told)}`);
  return receivers;
}

/** When the last of so many frames came. */
async function arrivalOf(receivers: Receivers): Promise<{ reachedAt: number; frame: string }> {
  const told = await receivers.next(limitMs);
  if (!('reachedAt' in told)) throw new Error(`not all frames came: ${JSON.stringify(told)}`);
  return told;
}

const reportOne = ({ graph }: Stage): Promise<unknown> =>
  graph.ask(reporter, report, { input: { requestId: randomUUID(), ...event } });

async function tellOne(stage: Stage): Promise<void> {
  stage.subscribed.ask({ tellAt: stage.sizes.subscribers });
  await reportOne(stage);
  stage.frame = (await arrivalOf(stage.subscribed)).frame;
}

/** Pulls that were executed for each event that everybody was told of, for each kind of post. */
async function countResolutions(stage: Stage): Promise<number> {
  const { sizes, platform } = stage;
  const before = await executedPulls(platform.port);
  for (let single = 0; single < sizes.singles; single += 1) await tellOne(stage);
  const after = await executedPulls(platform.port);
  const executed = after.forEvents - before.forEvents + (after.forMore - before.forMore);
  return executed / (sizes.singles * posts.length);
}

/** Frames a second. */
async function gatewayTurn(stage: Stage): Promise<number> {
  const { sizes, platform, subscribed } = stage;
  const frames = sizes.subscribers * sizes.burst;
  return withClient(databaseOf(platform.superuserUrl, 'grid_registry'), async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT FROM relay_state FOR UPDATE');
    subscribed.ask({ tellAt: frames });
    for (let count = 0; count < sizes.burst; count += 1) await reportOne(stage);
    await pause(100);
    const startedAt = now();
    await client.query('COMMIT');
    const { reachedAt, frame } = await arrivalOf(subscribed);
    stage.frame = frame;
    return (1_000 * frames) / (reachedAt - startedAt);
  });
}

async function bareTurn({ sizes, listening, broadcaster, frame }: Stage): Promise<number> {
  const frames = sizes.subscribers * sizes.burst;
  listening.ask({ tellAt: frames });
  await pause(100);
  broadcaster.ask({ frame, times: sizes.burst });
  const told = await broadcaster.next(limitMs);
  if (!('startedAt' in told)) throw new Error('the bare server did not begin');
  return (1_000 * frames) / ((await arrivalOf(listening)).reachedAt - told.startedAt);
}

function summarize(
  { gateway, bare }: Readonly<Record<'gateway' | 'bare', readonly number[]>>,
  resolutions: number,
  { sizes, frame }: Stage,
): BenchResult {
  const ratios = gateway.map((perS, round) => perS / (bare[round] ?? NaN));
  const ratio = rounded(median(ratios));
  const figures = {
    ...{ ratio, ratioLowest: rounded(Math.min(...ratios)), ratioHighest: rounded(Math.max(...ratios)) },
    resolutions: rounded(resolutions),
    framesPerS: rounded(median(gateway), 0),
    framesPerSBare: rounded(median(bare), 0),
    ...{ subscribers: sizes.subscribers, audiences: posts.length, frameBytes: Buffer.byteLength(frame) },
    rounds: ratios.length,
  };
  return {
    figures,
    checks: [atLeast('ratio', ratio, targetRatio), exactly('resolutions', figures.resolutions, 1)],
  };
}
