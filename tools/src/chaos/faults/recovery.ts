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

/** Finds out when what was killed is back, and when everything behind it has caught up. */
export class Recovery {
  constructor(
    private readonly platform: Platform,
    private readonly load: Load,
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
   * @returns the seconds that it took
   */
  async canary(): Promise<number> {
    const startedAt = performance.now();
    const isOver = (): boolean => performance.now() - startedAt > canaryLimitMs;
    for (;;) {
      const { sent, outcome } = await this.load.steward.send(canaryAct(this.random));
      const known = outcome.kind === 'unknown' ? await this.load.steward.insist(sent, isOver) : outcome;
      if (known.kind === 'acknowledged' && known.aggregateId) {
        await this.untilEverywhere(known.aggregateId);
        return (performance.now() - startedAt) / 1000;
      }
      if (isOver()) throw new Error('no canary gets through the gateway');
      await pause(lookEveryMs);
    }
  }

  private async untilEverywhere(gridEventId: string): Promise<void> {
    const options = { limitMs: canaryLimitMs, everyMs: lookEveryMs };
    const { superuserUrl } = this.platform;
    await Promise.all([
      ...this.load.watchers.map((watcher) =>
        until(`the ${watcher.name} shows the canary`, async () => watcher.hasSeen(gridEventId), options),
      ),
      until(
        'the projections have the canary',
        () =>
          withClient(databaseOf(superuserUrl, 'assessment'), async (client) => {
            const { rowCount } = await client.query(PLACE, [gridEventId]);
            return rowCount === 1;
          }),
        options,
      ),
    ]);
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
