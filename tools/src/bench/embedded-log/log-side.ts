import { GridEventReported, type EventEnvelope } from '@lianxin/contracts';
import {
  ConsumerRunner,
  EmbeddedLogTransport,
  EventConsumer,
  on,
  onAll,
  ParkedMessages,
} from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Clock, Database, postgresOptions } from '@lianxin/service-kit';
import { DataSource } from 'typeorm';
import { effectOf, insertEffect, insertEffects, type BareDatabase } from '../backbone/bare-database.js';
import { toMessage, type Told } from '../backbone/events.js';
import { Countdown, type Effect, type Side } from './side.js';

const sendingSize = 500;

const handlersOf: Readonly<Record<Effect, () => EventHandler>> = {
  none: () => on(GridEventReported, () => Promise.resolve()),
  each: () =>
    on(GridEventReported, async ({ tx, event }) => {
      await tx.query(insertEffect, effectOf(event));
    }),
  together: () =>
    onAll([GridEventReported], async (tx, deliveries) => {
      const rows = deliveries.map(({ event }) => effectOf(event));
      await tx.query(
        insertEffects,
        [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
      );
    }),
};

class EffectConsumer extends EventConsumer {
  readonly name = 'bench.effects';
  readonly handlers: readonly EventHandler[];

  constructor(
    private readonly committed: Countdown,
    effect: Effect,
  ) {
    super();
    this.handlers = [handlersOf[effect]()];
  }

  override afterCommit(events: readonly EventEnvelope[]): void {
    this.committed.note(events.length);
  }
}

/** The embedded log and the inbox, as a service runs them. */
export class LogSide implements Side {
  readonly name: string;
  private readonly committed = new Countdown();
  private readonly transport: EmbeddedLogTransport;
  private runner: ConsumerRunner | undefined;

  private constructor(
    eventLogUrl: string,
    private readonly dataSource: DataSource,
    private readonly effect: Effect,
  ) {
    this.name = `embedded log, effect ${effect}`;
    this.transport = new EmbeddedLogTransport(eventLogUrl);
  }

  static async open({ applicationUrl, eventLogUrl }: BareDatabase, effect: Effect): Promise<LogSide> {
    const options = postgresOptions({ url: applicationUrl, application: 'bench' });
    return new LogSide(eventLogUrl, await new DataSource(options).initialize(), effect);
  }

  async prefill(events: readonly EventEnvelope<Told>[]): Promise<void> {
    const messages = events.map(toMessage);
    for (let start = 0; start < messages.length; start += sendingSize)
      await this.transport.send(messages.slice(start, start + sendingSize));
  }

  async drain(count: number): Promise<void> {
    const done = this.committed.expect(count);
    await this.listen();
    await done;
    await this.runner?.stop();
  }

  async listen(): Promise<void> {
    const { dataSource, transport } = this;
    this.runner = new ConsumerRunner(new EffectConsumer(this.committed, this.effect), {
      ...{ transport, database: new Database(dataSource), parked: new ParkedMessages(dataSource) },
      clock: new Clock(),
    });
    await this.runner.start();
  }

  async carry(event: EventEnvelope<Told>): Promise<void> {
    const done = this.committed.expect(1);
    await this.transport.send([toMessage(event)]);
    await done;
  }

  async close(): Promise<void> {
    await this.runner?.stop();
    await this.transport.close();
    await this.dataSource.destroy();
  }
}
