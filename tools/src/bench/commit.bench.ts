import type { Actor } from '@lianxin/access';
import pg from 'pg';
import { databaseUrl, type EnvironmentSource } from '../platform/environment.js';
import { lianxin } from '../platform/plan.js';
import { openSecrets } from '../platform/secrets.js';
import { dataLayout } from '../platform/settings.js';
import { atLeast, atMost } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { GridRegistry } from './commit/grid-registry.js';
import { record, replay } from './commit/recording.js';
import { Lab } from './lab.js';
import { commandsOfLife, departmentOf, lifeAccounts, live, type TakeStep } from './life.js';
import { StatementCounter } from './statement-counter.js';
import { median, rounded, secondsOf } from './statistics.js';

const targets = { ratio: 0.5, statements: 12 };

interface Sizes {
  readonly warmUp: number;
  readonly livesPerRound: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny ? { warmUp: 1, livesPerRound: 2 } : { warmUp: 300, livesPerRound: 50 };

interface Setting {
  readonly registry: GridRegistry;
  readonly departmentId: string;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly bare: pg.Client;
  readonly source: EnvironmentSource;
  readonly superuserUrl: string;
}

/**
 * The commands of whole lives, one after the other: through resolver, permission, entity, journal and TypeORM, against the very
 * same statements sent by `pg` alone. Both on one durable PostgreSQL, over one connection, in turns.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  return Lab.use(options.log, async (lab) => {
    const setting = await open(lab);
    const sizes = sizesOf(options);
    try {
      const measured = await measure(setting, sizes, options);
      return summarize(measured, await countStatements(setting, options.log));
    } finally {
      await Promise.all([setting.registry.close(), setting.bare.end()]);
    }
  });
}

async function open(lab: Lab): Promise<Setting> {
  const { dataDir, port } = await lab.lay('commit');
  const postgres = await lab.startDatabaseOnly(dataDir, port);
  const secrets = openSecrets(dataLayout(dataDir).secrets);
  const source: EnvironmentSource = { port, dataDir, secrets, services: lianxin.services, postgres };
  const registry = await GridRegistry.open(source);
  const { superuserUrl } = postgres;
  const departmentId = await departmentOf({ superuserUrl });
  const actors = new Map<string, Actor>();
  for (const account of lifeAccounts) actors.set(account, await registry.actorOf(account));
  const bare = new pg.Client({ connectionString: databaseUrl(source, 'grid_registry', 'app') });
  await bare.connect();
  return { registry, departmentId, actors, bare, source, superuserUrl };
}

const take =
  ({ registry, actors }: Setting): TakeStep =>
  async (account, { mutation }, input) =>
    registry.run(actors.get(account) as Actor, mutation, input);

interface Measured {
  readonly serviceS: number[];
  readonly bareS: number[];
  readonly commands: number;
  readonly statementsOfLife: number;
}

async function measure(setting: Setting, sizes: Sizes, { rounds, log }: BenchOptions): Promise<Measured> {
  let number = 0;
  const liveOne = (): Promise<void> => live(take(setting), setting.departmentId, (number += 1));
  const repeat = async (times: number, work: () => Promise<void>): Promise<void> => {
    for (let time = 0; time < times; time += 1) await work();
  };
  await repeat(sizes.warmUp, liveOne);
  const recorded = await record('grid_registry', liveOne);
  const replayOne = (): Promise<void> => replay(setting.bare, recorded, knownIds(setting));
  await repeat(sizes.warmUp, replayOne);
  const measured: Measured = {
    ...{ serviceS: [], bareS: [], commands: sizes.livesPerRound * commandsOfLife },
    statementsOfLife: recorded.length,
  };
  for (let round = 1; round <= rounds; round += 1) {
    const service = async (): Promise<unknown> =>
      measured.serviceS.push(await secondsOf(() => repeat(sizes.livesPerRound, liveOne)));
    const bare = async (): Promise<unknown> =>
      measured.bareS.push(await secondsOf(() => repeat(sizes.livesPerRound, replayOne)));
    for (const side of round % 2 === 1 ? [service, bare] : [bare, service]) await side();
    log(
      `round ${round}: service ${measured.serviceS.at(-1)?.toFixed(2)} s, bare ${measured.bareS.at(-1)?.toFixed(2)} s`,
    );
  }
  return measured;
}

/** Ids that a replay must not change: people, posts, the department. */
function knownIds({ actors, departmentId }: Setting): Set<string> {
  const people = [...actors.values()].flatMap(({ subject, grants }) => [
    subject,
    ...grants.map(({ id }) => id),
  ]);
  return new Set([departmentId, ...people]);
}

/**
 * Statements of each command as PostgreSQL counts them, at their most: by a service that has just started, so that the actor's
 * grants and keys, which are cached for seconds, have to be looked up as well.
 */
async function countStatements(setting: Setting, log: (line: string) => void): Promise<Map<string, number>> {
  const counter = await StatementCounter.open(setting.superuserUrl);
  const counts = new Map<string, number>();
  const counted: TakeStep = async (account, { mutation }, input) => {
    const cold = await GridRegistry.open(setting.source);
    let answer = { id: '' };
    const { total, lines } = await counter.count(async () => {
      answer = await cold.run(await cold.actorOf(account), mutation, input);
    });
    await cold.close();
    counts.set(mutation, total);
    log([`${mutation}: ${total} statements`, ...lines].join('\n  '));
    return answer;
  };
  await live(counted, setting.departmentId, 0);
  await counter.close();
  return counts;
}

function summarize(
  { serviceS, bareS, commands }: Measured,
  counts: ReadonlyMap<string, number>,
): BenchResult {
  const ratios = serviceS.map((seconds, round) => (bareS[round] ?? NaN) / seconds);
  const ratio = rounded(median(ratios));
  const statements = Math.max(...counts.values());
  const perS = (seconds: readonly number[]): number =>
    Math.round(median(seconds.map((each) => commands / each)));
  const figures = {
    ratio,
    ratioLowest: rounded(Math.min(...ratios)),
    ratioHighest: rounded(Math.max(...ratios)),
    statements,
    ...Object.fromEntries([...counts].map(([mutation, count]) => [`statements.${mutation}`, count])),
    commandsPerS: perS(serviceS),
    bareCommandsPerS: perS(bareS),
    commandsPerRound: commands,
    rounds: ratios.length,
  };
  return {
    figures,
    checks: [atLeast('ratio', ratio, targets.ratio), atMost('statements', statements, targets.statements)],
  };
}
