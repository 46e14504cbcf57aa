import { Actor } from '@lianxin/access';
import { Leader, Loop, systemSubject } from '@lianxin/journal';
import { Clock, Database } from '@lianxin/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CommitmentListing, LIST_BATCH_SIZE } from './commitment-listing.service.js';

/** A day's work, which an hour more or less does not hurt; a minute keeps a restart from being noticed. */
const POLL_MS = 60_000;
const NAME = 'micro-project.open-commitments';

export interface CommitmentTimerOptions {
  readonly databaseUrl: string;
  /** Tests list themselves. */
  readonly isStepped?: boolean;
}

export const COMMITMENT_TIMER_OPTIONS = Symbol('COMMITMENT_TIMER_OPTIONS');

/** Lists what is due, by the clock: one active worker a service. Should two ever be at it, each envelope is one's alone. */
@Injectable()
export class CommitmentTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CommitmentTimer.name);
  private readonly platform = Actor.system(systemSubject(NAME), { correlationId: NAME });
  private readonly leader: Leader;
  private readonly loop: Loop;

  constructor(
    @Inject(COMMITMENT_TIMER_OPTIONS) private readonly options: CommitmentTimerOptions,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly listing: CommitmentListing,
  ) {
    this.leader = new Leader(options.databaseUrl, NAME);
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Open commitments are not listed', error: String(error) });
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

  /** One batch of what is due at that moment, in one transaction. @returns how many it listed */
  list(now: Date): Promise<number> {
    const { database, listing, platform } = this;
    return database.write(platform, (tx) => listing.listOpenCommitments(tx, platform, now));
  }

  private async step(): Promise<number> {
    if (!(await this.leader.acquire())) return POLL_MS;
    const listed = await this.list(this.clock.now());
    return listed < LIST_BATCH_SIZE ? POLL_MS : 0;
  }
}
