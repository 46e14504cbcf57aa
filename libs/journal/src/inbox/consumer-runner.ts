import { isDatabaseOutage, type Clock, type Database } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import type { EventConsumer } from './consumer.js';
import { NotYetKnownError, PredecessorMissingError } from './consumer.js';
import { HeldKeys } from './held-keys.js';
import { isReadable } from './envelope-reader.js';
import { Inbox } from './inbox.js';
import type { ParkedMessage, ParkedMessages, ParkedState, ParkingReason } from './parked-messages.js';
import { UnreadableMessageError } from './reasons.js';
import { delayMs, Loop } from '../retry.js';
import type { EventTransport, IncomingMessage, Subscription } from '../transport/transport.js';

/** How many messages share one transaction while all goes well. */
const TRANSACTION_SIZE = 500;
const RETRY_POLL_MS = 500;
const RETRY_BATCH = 100;
/** What comes back must be met within seconds, so the delays stay short. */
const BACKOFF = { firstMs: 200, ceilingMs: 5_000 };
/** About a quarter of an hour; then a person has to look. */
const MAX_ATTEMPTS = 160;

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
    this.inbox = new Inbox(dependencies.database, consumer, dependencies.clock);
    this.retries = new Loop(
      () => this.retryDue(),
      (error) =>
        this.logger.error({ message: 'Retrying failed', consumer: consumer.name, error: String(error) }),
    );
  }

  async start(): Promise<void> {
    this.subscription = await this.dependencies.transport.subscribe({
      group: this.consumer.name,
      topics: this.consumer.topics,
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
    const due = await this.dependencies.parked.due(this.consumer.name, this.now(), RETRY_BATCH);
    const held = new HeldKeys();
    for (const message of due) if (held.holdOf(message) === undefined) await this.retry(message, held);
    return due.length > 0 ? 0 : RETRY_POLL_MS;
  }

  /** In one transaction while all goes well. What hinders it is looked for in halves, so that the rest still goes together. */
  private async deliverTogether(messages: readonly IncomingMessage[]): Promise<void> {
    try {
      return await this.inbox.apply(messages, 'fail if held');
    } catch (error) {
      if (isDatabaseOutage(error)) throw error;
    }
    const held = await this.dependencies.parked.held(this.consumer.name, messages);
    const isSuspect = (message: IncomingMessage): boolean =>
      held.holdOf(message) !== undefined || !isReadable(message);
    const suspectKeys = new Set(messages.filter(isSuspect).map(({ key }) => key));
    const suspects = messages.filter(({ key }) => suspectKeys.has(key));
    const others = messages.filter(({ key }) => !suspectKeys.has(key));
    if (suspects.length === 0 && messages.length > 1) return this.deliverInHalves(messages);
    if (suspects.length > 0 && others.length > 0) await this.deliverTogether(others);
    for (const message of suspects.length > 0 ? suspects : messages) await this.deliverAlone(message, held);
  }

  private async deliverInHalves(messages: readonly IncomingMessage[]): Promise<void> {
    const middle = Math.ceil(messages.length / 2);
    await this.deliverTogether(messages.slice(0, middle));
    await this.deliverTogether(messages.slice(middle));
  }

  /**
   * A message whose key is held by one that waits is tried all the same: the inbox lets none overtake another, and it may be the
   * very one that the others wait for. Behind a faulty one nothing is tried.
   */
  private async deliverAlone(message: IncomingMessage, held: HeldKeys): Promise<void> {
    const hold = held.holdOf(message);
    if (hold === 'fault') return this.setAside(message, { ...BEHIND_A_FAULT, state: 'behind' });
    try {
      await this.inbox.apply([message], 'try held');
      if (hold) await this.dependencies.parked.wake(this.consumer.name, message, this.now());
    } catch (error) {
      if (isDatabaseOutage(error)) throw error;
      const reason = reasonOf(error);
      const isBehind = hold === 'wait' && reason.reasonCode === 'PREDECESSOR_MISSING';
      const isFaulty = error instanceof UnreadableMessageError;
      if (isFaulty && (await this.dependencies.parked.isSettled(this.consumer.name, message))) return;
      await this.setAside(message, {
        ...reason,
        state: isBehind ? 'behind' : isFaulty ? 'parked' : 'waiting',
      });
      held.add(message, isFaulty ? 'fault' : 'wait');
    }
  }

  private async setAside(
    message: IncomingMessage,
    why: ParkingReason & { state: ParkedState },
  ): Promise<void> {
    const retryAt = why.state === 'waiting' ? this.inMs(delayMs(BACKOFF, 1)) : null;
    await this.dependencies.parked.park({ consumer: this.consumer.name, message, retryAt, ...why });
    const { state, reasonCode, reason } = why;
    const told = { consumer: this.consumer.name, topic: message.topic, offset: message.offset, state };
    this.logger.warn({ message: 'Set a message aside', ...told, reasonCode, reason });
  }

  private async retry(message: ParkedMessage, held: HeldKeys): Promise<void> {
    const { parked } = this.dependencies;
    try {
      await this.inbox.apply([{ ...message, offset: 0 }], 'try held');
    } catch (error) {
      if (isDatabaseOutage(error)) throw error;
      const isFaulty = error instanceof UnreadableMessageError;
      if (isFaulty) held.add(message, 'fault');
      if (isFaulty || message.attempts + 1 >= MAX_ATTEMPTS) return parked.giveUp(message, reasonOf(error));
      return parked.retryLater(message, reasonOf(error), this.inMs(delayMs(BACKOFF, message.attempts + 1)));
    }
    await parked.remove(message, this.now());
  }

  private now(): Date {
    return this.dependencies.clock.now();
  }

  private inMs(ms: number): Date {
    return new Date(this.now().getTime() + ms);
  }
}

/** Not tried yet, so that nothing more is known of it. */
const BEHIND_A_FAULT: ParkingReason = {
  reasonCode: 'PREDECESSOR_MISSING',
  reason: 'stands behind a parked message of its key',
};

/** Our own words are kept; a foreign error's may quote data, so only its name is. */
function reasonOf(error: unknown): ParkingReason {
  if (error instanceof UnreadableMessageError) return { reasonCode: error.reasonCode, reason: error.message };
  if (error instanceof PredecessorMissingError)
    return { reasonCode: 'PREDECESSOR_MISSING', reason: error.message };
  if (error instanceof NotYetKnownError) return { reasonCode: 'NOT_YET_KNOWN', reason: error.message };
  return { reasonCode: 'FAILED', reason: nameOf(error) };
}

function nameOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  return error instanceof Error ? `${error.name}${code}` : 'unknown error';
}
