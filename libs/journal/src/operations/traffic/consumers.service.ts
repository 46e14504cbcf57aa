import { Logger, Injectable } from '@nestjs/common';
import type { EventConsumer } from '../../inbox/consumer.js';
import { EventTransport } from '../../transport/transport.js';
import type { TopicLag } from '../../transport/transport.js';
import { EventTransportUnreachableError } from '../operation.errors.js';
import { OwnService } from '../own-service.js';

/** For a person who asks: signing in to a broker takes its time. */
const LIMIT_MS = 10_000;

/** How far behind each consumer of this service is. */
@Injectable()
export class ConsumersService {
  private readonly logger = new Logger(ConsumersService.name);
  /** A transport that does not answer is not asked again before it did. */
  private readonly asking = new Map<string, Promise<TopicLag[]>>();

  constructor(
    private readonly own: OwnService,
    private readonly transport: EventTransport,
  ) {}

  /** `<service>.<what it keeps>` of each, in that order. */
  names(): string[] {
    return this.own
      .consumers()
      .map(({ name }) => name)
      .sort();
  }

  /** @throws EventTransportUnreachableError without an answer in time */
  async lagOf(name: string, limitMs = LIMIT_MS): Promise<TopicLag[]> {
    const consumer = this.own.consumers().find((each) => each.name === name);
    if (!consumer) return [];
    try {
      const lags = await withinLimit(this.ask(consumer), limitMs);
      return [...lags].sort((a, b) => (a.topic < b.topic ? -1 : 1));
    } catch (error) {
      this.logger.warn({
        message: 'The lag of a consumer is not known',
        consumer: name,
        error: String(error),
      });
      throw new EventTransportUnreachableError();
    }
  }

  private ask({ name, topics }: EventConsumer): Promise<TopicLag[]> {
    const asked = this.asking.get(name);
    if (asked) return asked;
    const asking = this.transport.lag(name, topics).finally(() => this.asking.delete(name));
    this.asking.set(name, asking);
    return asking;
  }
}

/** @throws the given error when the work takes longer; the work goes on unheard */
export async function withinLimit<T>(
  work: Promise<T>,
  limitMs: number,
  fault: () => Error = () => new Error(`no answer within ${limitMs} ms`),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(fault()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
