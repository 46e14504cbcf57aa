import { envelopeSchema, GRID_EVENT_TOPIC, GrantGiven, GrantRevoked } from '@lianxin/contracts';
import type { EventEnvelope } from '@lianxin/contracts';
import type { EventTransport, IncomingMessage, Subscription } from '@lianxin/journal';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Happening, Subscriptions } from './subscriptions.js';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

const happeningSchema = z.object({ areaCode: z.string(), category: z.string(), kind: z.string() });

/**
 * Listens to the event transport. An event is a hint and no more: its content reaches nobody, it only tells whom to wake,
 * and one that never arrives is made up for by polling.
 */
export class WakeUps {
  private readonly logger = new Logger(WakeUps.name);
  private subscription: Subscription | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly transport: EventTransport,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Resolves after the first try; a transport that is down is tried again in the background. */
  async start(failures = 0): Promise<void> {
    try {
      const subscription = await this.transport.subscribe({
        topics: [GRID_EVENT_TOPIC, GrantRevoked.topic],
        onBatch: (messages) => Promise.resolve(this.receive(messages)),
      });
      if (this.isStopped) await subscription.stop();
      else this.subscription = subscription;
    } catch (error) {
      if (this.isStopped) return;
      this.logger.warn({
        message: 'The event transport cannot be reached; subscriptions poll',
        error: String(error),
      });
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
      this.retryTimer = setTimeout(() => void this.start(failures + 1), delayMs);
      this.retryTimer.unref();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    await this.subscription?.stop();
    await this.transport.close();
  }

  private receive(messages: readonly IncomingMessage[]): void {
    const happenings: Happening[] = [];
    for (const message of messages) {
      const event = readEvent(message);
      if (!event)
        this.logger.warn({
          message: 'A message is no event and wakes nobody',
          topic: message.topic,
          offset: message.offset,
        });
      else if (event.type === GrantRevoked.type) this.revoke(event);
      else if (event.type === GrantGiven.type) this.give(event);
      else if (message.topic === GRID_EVENT_TOPIC) happenings.push(...happeningsOf(event));
    }
    if (happenings.length > 0) this.subscriptions.happened(happenings);
  }

  private revoke(event: EventEnvelope): void {
    const data = GrantRevoked.readSchema.safeParse(event.data);
    if (data.success) this.subscriptions.revoked(data.data.subject);
  }

  private give(event: EventEnvelope): void {
    const data = GrantGiven.readSchema.safeParse(event.data);
    if (data.success) this.subscriptions.given(data.data.subject);
  }
}

function readEvent({ value }: IncomingMessage): EventEnvelope | null {
  try {
    const read = envelopeSchema.safeParse(JSON.parse(value));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function happeningsOf(event: EventEnvelope): Happening[] {
  const data = happeningSchema.safeParse(event.data);
  return data.success ? [data.data] : [];
}
