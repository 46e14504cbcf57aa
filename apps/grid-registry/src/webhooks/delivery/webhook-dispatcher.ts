import { setTimeout as sleep } from 'node:timers/promises';
import { EventTraffic, Leader, Loop } from '@lianxin/journal';
import { Clock, Database } from '@lianxin/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { SUBSCRIPTIONS_DATABASE } from '../../department-feeds/database-url.js';
import { WEBHOOK_CONFIG } from '../webhook.config.js';
import type { WebhookConfig } from '../webhook.config.js';
import type { Webhook } from '../webhook.row.js';
import { findDue } from '../webhooks.queries.js';
import { AddressPolicy } from './address-policy.js';
import { guardedAgent } from './guarded-agent.js';
import { WebhookRunner } from './webhook-runner.js';
import type { SenderOptions } from './webhook-sender.js';
import { WebhookSweeper } from './webhook-sweeper.js';

const POLL_MS = 1_000;
const STANDBY_POLL_MS = 5_000;
const PACE_MS = 50;
const BACKOFF = { firstMs: 200, ceilingMs: 5_000 };
/** A webhook whose turn ended in an error of our own has its next one so much later. */
const TROUBLE_MS = 5_000;
const SWEEP_EVERY_MS = 3_600_000;
/** How many due ones are looked at for each that can be sent to. */
const CANDIDATES = 4;

/**
 * Sends changes to webhooks: one active dispatcher a service. Each webhook has a turn of its own, so many at once and no more;
 * those that fail take half of the places at most, so that receivers who hang hold up nobody but one another.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(WebhookDispatcher.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private readonly sender: SenderOptions;
  private readonly ending = new AbortController();
  private readonly running = new Map<string, { readonly isFailing: boolean; readonly turn: Promise<void> }>();
  private sweepDueAtMs = 0;

  constructor(
    private readonly database: Database,
    private readonly runner: WebhookRunner,
    private readonly sweeper: WebhookSweeper,
    private readonly clock: Clock,
    private readonly traffic: EventTraffic,
    @Inject(WEBHOOK_CONFIG) private readonly config: WebhookConfig,
    @Inject(SUBSCRIPTIONS_DATABASE) databaseUrl: string,
    addresses: AddressPolicy,
  ) {
    const timeoutMs = config.WEBHOOK_TIMEOUT_MS;
    this.sender = { agent: guardedAgent(addresses, timeoutMs), timeoutMs, ending: this.ending.signal };
    this.leader = new Leader(databaseUrl, 'grid-registry.webhooks');
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Webhooks cannot be looked at', error: String(error) });
        await this.leader.learn(error);
      },
      BACKOFF,
      PACE_MS,
    );
    traffic.relay.afterPublished(() => this.loop.wake());
  }

  onApplicationBootstrap(): void {
    if (!this.traffic.isStepped) this.start();
  }

  start(): void {
    this.loop.start();
  }

  /** What is on its way is broken off and sent again by the next holder: a receiver drops the repeat by its id. */
  async onApplicationShutdown(): Promise<void> {
    this.ending.abort(new Error('Webhooks are stopping'));
    await this.loop.stop();
    await Promise.all([...this.running.values()].map(({ turn }) => turn));
    await this.sender.agent.destroy();
    await this.leader.release();
  }

  /** Sends all that can be sent now. For tests. */
  async drain(): Promise<void> {
    for (;;) {
      const due = await this.findDue(this.config.WEBHOOK_CONCURRENCY);
      if (due.length === 0) return;
      await Promise.all(due.map((webhook) => this.runner.run(webhook, this.sender)));
    }
  }

  private async step(): Promise<number> {
    if (!(await this.leader.acquire())) return STANDBY_POLL_MS;
    const due = await this.findDue(this.config.WEBHOOK_CONCURRENCY * CANDIDATES);
    for (const webhook of due) this.launch(webhook);
    if (performance.now() >= this.sweepDueAtMs) {
      this.sweepDueAtMs = performance.now() + SWEEP_EVERY_MS;
      await this.sweeper.sweep();
    }
    return POLL_MS;
  }

  private findDue(limit: number): Promise<Webhook[]> {
    return findDue(this.database.dataSource.manager, this.clock.now(), limit, [...this.running.keys()]);
  }

  private launch(webhook: Webhook): void {
    const isFailing = webhook.failureCount > 0;
    if (this.running.has(webhook.id) || !this.hasPlace(isFailing)) return;
    const turn = this.runner
      .run(webhook, this.sender)
      .catch((error: unknown) => this.rest(webhook, error))
      .finally(() => {
        this.running.delete(webhook.id);
        this.loop.wake();
      });
    this.running.set(webhook.id, { isFailing, turn });
  }

  private hasPlace(isFailing: boolean): boolean {
    const places = this.config.WEBHOOK_CONCURRENCY;
    if (this.running.size >= places) return false;
    const failing = [...this.running.values()].filter((each) => each.isFailing).length;
    return !isFailing || failing < places / 2;
  }

  private async rest({ id }: Webhook, error: unknown): Promise<void> {
    if (this.ending.signal.aborted) return;
    this.logger.error({ message: 'A webhook cannot be worked on', webhookId: id, error: String(error) });
    await sleep(TROUBLE_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
