import { type Clock, type Database } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { EventConsumer } from './consumer.js';
import { NotYetKnownError, PredecessorMissingError } from './consumer.js';
import { Inbox, UnreadableMessageError } from './inbox.js';
import type { ParkedMessage, ParkedMessages } from './parked-messages.js';
import { delayMs, Loop } from '../retry.js';
import type { EventTransport, IncomingMessage, Subscription } from '../transport/transport.js';

/** How many messages share one transaction while all goes well. */
const TRANSACTION_SIZE = 50;
const RETRY_POLL_MS = 500;
const RETRY_BATCH = 100;
const BACKOFF = { firstMs: 200, ceilingMs: 30_000 };
/** About a quarter of an hour of growing delays; then a person has to look. */
const MAX_ATTEMPTS = 35;

export interface RunnerDependencies {
  readonly database: Database;
  readonly parked: ParkedMessages;
  readonly transport: EventTransport;
  readonly clock: Clock;
}

/** Feeds one consumer from the transport. What fails is set aside with the rest of its key; other keys go on. */
export class ConsumerRunner {
  private readonly logger = new Logger(ConsumerRunner.name);
  private readonly inbox: Inbox;
  private readonly retries: Loop;
  private subscription: Subscription | undefined;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly dependencies: RunnerDependencies,
  ) {
    this.inbox = new Inbox(dependencies.database, consumer);
    this.retries = new Loop(
      () => this.retryDue(),
      (error) =>
        this.logger.error({ message: 'Retrying failed', consumer: consumer.name, error: String(error) }),
    );
  }

  async start(): Promise<void> {
    const topics = [...new Set(this.consumer.handlers.map(({ definition }) => definition.topic))];
    this.subscription = await this.dependencies.transport.subscribe({
      group: this.consumer.name,
      topics,
      onBatch: (messages) => this.deliver(messages),
    });
    this.retries.start();
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
    await this.retries.stop();
  }

  /** Applies a batch. Resolves when each message is applied or set aside; rejects only if the database is out of reach. */
  async deliver(messages: readonly IncomingMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += TRANSACTION_SIZE) {
      await this.deliverTogether(messages.slice(start, start + TRANSACTION_SIZE));
    }
  }

  /** Tries what waits and is due. @returns how long to wait for the next round */
  async retryDue(): Promise<number> {
    const now = this.dependencies.clock.now();
    const due = await this.dependencies.parked.due(this.consumer.name, now, RETRY_BATCH);
    for (const message of due) await this.retry(message);
    return due.length > 0 ? 0 : RETRY_POLL_MS;
  }

  private async deliverTogether(messages: readonly IncomingMessage[]): Promise<void> {
    const held = await this.dependencies.parked.keys(this.consumer.name);
    if (!messages.some((message) => held.has(message.key))) {
      try {
        return await this.inbox.apply(messages);
      } catch (error) {
        this.logger.warn({
          message: 'A batch failed; its messages are tried one by one',
          error: nameOf(error),
        });
      }
    }
    for (const message of messages) {
      if (await this.deliverAlone(message, held)) held.add(message.key);
    }
  }

  /**
   * A message whose key is held is tried all the same: the inbox lets none overtake another, and it may be the very
   * one that the others wait for.
   * @returns whether the message's key is held up from here on
   */
  private async deliverAlone(message: IncomingMessage, held: ReadonlySet<string>): Promise<boolean> {
    const isHeld = held.has(message.key);
    try {
      await this.inbox.apply([message]);
      if (isHeld)
        await this.dependencies.parked.wake(this.consumer.name, message.key, this.dependencies.clock.now());
      return isHeld;
    } catch (error) {
      await this.setAside(message, isHeld && error instanceof PredecessorMissingError, error);
      return true;
    }
  }

  private async setAside(message: IncomingMessage, isBehind: boolean, error: unknown): Promise<void> {
    const { parked, clock } = this.dependencies;
    const parking = { consumer: this.consumer.name, message, reason: reasonOf(error) };
    const retryAt = new Date(clock.now().getTime() + delayMs(BACKOFF, 1));
    if (isBehind) await parked.park({ ...parking, state: 'behind', retryAt: null });
    else if (error instanceof UnreadableMessageError)
      await parked.park({ ...parking, state: 'parked', retryAt: null });
    else await parked.park({ ...parking, state: 'waiting', retryAt });
    this.logger.warn({
      message: 'Set a message aside',
      consumer: parking.consumer,
      key: message.key,
      reason: parking.reason,
    });
  }

  private async retry(message: ParkedMessage): Promise<void> {
    const { parked, clock } = this.dependencies;
    try {
      await this.inbox.apply([{ ...message, offset: 0 }]);
      await parked.remove(message, clock.now());
    } catch (error) {
      if (error instanceof UnreadableMessageError || message.attempts + 1 >= MAX_ATTEMPTS) {
        return parked.giveUp(message.id, reasonOf(error));
      }
      const retryAt = new Date(clock.now().getTime() + delayMs(BACKOFF, message.attempts + 1));
      await parked.retryLater(message.id, reasonOf(error), retryAt);
    }
  }
}

/** Our own words are kept; a foreign error's may quote data, so only its name is. */
function reasonOf(error: unknown): string {
  if (error instanceof NotYetKnownError || error instanceof UnreadableMessageError) return error.message;
  return nameOf(error);
}

function nameOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  return error instanceof Error ? `${error.name}${code}` : 'unknown error';
}
