import { Actor } from '@lianxin/access';
import { Leader, Loop, systemSubject } from '@lianxin/journal';
import { Clock, Database } from '@lianxin/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { AlertRingingService, RING_BATCH_SIZE } from './alert-ringing.service.js';

const POLL_MS = 5_000;
const STANDBY_POLL_MS = 5_000;
const NAME = 'grid-registry.alerts';

export interface AlertTimerOptions {
  readonly databaseUrl: string;
  /** Tests ring up themselves. */
  readonly isStepped?: boolean;
}

export const ALERT_TIMER_OPTIONS = Symbol('ALERT_TIMER_OPTIONS');

/** Rings up what is due, by the clock: one active worker a service. Should two ever be at it, each alert is one's alone. */
@Injectable()
export class AlertTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AlertTimer.name);
  private readonly platform = Actor.system(systemSubject(NAME), { correlationId: NAME });
  private readonly leader: Leader;
  private readonly loop: Loop;

  constructor(
    @Inject(ALERT_TIMER_OPTIONS) private readonly options: AlertTimerOptions,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly ringing: AlertRingingService,
  ) {
    this.leader = new Leader(options.databaseUrl, NAME);
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Alerts are not rung up', error: String(error) });
        await this.leader.learn(error);
      },
    );
  }

  onApplicationBootstrap(): void {
    if (!this.options.isStepped) this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.leader.release();
  }

  /** One batch of what is due at that moment, in one transaction. @returns how many it took */
  ringUp(now: Date): Promise<number> {
    return this.database.write(this.platform, (tx) => this.ringing.ringUpAlerts(tx, this.platform, now));
  }

  private async step(): Promise<number> {
    if (!(await this.leader.acquire())) return STANDBY_POLL_MS;
    const taken = await this.ringUp(this.clock.now());
    return taken < RING_BATCH_SIZE ? POLL_MS : 0;
  }
}
