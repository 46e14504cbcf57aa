import { departmentTopicOf } from '@lianxin/contracts';
import { EventTraffic, EventTransport, Leader, Loop } from '@lianxin/journal';
import { Database, metrics } from '@lianxin/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Counter } from 'prom-client';
import { SUBSCRIPTIONS_DATABASE } from '../department-feeds/database-url.js';
import { departmentActor } from '../department-feeds/department-actor.js';
import { DepartmentFeedReader } from '../department-feeds/department-feed.reader.js';
import { advanceFeed, findFeedsBehind, nameNextFeed } from './department-feeds.queries.js';
import type { DepartmentFeed } from './department-feeds.queries.js';

const POLL_MS = 1_000;
const STANDBY_POLL_MS = 5_000;
/** However often something is published, a round of all departments begins no sooner than so much after the last. */
const PACE_MS = 250;
const BACKOFF = { firstMs: 200, ceilingMs: 5_000 };
/** Pages of one department in a round: one that is far behind leaves the others their turn. */
const MAX_PAGES = 20;
const SYSTEM = 'grid-registry.department-topics';

const forwarded = new Counter({
  name: 'lianxin_department_messages_total',
  help: 'Messages written to topics of departments',
  labelNames: ['department'],
  registers: [metrics],
});

const failures = new Counter({
  name: 'lianxin_department_forward_failures_total',
  help: 'Rounds in which nothing could be written for a department',
  labelNames: ['department'],
  registers: [metrics],
});

/**
 * Writes to each department's topic what that department may see: one active forwarder a service, in order, at least once.
 * The place is noted after the transport has taken what comes before it; what goes twice has the same id.
 */
@Injectable()
export class DepartmentForwarder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DepartmentForwarder.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private readonly ensured = new Set<string>();
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly reader: DepartmentFeedReader,
    private readonly transport: EventTransport,
    private readonly traffic: EventTraffic,
    @Inject(SUBSCRIPTIONS_DATABASE) databaseUrl: string,
  ) {
    this.leader = new Leader(databaseUrl, SYSTEM);
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Departments cannot be looked at', error: String(error) });
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

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.loop.stop();
    await this.leader.release();
  }

  /** Writes all that there is now. For tests. @throws what the transport throws */
  async drain(): Promise<void> {
    await this.nameFeeds();
    for (const feed of await this.findBehind()) await this.forward(feed);
  }

  private async step(): Promise<number> {
    if (!(await this.leader.acquire())) return STANDBY_POLL_MS;
    await this.nameFeeds();
    let isBehind = false;
    for (const feed of await this.findBehind()) isBehind = (await this.attempt(feed)) || isBehind;
    return isBehind ? 0 : POLL_MS;
  }

  private async nameFeeds(): Promise<void> {
    while (await nameNextFeed(this.database.dataSource.manager));
  }

  private findBehind(): Promise<DepartmentFeed[]> {
    return findFeedsBehind(this.database.dataSource.manager);
  }

  /** What fails for one department holds up no other. @returns whether there is more */
  private async attempt(feed: DepartmentFeed): Promise<boolean> {
    if (this.isStopping) return false;
    try {
      return await this.forward(feed);
    } catch (error) {
      failures.inc({ department: feed.name });
      const { departmentId } = feed;
      this.logger.error({ message: 'Nothing written for a department', departmentId, error: String(error) });
      return false;
    }
  }

  private async forward(feed: DepartmentFeed): Promise<boolean> {
    await this.ensureTopic(departmentTopicOf(feed.name));
    const actor = departmentActor(feed, SYSTEM);
    let standing = feed;
    for (let pages = 0; pages < MAX_PAGES && !this.isStopping; pages += 1) {
      const query = { areaCode: '', categories: null, kinds: null, after: standing.position };
      const page = await this.reader.read(actor, query);
      if (page.changes.length > 0) await this.send(feed, page.changes);
      const [from, to] = [standing, page.position];
      if (to > from.position) await this.database.write(actor, (tx) => advanceFeed(tx, from, to));
      standing = { ...standing, position: to };
      if (!page.hasMore) return false;
    }
    return true;
  }

  /** Sent with those of others, a message to a topic that is not there would fail theirs too. */
  private async ensureTopic(topic: string): Promise<void> {
    if (this.ensured.has(topic)) return;
    await this.transport.ensureTopics([topic]);
    this.ensured.add(topic);
  }

  private async send(
    { name }: DepartmentFeed,
    changes: Awaited<ReturnType<DepartmentFeedReader['read']>>['changes'],
  ): Promise<void> {
    const topic = departmentTopicOf(name);
    await this.transport.send(
      changes.map(({ envelope }) => ({ topic, key: envelope.subject, value: JSON.stringify(envelope) })),
    );
    forwarded.inc({ department: name }, changes.length);
  }
}
