import { Logger, Injectable } from '@nestjs/common';
import { EventTransport } from '../transport/transport.js';
import type { TopicLag } from '../transport/transport.js';
import { EventTransportUnreachableError } from './operation.errors.js';
import { OwnService } from './own-service.js';

const LIMIT_MS = 5_000;

/** How far behind each consumer of this service is. */
@Injectable()
export class ConsumersService {
  private readonly logger = new Logger(ConsumersService.name);

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

  /** @throws EventTransportUnreachableError after 5 s without an answer */
  async lagOf(name: string): Promise<TopicLag[]> {
    const consumer = this.own.consumers().find((each) => each.name === name);
    if (!consumer) return [];
    const topics = [...new Set(consumer.handlers.map(({ definition }) => definition.topic))].sort();
    try {
      const lags = await withinLimit(this.transport.lag(name, topics), LIMIT_MS);
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
