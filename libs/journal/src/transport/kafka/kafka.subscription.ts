import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs';
import { Loop } from '../../retry.js';
import { nameOfError } from '../error-name.js';
import { signal, STOP_LIMIT_MS, within } from '../reading.js';
import type { Signal } from '../reading.js';
import type { SubscribeOptions, Subscription } from '../transport.js';
import { positionKey } from './kafka.admin.js';
import type { KafkaAdmin, Positions } from './kafka.admin.js';
import { RETRY } from './kafka.client.js';
import { deliver } from './kafka.delivery.js';

/** A member that died leaves its partitions idle for this long. */
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_INTERVAL_MS = 2_000;
/** How long the members may take to come back when the group is shared out anew. */
const REBALANCE_TIMEOUT_MS = 30_000;
/** An idle fetch; also how long it may take to notice that the group is being shared out, or to stop. */
const MAX_WAIT_MS = 500;
const MAX_FETCH_BYTES = 4_194_304;
const MAX_PARTITION_BYTES = 1_048_576;

const BACKOFF = { firstMs: 200, ceilingMs: 5_000 };
const RESTART_MS = 500;
const WATCH_MS = 5_000;
/** Longer than any silence of a consumer that lives: requests time out and groups are shared out sooner. */
const SILENCE_LIMIT_MS = 90_000;

export interface KafkaSubscriptionContext {
  readonly kafka: Kafka;
  readonly admin: KafkaAdmin;
  readonly clientId: string;
}

/**
 * One reader, of a group or alone. A consumer of kafkajs that crashes is replaced by a new one, whatever it died of and for
 * as long as it takes: its own restart gives up on some errors, and on a broker that stays away.
 */
export class KafkaSubscription implements Subscription {
  readonly ready: Promise<void>;
  private readonly logger = new Logger(KafkaSubscription.name);
  private readonly isReady = signal();
  private readonly group: string;
  private readonly loop: Loop;
  /** Of a lone reader: it goes on from here, whatever happens to its group. */
  private positions: Positions | undefined;
  private life: Signal | undefined;
  private isStopping = false;

  constructor(
    private readonly context: KafkaSubscriptionContext,
    private readonly options: SubscribeOptions,
  ) {
    this.ready = this.isReady.promise;
    this.group = options.group ?? `${context.clientId}.reader-${randomUUID()}`;
    this.loop = new Loop(
      () => this.live(),
      (error) =>
        this.logger.warn({ message: 'Cannot read yet', group: this.group, error: nameOfError(error) }),
      BACKOFF,
    );
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.life?.settle();
    await within(STOP_LIMIT_MS, this.loop.stop());
    this.isReady.settle();
    if (!this.options.group && this.positions) await this.context.admin.forget(this.group);
  }

  /** From connecting to the end of one consumer. Throws when it did not get so far as to join its group. */
  private async live(): Promise<number> {
    const end = (this.life = signal());
    if (this.isStopping) return 0;
    const consumer = this.context.kafka.consumer({
      groupId: this.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytes: MAX_FETCH_BYTES,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
    });
    let crash: Error | undefined;
    let hasJoined = false;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      crash = payload.error;
      end.settle();
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      hasJoined = true;
      this.takePlace(consumer, payload);
    });
    const watch = this.watch(consumer, end);
    try {
      await this.run(consumer);
      await end.promise;
    } finally {
      clearInterval(watch);
      await within(STOP_LIMIT_MS, consumer.disconnect());
    }
    if (crash && !hasJoined) throw crash;
    if (crash)
      this.logger.warn({ message: 'Reading starts anew', group: this.group, error: nameOfError(crash) });
    return RESTART_MS;
  }

  private async run(consumer: Consumer): Promise<void> {
    const topics = [...this.options.topics];
    await consumer.connect();
    if (!this.options.group) this.positions ??= await this.context.admin.heads(topics);
    // Fails while one of the topics does not exist, and is tried again.
    await consumer.subscribe({ topics, fromBeginning: this.options.group !== undefined });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) =>
        deliver(payload, this.options, (topic, partition, next) =>
          this.positions?.set(positionKey(topic, partition), next),
        ),
    });
  }

  /** A group's offsets are kept by the broker; a lone reader keeps its own. */
  private takePlace(consumer: Consumer, { memberAssignment }: ConsumerGroupJoinEvent['payload']): void {
    if (this.positions) {
      for (const [topic, partitions] of Object.entries(memberAssignment))
        for (const partition of partitions)
          consumer.seek({
            topic,
            partition,
            offset: this.positions.get(positionKey(topic, partition)) ?? '0',
          });
    }
    this.isReady.settle();
  }

  /** Ends a consumer that has fallen silent: a crash that kafkajs itself did not notice. */
  private watch(consumer: Consumer, end: Signal): NodeJS.Timeout {
    const { FETCH, HEARTBEAT, GROUP_JOIN, START_BATCH_PROCESS, END_BATCH_PROCESS } = consumer.events;
    let heardAt = Date.now();
    for (const event of [FETCH, HEARTBEAT, GROUP_JOIN, START_BATCH_PROCESS, END_BATCH_PROCESS] as const)
      consumer.on(event, () => (heardAt = Date.now()));
    return setInterval(() => {
      if (Date.now() - heardAt < SILENCE_LIMIT_MS) return;
      this.logger.warn({ message: 'A consumer fell silent', group: this.group });
      end.settle();
    }, WATCH_MS);
  }
}
