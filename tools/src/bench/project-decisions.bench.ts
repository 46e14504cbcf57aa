import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { shanghaiDay, shanghaiYear } from '@lianxin/policy';
import { startPlatform } from '../platform/platform.js';
import { atLeast, exactly } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { GraphClient } from './graph-client.js';
import { Lab } from './lab.js';
import { isExact, isSpent, lookAtEnvelopes, whileReading } from './project-decisions/exactness.js';
import type { Reads } from './project-decisions/exactness.js';
import { arrangeTownships, recorder } from './project-decisions/places.js';
import type { Township } from './project-decisions/places.js';
import { median, pause, rounded, secondsOf } from './statistics.js';

const targets = { hot: 0.5, exact: 0 };
const atOnce = 16;
/** At least one while either side decides: who did not look found nothing inexact. */
const readsOfTurn = 2;
/** So that what follows a decision, its event's way to assessment, is not counted against the next ones. */
const restMs = 500;

const decide = `
  mutation ($input: RecordProjectDecisionInput!) { project: recordMicroProjectDecision(input: $input) { id state } }`;

interface Sizes {
  readonly villages: number;
  /** Decisions of one turn on one envelope, and as many on the others. At most 200: so many projects an envelope tells one by one. */
  readonly decisions: number;
  readonly turns: number;
  readonly readEveryMs: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { villages: 10, decisions: 20, turns: 1, readEveryMs: 20 }
    : { villages: 100, decisions: 200, turns: 3, readEveryMs: 200 };

type Side = 'hot' | 'spread';

interface Stage {
  readonly graph: GraphClient;
  readonly sizes: Sizes;
  readonly year: number;
  readonly reads: Reads;
}

/**
 * Meetings' decisions through the gateway, sixteen at once, all on one envelope or spread over a hundred, in turns. Each decision is
 * on another amount than is held, so that it changes the envelope and has to wait for whoever changes it before. Meanwhile
 * somebody reads all envelopes of the township and adds up what their projects hold.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  return Lab.use(options.log, async (lab) => {
    const year = shanghaiYear(new Date());
    const { graph, townships } = await setUp(lab, {
      ...sizes,
      townships: 1 + options.rounds * sizes.turns,
      year,
    });
    const stage: Stage = { graph, sizes, year, reads: { reads: 0, inexact: 0 } };
    const left = [...townships];
    const perS: Record<Side, number[]> = { hot: [], spread: [] };
    await takeTurn(stage, left.shift(), ['hot', 'spread']);
    for (let round = 1; round <= options.rounds; round += 1) {
      const turns: Record<Side, number>[] = [];
      for (let turn = 0; turn < sizes.turns; turn += 1)
        turns.push(
          await takeTurn(
            stage,
            left.shift(),
            (round + turn) % 2 === 1 ? ['hot', 'spread'] : ['spread', 'hot'],
          ),
        );
      for (const side of ['hot', 'spread'] as const) perS[side].push(median(turns.map((turn) => turn[side])));
      options.log(
        `round ${round}: hot ${perS.hot.at(-1)?.toFixed(0)}, spread ${perS.spread.at(-1)?.toFixed(0)} decisions/s`,
      );
    }
    await graph.close();
    return summarize(perS, stage);
  });
}

async function setUp(
  lab: Lab,
  extent: Parameters<typeof arrangeTownships>[1],
): Promise<{ graph: GraphClient; townships: readonly Township[] }> {
  const { dataDir, port } = await lab.lay('project-decisions');
  const postgres = await lab.startDatabaseOnly(dataDir, port, false);
  const townships = await arrangeTownships((database) => postgres.url(database), extent);
  await lab.end(postgres);
  // What was written without waiting for the disk must not be written while something is measured.
  spawnSync('sync');
  const platform = lab.keep(await startPlatform({ port, dataDir, quiet: true }));
  return { graph: await GraphClient.signedIn(platform, [recorder]), townships };
}

/** Decisions a second of both sides of a township of its own. */
async function takeTurn(
  stage: Stage,
  township: Township | undefined,
  order: readonly Side[],
): Promise<Record<Side, number>> {
  if (!township) throw new Error('there are too few townships');
  const perS: Record<Side, number> = { hot: NaN, spread: NaN };
  const { graph, year, reads, sizes } = stage;
  const place = { graph, areaCode: township.code, year };
  for (const side of order) {
    const seconds = await whileReading(place, reads, {
      everyMs: sizes.readEveryMs,
      work: () => secondsOf(() => decideAll(graph, township, township[side])),
    });
    perS[side] = township[side].length / seconds;
    await pause(restMs);
  }
  const envelopes = await lookAtEnvelopes(place);
  if (envelopes.length !== sizes.villages + 1 || !envelopes.every((each) => isExact(each) && isSpent(each)))
    throw new Error(`what was decided in ${township.code} does not add up`);
  return perS;
}

/** @throws Error with the first refusal */
async function decideAll(graph: GraphClient, township: Township, ids: readonly string[]): Promise<void> {
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.shift(); id; id = left.shift()) {
      const { project } = await graph.ask<{ project: { state: string } }>(recorder, decide, {
        input: decisionOf(township, id),
      });
      if (project.state !== 'DECIDED') throw new Error(`a decision left ${project.state}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const decisionOf = ({ memberIds, minutesDocumentId }: Township, projectId: string): object => ({
  ...{ requestId: randomUUID(), projectId, isAdopted: true, stakeholderIds: [], relations: [] },
  meeting: {
    ...{ body: 'TOWNSHIP_PARTY_COMMITTEE', heldOn: shanghaiDay(new Date()), minutesNumber: '会纪1号' },
    ...{ minutesDocumentId, presentIds: memberIds },
  },
});

function summarize({ hot, spread }: Record<Side, number[]>, { sizes, reads }: Stage): BenchResult {
  const ratios = hot.map((perS, round) => perS / (spread[round] ?? NaN));
  const ratio = rounded(median(ratios));
  const figures = {
    ...{ hot: ratio, hotLowest: rounded(Math.min(...ratios)), hotHighest: rounded(Math.max(...ratios)) },
    ...{ exact: reads.inexact, reads: reads.reads },
    decisionsPerSHot: rounded(median(hot), 1),
    decisionsPerSSpread: rounded(median(spread), 1),
    ...{ envelopesSpread: sizes.villages, decisionsPerTurn: sizes.decisions, turnsPerRound: sizes.turns },
    rounds: ratios.length,
  };
  return {
    figures,
    checks: [
      atLeast('hot', ratio, targets.hot),
      exactly('exact', reads.inexact, targets.exact),
      atLeast('reads', reads.reads, ratios.length * sizes.turns * readsOfTurn),
    ],
  };
}
