import { EmbeddedLogTransport, Relay } from '@lianxin/journal';
import { Logger as NestLogger } from '@nestjs/common';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { databaseUrl, type EnvironmentSource } from '../platform/environment.js';
import { lianxin } from '../platform/plan.js';
import { openSecrets } from '../platform/secrets.js';
import { dataLayout, postgresPort } from '../platform/settings.js';
import { atLeast } from './bench.js';
import type { BenchOptions, BenchResult } from './bench.js';
import { Lab } from './lab.js';
import { median, rounded } from './statistics.js';
import type { InstanceOptions, Mode, Order, Told } from './wakeup/messages.js';

const targetRatio = 0.9;
const instances = 2;
const instanceScript = fileURLToPath(new URL('wakeup/instance.js', import.meta.url));
const readyLimitMs = 60_000;
const slackMs = 60_000;

interface Sizes {
  readonly warmUpMs: number;
  readonly roundMs: number;
  readonly concurrency: number;
}

const sizesOf = ({ isTiny }: BenchOptions): Sizes =>
  isTiny
    ? { warmUpMs: 200, roundMs: 500, concurrency: 2 }
    : { warmUpMs: 4_000, roundMs: 6_000, concurrency: 4 };

/**
 * Commands of two instances of grid-registry, each in a process of its own with its own relay (of which one publishes and one
 * stands by), on one durable database: each commit wakes the relay, against relays that only look once a second by themselves.
 */
export function run(options: BenchOptions): Promise<BenchResult> {
  const sizes = sizesOf(options);
  NestLogger.overrideLogger(['error', 'fatal']);
  return Lab.use(options.log, async (lab) => {
    const { dataDir, port } = await lab.lay('wakeup');
    const postgres = await lab.startDatabaseOnly(dataDir, port);
    const source: EnvironmentSource = {
      ...{ port, dataDir, services: lianxin.services, postgres },
      secrets: openSecrets(dataLayout(dataDir).secrets),
    };
    const children = await Promise.all(
      Array.from({ length: instances }, () =>
        startInstance(lab, { dataDir, port, postgresPort: postgresPort(port) }),
      ),
    );
    const round = async (mode: Mode, ms: number): Promise<number> => {
      const told = await Promise.all(children.map((child) => order(child, { mode, ms, ...sizes })));
      await publishAll(source);
      return told.reduce((sum, { commits, seconds }) => sum + commits / seconds, 0);
    };
    for (const mode of ['on', 'off'] as const) await round(mode, sizes.warmUpMs);
    const perS: Record<Mode, number[]> = { on: [], off: [] };
    for (let number = 1; number <= options.rounds; number += 1) {
      for (const mode of number % 2 === 1 ? (['on', 'off'] as const) : (['off', 'on'] as const))
        perS[mode].push(await round(mode, sizes.roundMs));
      options.log(
        `round ${number}: on ${perS.on.at(-1)?.toFixed(0)}, off ${perS.off.at(-1)?.toFixed(0)} commits/s`,
      );
    }
    return summarize(perS);
  });
}

async function startInstance(lab: Lab, options: InstanceOptions): Promise<ChildProcess> {
  const child = fork(instanceScript, [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  lab.keep({
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  });
  await answer(child, readyLimitMs);
  return child;
}

async function order(child: ChildProcess, asked: Order): Promise<{ commits: number; seconds: number }> {
  const told = answer(child, asked.ms + slackMs);
  child.send({ mode: asked.mode, ms: asked.ms, concurrency: asked.concurrency });
  const result = await told;
  if (!('commits' in result)) throw new Error('an instance told something else than was asked');
  return result;
}

async function answer(child: ChildProcess, limitMs: number): Promise<Told> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(limitMs)]);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('an instance ended');
  });
  const told = once(child, 'message', { signal }).then(([message]) => message as Told);
  for (const either of [ended, told]) either.catch(() => undefined);
  return Promise.race([told, ended]).finally(() => settled.abort());
}

/** What one round left unpublished is no burden of the next. */
async function publishAll(source: EnvironmentSource): Promise<void> {
  const transport = new EmbeddedLogTransport(databaseUrl(source, 'event_log', 'app'));
  const options = { service: 'grid-registry', databaseUrl: databaseUrl(source, 'grid_registry', 'app') };
  const relay = new Relay(options, transport);
  await relay.drain();
  await relay.stop();
  await transport.close();
}

function summarize({ on, off }: Readonly<Record<Mode, number[]>>): BenchResult {
  const ratios = on.map((perS, round) => perS / (off[round] ?? NaN));
  const ratio = rounded(median(ratios));
  const figures = {
    ratio,
    ratioLowest: rounded(Math.min(...ratios)),
    ratioHighest: rounded(Math.max(...ratios)),
    commitsPerSOn: Math.round(median(on)),
    commitsPerSOff: Math.round(median(off)),
    instances,
    rounds: ratios.length,
  };
  return { figures, checks: [atLeast('ratio', ratio, targetRatio)] };
}
