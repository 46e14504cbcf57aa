import { Clock, Database } from '@lianxin/service-kit';
import type { TransportConfig } from '@lianxin/service-kit';
import { Global, Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ConsumerRunner } from './inbox/consumer-runner.js';
import { EventConsumer } from './inbox/consumer.js';
import { Journal } from './entries/journal.js';
import { ParkedMessages } from './inbox/parked-messages.js';
import { Relay } from './relay/relay.js';
import { EventTransport } from './transport/transport.js';
import { createTransport } from './transport/transport.factory.js';

export interface JournalOptions {
  readonly service: string;
  readonly databaseUrl: string;
  readonly transport: TransportConfig;
  /** The consumers of this service, provided by its feature modules. */
  readonly consumers?: readonly Type<EventConsumer>[];
  /** Tests step the relay and the consumers themselves. */
  readonly isStepped?: boolean;
}

const OPTIONS = Symbol('JOURNAL_OPTIONS');

/** Starts the relay and the consumers with the application and stops them before it ends. */
@Injectable()
export class EventTraffic implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly relay: Relay;
  private runners: ConsumerRunner[] = [];

  constructor(
    @Inject(OPTIONS) private readonly options: JournalOptions,
    private readonly transport: EventTransport,
    private readonly database: Database,
    private readonly parked: ParkedMessages,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {
    this.relay = new Relay(options, transport);
    database.afterCommit(() => this.relay.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    this.runners = (this.options.consumers ?? []).map((type) =>
      this.runnerOf(this.modules.get(type, { strict: false })),
    );
    if (this.options.isStepped) return;
    this.relay.start();
    for (const runner of this.runners) await runner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await this.relay.stop();
    await this.transport.close();
  }

  runnerOf(consumer: EventConsumer): ConsumerRunner {
    const { transport, database, parked, clock } = this;
    return new ConsumerRunner(consumer, { transport, database, parked, clock });
  }
}

@Global()
@Module({})
export class JournalModule {
  static forRoot(options: JournalOptions): DynamicModule {
    return {
      module: JournalModule,
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: EventTransport, useFactory: () => createTransport(options.transport, options.service) },
        Journal,
        ParkedMessages,
        EventTraffic,
      ],
      exports: [Journal, ParkedMessages, EventTraffic, EventTransport],
    };
  }
}
