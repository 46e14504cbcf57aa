import { createConnection } from 'node:net';
import { databaseOf, withClient } from '../../bench/database.js';
import type { Platform } from '../../platform/platform.js';
import { gateway, servicePort, services } from '../../platform/services.js';
import { issuerPort } from '../../platform/settings.js';
import { canaryAct } from '../load/acts.js';
import type { Load } from '../load/load.js';
import { pause, until } from '../pause.js';
import type { Random } from '../random.js';
import type { Target } from './plan.js';

const acceptLimitMs = 120_000;
const canaryLimitMs = 120_000;
const lookEveryMs = 25;
const connectLimitMs = 1_000;

const PLACE = `SELECT 1 FROM inbox_sequence WHERE consumer = 'assessment.grid-event-facts' AND aggregate_id = $1`;

export interface Recovered {
  readonly seconds: number;
  readonly parts: Readonly<Record<string, number>>;
}

const secondsSince = (startedAt: number): number =>
  Number(((performance.now() - startedAt) / 1000).toFixed(2));

/** Finds out when what was killed is back, and when everything behind it has caught up. */
export class Recovery {
  constructor(
    private readonly platform: Platform,
    private readonly load: Pick<Load, 'steward' | 'watchers'>,
    private readonly random: Random,
  ) {}

  pidOf(target: Target): number | undefined {
    return this.platform.processes().find(({ name }) => name === target)?.pid;
  }

  /** Resolves once the process that took the killed one's place accepts connections. @throws Error after the limit */
  async untilAccepting(target: Target, killed: number): Promise<void> {
    await until(
      `${target} accepts connections again`,
      async () => {
        const pid = this.pidOf(target);
        return pid !== undefined && pid !== killed && (await this.accepts(target));
      },
      { limitMs: acceptLimitMs, everyMs: lookEveryMs },
    );
  }

  /**
   * Sends one change through the gateway and waits until subscribers and projections have it.
   * @returns the seconds that it took, in all and until each of them had it
   */
  async canary(): Promise<Recovered> {
    const startedAt = performance.now();
    const isOver = (): boolean => performance.now() - startedAt > canaryLimitMs;
    for (;;) {
      const { sent, outcome } = await this.load.steward.send(canaryAct(this.random));
      const known = outcome.kind === 'unknown' ? await this.load.steward.insist(sent, isOver) : outcome;
      if (known.kind === 'acknowledged' && known.aggregateId) {
        const acknowledged = secondsSince(startedAt);
        const told = await this.untilEverywhere(known.aggregateId, startedAt);
        return { seconds: secondsSince(startedAt), parts: { acknowledged, ...told } };
      }
      if (isOver()) throw new Error('no canary gets through the gateway');
      await pause(lookEveryMs);
    }
  }

  private async untilEverywhere(gridEventId: string, startedAt: number): Promise<Record<string, number>> {
    const options = { limitMs: canaryLimitMs, everyMs: lookEveryMs };
    const assessment = databaseOf(this.platform.superuserUrl, 'assessment');
    const isApplied = (): Promise<boolean> =>
      withClient(assessment, async (client) => (await client.query(PLACE, [gridEventId])).rowCount === 1);
    const looks: [string, () => Promise<boolean>][] = [
      ...this.load.watchers.map((watcher): [string, () => Promise<boolean>] => [
        watcher.name,
        async () => watcher.hasSeen(gridEventId),
      ]),
      ['projections', isApplied],
    ];
    const times = looks.map(async ([name, look]) => {
      await until(`the ${name} has the canary`, look, options);
      return [name, secondsSince(startedAt)] as const;
    });
    return Object.fromEntries(await Promise.all(times));
  }

  private async accepts(target: Target): Promise<boolean> {
    if (target !== 'postgres') return accepts(this.portOf(target));
    return withClient(databaseOf(this.platform.superuserUrl, 'assessment'), async () => true).catch(
      () => false,
    );
  }

  private portOf(target: Target): number {
    const { port } = this.platform;
    if (target === 'issuer') return issuerPort(port);
    if (target === 'kafka') return port + 3;
    const entry = [gateway, ...services].find(({ name }) => name === target);
    if (!entry) throw new Error(`${target} has no port`);
    return servicePort(port, entry);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: connectLimitMs });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      done(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
