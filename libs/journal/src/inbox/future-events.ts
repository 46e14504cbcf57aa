import type { EventEnvelope } from '@lianxin/contracts';
import { metrics } from '@lianxin/service-kit';
import { Logger } from '@nestjs/common';
import { Counter } from 'prom-client';

/** How far two machines' clocks may lie apart before anybody has to look. Technical: no rule of the field speaks of it. */
export const FUTURE_TOLERANCE_MS = 300_000;

const logger = new Logger('FutureEvents');

const futureEvents = new Counter({
  name: 'lianxin_inbox_future_events_total',
  help: 'Events applied whose time lies further ahead of this clock than clocks may differ',
  labelNames: ['consumer'],
  registers: [metrics],
});

/** Time decides nothing, so an event from the future is applied like any other; but somebody's clock is wrong. */
export function flagFuture(consumer: string, events: readonly EventEnvelope[], now: Date): void {
  const latest = now.getTime() + FUTURE_TOLERANCE_MS;
  for (const event of events) {
    if (Date.parse(event.time) <= latest) continue;
    futureEvents.inc({ consumer });
    logger.warn({ message: 'An event is from the future', consumer, eventId: event.id });
  }
}
