import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pssMbOf } from '../platform/pss.js';
import { dataLayout, workspaceRoot } from '../platform/settings.js';
import { below } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { Lab } from './lab.js';
import { median, pause, rounded } from './statistics.js';

const targets = { pssMb: 1300, warmStartS: 20 };
const startLimitMs = 180_000;
const pollMs = 50;
/** After the story: for consumers to finish and connections to be as they are at rest. */
const settleMs = 5_000;

interface Place {
  readonly port: number;
  readonly dataDir: string;
}

/**
 * What the platform costs the machine of a newcomer who typed `npm start` and `npm run story`: the memory of everything that
 * `npm start` is, npm and PostgreSQL included, and the time until a start on existing data answers its first query.
 */
export function run({ rounds, isTiny, log }: BenchOptions): Promise<BenchResult> {
  return Lab.use(log, async (lab) => {
    const place: Place = { port: await lab.freeBase(), dataDir: join(lab.directory, 'footprint') };
    const memory: Record<string, number>[] = [];
    const seconds: number[] = [];
    if (!isTiny) log(`first start: ${(await measureStart(place, () => playStory(place))).toFixed(1)} s`);
    for (let round = 1; round <= rounds; round += 1) {
      const elapsedS = await measureStart(place, async (npm) => {
        await playStory(place);
        memory.push(memoryOf(place, npm));
      });
      seconds.push(elapsedS);
      log(`round ${round}: answered after ${elapsedS.toFixed(2)} s, ${memory.at(-1)?.['pssMb']} MB`);
    }
    return summarize(memory, seconds);
  });
}

/** Starts the platform, lets `work` be done on it, stops it. Answers the seconds from the command to its first answered query. */
async function measureStart(place: Place, work: (npm: ChildProcess) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  const npm = spawn('npm', ['start'], { ...settingOf(place), stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => npm.once('exit', () => resolve()));
  try {
    await untilAnswered(place, npm);
    const seconds = (performance.now() - startedAt) / 1000;
    await work(npm);
    return seconds;
  } finally {
    if (npm.pid && npm.exitCode === null) process.kill(-npm.pid, 'SIGINT');
    await ended;
  }
}

const settingOf = ({ port, dataDir }: Place) => ({
  cwd: workspaceRoot,
  env: { ...process.env, LIANXIN_PORT: String(port), LIANXIN_DATA_DIR: dataDir },
});

/** The query that `npm start` itself proposes. */
async function untilAnswered({ port }: Place, npm: ChildProcess): Promise<void> {
  const body = JSON.stringify({ query: '{ area(code: "361104111001") { code name } }' });
  const deadline = Date.now() + startLimitMs;
  while (!(await isAnswered(`http://127.0.0.1:${port}/graphql`, body))) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with code ${npm.exitCode}`);
    if (Date.now() > deadline) throw new Error('npm start does not answer');
    await pause(pollMs);
  }
}

async function isAnswered(url: string, body: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2_000) });
    const { data } = (await response.json()) as { data?: { area?: { name?: string } } };
    return typeof data?.area?.name === 'string';
  } catch {
    return false;
  }
}

async function playStory(place: Place): Promise<void> {
  await untilReady(place);
  const { status, stderr } = spawnSync('npm', ['run', '-s', 'story'], {
    ...settingOf(place),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run story failed: ${stderr}`);
  await pause(settleMs);
}

/** The first query needs grid-registry alone; the story needs everybody. */
async function untilReady({ port }: Place): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  const isReady = (): Promise<boolean> =>
    Promise.all([port, port + 1].map((each) => fetch(`http://127.0.0.1:${each}/health/ready`))).then(
      (responses) => responses.every(({ ok }) => ok),
      () => false,
    );
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error('the platform does not become ready');
    await pause(pollMs);
  }
}

/** Megabytes of everything below `npm start`, and of each part of it. */
function memoryOf({ dataDir }: Place, npm: ChildProcess): Record<string, number> {
  const { processes, postgres } = dataLayout(dataDir);
  const registered = JSON.parse(readFileSync(processes, 'utf8')) as { name: string; pid: number }[];
  const postmaster = Number(readFileSync(join(postgres, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const parts = [...registered, { name: 'postgres', pid: postmaster }].map(
    ({ name, pid }) => [`pssMb.${name}`, rounded(pssMbOf([pid]), 0)] as const,
  );
  const pssMb = rounded(pssMbOf([npm.pid ?? 0]), 0);
  const rest = pssMb - parts.reduce((sum, [, mb]) => sum + mb, 0);
  return { pssMb, ...Object.fromEntries(parts), 'pssMb.npm and launcher': rest };
}

function summarize(memory: readonly Record<string, number>[], seconds: readonly number[]): BenchResult {
  const names = Object.keys(memory[0] ?? {});
  const medians = names.map(
    (name) => [name, rounded(median(memory.map((each) => each[name] ?? NaN)), 0)] as const,
  );
  const pssMb = Object.fromEntries(medians)['pssMb'] ?? NaN;
  const warmStartS = rounded(median(seconds), 2);
  const figures = {
    ...Object.fromEntries(medians),
    warmStartS,
    warmStartSLowest: rounded(Math.min(...seconds), 2),
    warmStartSHighest: rounded(Math.max(...seconds), 2),
    rounds: seconds.length,
  };
  return {
    figures,
    checks: [below('pssMb', pssMb, targets.pssMb), below('warmStartS', warmStartS, targets.warmStartS)],
  };
}
